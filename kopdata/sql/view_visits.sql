-- Purpose:    visits as they stand: of each the latest revision, merges by hand applied; those of one koperasi
--             lie together, so that they are found among a million without reading all
-- Parameters: visits_stored   table: every revision ever recorded
--             same_as         table: a merged koperasi and the one it is the same as
-- Grain:      one visit; "first_recorded_at" is when it was first recorded: a correction makes it no later
CREATE TABLE visits AS
SELECT
    visits_stored.* REPLACE (coalesce(same_as.same_as, visits_stored.coop_id) AS coop_id),
    coalesce(corrected.first_recorded_at, recorded_at) AS first_recorded_at
FROM visits_stored
LEFT JOIN same_as ON same_as.coop_id = visits_stored.coop_id
LEFT JOIN (
    SELECT visit_id, max(revision) AS last, min(recorded_at) AS first_recorded_at
    FROM visits_stored
    WHERE visit_id IN (SELECT visit_id FROM visits_stored WHERE revision > 1)
    GROUP BY visit_id
) AS corrected ON corrected.visit_id = visits_stored.visit_id
WHERE corrected.last IS NULL OR visits_stored.revision = corrected.last
ORDER BY visits_stored.coop_id, visited_on
