"""What axe-core says of a page: WCAG 2.0 and 2.1 at the levels A and AA, judged inside the browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from playwright.sync_api import Page

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
GRAVE: Final = ("serious", "critical")
_RUN: Final = """
async ([tags, grave, excused, within, rule]) => {
    const found = await axe.run(within, {
        runOnly: rule ? {type: "rule", values: [rule]} : {type: "tag", values: tags},
        resultTypes: ["violations"],
        elementRef: true,
        preload: false,
    });
    const isExcused = (rule, element) =>
        excused.some(([of, selector]) => of === rule && element.matches(selector));
    return found.violations
        .filter(({impact}) => grave.includes(impact))
        .flatMap(({id, impact, nodes}) =>
            nodes
                .filter(({element}) => !(element && isExcused(id, element)))
                .map(({target, html, failureSummary}) => [
                    id, impact, target.flat().join(" "), html.slice(0, 300), failureSummary,
                ])
        );
}
"""


@dataclass(frozen=True, slots=True)
class Excuse:
    """One rule that elements of one selector may break, because their markup is not ours to change."""

    rule: str
    selector: str
    why: str


@dataclass(frozen=True, slots=True)
class Violation:
    """One element that breaks a rule."""

    rule: str
    impact: str
    selector: str
    html: str
    summary: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}) at {self.selector}\n    {self.html}\n    {self.summary}"


def violations(
    page: Page, excuses: Sequence[Excuse] = (), within: str = "html", *, rule: str | None = None
) -> list[Violation]:
    """Return every serious or critical violation ``within`` this selector now, but for the excused ones.

    With a ``rule`` that one alone is looked for.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    excused = [[excuse.rule, excuse.selector] for excuse in excuses]
    return [Violation(*parts) for parts in page.evaluate(_RUN, [TAGS, GRAVE, excused, within, rule])]


@cache
def _script() -> str:
    """Return axe-core, which a package brings along: nothing is fetched."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
