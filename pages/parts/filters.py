"""The filters of the sidebar, the chips that name what is set, and the way out of an empty view.

The widgets are the filter's only state and the URL is bound to them: a link reproduces the view, and the
filter holds when the page changes. Options are the words on the screen, because those stand in the URL.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kopdata import wording
from kopdata.figures import FIGURES, TOTAL, Figure
from kopdata.formats import number
from kopdata.imports.values import tidy
from kopdata.models import LONGEST_SEARCH, Filter
from kopdata.queries import Overview
from kopdata.queries.choices import Choices, district_label, type_label
from kopdata.regions import REGENCY
from kopdata.vocabulary import HEALTH_DETAILS, HealthClass, Status
from pages.parts import data
from pages.parts.data import View
from pages.parts.state import Key
from pages.parts.text import plain

NEWEST: Final = "Yang terbaru"
CHOOSE: Final = "Pilih"
"""What a choice says while its words are deleted."""
ALL, WITHOUT, ONLY = "Semua", "Tanpa Merah Putih", "Hanya Merah Putih"
_MERAH_PUTIH: Final = {ALL: None, WITHOUT: False, ONLY: True}
_COUNTED_IN: Final = {figure.title: figure.id for figure in FIGURES.values() if figure is not TOTAL}
_STATUS: Final = {status.label: status for status in Status}
_DEFAULTS: Final[dict[str, object]] = {
    Key.AS_OF: NEWEST,
    Key.STATUS: [],
    Key.DISTRICT: [],
    Key.TYPE: [],
    Key.MERAH_PUTIH: ALL,
    Key.COUNTED_IN: [],
    Key.SEARCH: "",
}


_LISTS: Final = {
    Key.STATUS: "Status",
    Key.DISTRICT: "Kecamatan",
    Key.TYPE: "Jenis",
    Key.COUNTED_IN: "Dihitung pada",
}
"""Filters that are lists of labels, and how the chip of one label begins."""

_NO_ENGLISH: Final = """<style>
.st-key-filters [data-testid="InputInstructions"] { display: none; }
.st-key-filters button[data-selected="true"] p { color: CanvasText; }
</style>"""
"""The hint "Press Enter to apply" cannot be worded, and Enter is what everybody presses. A chosen pill's
words would have the colour of buttons, which is too dim on the dark ground."""


def _class_key(health: HealthClass) -> str:
    """Return the key of a class's box, which is its name in the URL: "kesehatan_semua_tidak_sehat"."""
    return f"{Key.HEALTH}_semua_{health.replace(' ', '_')}"


def _detail_key(detail: str) -> str:
    return f"{Key.HEALTH}_{detail.lower().replace(' ', '_')}"


_HEALTH_KEYS: Final = (
    *(_class_key(health) for health in HEALTH_DETAILS),
    *(_detail_key(detail) for details in HEALTH_DETAILS.values() for detail in details),
)


def draw(view: View, side: DeltaGenerator) -> Filter:
    """Draw the filters and return what they say, validated."""
    with side, st.container(key="filters"):
        st.html(_NO_ENGLISH)
        as_of = _snapshot(view)
        offered = data.choices(view, Filter(as_of=as_of))
        if offered is None:
            return Filter()
        search = st.text_input(
            "Cari",
            key=Key.SEARCH,
            bind="query-params",
            type="search",
            max_chars=LONGEST_SEARCH,
            placeholder="Nama, NIK, badan hukum, desa",
        )
        status = st.pills(
            "Status", list(_STATUS), selection_mode="multi", key=Key.STATUS, bind="query-params"
        )
        health_slot = st.container()
        districts = {district_label(code): code for code in offered.district}
        district = st.multiselect(
            "Kecamatan",
            list(districts),
            key=Key.DISTRICT,
            bind="query-params",
            placeholder="Semua kecamatan",
            select_all=False,
        )
        types = {type_label(kind): kind for kind in offered.type}
        kinds = st.multiselect(
            "Jenis",
            list(types),
            key=Key.TYPE,
            bind="query-params",
            placeholder="Semua jenis",
            select_all=False,
        )
        merah_putih = st.selectbox(
            "Koperasi Merah Putih",
            list(_MERAH_PUTIH),
            key=Key.MERAH_PUTIH,
            bind="query-params",
            placeholder=CHOOSE,
        )
        counted_in = st.multiselect(
            "Yang dihitung pada angka",
            list(_COUNTED_IN),
            key=Key.COUNTED_IN,
            bind="query-params",
            placeholder="Semua koperasi",
            select_all=False,
            help="Hanya koperasi yang dihitung pada setiap angka yang dipilih, untuk melihat siapa saja di "
            "baliknya.",
        )
        said = {
            "as_of": as_of,
            "counted_in": [_COUNTED_IN[title] for title in counted_in if title in _COUNTED_IN],
            "search": tidy(search or ""),
            "status": [_STATUS[label] for label in status if label in _STATUS],
            "district": [districts[name] for name in district if name in districts],
            "type": [types[label] for label in kinds if label in types],
            "merah_putih": _MERAH_PUTIH.get(merah_putih or ALL),
        }
        counts = data.choices(view, Filter.model_validate(said))
        with health_slot:
            said["health"] = _health(counts or offered)
    return Filter.model_validate(said)


