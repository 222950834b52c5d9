"""Who may see a page. Every page file begins with ``guard.require(...)``.

A folder named ``pages`` is run file by file, past ``dashboard.py``, by a server that has not yet seen a
navigation. So it is not enough that the entry checks: each page stops by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import NoReturn

import streamlit as st

from kopdata import access
from kopdata.access import Actor, Right, local_actor
from kopdata.errors import KopdataError, NotAllowedError, StoreError
from kopdata.models import Filter
from pages.parts.data import View
from pages.parts.state import Key
from pages.parts.text import plain


@dataclass(frozen=True, slots=True)
class Scene:
    """What the entry hands to the page of this run: who is here, what they see, and narrowed to what."""

    actor: Actor
    view: View
    filter: Filter


@contextmanager
def entrance() -> Iterator[None]:
    """Hold what the entry does: an error of ours is shown as its sentence, and no scene outlives the run.

    A page that the server runs by itself afterwards, in the same session, finds no scene and stops.
    """
    st.session_state.pop(Key.SCENE, None)
    try:
        with _errors_told():
            yield
    finally:
        st.session_state.pop(Key.SCENE, None)


@contextmanager
def _errors_told() -> Iterator[None]:
    """Show an error of ours, or of the disk, as its sentence."""
    try:
        yield
    except KopdataError as error:
        st.error(plain(str(error)), title=error.title)
    except OSError as error:
        st.error(
            plain(f"Berkas atau folder tidak dapat dipakai: {error.filename or error.strerror}."),
            title=StoreError.title,
        )


def enter(view: View) -> Scene:
    """Return the scene of this run, not narrowed yet; until sign-in is configured, the local user's."""
    return Scene(local_actor(), view, Filter())


def narrow(scene: Scene, filter_: Filter) -> Scene:
    """Return the scene as the filters narrow it, and leave it for the page that runs next."""
    st.session_state[Key.SCENE] = narrowed = replace(scene, filter=filter_)
    return narrowed


class _PageEndedError(Exception):
    """A page has drawn all that it draws; what stands on every page still follows."""


def end_page() -> NoReturn:
    """End the page here. ``st.stop`` would also keep away what the entry draws after it."""
    raise _PageEndedError


@contextmanager
def page_end() -> Iterator[None]:
    """Hold a page, which may end itself before its last line, or by an error of ours: it is shown there."""
    with suppress(_PageEndedError), _errors_told():
        yield


def require(right: Right) -> Scene:
    """Return the scene of this run, or end the page with a sentence."""
    scene = st.session_state.get(Key.SCENE)
    if not isinstance(scene, Scene):
        st.error(
            "Halaman ini hanya dapat dibuka dari dasbor. Buka alamat utama dasbor.", title="Tidak berhak"
        )
        st.stop()
    try:
        access.require(scene.actor, right)
    except NotAllowedError as refused:
        st.error(plain(str(refused)), title=refused.title)
        end_page()
    return scene
