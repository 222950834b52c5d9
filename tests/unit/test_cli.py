"""The command line: its counts and refusals, called as a script calls it."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kopdata.models import Cooperative
from kopdata.paths import PROJECT, SAMPLES
from kopdata.regions import districts
from kopdata.store.schema import TABLES
from tests.support.commands import kopdata, refused

SAMPLE_COUNTS = {
    "ODS keadaan 7 November 2024.xlsx": (102, 68, 34),
    "ODS keadaan 5 Desember 2024.xls": (105, 59, 46),
    "ODS keadaan 31 Desember 2025.csv": (166, 110, 56),
}


def answer(home: Path, *arguments: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(kopdata(home, *arguments, "--json"))
    return found


@pytest.fixture(scope="module")
def samples_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office's store into which the three registry samples were imported, in order."""
    home = tmp_path_factory.mktemp("office")
    for name, (total, active, inactive) in SAMPLE_COUNTS.items():
        result = answer(home, "import", SAMPLES / name, "--by", "Operator")
        assert (result["total"], result["active"], result["inactive"]) == (total, active, inactive)
        assert result["saved"]
        assert result["rows_read"] == result["accepted"] + len(result["rejected"]) + len(result["left_out"])
        assert result["rejected"] == []
    return home


def test_it_runs_as_a_module_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kopdata", "import", SAMPLES / "registry.parquet", "--json"],
        cwd=tmp_path,
        env=os.environ | {"KOPDATA_HOME": str(tmp_path / "home"), "PYTHONPATH": str(PROJECT)},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    result = json.loads(done.stdout)
    assert (result["total"], result["active"], result["inactive"]) == (99, 73, 26)
    missing = subprocess.run(
        [sys.executable, "-m", "kopdata", "status"],
        cwd=tmp_path,
        env=os.environ | {"KOPDATA_HOME": str(tmp_path / "none"), "PYTHONPATH": str(PROJECT)},
        check=False,
        capture_output=True,
    )
    assert missing.returncode == 2


def test_status_counts_the_region_and_its_districts(samples_home: Path) -> None:
    for as_of, (total, active, inactive) in zip(
        ("2024-11-07", "2024-12-05", "2025-12-31"), SAMPLE_COUNTS.values(), strict=True
    ):
        status = answer(samples_home, "status", "--as-of", as_of)
        assert (status["as_of"], status["total"]) == (as_of, total)
        assert (status["active"], status["inactive"], status["unknown"]) == (active, inactive, 0)
        assert set(status["by_district"]) >= {district.name for district in districts()}
        for key in ("total", "active", "inactive", "unknown"):
            assert sum(row[key] for row in status["by_district"].values()) == status[key]
    assert answer(samples_home, "status")["as_of"] == "2025-12-31"


def test_cooperatives_are_whole_records(samples_home: Path) -> None:
    lines = kopdata(samples_home, "cooperatives", "--status", "tidak aktif", "--json").splitlines()
    records = [Cooperative.model_validate_json(line) for line in lines]
    assert len(records) == 56
    assert {record.status for record in records} == {"tidak aktif"}
    lines = kopdata(samples_home, "cooperatives", "--district", "Kec. Lepar Pongok", "--json").splitlines()
    assert {json.loads(line)["district"] for line in lines} == {"Lepar"}
    assert len(kopdata(samples_home, "cooperatives", "--search", "merah putih").splitlines()) == 53
    assert kopdata(samples_home, "cooperatives", "--health", "tidak sehat", "--json") == ""


def test_undo_and_redo(tmp_path: Path) -> None:
    first, second = list(SAMPLE_COUNTS)[:2]
    kopdata(tmp_path, "import", SAMPLES / first)
    made = answer(tmp_path, "import", SAMPLES / second, "--as-of", "2024-11-07")
    assert answer(tmp_path, "status")["total"] == 105
    kopdata(tmp_path, "undo", made["import_id"], "--by", "Operator")
    assert answer(tmp_path, "status")["total"] == 102
    assert "sudah ditarik" in refused(tmp_path, "undo", made["import_id"]).lower()
    kopdata(tmp_path, "redo", made["import_id"])
    assert answer(tmp_path, "status")["total"] == 105
    assert refused(tmp_path, "undo", "tidak-ada")
    [snapshot] = [json.loads(line) for line in kopdata(tmp_path, "snapshots", "--json").splitlines()]
    assert (snapshot["as_of"], snapshot["imports"]) == ("2024-11-07", [made["import_id"]])


