"""The list of names to take along: by name by address, as a workbook, as text, on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from kopdata import wording
from kopdata.errors import KopdataError
from kopdata.formats import number
from kopdata.queries import Listing, Overview
from kopdata.report.names import MOST_ON_PAPER, names_csv, names_pdf, names_workbook
from pages.parts import data
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the list: what its button says, its ending, its type, and what makes it."""

    label: str
    ending: str
    mime: str
    icon: str
    make: Callable[..., bytes]


WORKBOOK: Final = Form(
    "Excel (.xlsx)",
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ":material/table_view:",
    names_workbook,
)
TEXT: Final = Form("Teks (.csv)", "csv", "text/csv", ":material/csv:", names_csv)
PAPER: Final = Form("Untuk dicetak (.pdf)", "pdf", "application/pdf", ":material/print:", names_pdf)


def button(
    label: str,
    make: Callable[[], bytes],
    *,
    key: str,
    file_name: str,
    mime: str,
    icon: str,
    wide: bool = False,
) -> None:
    """Draw the button of a file that is made when it is pressed.

    Streamlit makes it beside the page and says in English when that fails: it is worded here, and why it
    failed is told by ``tell_refusals``.
    """
    refused: list[str] = st.session_state.setdefault(Key.REFUSED, [])

    def made() -> bytes:
        try:
            return make()
        except KopdataError as error:
            refused.append(f"{error.title}. {error}")
            raise

    error = f'.st-key-{key} [data-testid="stDownloadButtonError"]'
    st.html(
        f"<style>{error} {{ font-size: 0; }} "
        f'{error}::after {{ content: "Berkas tidak dapat dibuat."; font-size: 0.875rem; }}</style>'
    )
    st.download_button(
        label,
        data=made,
        file_name=file_name,
        mime=mime,
        icon=icon,
        key=key,
        on_click="ignore",
        width="stretch" if wide else "content",
    )


def in_both(
    key: str,
    label: Callable[[Form], str],
    *,
    workbook: Callable[[], bytes],
    text: Callable[[], bytes],
    file_name: str,
    wide: bool = False,
) -> None:
    """Draw the buttons of a list as a workbook and as text; ``file_name`` is without its ending."""
    for form, make in ((WORKBOOK, workbook), (TEXT, text)):
        button(
            label(form),
            make,
            key=f"{key}_{form.ending}",
            file_name=f"{file_name}.{form.ending}",
            mime=form.mime,
            icon=form.icon,
            wide=wide,
        )


def tell_refusals() -> None:
    """Say why files of this session could not be made, each once."""
    refused: list[str] = st.session_state.get(Key.REFUSED, [])
    while refused:
        st.toast(plain(refused.pop(0)), icon=":material/error:", duration="long")


def names(scene: Scene, overview: Overview, order: Listing) -> None:
    """Draw the choice of forms; a file is made when its button is pressed, in the order of the list."""
    with st.popover("Unduh daftar by name by address", icon=":material/download:", key="download_names"):
        st.markdown(
            f"{number(overview.total)} koperasi menurut saringan dan urutan yang terpasang: nama, NIK, badan "
            "hukum, alamat, ketua, telepon, RAT, sertifikat, dan kunjungan terakhir."
        )
        for form in (WORKBOOK, TEXT):
            _button(scene, overview, order, form)
        if overview.total <= MOST_ON_PAPER:
            _button(scene, overview, order, PAPER)
        else:
            st.caption(
                f"Cetakan memuat paling banyak {number(MOST_ON_PAPER)} koperasi. Persempit dengan saringan, "
                "atau cetak dari berkas Excel."
            )


def _button(scene: Scene, overview: Overview, order: Listing, form: Form) -> None:
    button(
        form.label,
        lambda: form.make(data.names(scene.view, scene.filter, order), _heading(scene, overview)),
        key=f"names_{form.ending}",
        file_name=f"{wording.names_file(overview, scene.filter)}.{form.ending}",
        mime=form.mime,
        icon=form.icon,
        wide=True,
    )


def _heading(scene: Scene, overview: Overview) -> wording.NamesHeading:
    office = data.settings(scene.view)
    return wording.names_heading(
        overview,
        scene.filter,
        is_demo=scene.view.store.is_demo,
        office_name=office.office_name,
        section_name=office.section_name,
        official=data.official_note(scene.view, scene.filter, overview),
    )
