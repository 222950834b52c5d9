"""The dashboard, run in this process over a home of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from kopdata.demo import make_demo
from kopdata.paths import PROJECT
from kopdata.store import create_store

OpenApp = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo that tests only read."""
    home = tmp_path_factory.mktemp("demo")
    make_demo(home)
    return home


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    """An office's own store that holds nothing yet."""
    home = tmp_path / "office"
    create_store(home)
    return home


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> OpenApp:
    """Run ``dashboard.py`` over a home, at a URL's parameters, as a fresh session."""

    # AppTest forgets before every run that a navigation was declared, and would run the files of pages/ as
    # a server does before its first session; what holds there is tested by opening a page past the entry.
    started = PagesManager.__init__

    def navigated(manager: PagesManager, *args: Any, **kwargs: Any) -> None:
        started(manager, *args, **kwargs)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", navigated)

    def open_(home: Path, **parameters: str | list[str]) -> AppTest:
        monkeypatch.setenv("KOPDATA_HOME", str(home))
        st.cache_data.clear()
        st.cache_resource.clear()
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    return open_
