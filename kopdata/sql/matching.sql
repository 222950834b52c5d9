-- Purpose:    which koperasi a filter keeps, one condition a column, so that a choice can be counted with
--             all conditions but its own.
-- Parameters: those of cooperatives_at, and $statuses, $health, $districts, $types (empty list: no condition),
--             $merah_putih (null: no condition), $counted_in (null: none), $search (words that must all occur)
-- Grain:      one koperasi of this regency in that snapshot
SELECT
    *,
    len($statuses) = 0 OR list_contains($statuses, status_shown) AS keeps_status,
    len($health) = 0 OR list_contains($health, health) AS keeps_health,
    len($districts) = 0 OR list_contains($districts, district_key) AS keeps_district,
    len($types) = 0 OR list_contains($types, coalesce(type, '-')) AS keeps_type,
    $merah_putih IS NULL OR merah_putih = $merah_putih AS keeps_merah_putih,
    list_bool_and(list_transform(
        $search,
        word -> contains(search_text, word)
    )) IS DISTINCT FROM false AS keeps_search
FROM counted
