-- Purpose:    settle the rows and koperasi that are each other's only choice at one level; by NIK, two rows
--             may be one koperasi, because two were merged by hand
-- Parameters: $level       reason that is looked at, see identity_pairs
--             $here_only   whether only koperasi that stand for the same date are looked at
-- Grain:      one row of the file
INSERT INTO matched
WITH choices AS (
    SELECT n, coop_id
    FROM pairs
    ANTI JOIN matched AS settled ON settled.n = pairs.n
    ANTI JOIN matched AS taken ON taken.coop_id = pairs.coop_id
    WHERE level = $level AND (here OR NOT $here_only)
)
SELECT n, coop_id
FROM choices
QUALIFY count(*) OVER (PARTITION BY n) = 1
    AND ($level = 1 OR count(*) OVER (PARTITION BY coop_id) = 1)