def _snapshot(view: View) -> dt.date | None:
    labels = {snapshot.label: snapshot.as_of for snapshot in reversed(view.database.snapshots)}
    if st.session_state.get(Key.AS_OF, NEWEST) not in {NEWEST, *labels}:
        st.session_state[Key.AS_OF] = NEWEST  # somebody took it back since it was chosen here
    label = st.selectbox(
        "Keadaan per", [NEWEST, *labels], key=Key.AS_OF, bind="query-params", placeholder=CHOOSE
    )
    return labels.get(label or NEWEST)


def _health(counts: Choices) -> list[str]:
    """Draw the three classes of health, each opening to its predicates; return the predicates chosen."""
    chosen: list[str] = []
    st.markdown(
        "Kesehatan", help="Predikat menurut penilaian terakhir pengawas. Belum dinilai bukan tidak sehat."
    )
    for health, details in HEALTH_DETAILS.items():
        whole = st.checkbox(
            f"{health.label} ({number(counts.of_class(health))})",
            key=_class_key(health),
            bind="query-params",
        )
        if whole:
            chosen.extend(details)
    with st.expander("Rinci menurut predikat"):
        for details in HEALTH_DETAILS.values():
            for detail in details:
                label = f"{detail} ({number(counts.health[detail])})"
                if st.checkbox(label, key=_detail_key(detail), bind="query-params"):
                    chosen.append(detail)
    return chosen


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition that is set: its words, and the key (of a list, the label in it) that takes it away."""

    words: str
    key: str
    label: str | None = None

    def remove(self) -> None:
        """Take the condition away; used as a button's callback."""
        if self.label is None:
            _reset(self.key)
        else:
            st.session_state[self.key] = [kept for kept in st.session_state[self.key] if kept != self.label]


def _reset(*keys: str) -> None:
    for key in keys:
        st.session_state[key] = _DEFAULTS.get(key, False)


def _chips(filter_: Filter) -> Iterator[Chip]:
    if filter_.as_of is not None:
        yield Chip(f"Keadaan per {st.session_state[Key.AS_OF]}", Key.AS_OF)
    if filter_.search:
        yield Chip(f"Cari: {filter_.search}", Key.SEARCH)
    for key, title in _LISTS.items():
        yield from (Chip(f"{title}: {label}", key, label) for label in st.session_state.get(key, []))
    for health, details in HEALTH_DETAILS.items():
        if st.session_state.get(_class_key(health)):
            yield Chip(f"Kesehatan: {health.label}", _class_key(health))
        for detail in details:
            if st.session_state.get(_detail_key(detail)):
                yield Chip(f"Predikat: {detail}", _detail_key(detail))
    if filter_.merah_putih is not None:
        yield Chip(str(st.session_state[Key.MERAH_PUTIH]), Key.MERAH_PUTIH)


def count_in(figure: Figure) -> None:
    """Narrow every screen to the koperasi of the view that ``figure`` counts; used as a button's callback."""
    chosen = st.session_state.get(Key.COUNTED_IN, [])
    if figure is not TOTAL and figure.title not in chosen:
        st.session_state[Key.COUNTED_IN] = [*chosen, figure.title]


def district_labels(view: View) -> dict[str, str]:
    """Return what each kecamatan that can be chosen is called, by its code."""
    offered = data.choices(view, Filter())
    return {code: district_label(code) for code in offered.district} if offered else {}


def narrow_to_districts(labels: list[str]) -> None:
    """Narrow every screen to the kecamatan called so, to none of them for all; used in callbacks."""
    st.session_state[Key.DISTRICT] = labels


def toggle_district(code: object) -> None:
    """Narrow to one kecamatan; where it alone is chosen already, or none is named, widen to all of them."""
    label = district_label(code) if isinstance(code, str) else None
    alone = st.session_state.get(Key.DISTRICT) == [label]
    narrow_to_districts([] if label is None or alone else [label])


def clear() -> None:
    """Take every condition away; used as a button's callback."""
    _reset(*_DEFAULTS, *_HEALTH_KEYS)


def chips(filter_: Filter) -> None:
    """Draw one button for each condition that is set, and one that clears them all."""
    found = list(_chips(filter_))
    if not found:
        return
    with st.container(horizontal=True, gap="xsmall", key="chips"):
        for number_, chip in enumerate(found):
            st.button(
                plain(chip.words),
                key=f"chip_{number_}",
                icon=":material/close:",
                icon_position="right",
                on_click=chip.remove,
                help="Hapus saringan ini",
            )
        st.button("Hapus semua saringan", key="clear_filters", type="tertiary", on_click=clear)


def nothing_found(filter_: Filter) -> None:
    """Say that the view is empty, and how to widen it."""
    if not filter_.narrows:
        st.info(
            "Pilih keadaan lain, atau periksa di Riwayat unggahan apakah berkasnya benar.",
            title=f"Berkas keadaan ini tidak memuat satu pun koperasi Kabupaten {REGENCY}.",
            icon=":material/info:",
        )
        return
    names = [chip.words for chip in _chips(filter_)]
    st.info(
        "Hapus salah satu saringan di atas ini, atau tekan “Hapus semua saringan”. "
        f"Yang terpasang: {plain('; '.join(names))}.",
        title="Tidak ada koperasi yang cocok dengan saringan ini.",
        icon=":material/filter_alt_off:",
    )


def says_untold(overview: Overview) -> bool:
    """Say so, where the files of the snapshot cannot tell which koperasi the filter keeps."""
    if not (reason := wording.view_untold(overview)):
        return False
    st.info(plain(reason), title="Saringan ini tidak dapat dihitung.", icon=":material/info:")
    return True
