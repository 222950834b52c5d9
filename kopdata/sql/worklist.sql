-- Purpose:    the work list: whom the office is to visit, by whom, and when again
-- Parameters: those of matching
--             $plans_hold       whether what is planned now belongs to this view: to that of the newest snapshot
--             $kinds            kinds of reasons, and
--             $intervals        the days of each until the next visit
--             $stages, $results, $officers, $reasons   what the list is narrowed to, empty for everything
--             $only_late        only those whose day has passed
--             $round_officer, $round_on    only the round of one officer and day; null for no round
-- Grain:      one koperasi of "worked" (see queries/worklist.py) with at least one reason
WITH planned AS (
    SELECT
        worked.*,
        -- A visit settles what was planned until then; an officer without a day stays until somebody else is named.
        CASE WHEN plans.planned_on IS NULL OR last_visit IS NULL OR plans.planned_on > last_visit THEN plans.officer END
            AS officer,
        CASE WHEN last_visit IS NULL OR plans.planned_on > last_visit THEN plans.planned_on END AS planned_on
    FROM worked
    LEFT JOIN plans ON plans.coop_id = worked.coop_id AND $plans_hold
    WHERE len(kinds) > 0
),
dated AS (
    SELECT
        *,
        coalesce(planned_on, last_visit + ($intervals::INTEGER[])[list_position($kinds::VARCHAR[], kinds[1])]) AS due_on,
        CASE
            WHEN due_on < $visits_until THEN date_diff('day', due_on, $visits_until::DATE)
        END AS days_late,
        coalesce(last_visit >= date_trunc('month', $visits_until::DATE), false) AS visited_this_month,
        coalesce(last_result, '') AS result_key,
        CASE WHEN officer IS NOT NULL THEN [officer] WHEN len(last_officers) > 0 THEN list_distinct(last_officers) ELSE [''] END
            AS in_charge
    FROM planned
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
