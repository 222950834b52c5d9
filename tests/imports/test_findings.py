"""Every kind of finding is one that a file can produce, and no finding is of a kind that is not declared."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdata.access import local_actor
from kopdata.demo import make_demo
from kopdata.findings import FINDINGS, Fate, FindingKind, Remedy, find_kind
from kopdata.findings.rows import MAYBE_KNOWN
from kopdata.imports import ImportPlan, plan_import, read_file, save_import
from kopdata.imports.content import MOST_ALIKE
from kopdata.models import Finding
from kopdata.paths import SAMPLES
from kopdata.store import Store, create_store
from tests.imports.files import H1, H2, H3, H4, H5, H7, H8, Rows, parse, row, table, write_csv, write_xlsx

NOVEMBER = dt.date(2024, 11, 7)
TITLES: Final = (
    *H3,
    *("STATUS RAT", "TAHUN BUKU RAT", "STATUS NIK", "TANGGAL BERLAKU SERTIFIKAT", "GRADE"),
    *("ANGGOTA PRIA", "ANGGOTA WANITA"),
)
ASSESSED: Final[Mapping[str, Any]] = {
    "NIK": row(1)["ID KOPERASI"],
    "Nama Koperasi": row(1)["NAMA KOPERASI"],
    "Tahun Penilaian": 2023,
    "Nilai / Skor": "81,50",
    "Predikat": "Sehat",
    "Tanggal Penilaian": dt.date(2024, 5, 6),
}
TWIN: Final = "Kembar"


@dataclass(frozen=True)
class Example:
    """A file that has one kind of finding and no other."""

    rows: Rows
    name: str = "ekspor"
    as_of: dt.date = NOVEMBER
    before: Mapping[str, Rows] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Write a workbook; a name that says to be delimited text makes such."""
        if self.name.endswith(".csv"):
            return write_csv(folder / self.name, self.rows)
        return write_xlsx(folder / f"{self.name}.xlsx", self.rows, before=self.before)


def registry(*below: Mapping[str, Any]) -> Example:
    """Return a registry whose first row is without fault."""
    return Example(table(TITLES, row(1), *below))


def koperasi(changes: Mapping[str, Any]) -> Example:
    """Return a registry whose second row is without fault but for ``changes``."""
    return registry({**row(2), **changes})


def recap(*below: Mapping[str, Any]) -> Example:
    """Return a recap whose first row is without fault."""
    return Example([["REKAP PENILAIAN"], *table(H8, ASSESSED, *({**ASSESSED, **one} for one in below))])


