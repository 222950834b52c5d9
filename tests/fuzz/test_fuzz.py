"""A few seconds of broken files with every run of the tests; ``python -m tests.fuzz`` goes on for longer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fuzz.__main__ import judge, run


def test_some_seconds_find_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(0.08, 7, tmp_path) == 0

    counts, _, _ = capfd.readouterr().out.strip().splitlines()[-1].rpartition("}")
    told = json.loads(f"{counts}}}")
    assert told["inputs"] == sum(told.values()) - told["inputs"]
    assert told["inputs"] > 0


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ({"read": [5, 3, 1, 1]}, False),
        ({"read": [5, 3, 1, 0]}, True),
        ({"refused": "Berkas kosong."}, False),
        ({"refused": "KeyError\n'x'"}, True),
        ({"raised": "Traceback"}, True),
        ({"ended": "time"}, False),
    ],
)
def test_what_counts_as_a_finding(answer: dict[str, object], wrong: bool) -> None:
    assert (judge(answer) is not None) == wrong
