-- Purpose:    what is kept, with the time since the last visit, for the reasons to look at a koperasi
-- Parameters: those of matching
-- Grain:      one koperasi of this regency that the filter keeps
SELECT *, date_diff('day', last_visit, $visits_until::DATE) AS days_since_visit
FROM kept
