"""One koperasi on the screen, part by part in the order in which they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kopdata.queries import Profile
from kopdata.wording import facts as fact_words
from kopdata.wording import finding_rows
from kopdata.wording import profile as profile_words
from kopdata.wording import sources as source_words
from kopdata.wording import visits as visit_words
from kopdata.wording.facts import FactLine, Series
from kopdata.wording.next_step import next_step
from kopdata.wording.profile import Answer, Tone
from kopdata.wording.timeline import EventSort, timeline_of
from pages.parts import fieldwork_of, stacked
from pages.parts.guard import Scene
from pages.parts.text import plain

Colour = Literal["blue", "orange", "gray"]
_COLOURS: Final[dict[Tone, Colour]] = {Tone.GOOD: "blue", Tone.ATTENTION: "orange", Tone.NEUTRAL: "gray"}
_DONE: Final = {
    True: ":blue[:material/check_circle:]",
    False: ":orange[:material/cancel:]",
    None: ":gray[:material/do_not_disturb_on:]",
}
"""The step's words say the same for those who cannot see the mark."""
_EVENTS: Final = {
    EventSort.LEGAL: ":material/gavel:",
    EventSort.RAT: ":material/groups:",
    EventSort.CERTIFICATE: ":material/workspace_premium:",
    EventSort.LISTING: ":material/description:",
    EventSort.STATUS: ":material/sync_alt:",
    EventSort.HEALTH: ":material/monitor_heart:",
    EventSort.VISIT: ":material/location_on:",
    EventSort.CONTACT: ":material/call:",
    EventSort.COACHING: ":material/school:",
    EventSort.PROPOSAL: ":material/gavel:",
    EventSort.OUTREACH: ":material/campaign:",
}
_LEAST_FOR_A_LINE: Final = 3
_WIDE: Final = 260
"""Least width of a card in pixels: three side by side on a laptop, one below the other on a phone."""
_SECTION: Final = 380
"""The same for a section of facts: two side by side."""
_ALIGNED: Final = """<style>
.st-key-facts table { table-layout: fixed; }
.st-key-facts td { overflow-wrap: anywhere; }
.st-key-facts td:first-child { width: 40%; }
</style>"""
"""Labels of all sections end at one line, and a long value wraps."""


def none_chosen() -> None:
    """Say how to come here with a koperasi."""
    st.info(
        "Buka halaman Koperasi, lalu pilih satu nama di daftar.",
        title="Belum ada koperasi yang dipilih.",
        icon=":material/groups:",
    )


def head(profile: Profile) -> None:
    """Draw the name, where it is, its badges, and what must be known before anything else."""
    st.title(plain(profile.name), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="profile_badges"):
        for badge in profile_words.badges(profile):
            st.badge(badge.words, color=_COLOURS[badge.tone])
        st.markdown(plain(profile_words.place_line(profile)), width="content")
    for notice in profile_words.notices(profile):
        st.warning(plain(notice), icon=":material/info:")


def answers(scene: Scene, profile: Profile) -> None:
    """Draw the three answers: does it exist, is it active, what comes next and where that is done."""
    coming = next_step(profile)
    with st.grid(3, min_column_width=_WIDE, key="answers"):
        for card in profile_words.answers(profile):
            _card(card)
        with _card(coming):
            fieldwork_of.go_on(scene, profile, coming)
    _where_from(source_words.answer_sources(profile, _zone()), key="answers")


def three_sides(profile: Profile) -> None:
    """Draw the status by ODS, by RAT and by the last visit, and what is to be looked at."""
    _heading("Status dari tiga sisi", source_words.side_sources(profile, _zone()), key="status")
    _cards(profile_words.three_sides(profile), key="three_sides")
    for why, action in profile_words.reasons(profile):
        st.warning(f"{plain(why)} {action}.", icon=":material/rule:")


def _cards(shown: Iterable[Answer], *, key: str) -> None:
    cards = list(shown)
    with st.grid(len(cards), min_column_width=_WIDE, key=key):
        for card in cards:
            _card(card)


def _card(card: Answer) -> DeltaGenerator:
    box = st.container(border=True, gap="xsmall", height="stretch")
    box.caption(card.question)
    box.markdown(f"**{plain(card.answer)}**")
    box.markdown(plain(card.basis))
    return box


def steps(profile: Profile) -> None:
    """Draw the three steps to the certificate as ticks."""
    shown = profile_words.steps(profile)
    if not shown:
        return
    _heading("Menuju sertifikat NIK", source_words.step_sources(profile, _zone()), key="steps")
    with st.grid(len(shown), min_column_width=_WIDE, key="steps"):
        for step in shown:
            with st.container(gap="xsmall", height="stretch"):
                st.markdown(f"{_DONE[step.done]} **{step.title}**  \n{plain(step.words)}")


def visits(profile: Profile) -> None:
    """Draw every visit and contact, the newest first."""
    _heading("Kunjungan", source_words.visit_sources(profile, _zone()), key="visits")
    if notes := visit_words.visit_notes(profile):
        st.markdown(notes)
    if rows := visit_words.visit_rows(profile):
        stacked.table("visit_list", rows, "Kunjungan dan kontak")


