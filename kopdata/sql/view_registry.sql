-- Purpose:    the registry as it is stored, merges by hand applied
-- Parameters: files       paths of parquet files below as_of=…/import_id=…
--             same_as     table: a merged koperasi and the one it is the same as
-- Grain:      one koperasi of one import
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

-- How many members there are: as given, else men and women together.
CREATE MACRO members_of(members, men, women) AS coalesce(members, men + women, men, women);
