-- Purpose:    names and legal numbers as they are compared, whatever case, signs and leading zeros they bear
-- Parameters: none
-- Grain:      none; macros
CREATE MACRO folded(words) AS trim(regexp_replace(lower(strip_accents(words)), '[^0-9a-z]+', ' ', 'g'));
CREATE MACRO legal_key(number) AS nullif(
    regexp_replace(regexp_replace(folded(number), '^(nomor|no) ', ''), '\b0+([0-9])', '\1', 'g'), ''
);
