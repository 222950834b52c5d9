"""The form of a visit between two runs: which draft stands on the screen, and keeping each answer at once.

The address names the draft, so that a phone that reloads the page comes back to it; what is not begun yet
lives in the session only.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from kopdata.errors import KopdataError, StoreError
from kopdata.fieldwork import drafts
from kopdata.fieldwork.drafts import Answer, Draft
from kopdata.fieldwork.photos import PhotoRefusedError, remake
from kopdata.fieldwork.records import Photo, Visit
from kopdata.fieldwork.visit_form import answers_of, in_one_line
from kopdata.fieldwork.visits import revisions
from kopdata.wording import visit_form as words
from pages.parts import data
from pages.parts.guard import Scene
from pages.parts.state import Key

UPLOADER = "visit_photos"
_ADDRESS_LATE: Final = 15.0
"""Seconds within which a browser on a weak network has the address that names a new draft."""


@dataclass(slots=True)
class Filling:
    """A form on the screen; ``saved_at`` is when what was answered reached the disk, None before."""

    draft_id: str
    answers: dict[str, Answer] = field(default_factory=dict)
    photos: tuple[Photo, ...] = ()
    saved_at: dt.datetime | None = None
    corrects: str | None = None
    based_on: int | None = None
    preselected: str | None = None
    asked: tuple[str, ...] = ()
    """The contradictions that stand on the screen, to be looked at."""
    refused: tuple[KopdataError, ...] = ()
    """What could not be taken, the last time that something was tried."""
    unkept: dict[str, Answer] = field(default_factory=dict)
    """Answers that stand on the screen and could not be kept yet; tried again with every change."""
    told: tuple[str, ...] = ()
    """What a pasted report says otherwise than the form does already, and what it took the place of."""
    misread: KopdataError | None = None
    """Why the text that was pasted last could not be read."""
    begun_at: float | None = None
    """When this session made a draft of it, on the clock that only runs forward."""
    saved_as: str | None = None
    """The visit that it was saved as, or that it corrected."""

    @property
    def is_done(self) -> bool:
        """Whether it was saved: nothing that is pressed on it afterwards counts."""
        return self.saved_as is not None

    def take(self, draft: Draft) -> None:
        """Note what was kept; answers of another window on the same draft stay that window's."""
        self.photos, self.saved_at = draft.photos, draft.saved_at

    def widget(self, name: str) -> str:
        """Return the key of the widget that asks for an answer."""
        return Key.visit_field(self.draft_id, name)


def standing(scene: Scene, new: Callable[[str | None], dict[str, Answer]]) -> tuple[Filling, str]:
    """Return the form that the address names, and a sentence where what it names is gone.

    ``new`` makes the answers that a new form begins with, from the koperasi that the address names.
    """
    draft_id, corrects, coop_id = (
        st.query_params.get(name) for name in (Key.DRAFT, Key.VISIT, Key.COOPERATIVE)
    )
    held: Filling | None = st.session_state.get(Key.FILLING)
    if held is not None and not held.is_done:
        if held.draft_id == draft_id:
            return held, ""
        if draft_id is None and _began_at(held, corrects, coop_id):
            if held.saved_at is not None:
                _name_draft(held)
            return held, ""
    trouble = ""
    filling = None
    if draft_id is not None:
        kept = drafts.find_draft(scene.view.store, draft_id, actor=scene.actor)
        if kept is not None:
            filling = Filling(
                kept.draft_id, dict(kept.answers), corrects=kept.corrects, based_on=kept.based_on
            )
            filling.take(kept)
        else:
            trouble = "draft"
    elif corrects is not None:
        known = revisions(scene.view.contents, corrects)
        filling = _correction(known[-1]) if known else None
        trouble = "" if known else "visit"
    if filling is None:
        leave_address()
        filling = Filling(drafts.new_id(), new(coop_id), preselected=coop_id)
    st.session_state[Key.FILLING] = filling
    return filling, trouble


def _began_at(held: Filling, corrects: str | None, coop_id: str | None) -> bool:
    """Tell whether the address is the one that the form began at: not a draft yet, or only just become one.

    A press that is made before the browser has the draft's address comes with the one before.
    """
    if (held.corrects, held.preselected) != (corrects, None if corrects else coop_id):
        return False
    is_late = held.begun_at is not None and time.monotonic() - held.begun_at < _ADDRESS_LATE
    return held.saved_at is None or is_late