EXAMPLES: Final[dict[str, Example]] = {
    "several_dates": Example(
        [["KEADAAN PER 5 DESEMBER 2024"], *table(TITLES, row(1))], name="ODS 7 November 2024"
    ),
    "as_of_ahead": Example(table(TITLES, row(1)), as_of=dt.date.today() + dt.timedelta(30)),  # noqa: DTZ011
    "other_sheet": Example(
        table(TITLES, row(1)), before={"Lama": table(H7, {"NIK": "1905010020009", "Nama Koperasi": "Lama"})}
    ),
    "name_missing": koperasi({"NAMA KOPERASI": None}),
    "nik_twice": koperasi({"ID KOPERASI": row(1)["ID KOPERASI"]}),
    "row_twice": registry(row(1)),
    "header_repeated": registry(dict(zip(TITLES, TITLES, strict=True)), row(2)),
    "column_numbers": registry({title: at for at, title in enumerate(TITLES, start=1)}, row(2)),
    "totals": registry({"NO": "JUMLAH", "JUMLAH ANGGOTA": 25}),
    "title": registry({"NO": "KECAMATAN PAYUNG"}, row(2)),
    "only_number": registry({}),
    "below_table": registry({"NO": None, "NAMA KOPERASI": "Mengetahui", "ASET": "Toboali, 7 November 2024"}),
    "only_name": registry({"NAMA KOPERASI": "Sumber Rezeki"}, row(2)),
    "hardly_filled": registry({"NAMA KOPERASI": "Sumber Rezeki", "ALAMAT": "Jl. Raya"}),
    "row_too_long": Example(
        [*table(TITLES, row(1)), [*table(TITLES, row(2))[1], "No. 7"]], name="ekspor.csv"
    ),
    "maybe_known": koperasi({"ID KOPERASI": None, "NO BADAN HUKUM": None, "NAMA KOPERASI": TWIN}),
    "nik_not_13_digits": koperasi({"ID KOPERASI": "190501002000"}),
    "nik_shortened": koperasi({"ID KOPERASI": "1,90503E+12"}),
    "formula_failed": koperasi({"ALAMAT": "#REF!"}),
    "date_unreadable": koperasi({"TANGGAL BADAN HUKUM": "31-02-2020"}),
    "date_implausible": koperasi({"TANGGAL BADAN HUKUM": "14-02-1003"}),
    "money_unreadable": koperasi({"ASET": "1.23.456"}),
    "count_unreadable": koperasi({"JUMLAH MANAJER": "dua"}),
    "year_unreadable": koperasi({"TAHUN REKAP": "tahun lalu"}),
    "status_unknown": koperasi({"STATUS AKTIF": "mati suri"}),
    "status_missing": koperasi({"STATUS AKTIF": None}),
    "certificate_unknown": koperasi({"STATUS NIK": "entah"}),
    "rat_status_unknown": koperasi({"STATUS RAT": "entah"}),
    "grade_unknown": koperasi({"GRADE": "E"}),
    "text_too_long": koperasi({"ALAMAT": "Jl. Raya " * 1_200}),
    "regency_misspelt": koperasi({"KABUPATEN": "Kab. Bangka Seltan"}),
    "district_unknown": koperasi({"KECAMATAN": "Pajung"}),
    "village_unknown": koperasi({"DESA/KEL": "Irad"}),
    "active_without_rat": koperasi({"TANGGAL RAT": None}),
    "active_without_members": koperasi({"JUMLAH ANGGOTA": 0}),
    "grade_lapsed": koperasi({"GRADE": "A", "TANGGAL BERLAKU SERTIFIKAT": dt.date(2021, 12, 31)}),
    "expired_but_valid": koperasi(
        {"STATUS NIK": "Sertifikat - Expired", "TANGGAL BERLAKU SERTIFIKAT": dt.date(2025, 12, 31)}
    ),
    "nik_of_elsewhere": koperasi({"ID KOPERASI": "1903010020002"}),
    "type_against_group": koperasi({"JENIS KOPERASI": "Simpan Pinjam"}),
    "type_unknown": koperasi({"JENIS KOPERASI": "Serba Usaha"}),
    "rat_told_without_date": koperasi(
        {"STATUS AKTIF": "Tidak Aktif", "STATUS RAT": "Sudah RAT", "TANGGAL RAT": None}
    ),
    "rat_denied_with_date": koperasi({"STATUS RAT": "Belum RAT"}),
    "rat_of_older_year": koperasi({"STATUS RAT": "Sudah RAT", "TANGGAL RAT": dt.date(2023, 3, 20)}),
    "rat_ahead": koperasi({"TANGGAL RAT": dt.date(2024, 12, 1)}),
    "founded_ahead": koperasi({"TANGGAL BADAN HUKUM": dt.date(2024, 12, 1)}),
    "members_unequal": koperasi({"ANGGOTA PRIA": 10, "ANGGOTA WANITA": 16}),
    "assessed_nobody": recap({"NIK": None, "Nama Koperasi": None}),
    "assessed_unknown": recap({"NIK": "1905010029999", "Nama Koperasi": "Koperasi Asing"}),
    "assessed_name_shared": recap({"NIK": None, "Nama Koperasi": TWIN}),
    "assessed_twice": recap({"Predikat": "Cukup Sehat"}),
    "assessed_elsewhere": recap({"NIK": None, "Predikat": "Cukup Sehat"}),
    "assessment_year_missing": recap({"Tahun Penilaian": None}),
    "assessment_year_ahead": recap({"Tahun Penilaian": 2099}),
    "assessment_date_ahead": recap({"Tahun Penilaian": 2022, "Tanggal Penilaian": dt.date(2099, 1, 2)}),
    "predicate_missing": recap({"Predikat": None}),
    "predicate_unknown": recap({"Predikat": "Kurang Sehat"}),
    "score_beyond": recap({"Tahun Penilaian": 2022, "Nilai / Skor": 815}),
    "recap_cell_unreadable": recap({"Tahun Penilaian": 2022, "Tanggal Penilaian": "bulan lalu"}),
    "recap_columns_not_read": Example(
        [["REKAP PENILAIAN"], *table([*H8, "Catatan"], {**ASSESSED, "Catatan": "menyusul"})]
    ),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store that knows the koperasi of the recaps, and two of one name; planning writes nothing to it."""
    folder = tmp_path_factory.mktemp("findings")
    store = create_store(folder / "store")
    twins = (row(number, NAMA_KOPERASI=TWIN) for number in (91, 92))
    path = write_xlsx(folder / "ekspor.xlsx", table(H3, row(1), *twins))
    plan = plan_import(store, parse(path), as_of=dt.date(2022, 12, 12))
    save_import(store, plan, actor=local_actor(), original=path)
    return store


def by_fate(plan: ImportPlan) -> dict[Fate, tuple[Finding, ...]]:
    return {Fate.REJECTED: plan.rejected, Fate.LEFT_OUT: plan.left_out, Fate.WARNING: plan.warnings}


def check(plan: ImportPlan) -> set[FindingKind]:
    """Return the kinds found; each is declared for its list, and each sentence ends as its kind says."""
    found = set()
    for fate, findings in by_fate(plan).items():
        for finding in findings:
            kind = FINDINGS[finding.kind]
            assert kind.fate is fate
            if fate is not Fate.LEFT_OUT and kind.remedy is not Remedy.IN_THE_FILE:
                assert finding.reason.endswith(f" {kind.remedy}.")
            found.add(kind)
    return found


def test_every_kind_has_its_example() -> None:
    assert EXAMPLES.keys() == FINDINGS.keys()


@pytest.mark.parametrize("kind", FINDINGS.values(), ids=lambda kind: kind.id)
def test_every_kind_is_found_in_a_file(kind: FindingKind, store: Store, tmp_path: Path) -> None:
    example = EXAMPLES[kind.id]

    plan = plan_import(store, parse(example.write(tmp_path)), as_of=example.as_of)

    assert check(plan) == {kind}
    stored = json.loads(plan.draft.findings)
    assert [Finding.model_validate(one) for several in stored.values() for one in several] == [
        *plan.rejected,
        *plan.left_out,
        *plan.warnings,
    ]


def test_the_kind_comes_through_the_child_process(tmp_path: Path) -> None:
    path = EXAMPLES["nik_not_13_digits"].write(tmp_path)

    assert [finding.kind for finding in read_file(path).warnings] == ["nik_not_13_digits"]


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_the_samples_have_declared_kinds_only(path: Path, tmp_path: Path) -> None:
    check(plan_import(make_demo(tmp_path), read_file(path)))


_CELLS: Final = st.one_of(
    st.none(),
    st.sampled_from(
        [
            *("1905010020001", "190501", "1,9E+12", "Aktif", "Tidak Aktif", "entah", "-", "A", "E"),
            *("Koperasi Maju", "Jumlah", "Mengetahui", "Irat", "Irad", "Payung", "Pajung", "Toboali"),
            *("Bangka Selatan", "Bangka Seltan", "Bangka Tengah", "Sudah RAT", "Belum RAT", "Sehat"),
            *("Sertifikat - Expired", "Simpan Pinjam", "Kop. Serba Usaha", "20-03-2024", "31-02-2020"),
            *("14-02-1003", "Rp 1.000", "2023", "2099", "x" * 10_001),
        ]
    ),
    st.sampled_from([0, 1, 25, 45_000, 815, dt.date(2024, 3, 20), dt.date(2099, 1, 2)]),
)


@st.composite
def _tables(draw: st.DrawFn) -> Rows:
    titles: Sequence[str] = draw(st.sampled_from([H1, H2, H3, H4, H5, H7, H8, TITLES]))
    cells = st.lists(_CELLS, min_size=len(titles), max_size=len(titles) + 1)
    whole = {"NO": 1, **ASSESSED, "Koperasi": "Maju", "Nama_Koperasi": "Maju", **row(1)}
    return [*table(titles, whole), *draw(st.lists(cells, min_size=1, max_size=5))]


@settings(max_examples=80, deadline=None)
@given(_tables())
def test_whatever_a_file_holds_only_declared_kinds_are_found(store: Store, rows: Rows) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parsed = parse(write_xlsx(Path(folder) / "ekspor.xlsx", rows))

    check(plan_import(store, parsed, as_of=NOVEMBER))


def many(changes: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    return ({**row(number), **one} for number, one in enumerate(changes))


@pytest.mark.parametrize(
    ("changes", "rest"),
    [
        (
            [{"DESA/KEL": f"Desa Jauh {number}"} for number in range(MOST_ALIKE + 1_500)],
            "1.500 baris lain: Desa tidak dikenal. Perbaiki di ODS.",
        ),
        (
            [{"TANGGAL RAT": dt.date(2024, 11, 8)}] * (MOST_ALIKE + 5),
            "5 baris lain: Tanggal RAT sesudah tanggal keadaan. Perbaiki di ODS.",
        ),
    ],
    ids=["of a cell", "of a contradiction"],
)
def test_many_of_one_kind_end_in_one_sentence(
    store: Store, tmp_path: Path, changes: Sequence[Mapping[str, Any]], rest: str
) -> None:
    path = write_xlsx(tmp_path / "ekspor.xlsx", table(H3, *many(changes)))

    warnings = plan_import(store, parse(path), as_of=NOVEMBER).warnings

    assert len(warnings) == MOST_ALIKE + 1
    assert warnings[-1].reason == rest
    assert {finding.kind for finding in warnings} == {warnings[0].kind}
    assert warnings[-1].column is not None


def test_many_that_may_be_known_end_in_one_sentence(tmp_path: Path) -> None:
    store = create_store(tmp_path / "store")
    names = [f"Kembar {number}" for number in range(MOST_ALIKE + 7)]
    twins = (row(at, NAMA_KOPERASI=name) for at, name in enumerate((*names, *names)))
    path = write_xlsx(tmp_path / "ekspor.xlsx", table(H3, *twins))
    plan = plan_import(store, parse(path), as_of=dt.date(2022, 12, 12))
    save_import(store, plan, actor=local_actor(), original=path)
    nobody = {"ID KOPERASI": None, "NO BADAN HUKUM": None, "TANGGAL BADAN HUKUM": None}
    unclear = many([{**nobody, "NAMA KOPERASI": name} for name in names])

    parsed = parse(write_xlsx(tmp_path / "lagi.xlsx", table(H3, *unclear)))
    warnings = plan_import(store, parsed, as_of=NOVEMBER).warnings

    assert len(warnings) == MOST_ALIKE + 1
    assert {one.kind for one in warnings} == {MAYBE_KNOWN.id}
    assert warnings[-1].reason == f"7 baris lain: {MAYBE_KNOWN.says().reason}"


def test_what_was_stored_before_findings_had_kinds_still_loads() -> None:
    stored = {"sheet": None, "row": 3, "column": "NIK", "value": "1", "reason": "NIK bukan 13 angka."}

    finding = Finding.model_validate(stored)

    assert (finding.kind, finding.reason) == ("", "NIK bukan 13 angka.")
    assert find_kind(finding.kind) is None
