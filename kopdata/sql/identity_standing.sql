-- Purpose:    what is known of the identity of every koperasi of any date
-- Parameters: $as_of   date that is being imported; "here" marks what stands for it already
-- Grain:      one koperasi with one wording of its number, name and place
SELECT
    coop_id,
    nik,
    legal_number,
    legal_date,
    name,
    village,
    village_code,
    district,
    regency,
    coalesce(outside_region, false) AS outside_region,
    bool_or(as_of = $as_of) AS here
FROM registry
GROUP BY ALL
