-- Purpose:    visits as they stand: of each the latest revision, merges by hand applied
-- Parameters: visits_stored   table: every revision ever recorded
--             same_as         table: a merged koperasi and the one it is the same as
-- Grain:      one visit
CREATE TABLE visits AS
SELECT visits_stored.* REPLACE (coalesce(same_as.same_as, visits_stored.coop_id) AS coop_id)
FROM visits_stored
LEFT JOIN same_as ON same_as.coop_id = visits_stored.coop_id
QUALIFY row_number() OVER (PARTITION BY visit_id ORDER BY revision DESC, recorded_at DESC) = 1
