-- Purpose:    which koperasi of the region the rows are that findings name
-- Parameters: $files          files of the imports
--             $imports        import of each row
--             $source_rows    its row in the file
-- Grain:      one row of one import
SELECT import_id, source_row, coop_id
FROM registry_stored($files)
WHERE NOT coalesce(outside_region, false)
    AND (import_id, source_row) IN (
        SELECT (unnest($imports::VARCHAR[]), unnest($source_rows::INTEGER[]))
    )
