"""Which store an installation uses: the office's own, or the demo until there is one."""

from __future__ import annotations

from pathlib import Path

from kopdata import access
from kopdata.access import Actor, Right
from kopdata.demo import make_demo
from kopdata.store import Store, create_store, open_store, store_exists
from kopdata.store.contents import DEMO


def open_or_make(home: Path) -> Store:
    """Return the store at ``home``: the office's own, else the demo, which is made where it is missing.

    Raises
    ------
    StoreError
        The store is there but cannot be opened, or the demo cannot be written.
    """
    return open_store(home) if has_store(home) else make_demo(home)


def open_or_create(home: Path) -> Store:
    """Return the store at ``home`` as the screen shows it, else the office's own, made and empty.

    Raises
    ------
    StoreError
        The store is there but cannot be opened, or cannot be written.
    """
    return open_store(home) if has_store(home) else create_store(home)


def has_store(home: Path) -> bool:
    """Tell whether ``home`` holds a store of the office, or the demo."""
    return store_exists(home) or store_exists(home / DEMO)


def is_current(store: Store, home: Path) -> bool:
    """Tell whether ``store`` is still the one that ``home`` shows; costs one look at a folder.

    A demo ceases to be it when the office starts its own store.
    """
    return store.root == home or not (store.is_demo and store_exists(home))


def start_office_store(home: Path, actor: Actor) -> Store:
    """Create the office's empty store at ``home`` and return it; the demo stays in its own folder.

    Raises
    ------
    NotAllowedError
        The actor may not import.
    StoreError
        The store cannot be written.
    """
    access.require(actor, Right.IMPORT)
    return create_store(home)
