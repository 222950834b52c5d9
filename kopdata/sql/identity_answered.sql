-- Purpose:    what a person answered stands before any match: the row is this koperasi, or (null) none of them
-- Parameters: answered   table: position of a row of the file, coop_id or null
-- Grain:      one row of the file
DELETE FROM pairs WHERE n IN (SELECT n FROM answered);

INSERT INTO matched
SELECT n, coop_id
FROM answered
WHERE coop_id IS NOT NULL;
