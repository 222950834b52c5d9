-- Purpose:    everything that is counted or filtered, for one snapshot: the registry's row, and beside it
--             what the office knows (RAT, certificate, health, visits). ODS's own status is never altered.
-- Parameters: $as_of          date of the snapshot
--             $visits_until   last day whose visits, coaching and proposals belong to this view
--             $assessed_until last day whose assessments belong to this view
--             $book_year      book year whose RAT is due at $as_of
--             $rat_limit      last day for that RAT
--             $carries_rat    whether the snapshot's files say anything about RAT
--             $carried        fields that the snapshot's files carry
--             $merah_putih_types   the Jenis that are Koperasi Desa/Kelurahan Merah Putih
-- Grain:      one row of this regency in that snapshot: one koperasi, but for two rows of one snapshot that were
--             merged by hand. Both keep the id of the one and both count, as ODS lists them
WITH assessed AS (
    SELECT
        coop_id,
        arg_max(predicate, (year, recorded_at)) AS predicate,
        max(year) AS assessment_year
    FROM assessments
    WHERE coalesce(assessed_on, make_date(year, 1, 1)) <= $assessed_until
    GROUP BY coop_id
),
visited AS (
    SELECT
        coop_id,
        visited_on AS last_visit,
        result AS last_result,
        at_address AS last_at_address,
        coalesce(serves_members, false) AS last_serves_members,
        follow_up AS last_follow_up,
        officers AS last_officers
    FROM visit_spans
    WHERE visited_on <= $visits_until AND (next_on IS NULL OR next_on > $visits_until)
),
coached AS (
    SELECT
        coop_id,
        bool_or(ends_on IS NULL OR ends_on > $visits_until) AS case_open,
        max(case_number) AS case_number,
        max(ends_on) FILTER (ends_on <= $visits_until) AS case_closed_on,
        arg_max(outcome, (ends_on, place)) FILTER (ends_on <= $visits_until) AS case_outcome
    FROM coaching_spans
    WHERE begins_on <= $visits_until
    GROUP BY coop_id
),
stepped AS (
    SELECT coop_id, case_number, arg_max_null(next_by, (held_on, recorded_at)) AS next_by
    FROM coaching_steps
    WHERE held_on <= $visits_until
    GROUP BY coop_id, case_number
),
proposed AS (
    SELECT DISTINCT coop_id
    FROM proposal_spans
    WHERE begins_on <= $visits_until AND (ends_on IS NULL OR ends_on > $visits_until)
),
judged AS (
    SELECT
        registry_keyed.*,
        members_of(members, members_male, members_female) AS members_shown,
        -- A RAT is held in the year after its book year: one still ahead, or over a running year, was not held.
        coalesce(
            CASE WHEN rat_book_year < year($as_of) THEN rat_book_year END,
            CASE WHEN rat_date <= $as_of THEN year(rat_date) - 1 END
        ) AS last_book_year,
        coalesce(legal_date > make_date($book_year, 1, 1), false) AS under_one_book_year,
        list_sort(list_intersect(
            [
                CASE WHEN legal_number IS NULL THEN 'legal_number' END,
                CASE WHEN legal_date IS NULL THEN 'legal_date' END,
                CASE WHEN address IS NULL THEN 'address' END,
                CASE WHEN village IS NULL THEN 'village' END,
                CASE WHEN district IS NULL THEN 'district' END,
                CASE WHEN type IS NULL THEN 'type' END,
                CASE WHEN members_shown IS NULL THEN 'members' END,
                CASE WHEN rat_date IS NULL AND rat_book_year IS NULL THEN 'rat_date' END,
                CASE WHEN nik IS NULL THEN 'nik' END,
                CASE WHEN chair IS NULL THEN 'chair' END,
                CASE WHEN assets IS NULL THEN 'assets' END,
                CASE WHEN turnover IS NULL THEN 'turnover' END
            ],
            CASE
                WHEN list_has_all($carried, ['members_male', 'members_female'])
                THEN list_append($carried, 'members') ELSE $carried
            END
        )) AS missing_entries
    FROM registry_keyed
    WHERE as_of = $as_of AND NOT coalesce(outside_region, false)
)
SELECT
    judged.* EXCLUDE (under_one_book_year),
    coalesce(status, 'tidak tercantum') AS status_shown,
    coalesce(district_code, '-') AS district_key,
    is_merah_putih(name, type, $merah_putih_types) AS merah_putih,
    CASE
        WHEN last_book_year >= $book_year THEN
            CASE
                WHEN rat_date > $rat_limit AND last_book_year = $book_year THEN 'terlambat' ELSE 'sudah'
            END
        WHEN last_book_year IS NULL AND rat_status = 'Sudah RAT' THEN 'sudah'
        WHEN under_one_book_year THEN 'belum wajib'
        WHEN $carries_rat THEN 'belum'
    END AS rat_state,
    CASE
        WHEN certificate_status = 'Belum Bersertifikat' THEN 'belum'
        WHEN certificate_expiry < $as_of THEN 'habis'
        WHEN certificate_expiry >= $as_of THEN 'berlaku'
        WHEN certificate_status = 'Sertifikat - Expired' THEN 'habis'
        WHEN certificate_status IS NOT NULL THEN 'berlaku'
    END AS certificate_state,
    coalesce(
        assessed.predicate,
        CASE
            WHEN under_one_book_year
                OR ($carries_rat AND last_book_year IS NULL AND rat_status IS DISTINCT FROM 'Sudah RAT')
            THEN 'Belum menjadi sasaran' ELSE 'Belum dinilai'
        END
    ) AS health,
    assessed.assessment_year,
    visited.last_visit,
    visited.last_result,
    visited.last_at_address,
    visited.last_serves_members,
    visited.last_follow_up,
    visited.last_officers,
    -- A visit that asks for coaching begins it, until a case is closed; after that only a case does.
    coalesce(coached.case_open, false) OR coalesce(
        last_follow_up ILIKE 'pembinaan%' AND last_visit > coalesce(case_closed_on, DATE '0001-01-01'), false
    ) AS in_coaching,
    -- The day by which the next step of the open case was agreed upon.
    CASE WHEN coached.case_open THEN stepped.next_by END AS coaching_due,
    CASE
        WHEN proposed.coop_id IS NOT NULL THEN 'Diusulkan pembubaran'
        WHEN in_coaching THEN 'Dalam pembinaan'
        WHEN status = 'aktif' AND coached.case_outcome = 'Aktif kembali' THEN 'Aktif kembali'
        WHEN last_visit IS NOT NULL THEN 'Sudah dikunjungi'
        ELSE 'Belum dikunjungi'
    END AS stage
FROM judged
LEFT JOIN assessed USING (coop_id)
LEFT JOIN visited USING (coop_id)
LEFT JOIN coached USING (coop_id)
LEFT JOIN stepped ON stepped.coop_id = judged.coop_id AND stepped.case_number = coached.case_number
LEFT JOIN proposed ON proposed.coop_id = judged.coop_id
