-- Purpose:    what becomes of each koperasi from one list to a later one. It continues a WITH clause.
-- Parameters: earlier, later   tables of rows of the registry without those of other regencies
--             $compares_status whether both lists say a status
--             {differs}        whether any compared field of "was" and "is_now" differs
--             {differences}    the compared fields with both their values as text, null where they are the same
-- Grain:      one koperasi that is new, gone or differs. Of one that was merged by hand and so stands in a
--             list several times, the rows with the same NIK belong together, then those in the same place.
repeated AS (
    SELECT coop_id FROM earlier GROUP BY coop_id HAVING count(*) > 1
    UNION
    SELECT coop_id FROM later GROUP BY coop_id HAVING count(*) > 1
),
placed AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY side, coop_id, nik ORDER BY import_id, source_sheet, source_row, name
        ) AS place_of_nik
    FROM (
        SELECT 'earlier' AS side, * FROM earlier SEMI JOIN repeated USING (coop_id)
        UNION ALL
        SELECT 'later' AS side, * FROM later SEMI JOIN repeated USING (coop_id)
    )
),
known AS (
    SELECT
        *,
        nik IS NOT NULL AND count(*) OVER (PARTITION BY coop_id, nik, place_of_nik) = 2 AS same_nik
    FROM placed
),
twins AS (
    SELECT
        * EXCLUDE (place_of_nik, same_nik),
        CASE
            WHEN same_nik THEN concat(nik, '/', place_of_nik)
            ELSE concat('/', row_number() OVER (
                PARTITION BY side, coop_id, same_nik ORDER BY import_id, source_sheet, source_row, name
            ))
        END AS twin
    FROM known
),
before AS (
    SELECT *, '' AS twin FROM earlier ANTI JOIN repeated USING (coop_id)
    UNION ALL
    SELECT * EXCLUDE (side) FROM twins WHERE side = 'earlier'
),
after AS (
    SELECT *, '' AS twin FROM later ANTI JOIN repeated USING (coop_id)
    UNION ALL
    SELECT * EXCLUDE (side) FROM twins WHERE side = 'later'
)
SELECT
    CASE
        WHEN was.coop_id IS NULL THEN 'new'
        WHEN is_now.coop_id IS NULL THEN 'gone'
        WHEN $compares_status AND was.status = 'aktif' AND is_now.status = 'tidak aktif' THEN 'deactivated'
        WHEN $compares_status AND was.status = 'tidak aktif' AND is_now.status = 'aktif' THEN 'reactivated'
        ELSE 'altered'
    END AS kind,
    coalesce(is_now.coop_id, was.coop_id) AS coop_id,
    coalesce(is_now.name, was.name) AS name,
    CASE WHEN is_now.coop_id IS NULL THEN was.nik ELSE is_now.nik END AS nik,
    CASE WHEN is_now.coop_id IS NULL THEN was.address ELSE is_now.address END AS address,
    CASE WHEN is_now.coop_id IS NULL THEN was.village ELSE is_now.village END AS village,
    CASE WHEN is_now.coop_id IS NULL THEN was.district ELSE is_now.district END AS district,
    was.status AS status_before,
    is_now.status AS status_now,
    CASE
        WHEN was.coop_id IS NOT NULL AND is_now.coop_id IS NOT NULL
        THEN list_filter({differences}, difference -> difference IS NOT NULL)
    END AS fields
FROM before AS was
FULL JOIN after AS is_now ON was.coop_id = is_now.coop_id AND was.twin = is_now.twin
WHERE was.coop_id IS NULL OR is_now.coop_id IS NULL OR {differs}
ORDER BY strip_accents(lower(coalesce(is_now.name, was.name))), coop_id, was.source_row, is_now.source_row
