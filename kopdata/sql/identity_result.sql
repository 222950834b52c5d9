-- Purpose:    what became of each incoming row: its koperasi, or the id that a new one gets from its own
--             content, so that two imports of the same new koperasi agree on it
-- Parameters: none
-- Grain:      one row of the file, in its order
SELECT
    worded.n,
    matched.coop_id,
    'k' || left(
        sha256(
            CASE
                WHEN nik IS NOT NULL THEN 'nik ' || nik
                WHEN legal IS NOT NULL THEN 'legal ' || concat_ws('|', area, legal, legal_date)
                ELSE 'name ' || concat_ws('|', area, place, named)
            END
        ),
        11
    ) AS new_id
FROM worded
LEFT JOIN matched ON matched.n = worded.n
WHERE worded.n IS NOT NULL
ORDER BY worded.n
