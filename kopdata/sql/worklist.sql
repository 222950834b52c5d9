-- Purpose:    the work list: whom the office is to visit, by whom, and when again
-- Parameters: those of matching
--             $stages, $results, $officers, $reasons   what the list is narrowed to, empty for everything
--             $only_late        only those whose day has passed
--             $round_officer, $round_on    only the round of one officer and day; null for no round
-- Grain:      one koperasi of "attended" (see queries/attention.py) with at least one reason
WITH dated AS (
    SELECT
        *,
        CASE
            WHEN due_on < $visits_until THEN date_diff('day', due_on, $visits_until::DATE)
        END AS days_late,
        coalesce(last_visit >= date_trunc('month', $visits_until::DATE), false) AS visited_this_month,
        coalesce(last_result, '') AS result_key,
        CASE WHEN officer IS NOT NULL THEN [officer] WHEN len(last_officers) > 0 THEN list_distinct(last_officers) ELSE [''] END
            AS in_charge
    FROM attended
    WHERE len(kinds) > 0
)
SELECT
    *,
    (len($stages) = 0 OR list_contains($stages::VARCHAR[], stage))
    AND (len($results) = 0 OR list_contains($results::VARCHAR[], result_key))
    AND (len($officers) = 0 OR list_has_any($officers::VARCHAR[], in_charge))
    AND (len($reasons) = 0 OR list_has_any($reasons::VARCHAR[], kinds))
    AND (NOT $only_late OR days_late IS NOT NULL)
    AND ($round_officer::VARCHAR IS NULL OR coalesce(officer = $round_officer, false))
    AND ($round_on::DATE IS NULL OR coalesce(planned_on = $round_on, false)) AS is_shown
FROM dated
