-- Purpose:    what became of each incoming row: its koperasi, or the id that a new one gets from its own
--             content, so that two imports of the same new koperasi agree on it
-- Parameters: none
-- Grain:      one row of the file, in its order
SELECT
    keyed.n,
    matched.coop_id,
    'k' || left(
        sha256(
            CASE
                WHEN keyed.nik IS NOT NULL THEN 'nik ' || keyed.nik
                WHEN keyed.legal IS NOT NULL THEN 'legal ' || keyed.legal_seed
                ELSE 'name ' || keyed.name_seed
            END
        ),
        11
    ) AS new_id
FROM keyed
LEFT JOIN matched ON matched.n = keyed.n
WHERE keyed.n IS NOT NULL AND keyed.level = 1
ORDER BY keyed.n
