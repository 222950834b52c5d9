"""Whose dashboard this is: the logo above the menu and the office's name below it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

import streamlit as st

from kopdata.settings import LogoLostError, logo_of
from pages.parts import data, stage
from pages.parts.guard import Scene
from pages.parts.text import plain

_PICTURES: Final = Path(__file__).parent
LOGO: Final = _PICTURES / "logo.svg"
ICON: Final = _PICTURES / "icon.png"


def show(scene: Scene) -> None:
    """Draw the office's own logo, ours where it has none or lost it, and its name."""
    settings = data.settings(scene.view)
    own = None
    with suppress(LogoLostError):  # Kantor says so, and shows the way out
        own = logo_of(scene.view.store, settings)
    if own is None:
        st.logo(LOGO, size="large", icon_image=ICON)
    else:
        st.logo(own, size="large")
    if not stage.is_on():
        st.sidebar.caption(plain(settings.office_name))
