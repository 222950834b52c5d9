"""The dashboard's script in this process, through Streamlit's own test harness."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest


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


def submit(app: AppTest, name: str) -> AppTest:
    """Press the button that says ``name``."""
    next(one for one in app.button if one.label == name).click().run()
    assert not app.exception
    return app


def labelled(elements: Any, name: str) -> Any:
    """Return the first of these elements with this label."""
    return next(one for one in elements if one.label == name)


def texts(app: AppTest) -> str:
    """Return all paragraphs and captions of a page."""
    return "\n".join([*(one.value for one in app.markdown), *(one.value for one in app.caption)])
