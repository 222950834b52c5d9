-- Purpose:    the first import after the last one that says an item, which names the same koperasi, could have
--             said it again, and does not
-- Parameters: $files                       files of the imports
--             $imports, $places            the imports, and the place of each in their order
--             $items, $subjects, $lasts    the items, who each is about, and the place that says it last
--             $asked                       number of what each item asks: a kind and a field
--             $able_asked, $able_places    where that could have been found
--             $unsure_asked, $unsure_places, $unsure_subjects
--                                          where it could not, for one koperasi
-- Grain:      one item that is proven
WITH items AS (
    SELECT
        unnest($items::INTEGER[]) AS item,
        unnest($subjects::VARCHAR[]) AS subject,
        unnest($lasts::INTEGER[]) AS last,
        unnest($asked::INTEGER[]) AS asked
),
able AS (
    SELECT unnest($able_asked::INTEGER[]) AS asked, unnest($able_places::INTEGER[]) AS place
),
unsure AS (
    SELECT
        unnest($unsure_asked::INTEGER[]) AS asked,
        unnest($unsure_places::INTEGER[]) AS place,
        unnest($unsure_subjects::VARCHAR[]) AS subject
),
places AS (
    SELECT unnest($imports::VARCHAR[]) AS import_id, unnest($places::INTEGER[]) AS place
),
named AS (
    SELECT DISTINCT stored.{subject} AS subject, places.place
    FROM registry_stored($files) AS stored
    JOIN places USING (import_id)
    WHERE NOT coalesce(stored.outside_region, false)
        AND stored.{subject} IN (SELECT subject FROM items)
)
SELECT items.item, min(named.place) AS place
FROM items
JOIN named USING (subject)
JOIN able USING (asked, place)
ANTI JOIN unsure USING (asked, place, subject)
WHERE named.place > items.last
GROUP BY items.item
