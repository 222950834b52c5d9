"""Copies of the store in sentences: what one holds, what it would replace, and what came of it."""

from __future__ import annotations

import datetime as dt

from kopdata.backup import Examined, Held, LastRestore, Restored
from kopdata.formats import moment, number


def held_words(held: Held) -> str:
    """Return what a store holds, as it stands after a colon or "berisi"."""
    if held.snapshots == 0:
        imported = "belum ada data koperasi"
    else:
        imported = (
            f"{number(held.cooperatives)} koperasi pada {held.label}, "
            f"{number(held.imports)} unggahan untuk {_dates(held)}"
        )
    visits = f"{number(held.visits)} catatan kunjungan" if held.visits else "tanpa catatan kunjungan"
    return f"{'data contoh, ' if held.is_demo else ''}{imported}, {visits}"


def _dates(held: Held) -> str:
    if held.snapshots == 1:
        return "1 tanggal"
    return f"{number(held.snapshots)} tanggal ({held.since} sampai {held.label})"


def copy_words(examined: Examined, zone: dt.tzinfo) -> str:
    """Return what an examined copy is."""
    return (
        f"Cadangan ini dibuat {moment(examined.made_at, zone)} oleh {examined.made_by}. "
        f"Isinya: {held_words(examined.holds)}."
    )


def damage_words(examined: Examined) -> str:
    """Return what of an examined copy cannot be read, "" where all can."""
    return f"Sebagian isi cadangan ini rusak. {' '.join(examined.problems)}" if examined.problems else ""


def replaced_words(examined: Examined) -> str:
    """Return what would be replaced by an examined copy, and what becomes of it."""
    if not examined.exists:
        return "Di komputer ini belum ada penyimpanan kantor, jadi tidak ada yang diganti."
    kept = "Yang diganti tidak dihapus: foldernya disisihkan di samping penyimpanan."
    if examined.replaces is None:
        return f"Yang diganti: penyimpanan sekarang, yang isinya tidak dapat dibaca. {kept}"
    return f"Yang diganti: {held_words(examined.replaces)}. {kept}"


def restored_words(restored: Restored) -> str:
    """Return what was restored, and where the store before it is kept."""
    words = f"Cadangan dipulihkan. Isinya: {held_words(restored.holds)}."
    if restored.aside is not None:
        words += f" Penyimpanan sebelumnya disisihkan di {restored.aside}."
    return words


def last_restore_words(last: LastRestore, zone: dt.tzinfo) -> str:
    """Return where the data on this computer came from."""
    words = (
        f"Data di sini dipulihkan {moment(last.restored_at, zone)} oleh {last.actor}, dari cadangan "
        f"{moment(last.made_at, zone)}."
    )
    return f"{words} Penyimpanan sebelumnya ada di {last.aside}." if last.aside else words
