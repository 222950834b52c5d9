"""Measure the dashboard beside a bare Streamlit page and print what was found.

    python -m tests.bench --pairs 25

Both are served at the same time and visited in turns, so that whatever else the machine does falls on both;
the figure that counts is the ratio. Ends with 0 whenever it could measure, whatever the figures are.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from playwright.sync_api import Browser
from streamlit.logger import set_log_level

from kopdata.demo import make_demo
from tests.bench import fieldwork, imports
from tests.bench.script import own_share
from tests.bench.visits import Mark, Target, Times, bytes_of_a_first_visit, is_drawn, visit, visit_and_reload
from tests.support.browser import blocked_browser
from tests.support.server import serve

TILE, TABLE, MAP, TEXT = "first tile", "table", "map", "text"
MARKS = {
    TILE: Mark("[data-testid=stMetricValue]", "99"),
    TABLE: Mark(".st-key-district_table table"),
    MAP: Mark("[data-testid=stPlotlyChart] .choroplethlayer path"),
}
BARE_PAGE = 'import streamlit as st\n\nst.write("x")\n'
BARE_MARKS = {TEXT: Mark("[data-testid=stMarkdown] p", "x")}
BARE_SETTINGS = {
    "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
    "STREAMLIT_SERVER_HEADLESS": "true",
    "STREAMLIT_BROWSER_SERVER_ADDRESS": "127.0.0.1",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}
"""What keeps a bare server off the network; nothing that makes it faster or slower."""

COLD = {TILE: 1.25, TABLE: 1.6, MAP: 2.0}
WARM = {TILE: 1.1, TABLE: 1.6, MAP: 2.0}
SLOW = {TILE: 1.0}
MEGABYTES, OWN_SHARE = 3.0, 40.0
MAP_WITHIN = 15.0
"""Seconds after which a map that is not drawn is taken to be absent."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The two pages that are measured beside each other."""

    dashboard: Target
    bare: Target


Result = TypeVar("Result")
Pair = tuple[Times, Times]
"""What one visit to the dashboard and one to the bare page took, one right after the other."""


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How fast is the dashboard?")
    parser.add_argument("--pairs", type=int, default=15, help="visits to each page (default: 15)")
    parser.add_argument("--rows", type=int, default=220_000, help="rows of an import (default: 220000)")
    parser.add_argument("--rounds", type=int, default=3, help="imports of them (default: 3)")
    parser.add_argument("--visits", type=int, default=1_000_000, help="visits of a store (default: 1000000)")
    parser.add_argument("--reruns", type=int, default=100, help="runs of the script (default: 100)")
    options = parser.parse_args()
    if options.pairs < 2:
        parser.error("a ratio needs at least 2 pairs")
    set_log_level("ERROR")  # outside a server Streamlit warns that there is none
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home, bare = Path(folder) / "home", Path(folder) / "bare" / "bare.py"
        bare.parent.mkdir()
        bare.write_text(BARE_PAGE, encoding="utf-8")
        make_demo(home)
        with _both_served(home, bare) as (browser, sides):
            _measure_visits(browser, sides, options.pairs)
        share = own_share(home, bare, options.reruns)
        _say(f"the page's own share of a rerun on the server: {share:.0f} ms", share <= OWN_SHARE, "40 ms")
    print("\nimport")
    imports.measure(options.rows, options.rounds)
    print("\nfieldwork")
    fieldwork.measure(options.visits, options.reruns // 4)


@contextmanager
def _both_served(home: Path, bare: Path) -> Iterator[tuple[Browser, Sides]]:
    """Serve both pages, each visited once before anything counts; leave the map out where there is none."""
    with (
        serve(home) as dashboard,
        serve(bare.parent, script=bare, env=BARE_SETTINGS) as floor,
        blocked_browser() as blocked,
    ):
        marks = dict(MARKS)
        if not is_drawn(blocked.browser, Target(dashboard.url, MARKS), within=MAP_WITHIN):
            del marks[MAP]
            print("map: none on the first page yet, so it is not measured")
        sides = Sides(Target(dashboard.url, marks), Target(floor.url, BARE_MARKS))
        visit(blocked.browser, sides.bare)
        yield blocked.browser, sides


def _measure_visits(browser: Browser, sides: Sides, pairs: int) -> None:
    both = _in_turns(sides, pairs, lambda page: visit_and_reload(browser, page))
    _report("first visit", [(own[0], bare[0]) for own, bare in both], COLD)
    _report("reload", [(own[1], bare[1]) for own, bare in both], WARM)
    slow = _in_turns(sides, pairs, lambda page: visit(browser, page, slow_link=True))
    _report("first visit at 10 Mbit/s and 40 ms", slow, SLOW)
    for name, page in (("dashboard", sides.dashboard), ("bare page", sides.bare)):
        megabytes = bytes_of_a_first_visit(browser, page) / 1e6
        line = f"bytes of a first visit, {name}: {megabytes:.2f} MB"
        _say(line, megabytes <= MEGABYTES, "3 MB" if page is sides.dashboard else None)


def _in_turns(sides: Sides, pairs: int, measure: Callable[[Target], Result]) -> list[tuple[Result, Result]]:
    """Measure both pages ``pairs`` times, each going first in every other pair."""
    found: list[tuple[Result, Result]] = []
    for number in range(pairs):
        if number % 2:
            own = measure(sides.dashboard)
            found.append((own, measure(sides.bare)))
        else:
            bare = measure(sides.bare)
            found.append((measure(sides.dashboard), bare))
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{number + 1} of {pairs} pairs " + "\r" * (number + 1 == pairs))
    return found


def _report(title: str, pairs: list[Pair], targets: dict[str, float]) -> None:
    """Print the medians and, for each mark of the dashboard, its ratio to the bare page's text."""
    floor = median(bare[TEXT] for _, bare in pairs)
    print(f"\n{title}, {len(pairs)} pairs: bare page {floor:.0f} ms")
    for mark in (mark for mark in MARKS if mark in pairs[0][0]):
        took = median(own[mark] for own, _ in pairs)
        low, _, high = quantiles((own[mark] / bare[TEXT] for own, bare in pairs), n=4)
        line = f"  {mark:<10} {took:6.0f} ms, {took / floor:.2f} × (mostly {low:.2f} to {high:.2f})"
        target = targets.get(mark)
        _say(line, target is None or took / floor <= target, f"{target} ×" if target else None)


def _say(line: str, is_met: bool, target: str | None) -> None:
    print(line if target is None else f"{line}; target {target}: {'ok' if is_met else 'OVER'}")


if __name__ == "__main__":
    main()