def test_the_same_file_twice_adds_nothing(samples_home: Path) -> None:
    before = kopdata(samples_home, "snapshots", "--json")
    result = answer(samples_home, "import", SAMPLES / "ODS keadaan 31 Desember 2025.csv")
    assert result["already"]
    assert not result["saved"]
    assert kopdata(samples_home, "snapshots", "--json") == before


def test_a_dry_run_leaves_no_trace(tmp_path: Path) -> None:
    result = answer(tmp_path / "new", "import", SAMPLES / "ODS keadaan 7 November 2024.xlsx", "--dry-run")
    assert (result["total"], result["saved"]) == (102, False)
    assert not (tmp_path / "new").exists()


def test_a_health_recap_is_matched_to_koperasi(samples_home: Path) -> None:
    result = answer(samples_home, "import", SAMPLES / "Rekap penilaian kesehatan 2024.xlsx", "--dry-run")
    assert (result["kind"], result["accepted"]) == ("assessments", 45)


def test_refusals_name_what_to_do(tmp_path: Path) -> None:
    prose = tmp_path / "surat.csv"
    prose.write_text("Dengan hormat, terlampir data.\n", encoding="utf-8")
    home = tmp_path / "home"
    assert refused(home, "import", prose)
    assert refused(home, "import", tmp_path / "tidak ada.xlsx")
    assert refused(home, "status")
    assert not home.exists()
    undated = tmp_path / "ekspor.csv"
    cells = "NIK;Nama Koperasi;Status Koperasi\n1905010000001;KUD A (contoh);Aktif\n"
    undated.write_text(cells, encoding="utf-8")
    assert "Tanggal" in refused(home, "import", undated)
    assert not home.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("hapus",),
        ("import",),
        ("status", "--as-of", "kemarin"),
        ("cooperatives", "--status", "bubar"),
        ("cooperatives", "--health", "kurang"),
        ("cooperatives", "--district", "Tobali"),
        ("status", "--tanggal", "2022-12-12"),
    ],
)
def test_what_is_written_wrong_gets_one_sentence(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    kopdata(tmp_path / "home", "init")
    sentence = refused(tmp_path / "home", *arguments)
    assert sentence.endswith((".", "?"))
    assert not set(sentence.lower().split()) & {"error:", "usage:", "invalid", "argument", "the", "required:"}


def test_help_is_indonesian(tmp_path: Path) -> None:
    for name in ((), ("import",), ("cooperatives",)):
        words = kopdata(tmp_path / "home", *name, "--help")
        assert "Cara pakai:" in words
        assert not {"usage:", "options:", "positional", "show"} & set(words.split())


def test_export_writes_what_can_be_imported(samples_home: Path, tmp_path: Path) -> None:
    written = answer(samples_home, "export", tmp_path / "out")
    assert written["registry.parquet"] == 102 + 105 + 166
    registry = pq.read_table(tmp_path / "out" / "registry.parquet")
    assert set(registry["as_of"].to_pylist()) == {day.as_py() for day in registry["as_of"].unique()}
    back = answer(tmp_path / "back", "import", tmp_path / "out" / "registry.parquet", "--as-of", "2024-12-05")
    assert (back["total"], back["active"], back["inactive"]) == (105, 59, 46)


def test_init_makes_an_empty_store_or_the_demo(tmp_path: Path) -> None:
    assert not answer(tmp_path / "office", "init")["demo"]
    assert answer(tmp_path / "demo", "init", "--demo")["demo"]
    assert answer(tmp_path / "demo", "status")["total"] == 99
    assert refused(tmp_path / "demo", "init", "--demo")


def test_fieldwork_is_counted_and_exported(tmp_path: Path) -> None:
    demo_home = tmp_path / "demo"
    kopdata(demo_home, "init", "--demo")
    assert answer(demo_home, "status")["fieldwork"] == {
        "until": "2022-12-26",
        **{"visits": 28, "contacts": 1, "visited_cooperatives": 23, "planned": 4},
        **{"coaching_open": 6, "proposals_prepared": 1, "proposals_sent": 0, "outreach": 4},
    }
    assert "Pembinaan terbuka: 6" in kopdata(demo_home, "status")
    earlier = answer(demo_home, "status", "--as-of", "2019-11-30")["fieldwork"]
    assert (earlier["visits"], earlier["planned"], earlier["outreach"]) == (0, 0, 4)
    written = answer(demo_home, "export", tmp_path / "out")
    rows = {name: pq.read_table(tmp_path / "out" / name) for name in written}
    assert {name: len(table) for name, table in rows.items()} == written
    assert {name.removesuffix(".parquet") for name in written} == TABLES.keys() - {
        *("links", "official", "settings", "repairs", "imports")
    }
    for name, table in rows.items():
        assert table.schema.names == TABLES[name.removesuffix(".parquet")].names
    assert (written["coaching.parquet"], written["outreach.parquet"]) == (13, 4)


WITH_WARNINGS = """NIK;Nama Koperasi;Status Koperasi;Tanggal Badan Hukum
123;KUD A (contoh);Aktif;kemarin
1905010000002;KUD B (contoh);Aktif;lusa
12;KUD C (contoh);Aktif;2001-02-03
"""
NO_LETTER = "\udcff"
"""How Python holds a byte that is no UTF-8."""


@pytest.fixture
def with_warnings(tmp_path: Path) -> Path:
    path = tmp_path / "ekspor.csv"
    path.write_text(WITH_WARNINGS, encoding="utf-8")
    return path


def test_an_import_tells_what_is_to_be_checked(tmp_path: Path, with_warnings: Path) -> None:
    home = tmp_path / "home"
    tried = kopdata(home, "import", with_warnings, "--as-of", "2024-11-07", "--dry-run").splitlines()
    assert "Perlu diperiksa 4:" in tried
    assert "- NIK bukan 13 angka: 2. Misalnya baris 2: NIK bukan 13 angka. Perbaiki di ODS." in tried
    assert [line for line in tried if line.startswith("- Tanggal tidak terbaca: 2.")]
    assert [line for line in tried if "--json" in line]
    told = answer(home, "import", with_warnings, "--as-of", "2024-11-07", "--dry-run")
    assert {one["kind"]: one["count"] for one in told["warnings_by_kind"]} == {
        "nik_not_13_digits": 2,
        "date_unreadable": 2,
    }
    assert len(told["warnings"]) == 4

    saved = kopdata(home, "import", with_warnings, "--as-of", "2024-11-07").splitlines()
    assert "Perlu diperiksa 4:" in saved
    assert [line for line in saved if "Riwayat unggahan" in line]
    assert saved[-1].startswith("Tersimpan.")


def test_an_import_tells_what_is_odd(tmp_path: Path, samples_home: Path) -> None:
    older = SAMPLES / "ODS keadaan 7 November 2024.xlsx"
    words = kopdata(samples_home, "import", older, "--as-of", "2020-01-31", "--dry-run")
    assert "Perhatikan: Tanggalnya lebih lama daripada keadaan terbaru" in words
    told = answer(samples_home, "import", older, "--as-of", "2020-01-31", "--dry-run")
    assert {"older date"} <= {one["oddity"] for one in told["oddities"]}
    assert all(one["words"].endswith(".") for one in told["oddities"])
    assert "Perhatikan" not in kopdata(tmp_path, "import", older, "--dry-run")


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", f"/tidak ada/{NO_LETTER}.csv"),
        ("cooperatives", "--search", NO_LETTER),
        ("cooperatives", "--district", NO_LETTER),
        ("status", "--as-of", NO_LETTER),
        ("undo", NO_LETTER),
        ("undo", "x", "--by", NO_LETTER),
        ("undo", "x", "--by", "A" * 20_000),
        ("export", NO_LETTER),
        ("backup", NO_LETTER),
        ("restore", NO_LETTER),
    ],
)
def test_what_is_no_text_gets_one_sentence(samples_home: Path, arguments: tuple[str, ...]) -> None:
    sentence = refused(samples_home, *arguments)
    assert sentence.endswith(".")
    sentence.encode()


