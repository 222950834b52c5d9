"""What holds for every screen, in whatever state: nothing broken, cut off, in English or out of reach."""

from __future__ import annotations

import re
from typing import Final, Literal

from playwright.sync_api import ConsoleMessage, Page, ViewportSize, expect

from tests.browser.conftest import OpenPage
from tests.browser.dashboard import settle
from tests.support import axe, english
from tests.support.browser import PHONE
from tests.support.overflow import overflow

Theme = Literal["light", "dark"]

_PROBE: Final = re.compile(r"/[a-z-]+/_stcore/(health|host-config)$")
"""Streamlit's browser looks for its server below the page's address first; that is answered with 404."""
_DRAWN: Final = """
() => !document.querySelector("[data-testid=stSkeleton], [data-testid=stAppSkeleton], [data-stale=true]")
    && [...document.querySelectorAll("[data-testid=stPlotlyChart]")].every(
        (chart) => chart.querySelector(".choroplethlayer path, .scatterlayer .trace, .barlayer .trace"))
"""
_END_TRANSITIONS: Final = """
async () => {
    for (let round = 0; round < 5; round++) {
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        document.getAnimations().filter((one) => one instanceof CSSTransition).forEach((one) => one.finish());
    }
}
"""
"""Colours fade from one theme to the other, and an element's may start to when its parent's have; some wait
until they are on the screen."""

_OF_A_THEME: Final = "color-contrast"
"""The one rule of axe that hangs on the theme; the others hold in both or in none."""

AXE_EXCUSES: Final = (
    axe.Excuse("list", "[data-testid=stSidebarNavItems]", "Streamlit groups the menu's sections in div"),
    axe.Excuse("listitem", "[data-testid=stSidebarNavItems] li", "the same groups"),
    axe.Excuse(
        "scrollable-region-focusable",
        "[data-testid=stTable] > div",
        "browsers let the keyboard reach and scroll it by themselves; test_keyboard does so",
    ),
)
ENGLISH_EXCUSES: Final = (
    english.Excuse("[data-testid=stSkipToContent]", "seen with the first Tab only"),
    english.Excuse("section[data-testid=stSidebar]", "the name of the part of the page, read aloud"),
    english.Excuse("nav[data-testid=stSidebarNav]", "the name of the part of the page, read aloud"),
    english.Excuse("button[data-testid=stExpandSidebarButton]", "the name of a sign"),
    english.Excuse("[data-testid=stSidebarCollapseButton] button", "the name of a sign"),
    english.Excuse("button[data-testid=stLogoLink]", "the name of the logo"),
    english.Excuse("[data-testid=stTooltipHoverTarget] button", "the name of a question mark"),
    english.Excuse("[data-testid=stFileUploaderDropzoneInput]", "the name of what the button stands for"),
    english.Excuse(
        "[data-testid=stFileUploaderDropzone] p, [data-testid=stFileUploaderDropzoneInstructions] span",
        "drawn without size, with our words behind them",
    ),
    english.Excuse("[data-testid=stDateInput] [role=spinbutton]", "names of day, month and year, read aloud"),
    english.Excuse("button[data-testid=stDateInputCalendarButton]", "the name of a sign"),
    english.Excuse("button[data-testid=stDateInputClearButton]", "the name of a sign"),
    english.Excuse("[data-testid=stProgress] [aria-label]", "the name of a bar; its text beside it is ours"),
    english.Excuse(":is([data-testid=stSelectbox], [data-testid=stMultiSelect]) button", "names of signs"),
    english.Excuse("button[data-testid=stTextInputClearButton]", "the name of a sign"),
    english.Excuse("[data-testid^=stPagination]", "names of arrows and of page numbers"),
    english.Excuse("[role=dialog] button[aria-label=Close]", "the name of a sign"),
    english.Excuse("[data-live-announcer] *", "how many choices a list has, read aloud by the library below"),
    english.Excuse("span[role=img][aria-label$=' icon']", "the name of a Material icon, and its ligature"),
)
"""What Streamlit says in its own words and offers no way to word. An excuse holds for the elements named, not
for what lies inside them."""
_SAID_SO: Final = re.compile("by name by address|Online Data System")
"""English that the office itself speaks."""


class Complaints:
    """What a page complained of since it was opened."""

    def __init__(self, page: Page) -> None:
        self.said: list[str] = []
        page.on("console", self._told)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def _told(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _PROBE.search(message.location["url"]):
            self.said.append(f"{message.text} ({message.location['url']})")


def visit(open_page: OpenPage, url: str, size: ViewportSize) -> tuple[Page, Complaints]:
    """Open a screen and wait until it is drawn."""
    page = open_page("about:blank", size, themes(size)[0])
    complaints = Complaints(page)
    page.goto(url)
    ready(page)
    return page, complaints


def themes(size: ViewportSize) -> tuple[Theme, Theme]:
    """Return both themes, the one that a page of this size is opened in first: each is opened in at one."""
    return ("dark", "light") if size == PHONE else ("light", "dark")


def ready(page: Page) -> None:
    """Wait until the page is drawn to its end, charts too."""
    settle(page)
    page.wait_for_function(_DRAWN, timeout=30_000)


def flaws(page: Page, size: ViewportSize, *, within: str = "html") -> list[str]:
    """Return what is wrong with the screen as it stands ``within`` this selector."""
    ready(page)
    found = [*overflow(page, within), *map(str, leftovers(page, within)), *silent_charts(page)]
    first, second = themes(size)
    for theme, rule in ((first, None), (second, _OF_A_THEME)):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(".stApp")).to_have_css("color-scheme", theme)
        page.evaluate(_END_TRANSITIONS)
        found += [f"{theme}: {one}" for one in axe.violations(page, AXE_EXCUSES, within, rule=rule)]
    page.emulate_media(color_scheme=first)
    return found


def leftovers(page: Page, within: str = "html") -> list[english.Leftover]:
    """Return the English within this selector that is ours to mend."""
    return [
        left
        for left in english.leftovers(page, ENGLISH_EXCUSES, within)
        if english.english_in(_SAID_SO.sub("", left.text))
    ]


def silent_charts(page: Page) -> list[str]:
    """Return the charts whose name, which is read aloud, says no figure."""
    names = [chart.get_attribute("aria-label") for chart in page.get_by_test_id("stPlotlyChart").all()]
    return [
        f"chart without figures in its name: {name}" for name in names if not re.search(r"\d", name or "")
    ]


def open_everything(page: Page) -> None:
    """Open every part that folds."""
    page.evaluate(
        "document.querySelectorAll('details:not([open]) > summary').forEach((fold) => fold.click())"
    )
    ready(page)
