-- Purpose:    assessments of health as given, merges by hand applied
-- Parameters: assessments_stored   table: every assessment ever recorded
--             same_as              table: a merged koperasi and the one it is the same as
-- Grain:      one assessment
CREATE TABLE assessments AS
SELECT assessments_stored.* REPLACE (coalesce(same_as.same_as, assessments_stored.coop_id) AS coop_id)
FROM assessments_stored
LEFT JOIN same_as ON same_as.coop_id = assessments_stored.coop_id
