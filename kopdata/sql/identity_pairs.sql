-- Purpose:    which koperasi each incoming row may be, from the strongest reason (level 1) to the weakest:
--             1 the same NIK; 2 the same legal number and name; 3 the same legal number;
--             4 the same name in the same village, or kecamatan where neither names a village; 5 as 2, but
--             two different NIKs, which only a person can say are one. Otherwise different NIKs never pair, nor
--             do legal numbers of different dates. A key that more than 20 koperasi bear ("belum ada") tells
--             none of them.
-- Parameters: incoming, standing   tables; incoming has the position "n" instead of coop_id and here
--             and the words of identity_words
-- Grain:      one incoming row, one koperasi, one reason
CREATE TABLE worded AS
WITH both_sides AS (
    SELECT * FROM incoming
    UNION ALL BY NAME
    SELECT * FROM standing
)
SELECT
    n, coop_id, here, legal_date, nik,
    CASE WHEN n IS NULL THEN max(nik) OVER (PARTITION BY coop_id) ELSE nik END AS any_nik,
    legal_key(legal_number) AS legal,
    folded(name) AS named,
    CASE WHEN outside_region THEN folded(regency) ELSE '' END AS area,
    coalesce(village_code, concat(folded(district), '/', nullif(folded(village), ''))) AS place,
    coalesce(village, district) IS NOT NULL AS placed
FROM both_sides;

-- A key takes the place of its text: 128 bits of it, which no two texts share.
CREATE TABLE pairs AS
WITH levels AS (
    SELECT
        n, coop_id, here, legal_date, any_nik,
        unnest([
            {level: 1, key: md5_number(nik)},
            {level: 2, key: md5_number(area || '|' || legal || '|' || named)},
            {level: 3, key: md5_number(area || '|' || legal)},
            {level: 4, key: CASE WHEN placed THEN md5_number(area || '|' || place || '|' || named) END}
        ], recursive := true)
    FROM worded
),
of_standing AS MATERIALIZED (
    FROM levels WHERE n IS NULL AND key IS NOT NULL
),
of_incoming AS MATERIALIZED (
    FROM levels SEMI JOIN of_standing USING (level, key) WHERE n IS NOT NULL
),
crowded AS (
    SELECT level, key FROM of_standing WHERE level > 1 GROUP BY ALL HAVING count(DISTINCT coop_id) > 20
    UNION
    SELECT level, key FROM of_incoming WHERE level > 1 GROUP BY ALL HAVING count(*) > 20
)
SELECT
    incoming.n,
    standing.coop_id,
    CASE
        WHEN incoming.level = 2 AND incoming.any_nik IS NOT NULL AND standing.any_nik IS NOT NULL THEN 5
        ELSE incoming.level
    END AS level,
    bool_or(standing.here) AS here
FROM of_incoming AS incoming
JOIN of_standing AS standing
    ON incoming.level = standing.level AND incoming.key = standing.key
ANTI JOIN crowded ON incoming.level = crowded.level AND incoming.key = crowded.key
WHERE (incoming.level IN (1, 2) OR incoming.any_nik IS NULL OR standing.any_nik IS NULL)
    AND (
        incoming.level NOT IN (2, 3)
        OR coalesce(incoming.legal_date = standing.legal_date, true)
    )
GROUP BY ALL;

CREATE TABLE matched (n BIGINT, coop_id VARCHAR);
