"""What a file would change, before it does: what only a person can tell is asked, all else is shown."""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import islice
from typing import Final

import streamlit as st

from kopdata import wording
from kopdata.imports import ImportPlan, Planner
from kopdata.report.changes import planned_changes_csv, planned_changes_workbook
from kopdata.report.findings import planned_findings_csv, planned_findings_workbook
from kopdata.vocabulary import ImportKind, ImportMode
from kopdata.wording import comparison
from pages.parts import downloads, tables
from pages.parts.guard import Scene
from pages.parts.text import plain

_MODES: Final = {
    "Ganti data tanggal ini": ImportMode.REPLACE,
    "Lengkapi data tanggal ini": ImportMode.COMPLETE,
}
SHOWN: Final = 500
"""Rows of a table in the dialog; all of them are in the file to download."""
_NEW: Final = "Koperasi baru"
_LEAVE, _TAKE = "Biarkan tidak tercantum", "Pakai status yang terakhir diketahui"


def ask(scene: Scene, planner: Planner, upload: str, *, chosen: dt.date | None = None) -> ImportPlan | None:
    """Ask for the date, and for what else the file cannot tell; plan the import, None while no date is given.

    ``chosen`` is the date that stood here before the page was left. The answers are of this ``upload``
    alone: their keys bear its name, so none outlives it.
    """
    parsed = planner.parsed
    if parsed.kind is ImportKind.ASSESSMENTS:
        return planner.plan()
    first, last = planner.bounds
    as_of = st.date_input(
        "Keadaan per",
        value=chosen or parsed.guessed_as_of,
        format="DD/MM/YYYY",
        min_value=first,
        max_value=last,
        key=f"import_as_of_{upload}",
        help="Tanggal keadaan data di dalam berkas, bukan tanggal mengunggah.",
    )
    if not isinstance(as_of, dt.date):
        st.caption(wording.date_found(parsed, None))
        return None
    st.caption(wording.date_found(parsed, as_of))
    if differ := wording.dates_differ(parsed):
        st.caption(plain(differ))
    mode = ImportMode.REPLACE
    if any(snapshot.as_of == as_of for snapshot in scene.view.database.snapshots):
        label = st.radio(
            "Tanggal ini sudah ada datanya.", list(_MODES), key=f"import_mode_{upload}", horizontal=True
        )
        mode = _MODES[label or next(iter(_MODES))]
    plan = planner.plan(as_of, mode)
    identities = _ask_identities(plan, upload)
    from_last = _ask_status(plan, upload)
    if any(answer is not None for answer in identities.values()) or from_last:
        plan = planner.plan(as_of, mode, identities=identities, status_from_last=from_last)
    return plan


def _ask_status(plan: ImportPlan, upload: str) -> bool:
    """Ask, for a file without a status, whether the one last known stands in; tell the answer."""
    if plan.status_told_on is None or plan.draft.mode is ImportMode.COMPLETE:
        return False
    label = st.radio(
        wording.status_question(plan.status_told_on),
        [_LEAVE, _TAKE],
        key=f"import_status_{upload}",
        horizontal=True,
        help="Bila dipakai, setiap layar menyebut bahwa status itu berasal dari keadaan sebelumnya.",
    )
    return label == _TAKE


def _ask_identities(plan: ImportPlan, upload: str) -> dict[int, str | None]:
    """Ask for each unclear row which koperasi it is; return the answers by its row in the file."""
    if not plan.unclear:
        return {}
    answers: dict[int, str | None] = {}
    with st.expander(wording.unclear_rows_title(plan), expanded=True, icon=":material/help:"):
        st.caption(
            "Baris ini mungkin sama dengan koperasi yang sudah tercatat, tetapi tidak jelas yang mana. Tanpa "
            "jawaban, barisnya dicatat sebagai koperasi baru; nanti dapat digabung di Gabung dan pisah."
        )
        for row in plan.unclear:
            labels = wording.candidate_labels(row.candidates)
            offered = dict[str | None, str]([(None, _NEW), *labels.items()])
            answers[row.row] = st.selectbox(
                plain(wording.unclear_row(row)),
                list(offered),
                format_func=offered.__getitem__,
                key=f"import_identity_{upload}_{row.row}",
            )
    return answers


