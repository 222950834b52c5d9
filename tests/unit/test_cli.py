"""The command line: its counts and refusals, called as a script calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kopdata.models import Cooperative
from kopdata.paths import PROJECT, SAMPLES
from kopdata.regions import districts
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
