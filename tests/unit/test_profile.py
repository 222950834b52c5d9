"""One koperasi: each value with the row it came from, what is carried, and what does not agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kopdata.access import local_actor
from kopdata.database import open_database
from kopdata.errors import NotFoundError
from kopdata.fieldwork.records import Photo, Visit
from kopdata.fieldwork.vocabulary import Books, Met, OfficeState, Presence, VillageOffice
from kopdata.figures import AT_ADDRESS, SERVING, STILL_SERVING
from kopdata.imports import plan_import, read_file, save_import
from kopdata.models import Assessment, Filter, Link
from kopdata.queries import (
    Listing,
    Neighbours,
    Profile,
    SortKey,
    ask_cooperatives,
    ask_neighbours,
    ask_overview,
    ask_profile,
)
from kopdata.store import Store, create_store
from kopdata.vocabulary import AddressFinding, Contact, Grade, ImportMode, Predicate, RatStatus
from kopdata.wording import facts, profile, sources, visits
from kopdata.wording.next_step import Place, next_step
from kopdata.wording.timeline import timeline_of
from tests.support.registry import commit, store_with

NOVEMBER_2019 = dt.date(2019, 11, 30)
DECEMBER_2022 = dt.date(2022, 12, 12)
NOVEMBER_2024 = dt.date(2024, 11, 7)
MOMENT = dt.datetime(2024, 12, 9, 3, tzinfo=dt.UTC)
TODAY = dt.date(2024, 12, 31)

Row = Mapping[str, Any]


def ask(store: Store, coop_id: str = "k0", as_of: dt.date | None = None) -> Profile:
    return ask_profile(open_database(store), coop_id, Filter(as_of=as_of), today=TODAY)


def visit(on: dt.date, found: AddressFinding, contact: Contact = Contact.VISIT, **more: Any) -> Visit:
    return Visit(
        visit_id=f"v{on}{contact}",
        coop_id="k0",
        visited_on=on,
        contact=contact,
        at_address=found,
        follow_up="Pembinaan: pendampingan pengurus.",
        officers=("Petugas A", "Petugas B"),
        actor="Petugas A",
        recorded_at=MOMENT,
        **more,
    )


@pytest.fixture
def office(tmp_path: Path) -> Store:
    return create_store(tmp_path / "kantor")


def take_in(
    store: Store, path: Path, text: str, as_of: dt.date, mode: ImportMode = ImportMode.REPLACE
) -> None:
    path.write_text(text, encoding="utf-8")
    plan = plan_import(store, read_file(path), as_of=as_of, mode=mode)
    save_import(store, plan, actor=local_actor(), original=path)


BASE = (
    "NIK;Nama Koperasi;Kecamatan;Status Koperasi;Ketua;Tanggal Berlaku Sertifikat;Grade\n"
    "1905030020001;Koperasi Satu;Toboali;Aktif;;01-02-2021;A\n"
    "1903030020002;Koperasi Dua;Toboali;Aktif;Ketua Dua;;\n"
)
MORE = (
    "NIK;Nama Koperasi;Ketua;No Telpon Ketua;Alamat\n"
    "1903030020002;Koperasi Dua;Orang Lain;0812;Jl. Dua\n"
    "1905030020001;Koperasi Satu;Ketua Satu;0811;Jl. Satu\n"
)


def id_of(store: Store, name: str) -> str:
    [row] = open_database(store).rows(
        "SELECT DISTINCT coop_id FROM registry WHERE name = $name", {"name": name}
    )
    return str(row["coop_id"])


def test_every_value_names_the_row_that_says_it(office: Store, tmp_path: Path) -> None:
    take_in(office, tmp_path / "dasar.csv", BASE, DECEMBER_2022)
    take_in(office, tmp_path / "pelengkap.csv", MORE, DECEMBER_2022, ImportMode.COMPLETE)
    one, two = (ask(office, id_of(office, name)) for name in ("Koperasi Satu", "Koperasi Dua"))

    def origin(shown: Profile, field: str) -> tuple[object, str, int | None] | None:
        fact = shown.values[field]
        return (fact.value, fact.source.file_name, fact.source.row) if fact.source else None

    assert origin(one, "nik") == ("1905030020001", "dasar.csv", 2)
    assert origin(one, "chair") == ("Ketua Satu", "pelengkap.csv", 3)
    assert origin(one, "chair_phone") == ("0811", "pelengkap.csv", 3)
    assert origin(one, "address") == ("Jl. Satu", "pelengkap.csv", 3)
    assert origin(two, "chair") == ("Ketua Dua", "dasar.csv", 3)
    assert origin(two, "chair_phone") is None
    assert origin(two, "address") == ("Jl. Dua", "pelengkap.csv", 2)
    rows = [row for section in facts.fact_sections(one, dt.UTC) for row in section.sources]
    [address] = [row for row in rows if row["Data"].startswith("Alamat:")]
    assert address["Berkas"] == "pelengkap.csv, baris 3 (keadaan 12 Desember 2022)"
    assert address["Dicatat"].endswith(f"oleh {local_actor().name}")


def test_findings_of_its_own_rows(office: Store, tmp_path: Path) -> None:
    take_in(office, tmp_path / "dasar.csv", BASE, DECEMBER_2022)
    one, two = (ask(office, id_of(office, name)) for name in ("Koperasi Satu", "Koperasi Dua"))
    assert [finding.column for finding in one.findings] == ["Tanggal Berlaku Sertifikat"]
    [row] = sources.finding_sources(one, dt.UTC)
    assert row["Berkas"] == "dasar.csv, baris 2 (keadaan 12 Desember 2022)"
    assert "NIK" in {finding.column for finding in two.findings}
    assert all(finding.reason.endswith((".", "ODS.")) for finding in (*one.findings, *two.findings))


def test_what_the_snapshot_lacks_is_carried_with_its_date(tmp_path: Path) -> None:
    store = create_store(tmp_path)
    commit(store, [{"chair": "Ketua Lama", "phone": "0811", "assets": 5}], NOVEMBER_2019)
    commit(store, [{"chair": "Ketua Baru", "chair_phone": "0812", "assets": 7}], DECEMBER_2022)
    commit(store, [{"chair": "KETUA BARU", "phone": None}], NOVEMBER_2024, fields=("name", "chair", "phone"))
    values = ask(store).values
    assert (values["chair"].value, values["chair"].is_carried) == ("KETUA BARU", False)
    assert (values["chair_phone"].value, values["chair_phone"].is_carried) == ("0812", True)
    assert (values["phone"].value, values["phone"].in_file) == ("0811", True)
    assert (values["assets"].value, values["assets"].in_file) == (7, False)
    [contact] = [one for one in facts.fact_sections(ask(store), dt.UTC) if one.title == "Alamat dan kontak"]
    notes = {line.label: line.note for line in contact.lines}
    assert notes["Telepon"] == "terakhir diketahui per 30 November 2019"
    assert notes["Telepon ketua"] == "terakhir diketahui per 12 Desember 2022"
    assert "Tidak ada kolomnya di berkas ini: alamat" in contact.missing


def test_of_a_meeting_and_a_year_of_money_only_the_whole_is_carried(tmp_path: Path) -> None:
    store = create_store(tmp_path)
    older = {"rat_date": dt.date(2019, 3, 1), "rat_status": "Sudah RAT", "assets": 5, "turnover": 9}
    commit(store, [older], NOVEMBER_2019)
    commit(store, [{"rat_status": "Sudah RAT", "assets": 5}], DECEMBER_2022)
    values = ask(store).values
    assert values["rat_date"].value is None
    assert values["turnover"].value is None


def test_what_came_later_is_not_carried_back(tmp_path: Path) -> None:
    store = store_with(tmp_path, (NOVEMBER_2019, [{}]), (DECEMBER_2022, [{"phone": "0811"}]))
    assert ask(store, as_of=NOVEMBER_2019).values["phone"].value is None


def test_a_koperasi_that_the_snapshot_does_not_list(tmp_path: Path) -> None:
    rows: Sequence[Row] = [{"coop_id": "k0", "status": "aktif"}]
    other: Sequence[Row] = [{"coop_id": "lain"}]
    store = store_with(tmp_path, (NOVEMBER_2019, rows), (DECEMBER_2022, other), (NOVEMBER_2024, rows))
    store.add_visits([visit(dt.date(2023, 1, 5), AddressFinding.NOT_FOUND)])
    shown = ask(store, as_of=DECEMBER_2022)
    assert (shown.chosen.as_of, shown.shown.as_of) == (DECEMBER_2022, NOVEMBER_2019)
    assert shown.last_visit is not None, "a visit counts until the next snapshot after the chosen one"
    assert profile.notices(shown) == (
        "Koperasi ini tidak tercantum pada keadaan 12 Desember 2022. Yang ditampilkan adalah keadaan "
        "30 November 2019.",
    )
    assert ask(store, "lain", NOVEMBER_2019).shown.as_of == DECEMBER_2022
    titles = [event.title for event in timeline_of(shown)]
    assert "Tidak ada di berkas baru" in titles
    assert "Tercantum lagi di ekspor" in titles


@pytest.mark.parametrize("coop_id", ["", "tidak ada", "x" * 10_000, "k0\n", "k0\x00", "' OR 1=1 --", "../k0"])
def test_an_unknown_id_is_told_in_a_sentence(tmp_path: Path, coop_id: str) -> None:
    store = store_with(tmp_path, (DECEMBER_2022, [{}]))
    with pytest.raises(NotFoundError, match="cari namanya di halaman Koperasi"):
        ask(store, coop_id)


def test_a_koperasi_whose_import_was_taken_back(tmp_path: Path) -> None:
    store = store_with(tmp_path, (DECEMBER_2022, [{"coop_id": "lain"}]))
    store.add_visits([visit(DECEMBER_2022, AddressFinding.NOT_FOUND)])
    with pytest.raises(NotFoundError, match="Riwayat unggahan"):
        ask(store)


def test_an_empty_store_says_what_to_do(office: Store) -> None:
    with pytest.raises(NotFoundError, match="Unggah ekspor ODS"):
        ask(office)


def test_a_merged_id_leads_to_the_koperasi_it_is_the_same_as(tmp_path: Path) -> None:
    store = store_with(tmp_path, (DECEMBER_2022, [{"coop_id": "k0"}, {"coop_id": "k1", "name": "Ganda"}]))
    store.add_link(Link(coop_id="k1", same_as="k0", reason="ganda", actor="Operator", recorded_at=MOMENT))
    shown = ask(store, "k1")
    assert (shown.coop_id, shown.merged_from, shown.other_rows) == ("k0", "k1", 1)
    assert shown.name == "Koperasi 0 (contoh)"
    assert len(profile.notices(shown)) == 2
    found = ask_neighbours(open_database(store), Filter(), Listing(), "k0", today=TODAY)
    assert (found.position, found.total, found.after) == (1, 2, None)


def test_a_koperasi_of_another_regency_is_shown_and_counted_nowhere(tmp_path: Path) -> None:
    row = {"outside_region": True, "regency": "Bangka Barat", "status": "aktif", "grade": "A"}
    shown = ask(store_with(tmp_path, (DECEMBER_2022, [row])))
    assert shown.standing is None
    assert shown.value("regency") == "Bangka Barat"
    assert any("tidak ada angka" in notice for notice in profile.notices(shown))
    assert profile.steps(shown) == ()


def test_without_any_visit_record_nobody_is_said_to_be_unvisited(tmp_path: Path) -> None:
    store = store_with(tmp_path, (DECEMBER_2022, [{"status": "tidak aktif"}] * 2))
    exists, _active = profile.answers(ask(store))
    assert exists.answer == profile.three_sides(ask(store))[2].answer == "Belum ada catatan kunjungan"
    coming = next_step(ask(store))
    assert (coming.answer, coming.place) == ("Periksa di lapangan", Place.VISIT)
    assert "belum dimasukkan" in coming.basis
    assert profile.reasons(ask(store)) == ()
    store.add_visits([visit(DECEMBER_2022, AddressFinding.NOT_FOUND)])
    assert profile.answers(ask(store, "k1"))[0].answer == "Belum dikunjungi"


def test_the_three_sides_and_where_they_do_not_agree(tmp_path: Path) -> None:
    row = {"status": "aktif", "rat_date": dt.date(2018, 3, 1), "legal_date": dt.date(2010, 1, 1)}
    store = store_with(tmp_path, (DECEMBER_2022, [row]))
    store.add_visits(
        [
            visit(dt.date(2023, 1, 5), AddressFinding.NOT_FOUND),
            visit(dt.date(2023, 2, 5), AddressFinding.FOUND, Contact.PHONE, serves_members=True),
        ]
    )
    shown = ask(store)
    by_ods, by_rat, by_visit = profile.three_sides(shown)
    assert by_ods.answer == "Aktif"
    assert by_rat.answer == "Tidak ada RAT dalam 3 tahun buku terakhir"
    assert by_visit.answer == "Tidak ditemukan di alamat terdaftar"
    assert "Petugas A dan Petugas B" in by_visit.basis
    assert profile.reasons(shown)[:2] == (
        (
            "ODS: aktif; kunjungan 05-01-2023: tidak ditemukan di alamat terdaftar.",
            "Periksa di lapangan",
        ),
        ("ODS: aktif, tetapi RAT terakhir untuk tahun buku 2017.", "Periksa di lapangan"),
    )
    assert (next_step(shown).answer, next_step(shown).place) == ("Pembinaan", Place.COACHING)
    call = next(event for event in timeline_of(shown) if event.title == "Telepon/WhatsApp")
    assert call.words.startswith("Bukan kunjungan, jadi tidak membuktikan alamat.")


@pytest.mark.parametrize(
    ("row", "recent"),
    [
        ({"rat_date": dt.date(2020, 3, 1)}, True),
        ({"rat_date": dt.date(2019, 3, 1)}, False),
        ({"rat_book_year": 2019}, True),
        ({"rat_status": "Sudah RAT"}, True),
        ({"legal_date": dt.date(2022, 1, 5)}, False),
        ({}, False),
    ],
)
def test_rat_within_three_book_years(tmp_path: Path, row: Row, recent: bool) -> None:
    standing = ask(store_with(tmp_path, (DECEMBER_2022, [row]))).standing
    assert standing is not None
    assert standing.rat_recent is recent


def test_a_rat_that_is_not_due_yet_was_not_missed(tmp_path: Path) -> None:
    row = {"rat_date": dt.date(2020, 3, 1)}
    store = store_with(tmp_path, (dt.date(2023, 3, 1), [row]), (dt.date(2023, 7, 1), [row]))
    in_march, in_july = (ask(store, as_of=as_of) for as_of in (dt.date(2023, 3, 1), dt.date(2023, 7, 1)))
    assert (in_march.rat_years, in_july.rat_years) == ((2019, 2021), (2020, 2022))
    assert in_march.standing is not None
    assert in_july.standing is not None
    assert (in_march.standing.rat_recent, in_july.standing.rat_recent) == (True, False)


def test_without_a_word_on_rat_nothing_is_said_against_a_koperasi(tmp_path: Path) -> None:
    store = create_store(tmp_path)
    commit(store, [{"status": "aktif"}], DECEMBER_2022, fields=("name", "status"))
    shown = ask(store)
    assert shown.standing is not None
    assert (shown.standing.rat, shown.standing.rat_recent) == (None, None)
    assert profile.reasons(shown) == ()
    assert [step.done for step in profile.steps(shown)] == [None, None, None]
    assert profile.three_sides(shown)[1].answer == "Tidak diketahui"


def test_a_rat_known_from_an_earlier_snapshot_counts_as_held(tmp_path: Path) -> None:
    store = create_store(tmp_path)
    commit(store, [{"rat_date": dt.date(2022, 3, 1)}], DECEMBER_2022)
    commit(store, [{}], NOVEMBER_2024, fields=("name", "status"))
    standing = ask(store).standing
    assert standing is not None
    assert (standing.rat, standing.last_book_year, standing.rat_recent) == (None, 2021, True)


def test_the_steps_to_the_certificate(tmp_path: Path) -> None:
    row = {
        "status": "aktif",
        "rat_date": dt.date(2022, 8, 1),
        "certificate_status": "Sertifikat - Aktif",
        "certificate_expiry": dt.date(2023, 3, 1),
    }
    shown = ask(store_with(tmp_path, (DECEMBER_2022, [row])))
    held, complete, certified = profile.steps(shown)
    assert shown.standing is not None
    assert shown.standing.rat is RatStatus.HELD_LATE
    assert (held.done, complete.done, certified.done) == (True, False, True)
    assert held.words == "RAT tahun buku 2021 diadakan pada 1 Agustus 2022, sesudah batas 30 Juni 2022."
    assert complete.words.startswith("Belum terisi: ")
    assert "NIK" in complete.words
    assert certified.words == "Berlaku sampai 1 Maret 2023."


def test_officers_and_members_that_are_there_or_not(tmp_path: Path) -> None:
    store = create_store(tmp_path)
    commit(store, [{"secretary": "Sekretaris Satu"}], NOVEMBER_2019)
    fields = ("name", "chair", "secretary", "members_male", "members_female")
    row = {"chair": "Ketua Satu", "members_male": 34, "members_female": 46}
    commit(store, [row], DECEMBER_2022, fields=fields)
    found = {one.label: (one.state, one.note) for one in facts.completeness(ask(store))}
    assert found == {
        "Ketua": ("Ada", "Ketua Satu"),
        "Sekretaris": ("Kosong", "Sekretaris Satu, terakhir diketahui per 30 November 2019"),
        "Bendahara": ("Tidak ada kolomnya", ""),
        "Pengawas": ("Tidak ada kolomnya", ""),
        "Manajer": ("Tidak ada kolomnya", ""),
        "Jumlah anggota": ("Ada", "80"),
    }


def test_members_of_an_older_snapshot_are_said_to_be_so(tmp_path: Path) -> None:
    store = create_store(tmp_path)
    commit(store, [{"members_male": 34, "members_female": 46}], NOVEMBER_2019)
    commit(store, [{}], DECEMBER_2022, fields=("name", "members"))
    *_, members = facts.completeness(ask(store))
    assert (members.state, members.note) == ("Kosong", "80, terakhir diketahui per 30 November 2019")


def test_a_village_of_an_older_snapshot_is_said_to_be_so(tmp_path: Path) -> None:
    store = create_store(tmp_path)
    commit(store, [{"village": "Rias", "district": "Toboali"}], NOVEMBER_2019)
    commit(store, [{"district": "Toboali"}], DECEMBER_2022)
    assert profile.place_line(ask(store)) == (
        "Rias (terakhir diketahui per 30 November 2019), Kecamatan Toboali · Keadaan per 12 Desember 2022"
    )


def test_a_grade_is_worked_out_or_said_to_be_beyond_that(tmp_path: Path) -> None:
    rats = [(2020, dt.date(2020, 3, 1)), (2021, dt.date(2021, 3, 1)), (2022, dt.date(2022, 3, 1))]
    store = store_with(
        tmp_path / "tiga", *((dt.date(year, 12, 12), [{"rat_date": on, "grade": "B"}]) for year, on in rats)
    )
    proven = ask(store)
    assert proven.grade.grade is Grade.A
    assert profile.grade_words(proven).startswith("Grade di berkas: B. Dihitung ulang dari riwayat RAT: A (")
    assert profile.reasons(proven)[-1] == (
        "Grade B di berkas, tetapi riwayat RAT menunjukkan A.",
        "Perbaiki di ODS",
    )
    one = store_with(tmp_path / "satu", (DECEMBER_2022, [{"rat_date": dt.date(2022, 3, 1), "grade": "B"}]))
    assert profile.grade_words(ask(one)) == (
        "Grade di berkas: B. Tidak dapat dihitung ulang: berkas yang tersimpan tidak menceritakan RAT tahun "
        "buku 2019 atau 2020."
    )


def test_health_with_method_and_year(tmp_path: Path) -> None:
    store = store_with(tmp_path, (DECEMBER_2022, [{"rat_date": dt.date(2022, 3, 1)}]))
    assert profile.health(ask(store)).answer == "Belum dinilai"
    given = [
        Assessment(
            coop_id="k0",
            year=year,
            predicate=predicate,
            method="Juknis 15/2021",
            source="rekap.xlsx",
            actor="Pengawas",
            recorded_at=MOMENT,
        )
        for year, predicate in ((2021, Predicate.HEALTHY), (2023, Predicate.UNDER_WATCH))
    ]
    store.add_assessments(given)
    shown = ask(store)
    assert profile.health(shown).answer == "Dalam Pengawasan"
    assert "metode Juknis 15/2021, tahun penilaian 2023" in profile.health(shown).basis
    assert [row["Tahun"] for row in profile.assessment_rows(shown, dt.UTC)] == ["2023", "2021"]
    earlier_day = dt.timezone(dt.timedelta(hours=-7))
    assert profile.assessment_rows(shown, earlier_day)[0]["Sumber"].endswith("pada 8 Desember 2024")
    assert shown.standing is not None
    assert shown.standing.health == profile.health(shown).answer
    commit(store, [{}], NOVEMBER_2024)
    assert profile.health(ask(store, as_of=DECEMBER_2022)).answer == "Sehat"


def test_one_line_of_time(tmp_path: Path) -> None:
    founded, amended = dt.date(2001, 2, 3), dt.date(2015, 4, 5)
    legal = {"legal_number": "02/BH/II/2001", "legal_date": founded}
    store = create_store(tmp_path)
    commit(store, [legal | {"status": "aktif", "rat_date": dt.date(2019, 3, 1)}], NOVEMBER_2019)
    later = {"status": "tidak aktif", "amendment_date": amended, "certificate_expiry": dt.date(2020, 1, 1)}
    commit(store, [legal | later], DECEMBER_2022)
    store.add_visits(
        [visit(dt.date(2023, 1, 5), AddressFinding.MOVED, notes="Pindah ke desa lain", cause="Modal")]
    )
    events = timeline_of(ask(store))
    assert [event.on for event in events] == sorted((event.on for event in events), reverse=True)
    told = {event.title: (event.when, event.words) for event in events}
    assert told["Disahkan sebagai badan hukum"] == ("3 Februari 2001", "Nomor badan hukum 02/BH/II/2001.")
    assert told["Anggaran dasar diubah"] == ("5 April 2015", "")
    assert told["Rapat anggota tahunan (RAT)"] == ("1 Maret 2019", "Tahun buku 2018.")
    assert told["Batas masa berlaku sertifikat NIK"] == ("1 Januari 2020", "")
    assert told["Menjadi tidak aktif"] == (
        "12 Desember 2022",
        "Pada keadaan 30 November 2019 masih aktif.",
    )
    assert told["Kunjungan: Pindah alamat"] == (
        "5 Januari 2023",
        "Petugas: Petugas A dan Petugas B. Tindak lanjut: Pembinaan: pendampingan pengurus. Sebab: Modal. "
        "Catatan: Pindah ke desa lain.",
    )
    assert len(events) == len(told) == 8


EVERYTHING: dict[str, Any] = {
    "serves_members": False,
    "assistants": ("Asisten C",),
    "signboard": Presence.PRESENT,
    "office": OfficeState.UNUSED,
    "books": Books.NOT_KEPT,
    "met": (Met.CHAIR, Met.NEIGHBOUR),
    "last_rat_told": 2018,
    "village_office": VillageOffice.DOES_NOT_KNOW,
    "new_address": "Jl. Contoh 7",
    "photos": (Photo(sha256="a" * 64, thumbnail="b" * 64, width=10, height=10),),
    "revision": 2,
    "reason": "Tanggal keliru",
}
FOUND = (
    "Bertemu ketua dan tetangga. Alamat baru: Jl. Contoh 7. Papan nama: ada. Kantor: tidak dipakai lagi. "
    "Buku: ada, tidak diisi lagi. RAT terakhir menurut keterangan: tahun buku 2018. "
    "Perangkat desa tidak mengenal koperasi ini."
)


def test_all_that_a_visit_found_is_told(tmp_path: Path) -> None:
    store = store_with(tmp_path, (DECEMBER_2022, [{"status": "aktif"}]))
    store.add_visits([visit(dt.date(2023, 1, 5), AddressFinding.NOT_FOUND)])
    store.add_visits([visit(dt.date(2023, 1, 5), AddressFinding.FOUND, **EVERYTHING)])
    shown = ask(store)
    (row,) = visits.visit_rows(shown)
    assert (row["Temuan"], row["Pendamping"], row["Foto"]) == (FOUND, "Asisten C", "1")
    assert row["Perbaikan"] == "Diperbaiki oleh Petugas A pada 9 Desember 2024, alasan: Tanggal keliru."
    event = next(one for one in timeline_of(shown) if one.title == "Kunjungan: Ada, tidak melayani")
    assert event.words == (
        f"Petugas: Petugas A dan Petugas B. Pendamping: Asisten C. {FOUND} "
        "Tindak lanjut: Pembinaan: pendampingan pengurus. 1 foto. "
        "Diperbaiki oleh Petugas A pada 9 Desember 2024, alasan: Tanggal keliru."
    )


def test_what_a_visit_did_not_record_is_not_told(tmp_path: Path) -> None:
    store = store_with(tmp_path, (DECEMBER_2022, [{"status": "aktif"}]))
    nobody = visit(dt.date(2023, 1, 5), AddressFinding.NOBODY_IN, met=(Met.NOBODY,))
    store.add_visits([nobody, visit(dt.date(2023, 1, 6), AddressFinding.NOT_FOUND)])
    rows = visits.visit_rows(ask(store))
    assert [row["Temuan"] for row in rows] == ["–", "Tidak bertemu siapa pun."]
    assert not rows[0].keys() & {"Pendamping", "Foto", "Perbaikan", "Sebab", "Catatan"}


def test_members_and_money_over_the_snapshots(tmp_path: Path) -> None:
    store = create_store(tmp_path)
    commit(store, [{"members_male": 3, "members_female": 4}], NOVEMBER_2019)
    commit(store, [{"members": 1234, "assets": 5_000_000}], DECEMBER_2022)
    assert facts.development(ask(store)) == [
        {"Keadaan per": "12 Desember 2022", "Jumlah anggota": "1.234", "Aset": "Rp5.000.000"},
        {"Keadaan per": "30 November 2019", "Jumlah anggota": "7", "Aset": "–"},
    ]
    series = facts.member_series(ask(store))
    assert series.values == (7, 1234)
    assert series.words.endswith("30 November 2019: 7 anggota; 12 Desember 2022: 1.234 anggota.")


def test_columns_that_are_no_fields_of_ours_are_shown_as_written(tmp_path: Path) -> None:
    store = store_with(tmp_path, (DECEMBER_2022, [{"extra": '{"Kegiatan Usaha": "=1+1", "phone": "??"}'}]))
    lines = [(line.label, line.value) for line in facts.other_columns(ask(store))]
    assert lines == [("Kegiatan Usaha", "=1+1"), ("Telepon", "??")]


@pytest.mark.parametrize("sort", [SortKey.NAME, SortKey.MEMBERS, SortKey.RAT_DATE])
@pytest.mark.parametrize("descending", [False, True])
def test_before_and_after_in_the_order_of_the_list(tmp_path: Path, sort: SortKey, descending: bool) -> None:
    rows = [
        {"name": name, "members": members, "status": status}
        for name, members, status in (
            ("Émas", 3, "aktif"),
            ("Delima", None, "aktif"),
            ("emas", 3, "aktif"),
            ("Anggrek", 9, "tidak aktif"),
            ("Cemara", 1, "aktif"),
        )
    ]
    database = open_database(store_with(tmp_path, (DECEMBER_2022, rows)))
    filter_ = Filter(counted_in=frozenset({"active"}))
    listing = Listing(sort=sort, descending=descending)
    page = ask_cooperatives(database, filter_, listing, today=TODAY)
    assert page is not None
    ids = page.rows["coop_id"].to_pylist()
    assert len(ids) == 4
    for at, coop_id in enumerate(ids):
        found = ask_neighbours(database, filter_, listing, coop_id, today=TODAY)
        assert (found.position, found.total) == (at + 1, 4)
        assert found.before == (ids[at - 1] if at else None)
        assert found.after == (ids[at + 1] if at + 1 < len(ids) else None)
        assert profile.place_in_list(found) == f"{at + 1} dari 4 dalam daftar"
    far = Neighbours(before=None, after=None, position=1234, total=2000)
    assert profile.place_in_list(far) == "1.234 dari 2.000 dalam daftar"
    left_out = ask_neighbours(database, filter_, listing, "k3", today=TODAY)
    assert (left_out.before, left_out.after, left_out.position, left_out.total) == (None, None, None, 4)


def test_a_correction_of_the_mornings_visit_does_not_make_it_the_last(office: Store) -> None:
    commit(office, [{"status": "tidak aktif"}], DECEMBER_2022)
    day = dt.date(2023, 1, 5)
    morning = visit(day, AddressFinding.NOBODY_IN).model_copy(update={"visit_id": "pagi"})
    noon = {"visit_id": "siang", "recorded_at": MOMENT + dt.timedelta(hours=3)}
    afternoon = visit(day, AddressFinding.FOUND, serves_members=True).model_copy(update=noon)
    office.add_visits([morning, afternoon])
    later = {"revision": 2, "notes": "ejaan", "recorded_at": MOMENT + dt.timedelta(days=1)}
    office.add_visits([morning.model_copy(update=later)])
    shown = ask(office)
    assert [one.visit_id for one in shown.visits] == ["siang", "pagi"]
    assert shown.last_visit is not None
    assert shown.last_visit.visit_id == "siang"
    overview = ask_overview(open_database(office), Filter(), today=TODAY)
    assert overview is not None
    assert (overview.count(AT_ADDRESS), overview.count(SERVING)) == (1, 1)


def test_one_that_moved_and_still_serves_is_told_so(office: Store) -> None:
    commit(office, [{"status": "tidak aktif"}], DECEMBER_2022)
    office.add_visits([visit(dt.date(2023, 1, 5), AddressFinding.MOVED, serves_members=True)])
    overview = ask_overview(open_database(office), Filter(), today=TODAY)
    assert overview is not None
    assert (overview.count(SERVING), overview.count(STILL_SERVING)) == (0, 1)
    standing = ask(office).standing
    assert standing is not None
    assert standing.attention.reasons[0] == "inactive_serving"