def sum_up(plan: ImportPlan, upload: str) -> bool:
    """Draw what decides: what the file is, every row accounted for, the totals before and after.

    Returns whether it may be saved: where something is odd, only once a person has said that it is meant so.
    """
    for words in wording.notices(plan):
        st.info(words)
    st.markdown(plain(wording.recognised(plan)))
    st.markdown(f"**{wording.rows_counted(plan)}**")
    if plan.kind is ImportKind.ASSESSMENTS:
        st.table(
            wording.recap_rows(plan), border="horizontal", hide_index=True, alt="Penilaian menurut predikat"
        )
        return True
    st.table(wording.before_and_after(plan), border="horizontal", hide_index=True, alt="Sebelum dan sesudah")
    if plan.missing_fields:
        st.markdown(f"**Tidak ada di berkas ini:** {', '.join(plan.missing_fields)}.")
    return _confirm(plan, upload)


def _confirm(plan: ImportPlan, upload: str) -> bool:
    odd = wording.oddity_lines(plan)
    if not odd or plan.adds_nothing:
        return True
    st.warning("\n".join(f"- {line}" for line in odd), title="Periksa sekali lagi sebelum menyimpan")
    # What was confirmed is this: another date or another answer asks anew.
    return st.checkbox(
        "Sudah saya periksa; ini memang benar.",
        key=f"import_sure_{upload}_{plan.draft.as_of}_{plan.draft.mode}_{hash(tuple(odd))}",
    )


def detail(scene: Scene, plan: ImportPlan) -> None:
    """Draw what would change by name, what was found in the file, and how complete it is."""
    heading = wording.preview_heading(plan, is_demo=scene.view.store.is_demo)
    with tables.without_toolbar("plan_detail"):
        if plan.kind is not ImportKind.ASSESSMENTS:
            _completeness(plan)
            _changes(plan, heading)
        _findings(plan, heading)


def _completeness(plan: ImportPlan) -> None:
    with st.expander("Kelengkapan data"):
        st.table(
            wording.completeness_rows(plan),
            border="horizontal",
            hide_index=True,
            alt="Kelengkapan data menurut bagian",
        )


def _changes(plan: ImportPlan, heading: wording.NamesHeading) -> None:
    """Draw the changes by name, old beside new, narrowed by kind and by a word."""
    kinds = {wording.counted(kind.label, count): kind for kind, count in plan.changes.counts.items()}
    if not kinds:
        return
    with st.expander("Yang berubah", expanded=True):
        chosen = st.pills("Perubahan", list(kinds), selection_mode="multi", key="preview_kinds", wrap=True)
        word = st.text_input(
            "Cari nama", key="preview_search", max_chars=100, placeholder="Nama, desa, atau kecamatan"
        )
        changes = plan.changes.of(*(kinds[label] for label in chosen or kinds if label in kinds))
        lines = list(islice(wording.changes_holding(changes, word or ""), SHOWN))
        st.dataframe(comparison.list_rows(lines), hide_index=True, alt="Perubahan menurut nama")
        if len(lines) == SHOWN:
            st.caption(wording.first_shown(SHOWN))
        with st.container(horizontal=True, key="preview_changes"):
            downloads.in_both(
                "preview_changes",
                lambda form: f"Unduh, {form.label}",
                workbook=partial(planned_changes_workbook, plan.changes, heading),
                text=partial(planned_changes_csv, plan.changes, heading),
                file_name=wording.preview_file(plan, "perubahan"),
            )


def _findings(plan: ImportPlan, heading: wording.NamesHeading) -> None:
    """Draw what was found in the file, with the koperasi of each row and what to do."""
    groups = {"Ditolak": plan.rejected, "Perlu diperiksa": plan.warnings, "Bukan data": plan.left_out}
    if not any(groups.values()):
        return
    names = plan.names_by_row
    for title, findings in groups.items():
        if findings:
            with st.expander(wording.counted(title, len(findings))):
                rows = wording.named_findings(findings[:SHOWN], names)
                st.dataframe(rows, hide_index=True, alt=title)
                if len(findings) > SHOWN:
                    st.caption(wording.first_shown(SHOWN))
    with st.container(horizontal=True, key="preview_findings"):
        downloads.in_both(
            "preview_findings",
            lambda form: f"Unduh, {form.label}",
            workbook=partial(planned_findings_workbook, plan, heading),
            text=partial(planned_findings_csv, plan, heading),
            file_name=wording.preview_file(plan, "temuan"),
        )
