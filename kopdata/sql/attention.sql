-- Purpose:    what is kept, with what the reasons to look at a koperasi ask besides: the time since the last visit,
--             what is planned, and the last entry of the case of coaching that stands open
-- Parameters: those of matching
--             $plans_hold   whether what is planned now belongs to this view: to that of the newest snapshot
-- Grain:      one koperasi of this regency that the filter keeps
SELECT
    kept.*,
    date_diff('day', last_visit, $visits_until::DATE) AS days_since_visit,
    -- A visit settles what was planned until then; an officer without a day stays until somebody else is named.
    CASE WHEN plans.planned_on IS NULL OR last_visit IS NULL OR plans.planned_on > last_visit THEN plans.officer END
        AS officer,
    CASE WHEN last_visit IS NULL OR plans.planned_on > last_visit THEN plans.planned_on END AS planned_on,
    open_cases.entry_on AS coaching_entry_on
FROM kept
LEFT JOIN plans ON plans.coop_id = kept.coop_id AND $plans_hold
LEFT JOIN (
    SELECT coaching_spans.coop_id, max(greatest(begins_on, held_on)) AS entry_on
    FROM coaching_spans
    LEFT JOIN coaching_steps
        ON coaching_steps.coop_id = coaching_spans.coop_id
        AND coaching_steps.case_number = coaching_spans.case_number
        AND held_on <= $visits_until
    WHERE begins_on <= $visits_until AND (ends_on IS NULL OR ends_on > $visits_until)
    GROUP BY coaching_spans.coop_id
) AS open_cases ON open_cases.coop_id = kept.coop_id
