-- Purpose:    how many koperasi each choice of each filter would leave, under all the other filters
-- Parameters: those of matching
-- Grain:      one choice of one filter
SELECT 'status' AS facet, status_shown AS choice, count(*) AS count
FROM matching
WHERE keeps_figure AND keeps_health AND keeps_district AND keeps_type AND keeps_merah_putih AND keeps_search
GROUP BY ALL
UNION ALL
SELECT 'health', health, count(*)
FROM matching
WHERE keeps_figure AND keeps_status AND keeps_district AND keeps_type AND keeps_merah_putih AND keeps_search
GROUP BY ALL
UNION ALL
SELECT 'district', district_key, count(*)
FROM matching
WHERE keeps_figure AND keeps_status AND keeps_health AND keeps_type AND keeps_merah_putih AND keeps_search
GROUP BY ALL
UNION ALL
SELECT 'type', coalesce(type, '-'), count(*)
FROM matching
WHERE keeps_figure AND keeps_status AND keeps_health AND keeps_district AND keeps_merah_putih AND keeps_search
GROUP BY ALL
UNION ALL
SELECT 'merah_putih', merah_putih::VARCHAR, count(*)
FROM matching
WHERE keeps_figure AND keeps_status AND keeps_health AND keeps_district AND keeps_type AND keeps_search
GROUP BY ALL
