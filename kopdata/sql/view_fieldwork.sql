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

-- Grain: one entry in the coaching of a koperasi; "place" counts its entries in the order of recording,
-- "case_number" its cases by day. Of merged koperasi the entries stand between each other: a case is open while
-- anything that opened it has not been closed, and only what opens or closes the whole of it "turns" it, as
-- fieldwork/cases.py says.
CREATE TABLE coaching AS
SELECT
    * EXCLUDE (opens, before, after),
    coalesce((opens > 0 AND before = 0) OR (event = 'ditutup' AND before > 0 AND after = 0), false) AS turns,
    sum((event = 'dibuka' AND before = 0)::INTEGER) OVER days AS case_number
FROM (
    SELECT
        *,
        sum(opens) OVER days AS after,
        after - opens AS before
    FROM (
        SELECT
            coaching_stored.* REPLACE (coalesce(same_as.same_as, coaching_stored.coop_id) AS coop_id),
            row_number() OVER (
                PARTITION BY coalesce(same_as.same_as, coaching_stored.coop_id)
                ORDER BY coaching_stored.recorded_at, sequence
            ) AS place,
            CASE
                WHEN event IN ('dibuka', 'dibuka lagi') THEN 1
                WHEN event = 'ditutup' THEN -len(ends)
                ELSE 0
            END AS opens
        FROM coaching_stored
        LEFT JOIN same_as ON same_as.coop_id = coaching_stored.coop_id
    )
    WINDOW days AS (PARTITION BY coop_id ORDER BY held_on, place ROWS UNBOUNDED PRECEDING)
)
WINDOW days AS (PARTITION BY coop_id ORDER BY held_on, place ROWS UNBOUNDED PRECEDING);

-- Grain: one stretch of time in which a case stood open; ends_on is null while it does. "place" is that of the
-- entry that ended it: of several that end on one day the last one holds.
CREATE TABLE coaching_spans AS
SELECT coop_id, case_number, held_on AS begins_on, ends_on, outcome, place
FROM (
    SELECT
        coop_id, case_number, event, held_on,
        lead(held_on) OVER turns AS ends_on,
        lead(outcome) OVER turns AS outcome,
        lead(place) OVER turns AS place
    FROM coaching
    WHERE turns
    WINDOW turns AS (PARTITION BY coop_id ORDER BY held_on, place)
)
WHERE event <> 'ditutup';

-- Grain: one step of a case that was not withdrawn; a withdrawal names it by the moment at which it was recorded.
CREATE TABLE coaching_steps AS
SELECT coop_id, case_number, held_on, recorded_at, next_step, next_by
FROM coaching
WHERE event = 'langkah' AND NOT EXISTS (
    FROM coaching AS withdrawal
    WHERE withdrawal.coop_id = coaching.coop_id AND list_contains(withdrawal.ends, coaching.recorded_at)
);

-- Grain: one entry in the papers for a dissolution; "place" counts those of a koperasi in the order of recording,
-- "proposal_number" its proposals by day: one that is started while one is not over "joins" that one, and so does
-- the withdrawal of only what one of several merged koperasi began, as fieldwork/proposals.py says. "day" is when an
-- entry told how a proposal stands; evidence may bear any date, it stands after what was recorded before it.
CREATE TABLE proposals AS
SELECT
    * EXCLUDE (was_over, is_fate, is_partial),
    (event = 'disiapkan' AND NOT was_over) OR is_partial AS joins,
    sum((event = 'disiapkan' AND was_over)::INTEGER) OVER told AS proposal_number
FROM (
    SELECT
        * EXCLUDE (begun, ended),
        event = 'dibatalkan' AND coalesce(len(list_filter(begun, start -> NOT list_contains(ended, start))) > 0, false)
            AS is_partial,
        coalesce(
            last_value(CASE WHEN is_fate AND NOT is_partial THEN event IN ('diputuskan', 'dibatalkan') END IGNORE NULLS)
                OVER earlier,
            true
        ) AS was_over
    FROM (
        SELECT
            * EXCLUDE (decisions),
            list(recorded_at) FILTER (event = 'disiapkan') OVER undecided AS begun,
            flatten(list(ends) FILTER (event = 'dibatalkan') OVER undecided) AS ended
        FROM (
            SELECT *, count(*) FILTER (event = 'diputuskan') OVER earlier AS decisions
            FROM (
                SELECT
                    *,
                    event NOT IN ('bukti', 'bukti dicabut') AS is_fate,
                    CASE WHEN is_fate THEN dated_on ELSE max(CASE WHEN is_fate THEN dated_on END) OVER papers END
                        AS day
                FROM (
                    SELECT
                        proposals_stored.* REPLACE (coalesce(same_as.same_as, proposals_stored.coop_id) AS coop_id),
                        row_number() OVER (
                            PARTITION BY coalesce(same_as.same_as, proposals_stored.coop_id)
                            ORDER BY proposals_stored.recorded_at, sequence
                        ) AS place
                    FROM proposals_stored
                    LEFT JOIN same_as ON same_as.coop_id = proposals_stored.coop_id
                )
                WINDOW papers AS (PARTITION BY coop_id ORDER BY place ROWS UNBOUNDED PRECEDING)
            )
            WINDOW earlier AS (
                PARTITION BY coop_id ORDER BY day, place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            )
        )
        WINDOW undecided AS (PARTITION BY coop_id, decisions ORDER BY day, place ROWS UNBOUNDED PRECEDING)
    )
    WINDOW earlier AS (
        PARTITION BY coop_id ORDER BY day, place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
)
WINDOW told AS (PARTITION BY coop_id ORDER BY day, place ROWS UNBOUNDED PRECEDING);

-- Grain: one stretch of time in which a proposal lay with the ministry, or was decided by "Dibubarkan"; ends_on is
-- null while it lasts. What the ministry dissolved stays proposed until ODS no longer lists it.
CREATE TABLE proposal_spans AS
SELECT coop_id, proposal_number, day AS begins_on, ends_on
FROM (
    SELECT coop_id, proposal_number, event, decision, day, lead(day) OVER fates AS ends_on
    FROM proposals
    WHERE event IN ('disiapkan', 'diajukan', 'diputuskan', 'dibatalkan') AND NOT joins
    WINDOW fates AS (PARTITION BY coop_id ORDER BY day, place)
)
WHERE event = 'diajukan' OR decision = 'Dibubarkan';

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
