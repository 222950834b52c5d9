"""Pages and pictures by Typst: templates of ours that receive every text as data, never as markup.

Typst draws in this process, without a browser and without a network, with the fonts that lie beside the
templates and no others, so that the same data make the same file on every computer.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

import typst

from kopdata.errors import KopdataError

TEMPLATES: Final = Path(__file__).parent / "templates"
FONTS: Final = Path(__file__).parent / "fonts"
_ONE_AT_A_TIME: Final = threading.Lock()
"""Typst uses every core for one page; two pages at once would only hold more memory."""


class TypesettingError(KopdataError):
    """A picture or a page could not be made; nothing changed."""

    title = "Gambar atau cetakan tidak dapat dibuat"


def typeset(
    template: str,
    data: Mapping[str, object],
    *,
    form: Literal["png", "pdf"],
    pixels_per_inch: float = 144,
) -> bytes:
    """Return what ``template`` draws of ``data``: the same bytes for the same data.

    The template, a file of ``kopdata/report/templates``, reads the data as JSON from
    ``sys.inputs.data``. Any thread may call.

    Raises
    ------
    TypesettingError
        The template does not exist, cannot draw these data, or draws more than one page as a picture.
    """
    path = TEMPLATES / template
    if path.parent != TEMPLATES or not path.is_file():
        raise TypesettingError(f"Pola cetakan “{template}” tidak ada. Pasang ulang Dasbor Koperasi.")
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        with _ONE_AT_A_TIME:
            drawn = typst.compile(
                path,
                root=TEMPLATES,
                font_paths=_fonts(),
                format=form,
                ppi=pixels_per_inch,
                sys_inputs=inputs,
                timestamp=0,  # else the day would stand in the file
            )
    except typst.TypstError as error:
        raise TypesettingError(
            f"Pola cetakan “{template}” gagal digambar. Coba sekali lagi; bila tetap gagal, pasang ulang "
            "Dasbor Koperasi."
        ) from error
    if not isinstance(drawn, bytes):
        raise TypesettingError(
            f"Isi gambar “{template}” tidak muat pada satu halaman. Persempit saringan, lalu coba lagi."
        )
    return drawn


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
