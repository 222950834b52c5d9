"""The fold that says which imports make a snapshot, against a plain model of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kopdata.models import ImportDraft, ImportEvent
from kopdata.store.events import current_imports, snapshots, standing
from kopdata.store.links import final
from kopdata.vocabulary import EventKind, ImportMode
from tests.unit.store.samples import MOMENT, an_import

steps = st.lists(
    st.tuples(st.sampled_from(EventKind), st.sampled_from(ImportMode), st.integers(0, 9)), max_size=15
)


def history(choices: list[tuple[EventKind, ImportMode, int]]) -> list[ImportEvent]:
    """Turn choices into events that can happen: what stands is taken back, what does not is put back."""
    events: list[ImportEvent] = []
    up: dict[str, bool] = {}
    for wish, mode, which in choices:
        fitting = [import_id for import_id, stands in up.items() if stands is (wish is EventKind.UNDO)]
        kind = wish if fitting else EventKind.IMPORT
        if kind is EventKind.IMPORT:
            _, draft = an_import(1, 0, mode=mode)
        else:
            draft = next(e for e in events if e.import_id == fitting[which % len(fitting)])
        up[draft.import_id] = kind is not EventKind.UNDO
        known = {name: getattr(draft, name) for name in ImportDraft.model_fields}
        event = ImportEvent(
            **known, event=kind, sequence=len(events) + 1, current=(), recorded_at=MOMENT, actor="-"
        )
        now = current_imports(standing([*events, event]))
        events.append(event.model_copy(update={"current": now}))
    return events


@settings(deadline=None)
@given(steps)
def test_current_is_the_last_replacing_import_and_what_completes_it(
    choices: list[tuple[EventKind, ImportMode, int]],
) -> None:
    events = history(choices)
    made = [event for event in events if event.event is EventKind.IMPORT]
    last = {event.import_id: event.event for event in events}
    up = [event for event in made if last[event.import_id] is not EventKind.UNDO]
    replacing = [place for place, event in enumerate(up) if event.mode is ImportMode.REPLACE]
    expected = [event.import_id for event in up[replacing[-1] if replacing else 0 :]]

    shown = snapshots(events)
    assert [event.import_id for snapshot in shown for event in snapshot.imports] == expected


@settings(deadline=None)
@given(steps, st.integers(0, 9))
def test_a_damaged_import_counts_as_taken_back(
    choices: list[tuple[EventKind, ImportMode, int]], which: int
) -> None:
    events = history(choices)
    made = [event for event in events if event.event is EventKind.IMPORT]
    damaged = {made[which % len(made)].import_id} if made else set()
    without = [event for event in events if event.import_id not in damaged]
    expected = current_imports(standing(without))
    shown = snapshots(events, damaged)
    assert tuple(event.import_id for snapshot in shown for event in snapshot.imports) == expected


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abcde"), st.sampled_from("abcde")))
def test_every_chain_of_merges_ends_in_one_place(pairs: dict[str, str]) -> None:
    for coop_id, same_as in pairs.items():
        assert final(coop_id, pairs) == final(same_as, pairs)
