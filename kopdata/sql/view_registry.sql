-- Purpose:    the registry as it is stored, merges and splits by hand applied
-- Parameters: files       paths of parquet files below as_of=…/import_id=…
--             same_as     table: a merged koperasi and the one it is the same as
--             apart       table: a koperasi, an import, and the koperasi that the import's row of it is about
-- Grain:      one koperasi of one import
CREATE MACRO registry_stored(files) AS TABLE
SELECT
    coalesce(apart.same_as, same_as.same_as, stored.coop_id) AS coop_id,
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
    as_of, stored.import_id, source_sheet, source_row, extra
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
LEFT JOIN same_as ON same_as.coop_id = stored.coop_id
LEFT JOIN apart ON apart.coop_id = stored.coop_id AND apart.import_id = stored.import_id;

-- Which koperasi each import speaks of: as it was given its id then, and as it is shown now.
CREATE MACRO registry_ids(files) AS TABLE
SELECT
    coalesce(apart.same_as, same_as.same_as, stored.coop_id) AS coop_id,
    stored.coop_id AS given_id,
    stored.import_id,
    any_value(stored.name) AS name
FROM read_parquet(
    files,
    hive_partitioning = true,
    hive_types = {'as_of': DATE, 'import_id': VARCHAR}
) AS stored
LEFT JOIN same_as ON same_as.coop_id = stored.coop_id
LEFT JOIN apart ON apart.coop_id = stored.coop_id AND apart.import_id = stored.import_id
GROUP BY ALL;

-- How many members there are: as given, else men and women together; of one of both alone nobody can tell.
CREATE MACRO members_of(members, men, women) AS coalesce(members, men + women);

-- Whether it is a Koperasi Desa/Kelurahan Merah Putih: by its Jenis, one of ``types``, or by its name.
CREATE MACRO is_merah_putih(name, type, types) AS
    coalesce(list_contains(types, type), false)
    OR regexp_matches(name, 'koperasi\s+(desa|kelurahan)\s+merah\s+putih', 'i');
