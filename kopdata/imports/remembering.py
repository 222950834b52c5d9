"""Remember what persons said about unclear columns and words, so that the next file is not asked again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, Json, StringConstraints, TypeAdapter, ValidationError

from kopdata.access import Actor, Right, require
from kopdata.imports.answers import KEPT_AS_NOTE, NO_STATUS, Answers
from kopdata.imports.fields import FIELDS_BY_NAME
from kopdata.models import Setting
from kopdata.store import Contents, Store
from kopdata.vocabulary import SettingName, Status

MOST_HEADERS: Final = 50
"""Headers whose answers are remembered: the newest."""
MOST_WORDS: Final = 200
_LARGEST: Final = 150_000
"""Letters of one setting."""


def _field_or_note(name: str) -> str:
    if name != KEPT_AS_NOTE and name not in FIELDS_BY_NAME:
        raise ValueError("no field of the registry")
    return name


def _status_or_none(word: str) -> str:
    if word not in {NO_STATUS, Status.ACTIVE, Status.INACTIVE}:
        raise ValueError("no status that a file can give")
    return word


T = TypeVar("T")
_Key = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
_Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_OF_HEADER: Final = TypeAdapter(dict[_Key, Annotated[str, AfterValidator(_field_or_note)]])
_COLUMNS: Final = TypeAdapter(Json[dict[_Fingerprint, object]])
_STATUS: Final = TypeAdapter(Annotated[str, AfterValidator(_status_or_none)])
_WORDS: Final = TypeAdapter(Json[dict[_Key, object]])


def remembered(contents: Contents) -> Answers:
    """Return everything that persons said about columns and words; what cannot be read of it is left out."""
    columns = _read(_COLUMNS, contents.settings.get(SettingName.COLUMN_ANSWERS))
    words = _read(_WORDS, contents.settings.get(SettingName.STATUS_WORDS))
    return Answers(
        {header: told for header, answers in columns.items() if (told := _valid(_OF_HEADER, answers))},
        {word: status for word, answer in words.items() if (status := _valid(_STATUS, answer)) is not None},
    )


def remember(store: Store, answers: Answers, *, actor: Actor) -> Answers:
    """Remember ``answers`` beside those from before, whom they replace; return all that are remembered now.

    The newest ``MOST_HEADERS`` headers are kept. Nothing is written where nothing is new.

    Raises
    ------
    NotAllowedError
        The actor may not import.
    StoreError
        They could not be saved; nothing changed.
    """
    require(actor, Right.IMPORT)

    def revised(contents: Contents) -> list[Setting]:
        return _with(answers, remembered(contents), actor)

    if revised(store.contents()):
        store.revise_settings(revised)
    return remembered(store.contents())


def _with(answers: Answers, before: Answers, actor: Actor) -> list[Setting]:
    """Return the settings that change when ``answers`` join those from before."""
    known = before.plus(answers)
    checked = Answers(
        {header: _OF_HEADER.validate_python(told) for header, told in known.columns.items()},
        {word: _STATUS.validate_python(told) for word, told in known.status_words.items()},
    )
    texts = {
        SettingName.COLUMN_ANSWERS: (_bounded(checked.columns, MOST_HEADERS), before.columns),
        SettingName.STATUS_WORDS: (_bounded(checked.status_words, MOST_WORDS), before.status_words),
    }
    now = dt.datetime.now(dt.UTC)
    return [
        Setting(name=name, value=text, actor=actor.name, recorded_at=now)
        for name, (text, was) in texts.items()
        if json.loads(text) != was
    ]


def _bounded(newest_last: Mapping[str, object], most: int) -> str:
    """Return the newest entries as JSON, as many as one setting holds."""
    kept = list(newest_last.items())[-most:]
    while len(text := json.dumps(dict(kept), ensure_ascii=False)) > _LARGEST:
        kept = kept[1:]
    return text


def _read(kind: TypeAdapter[dict[str, object]], text: str | None) -> dict[str, object]:
    return (_valid(kind, text) or {}) if text else {}


def _valid(kind: TypeAdapter[T], value: object) -> T | None:
    try:
        return kind.validate_python(value)
    except ValidationError:
        return None