@pytest.mark.parametrize("by", [NO_LETTER, "A" * 20_000])
def test_a_name_that_cannot_be_recorded_leaves_no_store(tmp_path: Path, by: str) -> None:
    home = tmp_path / "home"
    assert refused(home, "import", SAMPLES / "registry.parquet", "--by", by)
    assert not home.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="names are letters there")
def test_a_file_whose_name_is_no_text_leaves_no_store(tmp_path: Path) -> None:
    path = tmp_path / f"ekspor {NO_LETTER}.csv"
    path.write_text(WITH_WARNINGS, encoding="utf-8")
    assert "huruf yang rusak" in refused(tmp_path / "home", "import", path, "--as-of", "2024-11-07")
    assert not (tmp_path / "home").exists()


def test_a_user_of_the_computer_who_cannot_be_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", NO_LETTER)
    home = tmp_path / "home"
    assert "--by" in refused(home, "import", SAMPLES / "registry.parquet")
    assert not home.exists()


@pytest.mark.parametrize(
    "name", [f"data {NO_LETTER}", "a%20b", "%41", "a\tb", "a\nb", "~tidak-ada-orangnya/data"]
)
def test_a_home_that_cannot_be_used_is_named_as_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    home = Path(name) if name.startswith("~") else tmp_path / name
    for command in (("init",), ("status",), ("import", SAMPLES / "registry.parquet")):
        sentence = refused(home, *command)
        assert "KOPDATA_HOME" in sentence
        assert "ruang kosong" not in sentence
        sentence.encode()
    assert list(tmp_path.iterdir()) == []


