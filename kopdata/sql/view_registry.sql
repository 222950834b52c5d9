-- Purpose:    the registry as it is stored, merges by hand applied; and the rows of dates whose snapshot is
--             made of several files: the base, its empty fields filled in, and what only the others have
-- Parameters: files       paths of parquet files below as_of=…/import_id=…
--             same_as     table: a merged koperasi and the one it is the same as
--             completing  table: each import of such a date and its place in the order, the base being 0
-- Grain:      one koperasi of one import; in registry_completed, one koperasi of one date
CREATE MACRO registry_stored(files) AS TABLE
SELECT
    coalesce(same_as.same_as, stored.coop_id) AS coop_id,
    nik, nib, name,
    legal_number, legal_date, amendment_number, amendment_date, reporting_number, reporting_date,
    address, village, village_code, district, district_code, regency, province, postal_code,
    outside_region,
    phone, email, chair, chair_phone, secretary, treasurer, supervisor, manager,
    status,
    form, type, coop_group, sector, pattern, kuk,
    rat_date, rat_book_year, rat_status,
    certificate_status, certificate_expiry, grade,
    members, members_male, members_female, managers, employees,
    own_capital, external_capital, assets, turnover, surplus, financial_year,
    as_of, import_id, source_sheet, source_row, extra
FROM (
    FROM registry_shape
    UNION ALL BY NAME
    FROM read_parquet(
        files,
        union_by_name = true,
        hive_partitioning = true,
        hive_types = {'as_of': DATE, 'import_id': VARCHAR}
    )
) AS stored
LEFT JOIN same_as ON same_as.coop_id = stored.coop_id;

-- Rows of one import never become one, also where two of them were merged by hand (nth tells them apart).
-- A row's origin is that of its base; arg_min leaves out nulls, so every other field is the first one given.
CREATE MACRO registry_completed(files) AS TABLE
SELECT * EXCLUDE (nth)
FROM (
    SELECT
        coop_id, as_of, nth,
        first(import_id ORDER BY place) AS import_id,
        first(source_sheet ORDER BY place) AS source_sheet,
        first(source_row ORDER BY place) AS source_row,
        arg_min(
            COLUMNS(* EXCLUDE (coop_id, as_of, nth, place, import_id, source_sheet, source_row)), place
        )
    FROM (
        SELECT
            stored.*,
            completing.place,
            row_number() OVER (
                PARTITION BY stored.import_id, stored.coop_id ORDER BY source_row
            ) AS nth
        FROM registry_stored(files) AS stored
        JOIN completing USING (import_id)
    )
    GROUP BY coop_id, as_of, nth
)
