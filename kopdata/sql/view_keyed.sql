-- Purpose:    the registry that is held, with what is sorted by and searched in: made once, because it takes
--             longer than everything else that is asked of many names
-- Parameters: registry_held   table: rows of the registry
-- Grain:      one koperasi of one snapshot
CREATE MACRO sorted_by(name) AS strip_accents(lower(name));
CREATE MACRO searched_in(name, nik, legal_number, village) AS
    strip_accents(lower(concat_ws(' ', name, nik, legal_number, village)));

CREATE TABLE keyed_held AS
SELECT *, sorted_by(name) AS sort_name, searched_in(name, nik, legal_number, village) AS search_text
FROM registry_held;

DROP TABLE registry_held;
