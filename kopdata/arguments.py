"""What the command line takes: its commands, their arguments, and its help, in Indonesian."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn

REFUSED = 2
"""Exit status of a command that was refused; nothing changed."""
COMMANDS = {
    "init": "Membuat penyimpanan, kosong atau berisi data contoh.",
    "import": "Memasukkan satu berkas, dengan pemeriksaan yang sama seperti di layar.",
    "status": "Jumlah, aktif, dan tidak aktif, juga per kecamatan, dan apa yang tercatat di lapangan.",
    "cooperatives": "Daftar koperasi menurut saringan.",
    "snapshots": "Keadaan yang tersimpan.",
    "undo": "Menarik kembali satu unggahan.",
    "redo": "Memakai lagi unggahan yang ditarik kembali.",
    "export": "Menulis registry, visits, assessments, plans, coaching, proposals, dan outreach (.parquet).",
    "backup": "Menyalin seluruh penyimpanan ke satu berkas cadangan.",
    "restore": "Menempatkan isi sebuah berkas cadangan; penyimpanan lama disisihkan, tidak dihapus.",
}


class _Parser(argparse.ArgumentParser):
    """argparse in Indonesian: its own words are English and cannot be set."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")

    def format_help(self) -> str:
        words = super().format_help().replace("usage: ", "Cara pakai: ", 1)
        return words.replace("\npositional arguments:", "\nIsian:").replace("\noptions:", "\nPilihan:")

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse's own sentence is English
        self.exit(
            REFUSED,
            "Perintah ini tidak dikenal, kurang lengkap, atau pilihannya salah tulis; lihat "
            f"'{self.prog} --help'.\n",
        )


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; ``options.command`` is a name of ``COMMANDS``."""
    parser = _Parser(
        prog="python -m kopdata",
        description="Registri koperasi: memasukkan ekspor ODS, membaca angka, menarik kembali unggahan.",
        epilog="Penyimpanan: folder KOPDATA_HOME; bila kosong, data/store milik proyek.",
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="PERINTAH", title="Perintah", parser_class=_Parser
    )
    by_name = {
        name: commands.add_parser(name, help=words, description=words) for name, words in COMMANDS.items()
    }
    for command in by_name.values():
        command.add_argument("--json", action="store_true", help="keluaran untuk program lain")
    for name in ("import", "status", "cooperatives"):
        by_name[name].add_argument("--as-of", metavar="TTTT-BB-HH", help="tanggal keadaan data")
    for name in ("import", "undo", "redo", "restore"):
        by_name[name].add_argument(
            "--by", default="", metavar="NAMA", help="nama yang dicatat; bila kosong, pengguna komputer"
        )
    by_name["init"].add_argument("--demo", action="store_true", help="isi dengan data contoh")
    imported = by_name["import"]
    imported.add_argument("file", type=Path, metavar="BERKAS")
    imported.add_argument("--dry-run", action="store_true", help="periksa saja, jangan simpan")
    imported.add_argument("--complete", action="store_true", help="lengkapi data tanggal itu, jangan ganti")
    by_name["restore"].add_argument(
        "--damaged", action="store_true", help="pulihkan juga cadangan yang sebagian isinya rusak"
    )
    rows = by_name["cooperatives"]
    rows.add_argument("--status", metavar="STATUS", help="aktif, tidak aktif, atau tidak tercantum")
    rows.add_argument(
        "--health", metavar="KESEHATAN", help="sehat, tidak sehat, belum dinilai, atau predikat"
    )
    rows.add_argument("--district", metavar="KECAMATAN", help="nama kecamatan, atau Tidak diketahui")
    rows.add_argument("--search", default="", metavar="KATA", help="nama, NIK, badan hukum, atau desa")
    for name in ("undo", "redo"):
        by_name[name].add_argument("import_id", metavar="NOMOR_UNGGAHAN", help="lihat perintah snapshots")
    by_name["export"].add_argument("folder", type=Path, metavar="FOLDER")
    by_name["backup"].add_argument(
        "destination", type=Path, metavar="TUJUAN", help="folder, atau nama berkas .zip yang belum ada"
    )
    by_name["restore"].add_argument("source", type=Path, metavar="BERKAS", help="berkas cadangan (.zip)")
    return parser
