"""The command line: the same way in and the same figures as the screen, for scripts, schedules and tests.

``--json`` prints one object, or for rows one object a line. Exit status 0 when done; 2, with one sentence
on stderr, when refused and nothing changed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from kopdata import formats, paths, wording
from kopdata.access import Actor, Role, local_actor
from kopdata.arguments import COMMANDS, REFUSED, make_parser
from kopdata.backup import backup, finish_restore, restore
from kopdata.database import Database, open_database
from kopdata.demo import make_demo
from kopdata.errors import KopdataError, NotFoundError
from kopdata.figures import ACTIVE, INACTIVE, TOTAL, UNKNOWN
from kopdata.imports import ImportPlan, ParsedFile, plan_import, put_back, read_file, save_import, take_back
from kopdata.imports.answers import NO_ANSWERS
from kopdata.imports.remembering import remembered
from kopdata.imports.sandbox import LIMITS, limits_of
from kopdata.models import LONGEST_SEARCH, Cooperative, Filter, Finding
from kopdata.office import has_store, open_or_create
from kopdata.queries import Overview, ask_overview, ask_records
from kopdata.queries.fieldwork_counts import ask_fieldwork_counts
from kopdata.queries.records import EXPORTED, ask_export
from kopdata.regions import NO_DISTRICT, UNKNOWN_DISTRICT, find_district, suggest_district
from kopdata.settings import settings_of
from kopdata.store import Store, create_store, open_store
from kopdata.vocabulary import HEALTH_DETAILS, HealthClass, ImportMode, Status, fold, read_status
from kopdata.wording.backup import restored_words
from kopdata.wording.commands import by_kind, fieldwork_lines, import_found

__all__ = ["COMMANDS", "REFUSED", "main"]

_LONGEST_NAME: Final = 200


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows console may lack a sign
    options = make_parser().parse_args(arguments)
    try:
        _check(options)
        finish_restore(paths.home())
        _RUN[options.command](options)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader had enough: no error
    except KopdataError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except OSError as error:
        which = f": {paths.shown(str(error.filename))}" if error.filename else ""
        print(
            f"Berkas atau folder tidak dapat dipakai{which}. Periksa letaknya, hak membuka dan menulisnya, "
            "dan ruang kosong pada disk.",
            file=sys.stderr,
        )
        return REFUSED
    return 0


def _check(options: argparse.Namespace) -> None:
    """Refuse what was typed, or named on a disk, in bytes that are no letters: nothing can record it."""
    for given in vars(options).values():
        if isinstance(given, str | Path) and not paths.is_text(str(given)):
            raise KopdataError(
                f"'{paths.shown(str(given))}' memuat huruf yang rusak. Tulis ulang, atau ganti nama berkas "
                "atau foldernya, lalu ulangi."
            )


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise KopdataError(f"'{text}' bukan tanggal. Tulis tahun, bulan, hari, seperti 2022-12-12.") from None


def _actor(options: argparse.Namespace) -> Actor:
    name = options.by.strip() if "by" in options else ""
    if len(name) > _LONGEST_NAME:
        raise KopdataError(f"Nama pada --by paling panjang {_LONGEST_NAME} huruf.")
    try:
        return Actor(name=name, roles=frozenset({Role.HEAD})) if name else local_actor()
    except ValidationError:  # of the computer's user: what that is called is nobody's choice here
        raise KopdataError(
            "Nama pengguna komputer ini tidak dapat dicatat. Sebutkan nama lewat --by."
        ) from None


def _database() -> Database:
    return open_database(_store())


def _store() -> Store:
    store = open_store(paths.home())
    for problem in store.problems():
        print(problem, file=sys.stderr)
    return store


def _say(options: argparse.Namespace, result: Mapping[str, Any], words: str) -> None:
    print(json.dumps(result, ensure_ascii=False, default=str) if options.json else words)


def _init(options: argparse.Namespace) -> None:
    home = paths.home()
    if options.demo:
        if has_store(home):
            raise KopdataError(f"Di {home} sudah ada penyimpanan; data contoh tidak dibuat.")
        store = make_demo(home)
    else:
        store = create_store(home)
    words = f"Penyimpanan {'data contoh' if store.is_demo else 'kantor'} siap di {store.root}."
    _say(options, {"root": str(store.root), "demo": store.is_demo}, words)


def _import(options: argparse.Namespace) -> None:
    as_of, actor = _day(options.as_of), _actor(options)
    home = paths.home()
    contents = open_store(home).contents() if has_store(home) else None
    limits = limits_of(settings_of(contents)) if contents else LIMITS
    answers = remembered(contents) if contents else NO_ANSWERS
    parsed = read_file(options.file, as_of=as_of, limits=limits, answers=answers)
    mode = ImportMode.COMPLETE if options.complete else ImportMode.REPLACE
    plan = _planned(parsed, as_of, mode)
    result = _import_result(plan)
    if options.dry_run or plan.adds_nothing:
        words = "Tidak ada yang disimpan."
    else:
        is_new = not has_store(home)
        store = open_or_create(home)
        if is_new:  # what was planned beside an empty store says so, and this is another
            plan = plan_import(store, parsed, as_of=as_of, mode=mode)
            result = _import_result(plan)
        outcome = save_import(store, plan, actor=actor, original=options.file)
        words = wording.saved(plan, outcome)
        result["saved"] = True
    lines = [*wording.notices(plan), wording.rows_counted(plan)]
    lines += [*import_found(plan, saved=result["saved"]), words]
    _say(options, result, "\n".join(lines))


def _planned(parsed: ParsedFile, as_of: dt.date | None, mode: ImportMode) -> ImportPlan:
    """Plan an import; where there is no store, beside an empty one, so that a refusal leaves no trace."""
    home = paths.home()
    if has_store(home):
        return plan_import(open_store(home), parsed, as_of=as_of, mode=mode)
    with tempfile.TemporaryDirectory() as folder:
        return plan_import(create_store(folder), parsed, as_of=as_of, mode=mode)


def _import_result(plan: ImportPlan) -> dict[str, Any]:
    def found(findings: Iterable[Finding]) -> list[dict[str, Any]]:
        return [finding.model_dump() for finding in findings]

    return {
        "import_id": plan.draft.import_id,
        "as_of": plan.draft.as_of.isoformat(),
        "kind": str(plan.kind),
        "layout": plan.parsed.layout,
        "saved": False,
        "already": plan.already is not None,
        "rows_read": plan.parsed.rows_read,
        "accepted": plan.draft.accepted,
        "outside": plan.outside,
        "total": plan.total,
        "active": plan.active,
        "inactive": plan.inactive,
        "unknown": plan.unknown,
        "new": plan.new,
        "gone": plan.gone,
        "changed": plan.changed,
        "rejected": found(plan.rejected),
        "left_out": found(plan.left_out),
        "warnings": found(plan.warnings),
        "warnings_by_kind": [
            {"kind": one.kind, "title": one.title, "count": one.total} for one in by_kind(plan.warnings)
        ],
        "oddities": [
            {"oddity": str(oddity), "words": line}
            for oddity, line in zip(plan.oddities, wording.oddity_lines(plan), strict=True)
        ],
    }


def _status(options: argparse.Namespace) -> None:
    database, filter_ = _database(), Filter(as_of=_day(options.as_of))
    overview, recorded = ask_overview(database, filter_), ask_fieldwork_counts(database, filter_)
    if overview is None or recorded is None:
        raise NotFoundError("Belum ada data koperasi. Masukkan ekspor ODS dengan perintah import.")
    result = _status_result(overview) | {"fieldwork": recorded.model_dump(mode="json")}
    lines = [f"Keadaan per {overview.snapshot.label}"]
    lines += [f"{title}: {formats.number(value)}" for title, value in _status_lines(overview)]
    lines += [
        f"  {row.name}: {formats.number(row.values[TOTAL.id])}"
        for row in overview.districts
        if row.values[TOTAL.id]
    ]
    _say(options, result, "\n".join([*lines, *fieldwork_lines(recorded)]))


def _status_lines(overview: Overview) -> list[tuple[str, int | None]]:
    return [(figure.title, overview.count(figure)) for figure in (TOTAL, ACTIVE, INACTIVE, UNKNOWN)]


def _status_result(overview: Overview) -> dict[str, Any]:
    figures = (TOTAL, ACTIVE, INACTIVE, UNKNOWN)
    return {
        "as_of": overview.snapshot.as_of.isoformat(),
        **{figure.id: overview.count(figure) or 0 for figure in figures},
        "outside": overview.outside,
        "by_district": {
            row.name: {figure.id: row.values[figure.id] or 0 for figure in figures}
            for row in overview.districts
        },
    }


def _cooperatives(options: argparse.Namespace) -> None:
    if len(options.search) > LONGEST_SEARCH:
        raise KopdataError(f"Kata pencarian paling panjang {LONGEST_SEARCH} huruf.")
    filter_ = Filter(
        as_of=_day(options.as_of),
        status=_status_named(options.status),
        health=_health(options.health),
        district=_district(options.district),
        search=options.search,
    )
    for row in ask_records(_database(), filter_).to_pylist():
        cooperative = Cooperative.model_validate(row)
        if options.json:
            print(cooperative.model_dump_json())
        else:
            print(
                cooperative.nik or formats.ABSENT,
                cooperative.name,
                cooperative.status or formats.ABSENT,
                sep="\t",
            )


def _status_named(text: str | None) -> frozenset[Status]:
    if not text:
        return frozenset()
    status = Status.UNKNOWN if fold(text) == Status.UNKNOWN else read_status(text)
    if status is None:
        raise NotFoundError(f"Status '{text}' tidak dikenal. Yang dikenal: {', '.join(Status)}.")
    return frozenset({status})


def _health(text: str | None) -> frozenset[str]:
    if not text:
        return frozenset()
    by_word = {
        fold(detail): frozenset({str(detail)}) for details in HEALTH_DETAILS.values() for detail in details
    }
    # "sehat" and "tidak sehat" are the two classes; a predicate is named in full.
    by_word |= {fold(health): frozenset(map(str, HEALTH_DETAILS[health])) for health in HealthClass}
    if fold(text) not in by_word:
        raise NotFoundError(f"Kesehatan '{text}' tidak dikenal. Yang dikenal: {', '.join(sorted(by_word))}.")
    return by_word[fold(text)]


def _district(text: str | None) -> frozenset[str]:
    if not text:
        return frozenset()
    if fold(text) == fold(UNKNOWN_DISTRICT):
        return frozenset({NO_DISTRICT})
    district = find_district(text)
    if district is None:
        near = suggest_district(text)
        raise NotFoundError(
            f"Kecamatan '{text}' tidak dikenal"
            + (f"; maksudnya {near.name}?" if near else " di kabupaten ini.")
        )
    return frozenset({district.code})


def _snapshots(options: argparse.Namespace) -> None:
    database = _database()
    for snapshot in database.snapshots:
        overview = ask_overview(database, Filter(as_of=snapshot.as_of))
        if overview is None:
            continue
        base = snapshot.base
        result = _status_result(overview) | {
            "imports": [event.import_id for event in snapshot.imports],
            "file": base.file_name,
            "recorded_at": base.recorded_at.isoformat(),
            "actor": base.actor,
        }
        del result["by_district"]
        total = formats.number(overview.count(TOTAL))
        imports = ", ".join(result["imports"])
        _say(options, result, f"{snapshot.label}\t{total} koperasi\t{imports}\t{base.file_name}")


def _undo(options: argparse.Namespace) -> None:
    event = take_back(_store(), options.import_id, actor=_actor(options))
    _say(options, event.model_dump(mode="json"), f"Unggahan {event.import_id} ditarik kembali.")


def _redo(options: argparse.Namespace) -> None:
    event = put_back(_store(), options.import_id, actor=_actor(options))
    _say(options, event.model_dump(mode="json"), f"Unggahan {event.import_id} dipakai lagi.")


def _export(options: argparse.Namespace) -> None:
    database = _database()
    tables = {f"{name}.parquet": ask_export(database, name) for name in EXPORTED}
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            _write(table, options.folder / name)
    except OSError as error:
        raise KopdataError(
            f"Hasil tidak dapat ditulis ke {options.folder}. Periksa ruang kosong pada disk dan hak menulis "
            "di folder itu, lalu ulangi."
        ) from error
    written = {name: table.num_rows for name, table in tables.items()}
    words = "\n".join(f"{name}: {formats.number(count)} baris" for name, count in written.items())
    _say(options, written, words)


def _write(table: pa.Table, path: Path) -> None:
    """Write a table under its name when it is whole; leave nothing of one that is not."""
    unfinished = path.with_suffix(".tulis")
    try:
        pq.write_table(table, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _backup(options: argparse.Namespace) -> None:
    copied = backup(_store(), options.destination, actor=_actor(options))
    words = f"Cadangan tersimpan di {copied.path} ({formats.number(copied.files)} berkas)."
    if copied.is_demo:
        words += " Isinya data contoh."
    _say(options, copied.model_dump(mode="json"), words)


def _restore(options: argparse.Namespace) -> None:
    restored = restore(options.source, paths.home(), actor=_actor(options), despite_damage=options.damaged)
    for problem in restored.problems:
        print(problem, file=sys.stderr)
    words = f"{restored_words(restored)} Penyimpanan ada di {restored.root}."
    _say(options, restored.model_dump(mode="json"), words)


_RUN: dict[str, Callable[[argparse.Namespace], None]] = {
    "init": _init,
    "import": _import,
    "status": _status,
    "cooperatives": _cooperatives,
    "snapshots": _snapshots,
    "undo": _undo,
    "redo": _redo,
    "export": _export,
    "backup": _backup,
    "restore": _restore,
}