def _name_draft(filling: Filling) -> None:
    leave_address()
    st.query_params[Key.DRAFT] = filling.draft_id


def _correction(visit: Visit) -> Filling:
    return Filling(
        drafts.new_id(),
        answers_of(visit),
        visit.photos,
        corrects=visit.visit_id,
        based_on=visit.revision,
    )


def leave_address() -> None:
    """Let the address name no draft, no correction and no saved visit any more."""
    for name in (Key.DRAFT, Key.VISIT, Key.SAVED_VISIT):
        st.query_params.pop(name, None)


def leave_saved(filling: Filling, visit_id: str) -> None:
    """Leave the form for the visit that it was saved as; used in callbacks."""
    filling.saved_as = visit_id
    start_anew()
    st.session_state[Key.FILLING] = filling
    st.query_params[Key.SAVED_VISIT] = visit_id


def saved_visit() -> str | None:
    """Return the visit that the address says was saved, be it by its draft.

    A second press of the button comes with the address of before, and must not lead to an empty form.
    """
    held: Filling | None = st.session_state.get(Key.FILLING)
    draft_id = st.query_params.get(Key.DRAFT)
    if held is not None and held.saved_as and held.draft_id == draft_id:
        return held.saved_as
    return st.query_params.get(Key.SAVED_VISIT) or draft_id


def start_anew() -> None:
    """Begin an empty form; used in callbacks."""
    leave_address()
    st.query_params.pop(Key.COOPERATIVE, None)
    st.session_state.pop(Key.FILLING, None)


def resume(draft_id: str) -> None:
    """Go on with a draft; used in callbacks."""
    leave_address()
    st.query_params[Key.DRAFT] = draft_id


def correct(visit_id: str) -> None:
    """Open a visit to be corrected; used in callbacks."""
    leave_address()
    st.query_params[Key.VISIT] = visit_id


def give_up(scene: Scene, draft_id: str) -> None:
    """Discard a draft; used in callbacks."""
    with suppress(StoreError):  # it is offered again, to be discarded later
        drafts.discard(scene.view.store, draft_id, actor=scene.actor)
    if st.query_params.get(Key.DRAFT) == draft_id:
        start_anew()


def keep(scene: Scene, filling: Filling, names: Iterable[str]) -> None:
    """Keep what the widgets of these answers say; a callback of each of them."""
    if filling.is_done:
        return
    # One that the last run had no time to draw has no say.
    drawn = {name: key for name in names if (key := filling.widget(name)) in st.session_state}
    answers = {name: _answer(st.session_state[key]) for name, key in drawn.items()}
    changed = {name: answer for name, answer in answers.items() if answer != filling.answers.get(name)}
    # What was refused or asked about is another form now.
    filling.refused = filling.asked = ()
    if changed or filling.unkept:
        put(scene, filling, changed)


def put(scene: Scene, filling: Filling, changed: dict[str, Answer]) -> None:
    """Keep these answers, and those that could not be kept before; used in callbacks."""
    changed = {**changed, **_officers_of_another(scene, filling, changed)}
    filling.answers.update(changed)
    filling.unkept.update(changed)
    with _told(filling):
        if filling.saved_at is None or was_given_up(scene, filling):
            _begin(scene, filling)
        else:
            kept = drafts.note(scene.view.store, filling.draft_id, filling.unkept, actor=scene.actor)
            filling.take(kept)
            filling.unkept.clear()


def offered_officers(scene: Scene, coop_id: str | None) -> dict[str, Answer]:
    """Return the answers with which a form begins that nobody gave: who probably goes."""
    likely = data.officers_to_offer(scene.view, scene.actor, coop_id)
    names = in_one_line(likely.names) if likely else None
    return {"officers": names, "offered_officers": names}


