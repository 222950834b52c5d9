"""The strip of the koperasi that are not active, and the chain to the certificate, in words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdata.figures import FIGURES, STRIP
from kopdata.models import Filter, ImportEvent, Snapshot
from kopdata.queries import FigureValue, Overview
from kopdata.queries.overview import Earlier, Share
from kopdata.vocabulary import EventKind, Precision
from kopdata.wording import all_steps, chain_steps, serving_of_visited, strip_parts, strip_sentence

AS_OF = dt.date(2022, 12, 12)
EVENT = ImportEvent(
    import_id="1",
    as_of=AS_OF,
    file_name="ods.xlsx",
    file_sha256="0",
    layout="H3",
    fields=(),
    rows_read=0,
    accepted=0,
    outside=0,
    active=0,
    inactive=0,
    unknown=0,
    event=EventKind.IMPORT,
    sequence=1,
    current=("1",),
    recorded_at=dt.datetime(2022, 12, 13, tzinfo=dt.UTC),
    actor="Penguji",
)


def overview(**counts: int | None) -> Overview:
    """Return a view with these figures; all others are 0."""

    def value(id_: str) -> int | None:
        return counts.get(id_, 0)

    return Overview(
        snapshot=Snapshot(as_of=AS_OF, precision=Precision.DAY, imports=(EVENT,)),
        book_year=2021,
        visits_until=AS_OF,
        assessed_until=AS_OF,
        figures={
            id_: FigureValue(
                figure=id_,
                value=value(id_),
                population=value(figure.population) if figure.population else None,
                before=None,
                last_known=Earlier(as_of=dt.date(2021, 1, 1), label="1 Januari 2021", value=41)
                if value(id_) is None
                else None,
            )
            for id_, figure in FIGURES.items()
        },
        districts=(),
        outside=0,
    )


def words(**counts: int | None) -> str:
    return " → ".join(part.words for part in strip_parts(overview(**counts), Filter()))


def test_the_strip_of_the_26() -> None:
    assert words(inactive=26, visited=18, at_address=11, serving=4, in_coaching=9) == (
        "26 tidak aktif → 18 sudah dikunjungi → 11 ada di alamat → 4 masih melayani anggota → "
        "9 dalam pembinaan"
    )


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"inactive": 26}, "26 tidak aktif → belum ada yang dikunjungi"),
        (
            {"inactive": 1, "visited": 1},
            "1 tidak aktif → 1 sudah dikunjungi → tidak ada yang ditemukan di alamat → "
            "belum ada dalam pembinaan",
        ),
        (
            {"inactive": 2, "visited": 1, "at_address": 1},
            "2 tidak aktif → 1 sudah dikunjungi → 1 ada di alamat → "
            "tidak ada yang masih melayani anggota → belum ada dalam pembinaan",
        ),
        ({"inactive": None}, ""),
        (
            {"inactive": 26, "in_coaching": 2},
            "26 tidak aktif → belum ada yang dikunjungi → 2 dalam pembinaan",
        ),
        (
            {"inactive": 26, "visited": None, "at_address": None, "serving": None, "in_coaching": 2},
            "26 tidak aktif → tidak ada di berkas ini · data terakhir 1 Januari 2021: 41 → 2 dalam pembinaan",
        ),
    ],
)
def test_the_strip_says_none_in_words(counts: dict[str, int | None], expected: str) -> None:
    assert words(**counts) == expected


def test_where_there_is_nothing_to_show_a_sentence_says_so() -> None:
    assert strip_sentence(overview(inactive=0), Filter()) == "Tidak ada koperasi yang berstatus tidak aktif."
    assert strip_sentence(overview(inactive=None), Filter()) == (
        "Koperasi tidak aktif: tidak ada di berkas ini · data terakhir 1 Januari 2021: 41."
    )
    assert strip_sentence(overview(inactive=1), Filter()) == ""


def test_a_filter_that_leaves_them_out_gets_neither_strip_nor_sentence() -> None:
    for narrowed in ({"status": {"aktif"}}, {"counted_in": {"rat_held"}}):
        filter_ = Filter.model_validate(narrowed)
        assert strip_sentence(overview(total=5, active=5), filter_) == ""
        assert strip_parts(overview(total=5, active=5), filter_) == ()
    narrowed_elsewhere = Filter(district=frozenset({"19.03.01"}))
    assert strip_sentence(overview(total=5, active=5), narrowed_elsewhere) == (
        "Tidak ada koperasi yang berstatus tidak aktif dalam saringan ini."
    )


def test_a_step_says_its_figure_without_merah_putih_beside_it() -> None:
    shown = overview(total=99, active=73, rat_held=41)
    told = shown.figures["rat_held"].model_copy(
        update={"without_merah_putih": Share(value=30, population=60)}
    )
    shown = shown.model_copy(update={"figures": shown.figures | {"rat_held": told}})
    assert chain_steps(shown)[0].words == (
        "41 dari 73 koperasi aktif, tahun buku 2021 (56,2 persen); tanpa Merah Putih 30 dari 60."
    )


@given(st.lists(st.integers(0, 1500), min_size=5, max_size=5))
def test_only_parts_with_names_behind_them_open(numbers: list[int]) -> None:
    counts = {figure.id: number for figure, number in zip(STRIP, numbers, strict=True)}
    for part in strip_parts(overview(**counts), Filter()):
        assert part.opens is (counts[part.figure] > 0)
        assert part.words[0].isdigit() is part.opens


def test_serving_is_told_of_those_visited() -> None:
    assert serving_of_visited(overview(visited=18, serving=4, still_serving=4)) == (
        "Dari 18 yang dikunjungi, 4 masih melayani anggota."
    )
    assert serving_of_visited(overview(visited=18, serving=4, still_serving=6)) == (
        "Dari 18 yang dikunjungi, 6 masih melayani anggota, 2 di antaranya tidak di alamat terdaftar."
    )
    assert serving_of_visited(overview(visited=1)) == (
        "Dari 1 yang dikunjungi, tidak ada yang masih melayani anggota."
    )
    assert serving_of_visited(overview(inactive=26)) == ""


def test_each_step_bears_its_denominator() -> None:
    held, complete, certified = chain_steps(
        overview(total=99, active=73, rat_held=41, data_complete=0, certified=None)
    )
    assert (held.words, held.opens) == ("41 dari 73 koperasi aktif, tahun buku 2021 (56,2 persen).", True)
    assert held.share == pytest.approx(41 / 73)
    assert (complete.words, complete.share, complete.opens) == ("0 dari 99 koperasi (0,0 persen).", 0, False)
    assert (certified.words, certified.share) == (
        "Tidak ada di berkas ini · data terakhir 1 Januari 2021: 41.",
        None,
    )


def test_a_step_of_few_is_no_percentage_and_of_none_no_bar() -> None:
    held, complete, _ = chain_steps(overview(total=4, active=0, data_complete=1))
    assert (held.words, held.share) == ("Tidak ada koperasi aktif.", None)
    assert (complete.words, complete.share) == ("1 dari 4 koperasi.", 0.25)


def test_all_steps_in_words() -> None:
    assert all_steps(overview(all_steps=23)) == ("Ketiganya terpenuhi: 23 koperasi", True)
    assert all_steps(overview()) == ("Ketiganya terpenuhi: belum ada", False)
    assert all_steps(overview(all_steps=None)) == (
        "Ketiganya terpenuhi: tidak ada di berkas ini · data terakhir 1 Januari 2021: 41",
        False,
    )
