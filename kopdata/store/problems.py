"""Damage found in the store's files, told to the office in sentences."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from kopdata.models import Snapshot
from kopdata.store.tables import TableState

_HELD = {
    "registry": "data koperasi",
    "visits": "catatan kunjungan",
    "assessments": "penilaian kesehatan",
    "links": "penggabungan koperasi",
    "official": "angka resmi",
    "settings": "pengaturan",
    "repairs": "tanda perbaikan di ODS",
    "plans": "jadwal kunjungan",
    "coaching": "catatan pembinaan",
    "proposals": "usulan pembubaran",
    "outreach": "catatan sosialisasi",
    "imports": "riwayat unggahan",
}


def of_tables(root: Path, states: Mapping[str, TableState]) -> list[str]:
    """Return a sentence for each broken log and each damaged data file but the registry's."""
    found = []
    for name, state in states.items():
        if state.broken_log is not None:
            found.append(
                f"Catatan terakhir pada {_HELD[name]} rusak (berkas {state.broken_log.relative_to(root)}), "
                "mungkin karena listrik padam saat menyimpan. Yang ditampilkan keadaan sebelumnya; periksa "
                "apakah perubahan terakhir sudah masuk, dan ulangi bila belum."
            )
        if name != "registry":
            found += [
                f"Sebagian {_HELD[name]} rusak (berkas {file.path.relative_to(root)}) dan tidak ditampilkan. "
                "Periksa apakah perubahan terakhir sudah masuk dan ulangi bila belum, atau pulihkan berkas "
                "itu dari cadangan."
                for file in state.damaged
            ]
    return found


def of_imports(meant: Sequence[Snapshot], unusable: Collection[str]) -> list[str]:
    """Return a sentence for each import that should show and cannot, because its rows are damaged."""
    return [
        f"Data unggahan {event.file_name} untuk {snapshot.label} rusak di penyimpanan, jadi tidak dipakai. "
        "Yang ditampilkan unggahan sebelumnya untuk tanggal itu, bila ada. Unggah lagi berkasnya, atau "
        "pulihkan penyimpanan dari cadangan."
        for snapshot in meant
        for event in snapshot.imports
        if event.import_id in unusable
    ]
