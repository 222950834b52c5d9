"""The forms of sosialisasi: a new event, its correction, its withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import streamlit as st

from kopdata.fieldwork import outreach
from kopdata.fieldwork.outreach import MOST_PARTICIPANTS
from kopdata.fieldwork.records import LONGEST_NOTE, Outreach
from kopdata.formats import number
from kopdata.queries.fieldwork_listing import Whose
from kopdata.queries.outreach import ListedEvent
from kopdata.regions import districts
from kopdata.wording import outreach as words
from kopdata.wording.fieldwork import choice_label
from kopdata.wording.labels import distinct
from pages.parts import data
from pages.parts.case_forms import day, field, save
from pages.parts.guard import Scene
from pages.parts.text import label

_DISTRICTS: Final = {district.code: district.name for district in districts()}


def new(scene: Scene) -> None:
    """Draw the form of a new event."""
    form = "outreach_new_form"
    given = _fields(scene, form, None)
    # Made once for what is filled in, so that a button that is pressed twice records one event.
    outreach_id = st.session_state.setdefault(field(form, "id"), outreach.new_id())
    if st.button("Simpan sosialisasi", type="primary", width="stretch", key=field(form, "save")):
        act = partial(
            outreach.record_event,
            scene.view.store,
            **given,
            actor=scene.actor,
            today=data.today(),
            outreach_id=outreach_id,
        )
        save(form, act, "Sosialisasi tersimpan.")
        # Refused: what is saved next is another event than what may stand under this id.
        del st.session_state[field(form, "id")]


def correct(scene: Scene, one: ListedEvent) -> None:
    """Draw the form that corrects an event, filled in with what is known."""
    event = one.event
    # Of another revision it is another form: what was typed above the former does not correct this one.
    form = f"outreach_correct_{event.outreach_id}_{event.revision}"
    given = _fields(scene, form, one)
    reason = st.text_input("Alasan perbaikan", max_chars=200, key=field(form, "reason"))
    if st.button("Simpan perbaikan", type="primary", width="stretch", key=field(form, "save")):
        act = partial(
            outreach.correct_event,
            scene.view.store,
            event.outreach_id,
            revision=event.revision,
            reason=reason,
            **given,
            actor=scene.actor,
            today=data.today(),
        )
        save(form, act, "Perbaikan tersimpan.")


def withdraw(scene: Scene, event: Outreach) -> None:
    """Draw the form that withdraws an event."""
    form = f"outreach_withdraw_{event.outreach_id}_{event.revision}"
    st.markdown(
        "Untuk sosialisasi yang tidak jadi diadakan atau tercatat dua kali. Catatannya tetap tersimpan."
    )
    reason = st.text_input("Alasan pencabutan", max_chars=200, key=field(form, "reason"))
    if st.button("Cabut sosialisasi", width="stretch", key=field(form, "save")):
        act = partial(
            outreach.withdraw_event,
            scene.view.store,
            event.outreach_id,
            revision=event.revision,
            reason=reason,
            actor=scene.actor,
            today=data.today(),
        )
        save(form, act, "Sosialisasi dicabut.")


def _fields(scene: Scene, form: str, one: ListedEvent | None) -> dict[str, Any]:
    """Draw the fields of an event; return what they hold, by the names that ``kopdata`` gives them."""
    event = one.event if one else None
    held_on = day("Tanggal", form, event.held_on if event else data.office_day(scene.view))
    place = st.text_input("Tempat", event.place if event else "", max_chars=200, key=field(form, "place"))
    codes = list(_DISTRICTS)
    district_code = st.selectbox(
        "Kecamatan tempatnya",
        codes,
        index=codes.index(event.district_code) if event and event.district_code in codes else None,
        format_func=_DISTRICTS.__getitem__,
        key=field(form, "district"),
        placeholder="Pilih kecamatan",
    )
    topic = st.text_input("Topik", event.topic if event else "", max_chars=200, key=field(form, "topic"))
    participants = _participants(scene, form, one)
    others = st.number_input(
        "Peserta lain, bukan dari koperasi di daftar",
        0,
        MOST_PARTICIPANTS,
        event.others if event else 0,
        key=field(form, "others"),
    )
    attendance = st.number_input(
        "Jumlah nama di daftar hadir (boleh kosong)",
        1,
        MOST_PARTICIPANTS,
        None,
        key=field(form, "attendance"),
        placeholder="Jumlah orang",
        help="Bila diisi, jumlah peserta di atas dicocokkan dengannya.",
    )
    _counted(outreach.headcount(participants, others), attendance)
    officers = st.text_input(
        "Petugas (boleh kosong)",
        ", ".join(event.officers) if event else "",
        max_chars=1000,
        key=field(form, "officers"),
        help="Bila lebih dari seorang, beri koma di antara nama.",
    )
    notes = st.text_area(
        "Catatan (boleh kosong)",
        (event.notes or "") if event else "",
        max_chars=LONGEST_NOTE,
        key=field(form, "notes"),
    )
    return {
        "held_on": held_on,
        "place": place,
        "district_code": district_code,
        "topic": topic,
        "participants": participants,
        "others": others,
        "attendance": attendance,
        "officers": officers,
        "notes": notes,
    }


def _counted(head: outreach.Headcount, attendance: int | None) -> None:
    """Draw what the numbers so far add up to, and at once where they do not agree."""
    if head.total or head.uncounted:
        st.markdown(f"**{words.turnout_line(head)}**")
    if problem := head.problem(attendance):
        st.warning(problem, icon=":material/calculate:")


def _participants(scene: Scene, form: str, one: ListedEvent | None) -> list[tuple[str, int | None]]:
    """Draw the choice of koperasi, and for each how many came."""
    offered = data.offered(scene.view, scene.filter)
    before = {came.whose.coop_id: came for came in one.came} if one else {}
    whose: Mapping[str, Whose] = {
        **{id_: came.whose for id_, came in before.items()},
        **{other.coop_id: other for other in offered.cooperatives},
    }
    chosen = st.multiselect(
        "Koperasi yang datang",
        list(whose),
        default=list(before),
        format_func=distinct({id_: choice_label(other) for id_, other in whose.items()}).__getitem__,
        key=field(form, "who"),
        placeholder="Ketik atau pilih nama koperasi",
        select_all=False,
    )
    if len(offered.cooperatives) < offered.total:
        st.caption(
            f"Pilihan memuat {number(len(offered.cooperatives))} dari {number(offered.total)} koperasi. "
            "Persempit dengan saringan di bilah sisi bila yang dicari tidak ada."
        )
    counted: list[tuple[str, int | None]] = []
    for coop_id in chosen:
        count = st.number_input(
            label(f"Jumlah peserta dari {whose[coop_id].name}"),
            1,
            MOST_PARTICIPANTS,
            before[coop_id].count if coop_id in before else None,
            key=field(form, f"count_{coop_id}"),
            placeholder="Jumlah orang",
        )
        counted.append((coop_id, count))
    return counted
