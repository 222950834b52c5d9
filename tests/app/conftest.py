"""The dashboard, run in this process over a home of the test's own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kopdata.demo import make_demo
from kopdata.paths import PROJECT
from kopdata.store import create_store
from tests.support.app import run_as_after_a_navigation

OpenApp = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def main_stays() -> Iterator[None]:
    """Give the process its main module back: a page run by AppTest takes its place, and stays there.

    Whoever starts processes later in this run would have them begin by running that page.
    """
    kept = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = kept


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
    run_as_after_a_navigation(monkeypatch)

    def open_(home: Path, **parameters: str | list[str]) -> AppTest:
        monkeypatch.setenv("KOPDATA_HOME", str(home))
        st.cache_data.clear()
        st.cache_resource.clear()
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    return open_
