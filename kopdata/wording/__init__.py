"""Results in Indonesian sentences: pure functions over what queries and imports return.

The screen, the picture and the report say the same words because they call these.
"""

from kopdata.wording.attention import (
    AttentionLine,
    attention_lines,
    attention_meaning,
    attention_summary,
)
from kopdata.wording.cooperatives import (
    columns_absent,
    cooperative_rows,
    name_choices,
    names_headline,
    rows_shown,
    view_untold,
)
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
from kopdata.wording.names import NamesHeading, names_file, names_heading
from kopdata.wording.official import official_figures, official_line, official_note, official_settled
from kopdata.wording.quote import quote, source_line
from kopdata.wording.strip import (
    ChainStep,
    StripPart,
    all_steps,
    chain_meanings,
    chain_steps,
    serving_of_visited,
    strip_meanings,
    strip_parts,
    strip_sentence,
)
from kopdata.wording.tables import (
    absent_columns,
    district_table,
    published_cells,
    published_lines,
)
from kopdata.wording.tiles import Tile, headline, is_published, source_of, tile
from kopdata.wording.trend import TrendView, published_rows, trend_rates, trend_view
from kopdata.wording.view import cooperatives_in_view

__all__ = [
    "AttentionLine",
    "ChainStep",
    "MapArea",
    "MapView",
    "NamesHeading",
    "StripPart",
    "Tile",
    "TrendView",
    "absent_columns",
    "all_steps",
    "attention_lines",
    "attention_meaning",
    "attention_summary",
    "before_and_after",
    "chain_meanings",
    "chain_steps",
    "change_rows",
    "columns_absent",
    "cooperative_rows",
    "cooperatives_in_view",
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
    "name_choices",
    "names_file",
    "names_heading",
    "names_headline",
    "notices",
    "official_figures",
    "official_line",
    "official_note",
    "official_settled",
    "published_cells",
    "published_lines",
    "published_rows",
    "quote",
    "recap_rows",
    "recognised",
    "rows_counted",
    "rows_shown",
    "saved",
    "serving_of_visited",
    "source_line",
    "source_of",
    "strip_meanings",
    "strip_parts",
    "strip_sentence",
    "tile",
    "trend_rates",
    "trend_view",
    "view_untold",
]
