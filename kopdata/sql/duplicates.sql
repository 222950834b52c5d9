-- Purpose:    pairs of koperasi that may be one: of each the newest row, whatever its date
-- Parameters: $by_likeness         whether names of one kecamatan that are nearly the same count too; every name
--                                  is compared with every other, so only for a registry of an office's size
--             $merah_putih_types   the Jenis that are Koperasi Desa/Kelurahan Merah Putih: their names differ
--                                  by the village alone, so likeness says nothing about them
-- Grain:      two koperasi and the strongest reason: 1 legal number, 2 name in one village, 3 name nearly alike
WITH newest AS (
    SELECT
        coop_id, name, nik, legal_number, legal_date, village, district, as_of,
        CASE WHEN outside_region THEN folded(regency) ELSE '' END AS area,
        legal_key(legal_number) AS legal,
        folded(name) AS named,
        coalesce(district_code, folded(district)) AS kecamatan,
        coalesce(village_code, folded(village)) AS desa,
        is_merah_putih(name, type, $merah_putih_types) AS merah_putih
    FROM registry
    QUALIFY row_number() OVER (PARTITION BY coop_id ORDER BY as_of DESC, source_row) = 1
),
crowded AS (SELECT legal FROM newest WHERE legal IS NOT NULL GROUP BY legal HAVING count(*) > 20),
pairs AS (
    SELECT one.coop_id AS first_id, other.coop_id AS second_id, 1 AS reason
    FROM newest AS one
    JOIN newest AS other ON one.area = other.area AND one.legal = other.legal AND one.coop_id < other.coop_id
    WHERE one.legal NOT IN (FROM crowded) AND coalesce(one.legal_date = other.legal_date, true)
    UNION ALL
    SELECT one.coop_id, other.coop_id, 2
    FROM newest AS one
    JOIN newest AS other
        ON one.area = other.area AND one.named = other.named
        AND one.kecamatan IS NOT DISTINCT FROM other.kecamatan AND one.desa = other.desa
        AND one.coop_id < other.coop_id
    UNION ALL
    SELECT one.coop_id, other.coop_id, 3
    FROM newest AS one
    JOIN newest AS other
        ON one.area = other.area AND one.kecamatan = other.kecamatan AND one.coop_id < other.coop_id
    WHERE $by_likeness
        AND NOT (one.merah_putih AND other.merah_putih)
        AND jaro_winkler_similarity(one.named, other.named) >= 0.95
        AND coalesce(one.desa = other.desa, true)
        -- A number tells koperasi of one name apart: "Unit 1" and "Unit 2".
        AND regexp_extract_all(one.named, '[0-9]+') = regexp_extract_all(other.named, '[0-9]+')
)
SELECT
    pairs.first_id, pairs.second_id, min(pairs.reason) AS reason,
    any_value(one.name) AS first_name, any_value(other.name) AS second_name,
    any_value(one.nik) AS first_nik, any_value(other.nik) AS second_nik,
    any_value(one.legal_number) AS first_legal, any_value(other.legal_number) AS second_legal,
    any_value(one.village) AS first_village, any_value(other.village) AS second_village,
    any_value(one.district) AS first_district, any_value(other.district) AS second_district,
    any_value(one.as_of) AS first_as_of, any_value(other.as_of) AS second_as_of
FROM pairs
JOIN newest AS one ON one.coop_id = pairs.first_id
JOIN newest AS other ON other.coop_id = pairs.second_id
GROUP BY pairs.first_id, pairs.second_id
ORDER BY reason, first_name, second_name
LIMIT 200
