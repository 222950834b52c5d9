"""What holds for every test."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.support.server import Server


@pytest.fixture(autouse=True)
def _no_home_of_the_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a test that names no home away from ``data/store``."""
    monkeypatch.setenv("KOPDATA_HOME", str(tmp_path / "unnamed home"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failed test what the servers it used have printed."""
    report = yield
    servers = [value for value in item.funcargs.values() if isinstance(value, Server)]
    if report.failed:
        report.sections += [(f"server at {server.url}", server.output()) for server in servers]
    return report
