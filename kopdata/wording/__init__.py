"""Results in Indonesian sentences: pure functions over what queries and imports return.

The screen, the picture and the report say the same words because they call these.
"""

from kopdata.wording.district_map import MapArea, MapView, map_view
from kopdata.wording.imports import (
    before_and_after,
    change_rows,
    date_found,
    finding_rows,
    import_counts,
    import_origin,
    import_title,
    import_toggled,
    notices,
    recap_rows,
    recognised,
    rows_counted,
    saved,
)
from kopdata.wording.tables import (
    absent_columns,
    cooperative_rows,
    district_table,
    published_cells,
    published_lines,
    rows_shown,
)
from kopdata.wording.tiles import Tile, headline, is_published, source_of, tile

__all__ = [
    "MapArea",
    "MapView",
    "Tile",
    "absent_columns",
    "before_and_after",
    "change_rows",
    "cooperative_rows",
    "date_found",
    "district_table",
    "finding_rows",
    "headline",
    "import_counts",
    "import_origin",
    "import_title",
    "import_toggled",
    "is_published",
    "map_view",
    "notices",
    "published_cells",
    "published_lines",
    "recap_rows",
    "recognised",
    "rows_counted",
    "rows_shown",
    "saved",
    "source_of",
    "tile",
]
