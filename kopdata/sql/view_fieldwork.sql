-- Purpose:    fieldwork as it stands, made once for a version of the store; merges by hand applied
-- Parameters: visits               table: of each visit the latest revision
--             coaching_stored, proposals_stored, plans_stored, outreach_stored
--                                  tables: everything ever recorded
--             same_as              table: a merged koperasi and the one it is the same as

-- Grain: one visit (no call, no one who came to the office), with the day of the next one. The visit that
-- holds on a day is the one with visited_on <= day AND (next_on IS NULL OR next_on > day).
CREATE TABLE visit_spans AS
SELECT
    coop_id, visit_id, visited_on, result, at_address, serves_members, follow_up, officers,
    lead(visited_on) OVER (PARTITION BY coop_id ORDER BY visited_on, first_recorded_at, visit_id) AS next_on
FROM visits
WHERE contact = 'kunjungan'
-- What holds today lies at the end: the rest is not even read.
ORDER BY next_on NULLS LAST;

-- Grain: one entry in the coaching of a koperasi; "case_number" counts its cases from 1, "place" its entries.
CREATE TABLE coaching AS
SELECT
    * REPLACE (coalesce(same_as.same_as, coaching_stored.coop_id) AS coop_id),
    sum((event = 'dibuka')::INTEGER) OVER entries AS case_number,
    row_number() OVER entries AS place
FROM coaching_stored
LEFT JOIN (SELECT coop_id AS merged, same_as FROM same_as) AS same_as ON same_as.merged = coaching_stored.coop_id
WINDOW entries AS (
    PARTITION BY coalesce(same_as.same_as, coaching_stored.coop_id)
    ORDER BY recorded_at, sequence ROWS UNBOUNDED PRECEDING
);

-- Grain: one stretch of time in which a case stood open; ends_on is null while it does.
CREATE TABLE coaching_spans AS
SELECT coop_id, case_number, held_on AS begins_on, ends_on, outcome
FROM (
    SELECT
        coop_id, case_number, event, held_on,
        lead(held_on) OVER turns AS ends_on,
        lead(outcome) OVER turns AS outcome
    FROM coaching
    WHERE event IN ('dibuka', 'ditutup', 'dibuka lagi')
    WINDOW turns AS (PARTITION BY coop_id ORDER BY place)
)
WHERE event <> 'ditutup';

-- Grain: one step of a case that was not withdrawn. A withdrawal takes the last step that stands, as a bracket
-- closes the last one opened.
CREATE TABLE coaching_steps AS
SELECT coop_id, case_number, held_on, recorded_at, next_step, next_by
FROM (
    SELECT *, min(depth) OVER (
        PARTITION BY coop_id, case_number ORDER BY place ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS depth_left
    FROM (
        SELECT *, sum(CASE event WHEN 'langkah' THEN 1 ELSE -1 END) OVER (
            PARTITION BY coop_id, case_number ORDER BY place
        ) AS depth
        FROM coaching
        WHERE event IN ('langkah', 'langkah dicabut')
    )
)
WHERE event = 'langkah' AND depth_left >= depth;

-- Grain: one entry in the papers for a dissolution; "proposal_number" counts the proposals of a koperasi.
CREATE TABLE proposals AS
SELECT
    * REPLACE (coalesce(same_as.same_as, proposals_stored.coop_id) AS coop_id),
    sum((event = 'disiapkan')::INTEGER) OVER papers AS proposal_number,
    row_number() OVER papers AS place
FROM proposals_stored
LEFT JOIN (SELECT coop_id AS merged, same_as FROM same_as) AS same_as ON same_as.merged = proposals_stored.coop_id
WINDOW papers AS (
    PARTITION BY coalesce(same_as.same_as, proposals_stored.coop_id)
    ORDER BY recorded_at, sequence ROWS UNBOUNDED PRECEDING
);

-- Grain: one stretch of time in which a proposal lay with the ministry; ends_on is null while it does.
CREATE TABLE proposal_spans AS
SELECT coop_id, proposal_number, dated_on AS begins_on, ends_on, decision
FROM (
    SELECT
        coop_id, proposal_number, event, dated_on,
        lead(dated_on) OVER fates AS ends_on,
        lead(decision) OVER fates AS decision
    FROM proposals
    WHERE event IN ('diajukan', 'diputuskan', 'dibatalkan')
    WINDOW fates AS (PARTITION BY coop_id ORDER BY place)
)
WHERE event = 'diajukan';

-- Grain: one koperasi for which somebody planned the next visit.
CREATE TABLE plans AS
SELECT plans_stored.* REPLACE (coalesce(same_as.same_as, plans_stored.coop_id) AS coop_id)
FROM plans_stored
LEFT JOIN same_as ON same_as.coop_id = plans_stored.coop_id
QUALIFY row_number() OVER (
    PARTITION BY coalesce(same_as.same_as, plans_stored.coop_id) ORDER BY plans_stored.recorded_at DESC
) = 1;

-- Grain: one event of sosialisasi that took place.
CREATE TABLE outreach AS
SELECT *
FROM (
    SELECT *
    FROM outreach_stored
    QUALIFY row_number() OVER (PARTITION BY outreach_id ORDER BY revision DESC, recorded_at DESC) = 1
)
WHERE NOT withdrawn;

-- Grain: one koperasi at one event of sosialisasi.
CREATE TABLE outreach_participants AS
SELECT
    coalesce(same_as.same_as, invited.participant.coop_id) AS coop_id,
    invited.outreach_id, invited.held_on, invited.topic, invited.place,
    sum(invited.participant.count)::INTEGER AS participants
FROM (SELECT outreach_id, held_on, topic, place, unnest(participants) AS participant FROM outreach) AS invited
LEFT JOIN same_as ON same_as.coop_id = invited.participant.coop_id
GROUP BY ALL;
