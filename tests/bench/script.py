"""The time that the page's own script takes on the server."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

import pytest
from streamlit.testing.v1 import AppTest

from kopdata.paths import PROJECT
from tests.support.app import run_as_after_a_navigation


def own_share(home: Path, bare: Path, reruns: int) -> float:
    """Return the median milliseconds that a rerun of the dashboard takes beyond one of ``bare``.

    The bare page takes away what Streamlit and its test harness cost by themselves.
    """
    with pytest.MonkeyPatch.context() as patch:
        run_as_after_a_navigation(patch)
        patch.setenv("KOPDATA_HOME", str(home))
        dashboard, floor = (
            AppTest.from_file(str(file), default_timeout=60).run()
            for file in (PROJECT / "dashboard.py", bare)
        )
        if not dashboard.metric:
            raise RuntimeError(f"the dashboard showed no tile: {[error.value for error in dashboard.error]}")
        return median(_milliseconds(dashboard) - _milliseconds(floor) for _ in range(reruns))


def _milliseconds(app: AppTest) -> float:
    started = time.perf_counter()
    app.run()
    return (time.perf_counter() - started) * 1000
