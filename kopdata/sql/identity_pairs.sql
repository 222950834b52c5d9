-- Purpose:    which koperasi each incoming row may be, from the strongest reason (level 1) to the weakest:
--             1 the same NIK; 2 the same legal number and name; 3 the same legal number;
--             4 the same name in the same village. Two different NIKs never pair, nor do legal numbers of
--             different dates. A key that more than 20 koperasi bear ("belum ada") tells none of them.
-- Parameters: incoming, standing   tables; incoming has the position "n" instead of coop_id and here
--             and the words of identity_words
-- Grain:      one incoming row, one koperasi, one reason
CREATE TABLE keyed AS
WITH both_sides AS (
    SELECT * FROM incoming
    UNION ALL BY NAME
    SELECT * FROM standing
),
worded AS (
    SELECT
        n, coop_id, here, legal_date,
        CASE WHEN n IS NULL THEN max(nik) OVER (PARTITION BY coop_id) ELSE nik END AS any_nik,
        nik,
        legal_key(legal_number) AS legal,
        folded(name) AS named,
        CASE WHEN outside_region THEN folded(regency) ELSE '' END AS area,
        coalesce(village_code, concat(folded(district), '/', nullif(folded(village), ''))) AS place,
        village IS NOT NULL AS placed
    FROM both_sides
),
levels AS (
    SELECT
        n, coop_id, here, legal_date, any_nik,
        concat_ws('|', area, legal, legal_date) AS legal_seed,
        concat_ws('|', area, place, named) AS name_seed,
        legal, nik,
        unnest([
            {level: 1, key: nik},
            {level: 2, key: area || '|' || legal || '|' || named},
            {level: 3, key: area || '|' || legal},
            {level: 4, key: CASE WHEN placed THEN area || '|' || place || '|' || named END}
        ], recursive := true)
    FROM worded
)
SELECT * FROM levels WHERE level = 1 OR key IS NOT NULL;

CREATE TABLE pairs AS
WITH crowded AS (
    SELECT level, key
    FROM keyed
    WHERE level > 1 AND key IS NOT NULL
    GROUP BY ALL
    HAVING count(n) > 20 OR count(DISTINCT coop_id) > 20
),
telling AS (
    FROM keyed
    ANTI JOIN crowded USING (level, key)
    WHERE key IS NOT NULL
)
SELECT incoming.n, standing.coop_id, incoming.level, bool_or(standing.here) AS here
FROM telling AS incoming
JOIN telling AS standing
    ON incoming.level = standing.level AND incoming.key = standing.key
WHERE incoming.n IS NOT NULL
    AND standing.n IS NULL
    AND (incoming.level = 1 OR incoming.any_nik IS NULL OR standing.any_nik IS NULL)
    AND (
        incoming.level NOT IN (2, 3)
        OR coalesce(incoming.legal_date = standing.legal_date, true)
    )
GROUP BY ALL;

CREATE TABLE matched (n BIGINT, coop_id VARCHAR);