def officers(profile: Profile) -> None:
    """Draw which officers' names and members the file gives."""
    _heading("Kelengkapan pengurus", source_words.officer_sources(profile, _zone()), key="officers")
    rows = [
        {
            "Isian": entry.label,
            "Keadaan": entry.state if entry.is_there else f"**{entry.state}**",
            "Isi": plain(entry.note),
        }
        for entry in fact_words.completeness(profile)
    ]
    st.table(rows, border="horizontal", hide_index=True, alt="Isian pengurus dan anggota: ada atau kosong")


def grade_and_health(profile: Profile) -> None:
    """Draw the grade as given and worked out again, and the assessments of health."""
    _heading("Grade dan kesehatan", source_words.grade_sources(profile, _zone()), key="grade")
    st.markdown(plain(profile_words.grade_words(profile)))
    found = profile_words.health(profile)
    st.markdown(f"{found.question}: **{plain(found.answer)}**. {plain(found.basis)}")
    if rows := profile_words.assessment_rows(profile, _zone()):
        st.table(_plain_rows(rows), border="horizontal", hide_index=True, alt="Penilaian kesehatan")


def findings(profile: Profile) -> None:
    """Draw what was noted about this koperasi when its file was taken in."""
    if not profile.findings:
        return
    _heading("Temuan pada berkas", source_words.finding_sources(profile, _zone()), key="findings")
    rows = finding_rows(profile.findings)
    st.table(_plain_rows(rows), border="horizontal", hide_index=True, alt="Temuan pada baris koperasi ini")


def facts(profile: Profile) -> None:
    """Draw every fact of the registry, section by section, each with where it came from."""
    with st.container(key="facts"):
        st.html(_ALIGNED)
        with st.grid(2, min_column_width=_SECTION, key="fact_sections"):
            for number, section in enumerate(fact_words.fact_sections(profile, _zone())):
                with st.container(gap="small"):
                    _heading(section.title, section.sources, key=f"facts_{number}")
                    _lines(section.lines, alt=section.title)
                    if section.missing:
                        st.caption(plain(section.missing))
        if others := fact_words.other_columns(profile):
            st.subheader("Kolom lain di berkas", anchor=False)
            _lines(others, alt="Kolom lain di berkas")


def _lines(lines: Iterable[FactLine], *, alt: str) -> None:
    rows = [
        {"": plain(line.label), "Isi": plain(line.value) + (f" *({plain(line.note)})*" if line.note else "")}
        for line in lines
    ]
    if rows:
        st.table(rows, border="horizontal", hide_index=True, hide_header=True, alt=alt)


def development(profile: Profile) -> None:
    """Draw members and money over the snapshots; a line only where there are enough of them to be one."""
    rows = fact_words.development(profile)
    if not rows:
        return
    _heading(
        "Anggota dan keuangan dari waktu ke waktu",
        source_words.development_sources(profile, _zone()),
        key="development",
    )
    st.table(rows, border="horizontal", hide_index=True, alt="Anggota dan keuangan per keadaan")
    series = fact_words.member_series(profile)
    if len(series.dates) >= _LEAST_FOR_A_LINE:
        _line(series)


def _line(series: Series) -> None:
    figure = {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers+text",
                "x": [day.isoformat() for day in series.dates],
                "y": list(series.values),
                "text": list(series.labels),
                "hovertext": list(series.hovers),
                "textposition": "top center",
                "hoverinfo": "text",
                "cliponaxis": False,
            }
        ],
        "layout": {
            "title": {"text": series.title, "font": {"size": 14}},
            "height": 260,
            "margin": {"l": 40, "r": 30, "t": 40, "b": 40},
            "separators": ",.",
            "xaxis": {
                "tickvals": [d.isoformat() for d in series.dates],
                "ticktext": list(series.ticks),
                "tickangle": 0,
            },
            "yaxis": {"rangemode": "tozero", "tickformat": ",d"},
        },
    }
    st.plotly_chart(figure, key="members_over_time", config={"displayModeBar": False}, alt=series.words)


def timeline(profile: Profile) -> None:
    """Draw everything that is known in one line of time, the newest first."""
    st.subheader("Riwayat", anchor=False)
    with st.container(gap="small", key="timeline"):
        for event in timeline_of(profile):
            words = f"  \n{plain(event.words)}" if event.words else ""
            st.markdown(f"{_EVENTS[event.sort]} **{plain(event.when)}** · {plain(event.title)}{words}")


def _heading(title: str, sources: Sequence[dict[str, str]], *, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"heading_{key}"):
        st.subheader(title, anchor=False, width="content")
        _where_from(sources, key=key)


def _where_from(sources: Sequence[dict[str, str]], *, key: str) -> None:
    """Draw the way to file, sheet, row and date of import of every value, one click away."""
    if sources:
        with st.popover("Dari mana?", type="tertiary", key=f"where_from_{key}"):
            st.table(_plain_rows(sources), border="horizontal", hide_index=True, alt="Asal setiap isian")


def _plain_rows(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return [{title: plain(cell) for title, cell in row.items()} for row in rows]


def _zone() -> dt.tzinfo:
    return dt.datetime.now().astimezone().tzinfo or dt.UTC
