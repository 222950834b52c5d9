"""What of a page lies beyond the screen or is cut off at an edge."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page

_FIND: Final = """
(within) => {
    const width = document.documentElement.clientWidth;
    const found = [];
    const described = (element) => {
        const named = element.closest("[class*='st-key-']")?.className.match(/st-key-\\S+/)?.[0] ?? "";
        const text = (element.textContent ?? "").trim().slice(0, 60);
        return `${element.tagName.toLowerCase()} ${element.dataset?.testid ?? ""} in ${named}: "${text}"`;
    };
    const root = document.documentElement;
    if (root.scrollWidth > width + 1) found.push(`the document is ${root.scrollWidth} pixels wide`);
    const flow = (element) => getComputedStyle(element).overflowX;
    const isInBox = (element) => {
        for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
            if (flow(box) !== "visible") return true;
        return false;
    };
    // A table may have a scroll bar of its own; the keyboard moves it too.
    const mayScroll = "[data-testid=stTable] *, [data-testid=stDataFrame] *, textarea, input";
    // Plotly measures its letters in a corner that nobody sees; so is a sidebar that is drawn in.
    const unseen = "#js-plotly-tester, #js-plotly-tester *, [data-testid=stSidebar][data-collapsed=true] *";
    for (const element of document.querySelectorAll(`${within} *`)) {
        const isSeen = element.checkVisibility({visibilityProperty: true, opacityProperty: true});
        if (!isSeen || element.matches(unseen)) continue;
        const beyond = element.scrollWidth - element.clientWidth;
        // What is kept for screen readers alone is one pixel wide.
        if (beyond > 1 && element.clientWidth > 2 && element.textContent.trim()) {
            const how = flow(element);
            if (["auto", "scroll"].includes(how) && !element.matches(mayScroll))
                found.push(`${beyond} pixels to scroll sideways: ${described(element)}`);
            if (["hidden", "clip"].includes(how))
                found.push(`${beyond} pixels cut off: ${described(element)}`);
        }
        const {left, right, height} = element.getBoundingClientRect();
        if (height > 0 && (left < -1 || right > width + 1) && right > 0 && !isInBox(element))
            found.push(`from ${Math.round(left)} to ${Math.round(right)}: ${described(element)}`);
    }
    return found;
}
"""


def overflow(page: Page, within: str = "body") -> list[str]:
    """Return what ``within`` this selector is cut off, scrolls sideways or leaves the screen now."""
    found: list[str] = page.evaluate(_FIND, within)
    return found