def _officers_of_another(scene: Scene, filling: Filling, changed: dict[str, Answer]) -> dict[str, Answer]:
    """Return who probably goes to the koperasi that is chosen now, unless somebody said who went."""
    if filling.corrects or "coop_id" not in changed:
        return {}
    said = changed.get("officers", filling.answers.get("officers"))
    if (said or None) != (filling.answers.get("offered_officers") or None):
        return {}
    coop_id = changed["coop_id"]
    st.session_state.pop(filling.widget("officers"), None)
    return offered_officers(scene, coop_id if isinstance(coop_id, str) else None)


def was_given_up(scene: Scene, filling: Filling) -> bool:
    """Tell whether the draft was begun and is gone, though nothing of it was saved: discarded elsewhere."""
    store = scene.view.store
    if filling.saved_at is None or drafts.find_draft(store, filling.draft_id, actor=scene.actor) is not None:
        return False
    known = revisions(store.contents(), filling.corrects or filling.draft_id)
    return (known[-1].revision if known else None) == filling.based_on


def begin_again(scene: Scene, filling: Filling) -> None:
    """Keep as a draft what stands on the screen and was discarded on another; used in callbacks."""
    with _told(filling):
        if was_given_up(scene, filling):
            _begin(scene, filling)


def take_over(scene: Scene, filling: Filling) -> str:
    """Show what another window kept in this draft; return a sentence about it, "" where there is nothing.

    Used in callbacks, after what this window says was kept.
    """
    kept = drafts.find_draft(scene.view.store, filling.draft_id, actor=scene.actor)
    if kept is None:
        return ""
    unseen = {
        name: answer
        for name, answer in kept.answers.items()
        if name in words.FIELDS and (answer or None) != (filling.answers.get(name) or None)
    }
    photos = kept.photos != filling.photos
    if not unseen and not photos:
        return ""
    before = dict(filling.answers)
    for name in unseen:
        st.session_state.pop(filling.widget(name), None)
    filling.answers.update(unseen)
    filling.take(kept)
    return words.taken_over(list(unseen), before, photos=photos)


def _begin(scene: Scene, filling: Filling) -> None:
    store = scene.view.store
    # A draft that is begun again may have lost photos with the one that was discarded.
    there = [one for one in filling.photos if store.original(one.sha256) and store.original(one.thumbnail)]
    kept = drafts.begin(
        store,
        filling.draft_id,
        filling.answers,
        actor=scene.actor,
        photos=tuple(there),
        corrects=filling.corrects,
        based_on=filling.based_on,
    )
    filling.take(kept)
    filling.unkept.clear()
    filling.begun_at = time.monotonic()
    _name_draft(filling)


def receive_photos(scene: Scene, filling: Filling, generation: int) -> None:
    """Take photos in and empty the uploader, which would hand them over again in every run; a callback."""
    uploaded = st.session_state.get(Key.uploaded(UPLOADER, generation)) or []
    if filling.is_done or not uploaded or generation != st.session_state[Key.generation(UPLOADER)]:
        return
    st.session_state[Key.generation(UPLOADER)] = generation + 1
    filling.refused = filling.asked = ()
    with _told(filling):
        if filling.saved_at is None or was_given_up(scene, filling):
            _begin(scene, filling)
        refused: list[KopdataError] = []
        for one in uploaded:
            try:
                remade = remake(one.getvalue(), one.name)
            except PhotoRefusedError as error:
                refused.append(error)
                continue
            filling.take(drafts.add_photo(scene.view.store, filling.draft_id, remade, actor=scene.actor))
        filling.refused = tuple(refused)


def remove_photo(scene: Scene, filling: Filling, sha256: str) -> None:
    """Take a photo out; a callback."""
    filling.refused = filling.asked = ()
    with _told(filling):
        if filling.saved_at is None or was_given_up(scene, filling):
            _begin(scene, filling)
        filling.take(drafts.remove_photo(scene.view.store, filling.draft_id, sha256, actor=scene.actor))


@contextmanager
def _told(filling: Filling) -> Iterator[None]:
    """Leave an error of ours with the form, which shows it."""
    try:
        yield
    except KopdataError as error:
        filling.refused = (*filling.refused, error)


def _answer(said: object) -> Answer:
    """Return what a widget says as a draft keeps it."""
    if isinstance(said, dt.date):
        return said.isoformat()
    if isinstance(said, (list, tuple)):
        return tuple(str(one) for one in said)
    return (str(said) or None) if said is not None else None
