"""Recording a visit once, and correcting it later.

A visit bears the id of the draft it was filled in as, so that saving twice is one visit. A correction is a
further revision with who, when and why; all revisions stay to be seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from pydantic import TypeAdapter, ValidationError

from kopdata.access import Actor, Right, require
from kopdata.database import Database
from kopdata.errors import ConflictError, NotFoundError, StoreError
from kopdata.fieldwork.drafts import Draft, DraftId, discard, drafts_of
from kopdata.fieldwork.entries import (
    FIRST_DAY,
    LONGEST_LINE,
    moment_after,
    must_be_listed,
    office_day,
    refuse_other_days,
)
from kopdata.fieldwork.messages import Known
from kopdata.fieldwork.photos import is_kept
from kopdata.fieldwork.records import Photo, Visit, VisitedCooperative
from kopdata.fieldwork.visit_form import (
    Serving,
    VisitForm,
    VisitRefusedError,
    contradictions,
    read_form,
)
from kopdata.formats import date
from kopdata.imports.values import tidy
from kopdata.store import Contents, Store, schema
from kopdata.store.links import final
from kopdata.store.tables import Table

_OTHERWISE: Final = {"serves", "follow_up", "follow_up_details", "cause", "cause_other", "position"}
"""Fields of the form that the record bears in another way."""
_VISIT_ID: Final = TypeAdapter(DraftId)
_CHOICES: Final = """
SELECT DISTINCT ON (coop_id) coop_id, name, village, district FROM registry_keyed
WHERE as_of = (SELECT max(as_of) FROM registry) AND NOT coalesce(outside_region, false)
ORDER BY sort_name, coop_id
"""
_ONE: Final = """
SELECT coop_id, name, nik, legal_number, address, village, district FROM registry
WHERE coop_id = $coop_id AND NOT coalesce(outside_region, false) ORDER BY as_of DESC LIMIT 1
"""


class VisitContradictsError(VisitRefusedError):
    """A form contradicts itself or what is recorded; with its ``sentences`` confirmed it can be saved."""

    title = "Periksa dahulu sebelum menyimpan"

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


def cooperatives_to_visit(database: Database) -> tuple[Known, ...]:
    """Return the koperasi of the newest snapshot, by name."""
    return tuple(Known.model_validate(row) for row in database.rows(_CHOICES))


def find_listed(database: Database, coop_id: str) -> Known | None:
    """Return a koperasi as the last snapshot that lists it names it, None where none in this regency does."""
    rows = database.rows(_ONE, {"coop_id": coop_id})
    return Known.model_validate({name: rows[0][name] for name in Known.model_fields}) if rows else None


def visited_cooperative(database: Database, coop_id: str) -> VisitedCooperative | None:
    """Return what the paper of a visit says of the koperasi, as the last snapshot that lists it gives it."""
    rows = database.rows(_ONE, {"coop_id": coop_id})
    fields = VisitedCooperative.model_fields
    return VisitedCooperative.model_validate({name: rows[0][name] for name in fields}) if rows else None


def record_visit(
    store: Store,
    visit_id: str,
    form: VisitForm,
    *,
    actor: Actor,
    photos: Sequence[Photo] = (),
    confirmed: Collection[str] = (),
    today: dt.date | None = None,
) -> Visit:
    """Record a visit and return it; one that is recorded under this id already is returned as it stands.

    Parameters
    ----------
    visit_id
        The id of the draft it was filled in as.
    confirmed
        The sentences about contradictions that a person has looked at and leaves as they are.

    Raises
    ------
    NotAllowedError
        The actor has no right to record visits.
    NotFoundError
        No import, also of those that were taken back, ever listed the koperasi in this regency.
    VisitContradictsError
        It contradicts itself, or another visit of that day, and that is not confirmed.
    VisitRefusedError
        It bears a day that a visit cannot have, or a photo that the store does not keep.
    StoreError
        It could not be saved. Nothing changed in any of these cases.
    """
    require(actor, Right.RECORD_VISIT)
    try:
        _VISIT_ID.validate_python(visit_id)
    except ValidationError as error:
        raise VisitRefusedError("Nomor draf ini tidak dikenal. Mulai formulir baru.") from error
    recorded: list[Visit] = []

    def make(contents: Contents) -> Sequence[Visit]:
        recorded.extend(revisions(contents, visit_id)[-1:])
        if recorded:
            return ()
        _check(store, contents, form, photos, today)
        _ask(contents, visit_id, form, photos, confirmed)
        recorded.append(
            _visit(visit_id, form, photos, actor=actor.name, recorded_at=moment_after(contents.visits))
        )
        return recorded

    if not (known := revisions(store.contents(), visit_id)):
        _must_be_known(store, form.coop_id)
    store.append("visits", make)
    return known[-1] if known else recorded[-1]


def correct_visit(
    store: Store,
    visit_id: str,
    form: VisitForm,
    *,
    reason: str,
    based_on: int,
    actor: Actor,
    photos: Sequence[Photo] = (),
    confirmed: Collection[str] = (),
    today: dt.date | None = None,
) -> Visit:
    """Record a further revision of a visit and return it; the same correction pressed twice is one.

    ``based_on`` is the revision that was seen. Raises what ``record_visit`` does, and besides:

    Raises
    ------
    ConflictError
        Somebody else corrected the visit since.
    NotFoundError
        There is no such visit.
    VisitRefusedError
        No reason is given, or nothing is changed.
    """
    require(actor, Right.RECORD_VISIT)
    why = tidy(reason)
    if not why or len(why) > LONGEST_LINE:
        raise VisitRefusedError(f"Isi alasan perbaikan, paling panjang {LONGEST_LINE} huruf.")
    seen = store.contents()
    if {final(form.coop_id, seen.merged)} - {one.coop_id for one in revisions(seen, visit_id)[-1:]}:
        _must_be_known(store, form.coop_id)
    result: list[Visit] = []

    def make(contents: Contents) -> Sequence[Visit]:
        known = revisions(contents, visit_id)
        if not known:
            raise NotFoundError("Kunjungan ini tidak ada di catatan. Cari lagi di halaman koperasinya.")
        last = known[-1]
        corrected = _visit(
            visit_id,
            form,
            photos,
            actor=actor.name,
            recorded_at=moment_after(contents.visits),
            revision=based_on + 1,
            reason=why,
        )
        own = {"recorded_at": last.recorded_at}
        if corrected.model_copy(update=own) == last:
            result.append(last)
            return ()
        if last.revision != based_on:
            raise ConflictError(
                f"Kunjungan {date(last.visited_on)} ini sudah diperbaiki oleh {last.actor} sejak Anda "
                "membukanya. Buka lagi catatannya, lalu ulangi perbaikan yang masih perlu."
            )
        if corrected.model_copy(update={**own, **_who_and_why(last)}) == last:
            raise VisitRefusedError("Belum ada yang diubah, jadi tidak ada yang disimpan.")
        _check(store, contents, form, photos, today)
        _ask(contents, visit_id, form, photos, confirmed)
        result.append(corrected)
        return result

    store.append("visits", make)
    return result[-1]


def revisions(contents: Contents, visit_id: str) -> tuple[Visit, ...]:
    """Return every revision of a visit, the oldest first; () where there is no such visit."""
    rows = contents.visits.filter(pc.equal(contents.visits["visit_id"], visit_id)).to_pylist()
    return tuple(_from_row(row, contents) for row in sorted(rows, key=lambda row: row["revision"]))


def waiting_drafts(store: Store, *, actor: Actor) -> tuple[Draft, ...]:
    """Return the drafts of this person that were not saved, the newest first.

    One that was saved by a process that ended before it could remove it is removed.
    """
    waiting: list[Draft] = []
    contents = store.contents()
    for draft in drafts_of(store, actor=actor):
        if _was_saved(contents, draft):
            with suppress(StoreError):  # it stays, and is no less saved
                discard(store, draft.draft_id, actor=actor)
        else:
            waiting.append(draft)
    return tuple(waiting)


def _was_saved(contents: Contents, draft: Draft) -> bool:
    """Tell whether a draft was recorded: as the visit of its id, or as a revision of what it corrects."""
    if draft.corrects is None:
        return bool(revisions(contents, draft.draft_id))
    since = [one for one in revisions(contents, draft.corrects) if one.revision > (draft.based_on or 0)]
    with suppress(VisitRefusedError):  # what no visit can be was not recorded
        form = read_form(draft.answers)
        return any(same_answers(one, form, draft.photos) for one in since)
    return False


def same_answers(visit: Visit, form: VisitForm, photos: Sequence[Photo]) -> bool:
    """Tell whether a visit says just what a form does, rather than what another window saved before."""
    # Forms may say the same in two ways: a cause that was typed rather than chosen.
    said = _visit(
        visit.visit_id,
        form,
        photos,
        actor=visit.actor,
        recorded_at=visit.recorded_at,
        revision=visit.revision,
        reason=visit.reason,
    )
    return said == visit


def _must_be_known(store: Store, coop_id: str) -> None:
    """Pass for a koperasi that any import ever listed in this regency: a visit outlives an import's undo.

    Raises
    ------
    NotFoundError
        None did.
    """
    try:
        must_be_listed(store, coop_id)
    except NotFoundError:
        if not _was_listed(store, coop_id):
            raise


def _was_listed(store: Store, coop_id: str) -> bool:
    """Tell whether a file of an import lists the koperasi, whatever became of the import."""
    merged = store.contents().merged
    ids = [coop_id, *(one for one in merged if final(one, merged) == final(coop_id, merged))]
    rows = pa.schema([schema.REGISTRY.field(name) for name in ("coop_id", "outside_region")])
    inside = ~pc.coalesce(ds.field("outside_region"), pa.scalar(value=False))
    this = ds.field("coop_id").isin(ids) & inside
    for file in Table(store.root, "registry").read().files:
        with suppress(OSError, pa.ArrowException):  # one that is damaged lists nothing
            if ds.dataset(str(file.path), rows, format="parquet").count_rows(filter=this):
                return True
    return False


def _check(
    store: Store, contents: Contents, form: VisitForm, photos: Sequence[Photo], today: dt.date | None
) -> None:
    last_day = office_day(contents, today)
    refuse_other_days(form.visited_on, VisitRefusedError, until=last_day)
    if form.visited_on < FIRST_DAY:
        raise VisitRefusedError(f"Tanggal {date(form.visited_on)} terlalu lama. Perbaiki tanggalnya.")
    for photo in photos:
        if not is_kept(store, photo):
            raise VisitRefusedError(
                "Satu foto tidak ada lagi di penyimpanan atau rusak. Unggah lagi foto itu, atau hapus dari "
                "formulir, lalu simpan lagi."
            )


def _ask(
    contents: Contents,
    visit_id: str,
    form: VisitForm,
    photos: Sequence[Photo],
    confirmed: Collection[str],
) -> None:
    found = (*contradictions(form, photos), *_of_same_day(contents, visit_id, form))
    if set(found) - set(confirmed):
        raise VisitContradictsError(found)


def _of_same_day(contents: Contents, visit_id: str, form: VisitForm) -> Iterator[str]:
    """Yield that another visit or contact of this kind is recorded for the koperasi and day."""
    coop_id = final(form.coop_id, contents.merged)
    ids = [coop_id, *(one for one, same_as in contents.merged.items() if same_as == coop_id)]
    ever = contents.visits
    of_day = ever.filter(
        pc.and_(
            pc.equal(ever["visited_on"], form.visited_on),
            pc.is_in(ever["coop_id"], value_set=pa.array(ids, pa.string())),
        )
    )
    for other_id in sorted(set(of_day["visit_id"].to_pylist()) - {visit_id}):
        other = revisions(contents, other_id)[-1]
        if (other.coop_id, other.visited_on, other.contact) == (coop_id, form.visited_on, form.contact):
            yield (
                f"Koperasi ini sudah dicatat pada {date(form.visited_on)} oleh {other.actor}, dengan hasil "
                f"“{other.result}”. Kalau itu kunjungan yang sama, jangan simpan lagi."
            )


def _visit(
    visit_id: str,
    form: VisitForm,
    photos: Sequence[Photo],
    *,
    actor: str,
    recorded_at: dt.datetime,
    revision: int = 1,
    reason: str | None = None,
) -> Visit:
    same = form.model_dump(exclude=_OTHERWISE)
    latitude, longitude = form.position or (None, None)
    return Visit(
        **same,
        visit_id=visit_id,
        revision=revision,
        serves_members={Serving.YES: True, Serving.NO: False, Serving.UNKNOWN: None}[form.serves],
        follow_up=": ".join(filter(None, (form.follow_up, form.follow_up_details))),
        cause="; ".join(filter(None, (form.cause, form.cause_other))) or None,
        photos=tuple(photos),
        latitude=latitude,
        longitude=longitude,
        reason=reason,
        actor=actor,
        recorded_at=recorded_at,
    )


def _who_and_why(visit: Visit) -> dict[str, object]:
    return {"revision": visit.revision, "actor": visit.actor, "reason": visit.reason}


def _from_row(row: Mapping[str, Any], contents: Contents) -> Visit:
    given = {name: value for name, value in row.items() if value is not None and name != "result"}
    return Visit.model_validate({**given, "coop_id": final(row["coop_id"], contents.merged)})