def test_a_percent_sign_alone_is_a_name(tmp_path: Path) -> None:
    kopdata(tmp_path / "100% data", "init")
    assert answer(tmp_path / "100% data", "import", SAMPLES / "registry.parquet")["total"] == 99


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("command", ["status", "cooperatives"])
def test_a_day_far_away_is_told(samples_home: Path, command: str, day: str) -> None:
    assert refused(samples_home, command, "--as-of", day).startswith("Tidak ada keadaan")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
@pytest.mark.parametrize(
    "command", [["import", "FILE"], ["export", "FOLDER"], ["init"], ["backup", "FOLDER"], ["undo", "NUMBER"]]
)
def test_a_full_disk_is_one_sentence_about_the_disk(tmp_path: Path, command: list[str]) -> None:
    home, folder = tmp_path / "home", tmp_path / "out"
    folder.mkdir()
    named = {"FILE": SAMPLES / "ODS keadaan 5 Desember 2024.xls", "FOLDER": folder}
    if command != ["init"]:
        kopdata(home, "init")
        named["NUMBER"] = answer(home, "import", SAMPLES / "registry.parquet")["import_id"]
    words = [sys.executable, "-m", "kopdata", *(str(named.get(one, one)) for one in command)]
    done = subprocess.run(
        ["/bin/sh", "-c", f"ulimit -f 1; exec {shlex.join(words)}"],
        cwd=tmp_path,
        env=os.environ | {"KOPDATA_HOME": str(home), "PYTHONPATH": str(PROJECT), "RUST_BACKTRACE": "1"},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout) == (2, "")
    [sentence] = done.stderr.splitlines()
    assert "ruang kosong pada disk" in sentence.lower()
    assert "rror" not in sentence
    assert list(folder.iterdir()) == []
