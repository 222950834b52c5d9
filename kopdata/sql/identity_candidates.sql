-- Purpose:    which koperasi each row that stayed unmatched could be, the strongest reason first
-- Parameters: none
-- Grain:      one row of the file that nobody could settle
SELECT
    pairs.n,
    list(DISTINCT pairs.coop_id ORDER BY pairs.coop_id) AS coop_ids
FROM pairs
ANTI JOIN matched AS settled ON settled.n = pairs.n
ANTI JOIN matched AS taken ON taken.coop_id = pairs.coop_id
GROUP BY pairs.n
ORDER BY pairs.n
