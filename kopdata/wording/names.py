"""Around a list by name by address: its title, what it rests on, and the name of its file."""

from __future__ import annotations

from kopdata.figures import FIGURES
from kopdata.formats import date
from kopdata.models import Filter, Record
from kopdata.queries.choices import district_label
from kopdata.queries.overview import Overview
from kopdata.vocabulary import Precision, fold
from kopdata.wording.cooperatives import names_headline
from kopdata.wording.quote import SAMPLE, source_line


class NamesHeading(Record):
    """What stands above the names in every form; ``sample`` is the demo's warning, else ""."""

    title: str
    lines: tuple[str, ...]
    sample: str


def names_heading(
    overview: Overview,
    filter_: Filter,
    *,
    is_demo: bool,
    office_name: str,
    section_name: str,
    official: str = "",
) -> NamesHeading:
    """Return the heading of the list of the names that ``overview`` counts.

    ``official`` is what ``official_note`` says of them, "" where that is nothing.
    """
    return NamesHeading(
        title=f"Daftar {names_headline(filter_, overview.total)}",
        lines=(
            " ".join(office_name.split()),
            f"Keadaan per {overview.snapshot.label}. Kunjungan sampai {date(overview.visits_until)}.",
            source_line(overview, section_name),
            *([official] if official else []),
        ),
        sample=f"{SAMPLE}: nama dan isi koperasi karangan." if is_demo else "",
    )


def names_file(overview: Overview, filter_: Filter) -> str:
    """Return the name of a view's file without its ending: "koperasi-tidak-aktif-airgegas-2022-12-12"."""
    day = overview.snapshot.as_of
    when = f"{day:%Y-%m}" if overview.snapshot.precision is Precision.MONTH else day.isoformat()
    return f"koperasi-{_which(filter_)}{when}"


def _which(filter_: Filter) -> str:
    """Return what the filter comes to in a file's name: a figure or status, a kecamatan, else "pilihan"."""
    said: dict[str, object] = {"counted_in": frozenset(), "status": frozenset(), "district": frozenset()}
    if not filter_.narrows:
        return ""
    titles = [FIGURES[id_].title for id_ in filter_.counted_in]
    titles += [status.label for status in filter_.status]
    places = [district_label(code) for code in filter_.district]
    if filter_.model_copy(update=said).narrows or len(titles) > 1 or len(places) > 1:
        return "pilihan-"
    return "".join(f"{fold(words).replace(' ', '-')}-" for words in (*titles, *places))
