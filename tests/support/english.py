"""English words that a page shows or reads aloud, where every word should be Indonesian."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

WORDS: Final = frozenset(
    re.findall(
        r"[a-z]+",
        """
    about above add added address after again all already also always an and any app apply apps are area
    ascending at authentication average back be because before below between both browse but by button
    calendar camera can cancel cannot cell change changed chart check checked choose chosen clear cleared
    click clipboard close closed code collapse color colour column columns connect connected connecting
    connection content continue copied copy could count created current custom dashboard dark date day days
    default delete deleted deploy descending description details dialog disabled disconnected display does
    done double down download downloading drag drop edit empty enabled end enter entries error errors every
    exit expand export failed false favorite feedback fetch field fields figure file files filter filters
    find first fit for found from full fullscreen general get go grid have header help here hidden hide home
    hour icon if image input insert invalid is issue it item items its keep key language large last later
    latest learn less light limit link list load loaded loading log login logout made make manage many match
    matches maximum message minimum minute missing month more most move name names navigation need new
    newest next not nothing now number of off ok old on one only open opened option optional options or
    order other our out over page pages pan part password paste pick picker pin play please plot
    point points press preview previous print privacy profile progress question query range read ready
    record records refresh reload remove removed rename required rerun reset resize results retry return
    right row rows run running save saved screen screenshot script scroll search searching section see
    select selected selection send served server set settings share show showing shown side sidebar sign
    size skip slider something sort sorted source start started step steps stop stopped submit success
    support switch system table tags text the theme then there these they this those time to today toggle
    tooltip top try two type unable undo unknown unpin unsupported until up update updated upload
    uploaded uploading use used user value values version view views visible wait waiting warning was
    webpage week welcome were what when where which while who why width will with without wrong year yes
    you your zoom
    """,
    )
)
"""Words of menus, messages and everyday English that are no Indonesian words too ("data", "status", "total",
"modal", "per", "no", "air" are)."""
_TEXTS: Final = """
([within, excused]) => {
    const read = ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext",
                  "aria-placeholder", "title", "placeholder", "alt"];
    const found = [];
    const isSeen = (element) =>
        element.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && parseFloat(getComputedStyle(element).fontSize) > 0;
    const isRead = (element) =>
        element.checkVisibility({visibilityProperty: true}) && !element.closest("[aria-hidden=true]");
    const at = (element) => {
        const named = element.closest("[data-testid], [class*='st-key-']");
        const where = named?.dataset.testid ?? named?.getAttribute("class") ?? "";
        return `${element.tagName.toLowerCase()} in ${where}`;
    };
    const isExcused = (element) => excused.some((selector) => element.matches(selector));
    const visit = (elements) => {
        for (const element of elements) {
            if (element.shadowRoot) visit(element.shadowRoot.querySelectorAll("*"));
            if (["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT"].includes(element.tagName) || isExcused(element))
                continue;
            if (isRead(element))
                for (const name of read.filter((name) => element.getAttribute(name)))
                    found.push([element.getAttribute(name), `${name} of ${at(element)}`]);
            const own = [...element.childNodes].filter(({nodeType}) => nodeType === Node.TEXT_NODE);
            const text = own.map(({data}) => data).join(" ").trim();
            const isPicture = element.closest("[aria-hidden=true]") && element.closest("[translate=no]");
            if (text && !isPicture && (isSeen(element) || isRead(element))) found.push([text, at(element)]);
            for (const pseudo of ["::before", "::after"]) {
                const {content} = getComputedStyle(element, pseudo);
                if (content.startsWith('"') && isSeen(element))
                    found.push([content, `${pseudo} of ${at(element)}`]);
            }
        }
    };
    visit(document.querySelectorAll(`${within} *`));
    found.push([document.title, "the title of the document"]);
    return found;
}
"""


@dataclass(frozen=True, slots=True)
class Excuse:
    """Elements whose English is not ours to word, by their selector, and why."""

    selector: str
    why: str


@dataclass(frozen=True, slots=True)
class Leftover:
    """A text with English words in it, and where it stands."""

    words: tuple[str, ...]
    text: str
    where: str

    def __str__(self) -> str:
        return f"{', '.join(self.words)} in {self.text!r}, {self.where}"


def english_in(text: str) -> tuple[str, ...]:
    """Return the English words of a text in their order, in lower case."""
    prose = re.sub(r"\w+(\.\w+)+", " ", text.lower())  # without addresses and names of files
    return tuple(word for word in re.findall(r"[a-z]+", prose) if word in WORDS)


def leftovers(page: Page, excuses: Sequence[Excuse] = (), within: str = "body") -> list[Leftover]:
    """Return what a reader, or somebody who is read to, finds in English ``within`` this selector now."""
    texts = page.evaluate(_TEXTS, [within, [excuse.selector for excuse in excuses]])
    return [Leftover(words, text[:200], where) for text, where in texts if (words := english_in(text))]
