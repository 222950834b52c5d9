-- Purpose:    the status that each koperasi had when a file last told one, for a file that tells none
-- Parameters: $as_of        date that is being imported; only what stands before it counts
--             $taken_over   dates whose own status was itself taken from before
-- Grain:      one koperasi whose status was ever told
SELECT
    coop_id,
    arg_max(status, as_of) AS status,
    max(as_of) AS told_on
FROM registry
WHERE as_of < $as_of
    AND status IS NOT NULL
    -- One that was itself taken from before is not told again by the later date.
    AND NOT list_contains($taken_over::DATE[], as_of)
GROUP BY coop_id
