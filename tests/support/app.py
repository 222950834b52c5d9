"""The dashboard's script in this process, through Streamlit's own test harness."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager


def run_as_after_a_navigation(patch: pytest.MonkeyPatch) -> None:
    """Let AppTest run ``dashboard.py`` as a server does once a session has declared its navigation.

    AppTest forgets before every run that one was declared, and would run the files of ``pages/`` past the
    entry, as a server does before its first session; what holds there is tested by opening a page like that.
    """
    started = PagesManager.__init__

    def navigated(manager: PagesManager, *args: Any, **kwargs: Any) -> None:
        started(manager, *args, **kwargs)
        PagesManager.uses_pages_directory = False

    patch.setattr(PagesManager, "__init__", navigated)
