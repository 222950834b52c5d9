"""The committed demo files: the counts they were built for, and that nothing in them is a real one's."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from kopdata.paths import DEMO, PROJECT, SAMPLES
from kopdata.store.schema import ASSESSMENTS, REGISTRY, TABLES, VISITS

ROLES = re.compile(r"(Ketua|Sekretaris|Bendahara|Pengawas|Manajer|Petugas Lapangan)( \d)? \(contoh\)")


@pytest.fixture
def demo() -> Iterator[duckdb.DuckDBPyConnection]:
    """Hand out the committed files as tables."""
    with duckdb.connect() as connection:
        for view, name in (
            ("november_2019", "keadaan-2019-11"),
            ("december_2022", "keadaan-2022-12-12"),
            ("visits", "visits"),
            ("assessments", "assessments"),
            *((name, name) for name in ("plans", "coaching", "outreach")),
        ):
            connection.read_parquet(str(DEMO / f"{name}.parquet")).create_view(view)
        yield connection


def rows(demo: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = demo.sql(sql).fetchall()
    return found


def count(demo: duckdb.DuckDBPyConnection, condition: str) -> object:
    """Return how many koperasi of December 2022 meet ``condition``."""
    return rows(demo, f"SELECT count(*) FILTER ({condition}) FROM december_2022")[0][0]


def test_every_run_writes_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "data.build_demo", "--out", str(tmp_path)], cwd=PROJECT, check=True, timeout=60
    )

    for committed in (DEMO, SAMPLES):
        built = tmp_path / committed.name
        assert sorted(path.name for path in built.iterdir()) == sorted(
            path.name for path in committed.iterdir()
        )
        for path in committed.iterdir():
            assert (built / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("keadaan-2019-11", REGISTRY),
        ("keadaan-2022-12-12", REGISTRY),
        ("visits", VISITS),
        ("assessments", ASSESSMENTS),
        *((name, TABLES[name]) for name in ("plans", "coaching", "proposals", "outreach")),
    ],
)
def test_files_have_the_shape_of_the_store(name: str, schema: object) -> None:
    assert pq.read_schema(DEMO / f"{name}.parquet").equals(schema)


def test_the_counts_are_the_published_ones(demo: duckdb.DuckDBPyConnection) -> None:
    by_status = "SELECT as_of::text, status, count(*) FROM {} GROUP BY ALL ORDER BY ALL"

    assert rows(demo, by_status.format("november_2019")) == [
        ("2019-11-30", "aktif", 69),
        ("2019-11-30", "tidak aktif", 18),
    ]
    assert rows(demo, by_status.format("december_2022")) == [
        ("2022-12-12", "aktif", 73),
        ("2022-12-12", "tidak aktif", 26),
    ]
    assert rows(
        demo,
        "SELECT district, count(*) FROM november_2019 WHERE status = 'aktif' GROUP BY ALL ORDER BY district",
    ) == [
        ("Airgegas", 11),
        ("Kepulauan Pongok", 3),
        ("Lepar", 2),
        ("Payung", 6),
        ("Pulau Besar", 6),
        ("Simpang Rimba", 6),
        ("Toboali", 31),
        ("Tukak Sadai", 4),
    ]


def test_every_name_says_that_it_is_an_example(demo: duckdb.DuckDBPyConnection) -> None:
    names = [
        str(name)
        for (name,) in rows(demo, "SELECT name FROM november_2019 UNION ALL SELECT name FROM december_2022")
    ]

    assert len(names) == 87 + 99
    assert all(name.endswith("(contoh)") for name in names)


def test_persons_appear_by_role_only(demo: duckdb.DuckDBPyConnection) -> None:
    officers = "UNPIVOT (FROM {}) ON chair, secretary, treasurer, supervisor, manager"
    persons = {
        str(person)
        for (person,) in rows(
            demo,
            f"""
            SELECT value FROM ({officers.format("november_2019")})
            UNION SELECT value FROM ({officers.format("december_2022")})
            UNION SELECT unnest(officers) FROM visits
            UNION SELECT actor FROM visits
            UNION SELECT unnest(officers) FROM coaching
            UNION SELECT unnest(officers) FROM outreach
            UNION SELECT officer FROM plans
            UNION SELECT actor FROM assessments
            """,
        )
    }

    assert len(persons) > 5
    assert [person for person in persons if not ROLES.fullmatch(person)] == []


def test_telephones_and_addresses_of_mail_reach_nobody(demo: duckdb.DuckDBPyConnection) -> None:
    assert count(demo, "phone IS NOT NULL OR chair_phone IS NOT NULL OR email IS NOT NULL") != 0
    assert count(demo, "NOT (starts_with(phone, '08000000') AND length(phone) = 12)") == 0
    assert count(demo, "NOT (starts_with(chair_phone, '08000000') AND length(chair_phone) = 12)") == 0
    assert count(demo, "NOT ends_with(email, '.example')") == 0


def test_a_koperasi_keeps_its_id(demo: duckdb.DuckDBPyConnection) -> None:
    assert count(demo, "NOT regexp_full_match(coop_id, 'k[0-9a-f]{11}')") == 0
    assert rows(
        demo,
        """
        SELECT count(*),
            bool_and(earlier.legal_number = later.legal_number),
            bool_and(earlier.name = later.name),
            bool_and(coalesce(earlier.nik = later.nik, true)),
            count(*) FILTER (earlier.nik IS NULL AND later.nik IS NOT NULL) > 0
        FROM november_2019 earlier JOIN december_2022 later USING (coop_id)
        """,
    ) == [(83, True, True, True, True)]
    for table in ("november_2019", "december_2022"):
        [(listed, *distinct)] = rows(
            demo,
            f"""
            SELECT count(*), count(DISTINCT coop_id), count(DISTINCT name), count(DISTINCT legal_number),
                count(DISTINCT nik) + count(*) FILTER (nik IS NULL)
            FROM {table}
            """,
        )
        assert distinct == [listed] * 4


def test_legal_numbers_come_in_all_five_styles_and_with_their_year(demo: duckdb.DuckDBPyConnection) -> None:
    for style in (
        r"\d{2}/BH/Diskop/[IVX]+/\d{4}",
        r"\d{2}/BH/Tahun \d{4}",
        r"\d{1,3}A?/BH/[IVX]+/\d{4}",
        r"\d{6}/BH/M\.KUKM\.2/[IVX]+/\d{4}",
        r"AHU-\d{7}\.AH\.01\.27\.TAHUN \d{4}",
    ):
        assert count(demo, f"regexp_full_match(legal_number, '{style}')") != 0, style
    assert count(demo, "NOT ends_with(legal_number, year(legal_date)::text)") == 0
    assert count(demo, "legal_date > as_of OR rat_date > as_of OR rat_date < legal_date") == 0


def test_villages_lie_in_their_district(demo: duckdb.DuckDBPyConnection) -> None:
    assert count(demo, "NOT starts_with(village_code, district_code)") == 0


def test_meetings_of_book_year_2021(demo: duckdb.DuckDBPyConnection) -> None:
    assert count(demo, "year(rat_date) = 2022") == 41
    assert count(demo, "year(rat_date) = 2022 AND status = 'aktif'") == 41
    assert count(demo, "rat_date > DATE '2022-06-30'") == 5
    assert count(demo, "(year(rat_date) = 2022) <> (rat_status = 'Sudah RAT')") == 0
    assert count(demo, "status = 'tidak aktif' AND rat_date IS NULL") != 0


def test_certificates_and_grades(demo: duckdb.DuckDBPyConnection) -> None:
    assert count(demo, "certificate_expiry > as_of") == 41
    assert count(demo, "certificate_expiry > as_of AND certificate_status LIKE '%Expired'") == 0
    assert count(demo, "certificate_expiry < as_of") == 12
    assert count(demo, "certificate_status = 'Belum Bersertifikat' AND certificate_expiry IS NULL") == 46
    assert count(demo, "certificate_expiry IS NOT NULL AND nik IS NULL") == 0


def test_planted_contradictions(demo: duckdb.DuckDBPyConnection) -> None:
    assert count(demo, "grade = 'A' AND certificate_expiry < as_of") == 2
    assert count(demo, "grade = 'A' AND year(rat_date) < 2022") == 1
    assert count(demo, "grade = 'D' AND certificate_expiry > as_of") == 1
    assert count(demo, "grade = 'D' AND year(rat_date) >= 2020") == 1
    assert count(demo, "status = 'aktif' AND rat_date IS NULL AND legal_date < DATE '2021-01-01'") == 3
    assert count(demo, "status = 'aktif' AND rat_date IS NULL AND year(legal_date) = 2022") == 2
    assert count(demo, "status = 'aktif' AND members = 0") == 1
    assert count(demo, "nik NOT LIKE '1905%'") == 2
    assert count(demo, "type = 'Simpan Pinjam' AND coop_group = 'Kop. Serba Usaha'") == 1


def test_two_thirds_of_the_inactive_lack_all_officers(demo: duckdb.DuckDBPyConnection) -> None:
    nobody = "coalesce(chair, secretary, treasurer, supervisor, manager) IS NULL"

    assert count(demo, f"status = 'tidak aktif' AND {nobody}") == 17
    assert count(demo, f"status = 'aktif' AND {nobody}") == 0


def test_members_and_money_agree(demo: duckdb.DuckDBPyConnection) -> None:
    assert count(demo, "members <> members_male + members_female") == 0
    assert count(demo, "assets < own_capital + external_capital OR surplus > turnover") == 0
    assert count(demo, "financial_year >= year(as_of) OR (financial_year IS NULL) <> (assets IS NULL)") == 0


def test_health(demo: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        demo,
        """
        SELECT count(DISTINCT coop_id),
            count(*) FILTER (predicate IN ('Sehat', 'Cukup Sehat')),
            count(*) FILTER (predicate LIKE 'Dalam Pengawasan%')
        FROM assessments JOIN december_2022 USING (coop_id)
        WHERE year >= 2021 AND assessed_on < as_of
        """,
    ) == [(60, 52, 8)]
    assert rows(
        demo, "SELECT count(DISTINCT coop_id) FROM assessments JOIN december_2022 USING (coop_id)"
    ) == [(60,)]
    assert rows(
        demo,
        """
        SELECT count(*) > 0 FROM assessments JOIN november_2019 USING (coop_id) WHERE assessed_on <= as_of
        """,
    ) == [(True,)]


def test_scores_agree_with_the_predicate_by_either_method(demo: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        demo,
        """
        SELECT predicate, min(score) > low AND max(score) < high
        FROM assessments JOIN (
            VALUES ('Sehat', 80, 100), ('Cukup Sehat', 66, 80), ('Dalam Pengawasan', 51, 66),
                ('Dalam Pengawasan Khusus', 0, 51)
        ) bounds(predicate, low, high) USING (predicate)
        GROUP BY predicate, low, high ORDER BY predicate
        """,
    ) == [
        ("Cukup Sehat", True),
        ("Dalam Pengawasan", True),
        ("Dalam Pengawasan Khusus", True),
        ("Sehat", True),
    ]


def test_visits_to_the_inactive(demo: duckdb.DuckDBPyConnection) -> None:
    latest = """
        SELECT arg_max(result, visited_on) AS result, count(*) AS visits,
            arg_max(follow_up, visited_on) LIKE 'Pembinaan%' AS coached
        FROM visits JOIN december_2022 USING (coop_id)
        WHERE status = 'tidak aktif' AND contact = 'kunjungan'
        GROUP BY coop_id
        """

    assert rows(demo, f"SELECT result, count(*) FROM ({latest}) GROUP BY ALL ORDER BY ALL") == [
        ("Ada dan melayani", 4),
        ("Ada, tidak melayani", 7),
        ("Alamat ada, pengurus tidak di tempat", 2),
        ("Pindah alamat", 2),
        ("Tidak ditemukan di alamat terdaftar", 3),
    ]
    assert rows(
        demo, f"SELECT count(*) FILTER (visits = 2) >= 4, count(*) FILTER (coached) FROM ({latest})"
    ) == [(True, 9)]
    assert rows(
        demo,
        """
        SELECT min(visited_on) >= DATE '2022-12-13', max(visited_on)::text,
            count(*) = count(DISTINCT visit_id)
        FROM visits
        """,
    ) == [(True, "2022-12-26", True)]
    assert rows(
        demo,
        "SELECT count(*) FILTER (year(legal_date) NOT BETWEEN 2014 AND 2017), count(*) > 0 "
        "FROM visits JOIN december_2022 USING (coop_id) WHERE cause LIKE 'Didirikan 2014–2017%'",
    ) == [(0, True)]


def test_one_active_koperasi_was_not_found(demo: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        demo,
        """
        SELECT count(*) FROM visits JOIN december_2022 USING (coop_id)
        WHERE status = 'aktif' AND at_address = 'tidak ditemukan'
        """,
    ) == [(1,)]
