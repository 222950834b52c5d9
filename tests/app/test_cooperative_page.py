"""One koperasi on the screen: reached by a link, walked from one to the next, and left again."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Table

from kopdata.access import local_actor
from kopdata.database import open_database
from kopdata.fieldwork.coaching import add_step, open_case
from kopdata.fieldwork.dissolution import start_proposal
from kopdata.fieldwork.records import Outreach, Participants, Visit
from kopdata.fieldwork.vocabulary import CoachingKind
from kopdata.models import Assessment, Filter
from kopdata.paths import PROJECT
from kopdata.queries import Listing, ask_cooperatives
from kopdata.store import create_store, open_store
from kopdata.vocabulary import AddressFinding, Contact, Predicate
from tests.app.conftest import OpenApp
from tests.support.registry import commit, store_with

PAGE = "pages/cooperative.py"


def open_koperasi(open_app: OpenApp, home: Path, coop_id: str | None, **filters: str | list[str]) -> AppTest:
    app = open_app(home, **filters)
    if coop_id is not None:
        app.query_params["id"] = coop_id
    return app.switch_page(PAGE).run()


def in_order(home: Path, filter_: Filter) -> list[str]:
    page = ask_cooperatives(open_database(open_store(home)), filter_, Listing())
    assert page is not None
    ids: list[str] = page.rows["coop_id"].to_pylist()
    return ids


def texts(app: AppTest) -> str:
    return "\n".join(markdown.value for markdown in app.markdown)


def test_without_a_koperasi_the_page_says_how_to_choose_one(open_app: OpenApp, demo_home: Path) -> None:
    app = open_koperasi(open_app, demo_home, None)
    [info] = app.info
    assert "pilih satu nama" in info.value
    assert not app.exception


def test_opened_past_the_entry_it_shows_nothing(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOPDATA_HOME", str(demo_home))
    app = AppTest.from_file(str(PROJECT / PAGE), default_timeout=60)
    app.query_params["id"] = in_order(demo_home, Filter())[0]
    app.run()
    assert len(app.error) == 1
    assert not app.title
    assert not app.table


def test_with_no_data_it_says_what_to_do(open_app: OpenApp, empty_home: Path) -> None:
    app = open_koperasi(open_app, empty_home, "k0")
    [error] = app.error
    assert "Unggah ekspor ODS" in error.value
    assert not app.exception


def test_an_unknown_koperasi_is_told_in_a_sentence(open_app: OpenApp, demo_home: Path) -> None:
    app = open_koperasi(open_app, demo_home, "<b>tidak ada</b>")
    [error] = app.error
    assert "tidak dikenal" in error.value
    assert any(button.label == "Kembali ke daftar" for button in app.button)
    assert not app.exception


def test_every_part_of_a_koperasi_of_the_demo_is_there(open_app: OpenApp, demo_home: Path) -> None:
    database = open_database(open_store(demo_home))
    [row] = database.rows(
        "SELECT coop_id, any_value(registry.name) AS name FROM visits JOIN registry USING (coop_id) "
        "WHERE contact = 'kunjungan' GROUP BY coop_id ORDER BY coop_id LIMIT 1"
    )
    app = open_koperasi(open_app, demo_home, str(row["coop_id"]))
    assert not app.exception
    assert not app.error
    assert str(row["name"]).removesuffix(" (contoh)") in app.title[0].value
    headings = [heading.value for heading in app.subheader]
    assert headings == [
        "Menuju sertifikat NIK",
        "Status dari tiga sisi",
        "Kunjungan",
        "Pembinaan dan sosialisasi",
        "Kelengkapan pengurus",
        "Grade dan kesehatan",
        "Identitas",
        "Badan hukum",
        "Alamat dan kontak",
        "RAT dan sertifikat",
        "Anggota dan pekerja",
        "Keuangan",
        "Anggota dan keuangan dari waktu ke waktu",
        "Riwayat",
    ]
    assert "Kunjungan:" in texts(app)
    assert "dalam daftar" in texts(app)
    assert "DATA CONTOH" in texts(app)


ROW = {"status": "tidak aktif", "rat_date": dt.date(2022, 3, 1), "grade": "B", "members": 9}
MOMENT = dt.datetime(2023, 2, 6, 3, tzinfo=dt.UTC)


def visit(on: dt.date, contact: Contact, **more: str) -> Visit:
    return Visit(
        visit_id=f"v{on}",
        coop_id="k0",
        visited_on=on,
        contact=contact,
        at_address=AddressFinding.NOT_FOUND,
        follow_up="Pembinaan",
        officers=("Petugas A", "Petugas B"),
        actor="Petugas A",
        recorded_at=MOMENT,
        **more,
    )


def table_called(app: AppTest, words: str) -> list[dict[str, str]]:
    [found] = [table for table in app.table if table.proto.alt == words]
    rows: list[dict[str, str]] = found.value.to_dict("records")
    return rows


def test_every_visit_stands_in_a_section_of_its_own(open_app: OpenApp, tmp_path: Path) -> None:
    store = store_with(tmp_path / "kantor", (dt.date(2022, 12, 12), [ROW]))
    assert "Catatan kunjungan belum dimasukkan." in texts(open_koperasi(open_app, store.root, "k0"))
    store.add_visits([visit(dt.date(2023, 1, 5), Contact.PHONE)])
    called = open_koperasi(open_app, store.root, "k0")
    assert "Belum pernah dikunjungi. Telepon/WhatsApp dan kedatangan ke kantor tidak membuktikan" in texts(
        called
    )
    store.add_visits([visit(dt.date(2023, 2, 5), Contact.VISIT, cause="Modal", notes="*Rumah* kosong")])
    app = open_koperasi(open_app, store.root, "k0")
    assert "Belum pernah dikunjungi" not in texts(app)
    assert "Telepon/WhatsApp dan kedatangan ke kantor tidak membuktikan alamat." in texts(app)
    shared = {"Petugas": "Petugas A dan Petugas B", "Tindak lanjut": "Pembinaan"}
    assert table_called(app, "Kunjungan dan kontak") == [
        {
            **{"Tanggal": "5 Februari 2023", "Cara": "Kunjungan"},
            **{"Hasil": "Tidak ditemukan di alamat terdaftar", **shared},
            **{"Sebab": "Modal", "Catatan": r"\*Rumah\* kosong"},
        },
        {
            **{"Tanggal": "5 Januari 2023", "Cara": "Telepon/WhatsApp"},
            **{"Hasil": "Menurut keterangan: tidak ditemukan di alamat terdaftar", **shared},
            **{"Sebab": "–", "Catatan": "–"},
        },
    ]


def origins(app: AppTest, part: str) -> list[str]:
    """Return what "Dari mana?" of a part says, a line for each row."""
    [found] = [each for each in app.get("popover") if each.proto.id.endswith(f"-where_from_{part}")]
    [table] = found.get("table")
    assert isinstance(table, Table)
    return [" | ".join(map(str, row.values())) for row in table.value.to_dict("records")]


def test_every_part_tells_where_it_comes_from(open_app: OpenApp, tmp_path: Path) -> None:
    store = store_with(tmp_path / "kantor", (dt.date(2019, 11, 30), [ROW]), (dt.date(2022, 12, 12), [ROW]))
    store.add_visits([visit(dt.date(2023, 2, 5), Contact.VISIT)])
    store.add_assessments(
        [
            Assessment(
                coop_id="k0",
                year=2021,
                predicate=Predicate.HEALTHY,
                source="rekap.xlsx",
                actor="Pengawas",
                recorded_at=MOMENT,
            )
        ]
    )
    app = open_koperasi(open_app, store.root, "k0")
    row = r"2022-12-12\.xlsx, baris 2 .*keadaan 12 Desember 2022.* oleh Penguji$"
    older = r"2019-11-30\.xlsx, baris 2 .*keadaan 30 November 2019.* oleh Penguji$"
    visited = r"^Kunjungan 5 Februari 2023.* \| Catatan kunjungan dinas \| 6 Februari 2023 oleh Petugas A$"
    for part, expected in {
        "answers": [f"^Status: Tidak aktif .*{row}", visited],
        "steps": [f"^Tanggal RAT: 1 Maret 2022 .*{row}", f"^Jumlah anggota: 9 .*{row}"],
        "status": [f"^Status: Tidak aktif .*{row}", f"^Tanggal RAT: 1 Maret 2022 .*{row}", visited],
        "visits": [visited],
        "officers": [f"^Jumlah anggota: 9 .*{row}"],
        "grade": [
            f"^Grade: B .*{row}",
            f"^Riwayat RAT .*{row}",
            r"^Penilaian 2021: Sehat \| rekap.*xlsx \| 6 Februari 2023 oleh Pengawas$",
        ],
        "facts_3": [f"^Tanggal RAT: 1 Maret 2022 .*{row}"],
        "development": [f"^Anggota dan keuangan .*{row}", f"^Anggota dan keuangan .*{older}"],
    }.items():
        said = origins(app, part)
        for pattern in expected:
            assert any(re.search(pattern, line) for line in said), (part, pattern, said)


def test_the_way_through_the_filtered_list(open_app: OpenApp, demo_home: Path) -> None:
    ids = in_order(demo_home, Filter(counted_in=frozenset({"inactive"})))
    assert len(ids) == 26
    app = open_koperasi(open_app, demo_home, ids[11], angka="Tidak aktif")
    assert "12 dari 26 dalam daftar" in texts(app)
    first = open_koperasi(open_app, demo_home, ids[0], angka="Tidak aktif")
    assert first.button(key="before_in_list").disabled
    assert not first.button(key="after_in_list").disabled
    last = open_koperasi(open_app, demo_home, ids[-1], angka="Tidak aktif")
    assert last.button(key="after_in_list").disabled


def test_the_order_of_the_list_holds_where_the_address_is_opened_anew(
    open_app: OpenApp, demo_home: Path
) -> None:
    app = open_app(demo_home, angka="Tidak aktif", urut="Nama, Z–A")
    app.switch_page("pages/cooperatives.py").run()
    app.selectbox(key="opener").select_index(0).run()
    assert "1 dari 26 dalam daftar" in texts(app)
    coop_id, order = (str(app.query_params[name]) for name in ("id", "urutan"))
    again = open_koperasi(open_app, demo_home, coop_id, angka="Tidak aktif", urutan=order)
    assert "1 dari 26 dalam daftar" in texts(again)
    again.button(key="back_to_list").click().run()
    assert again.selectbox(key="urut").value == "Nama, Z–A"
    unknown = open_koperasi(open_app, demo_home, "k0", urutan="1=1")
    assert not unknown.exception


def test_a_koperasi_that_the_filter_leaves_out_is_shown_all_the_same(
    open_app: OpenApp, demo_home: Path
) -> None:
    [coop_id, *_] = in_order(demo_home, Filter(counted_in=frozenset({"active"})))
    app = open_koperasi(open_app, demo_home, coop_id, angka="Tidak aktif")
    assert "Tidak termasuk daftar" in texts(app)
    assert app.button(key="before_in_list").disabled
    assert app.button(key="after_in_list").disabled
    assert app.title


def test_texts_of_a_file_are_no_markup(open_app: OpenApp, tmp_path: Path) -> None:
    home = tmp_path / "kantor"
    row = {
        "name": "**Koperasi** [x](http://contoh.example)",
        "chair": "$a$ :red[b]",
        "address": "<b>Jl.</b>",
        "extra": '{"`Kolom`": "*isi*"}',
    }
    commit(create_store(home), [row], dt.date(2024, 11, 7))
    app = open_koperasi(open_app, home, "k0")
    assert not app.exception
    assert app.title[0].value.startswith(r"\*\*Koperasi\*\* \[x\]")
    cells = [str(cell) for table in app.table for cell in table.value.to_numpy().ravel()]
    assert r"\$a\$ \:red\[b\]" in cells or r"\$a\$ :red\[b\]" in cells
    assert r"\<b\>Jl.\</b\>" in cells
    assert r"\*isi\*" in cells


def test_a_file_without_most_columns_says_so(open_app: OpenApp, tmp_path: Path) -> None:
    home = tmp_path / "kantor"
    store = create_store(home)
    commit(store, [{"phone": "0811", "grade": "A"}], dt.date(2022, 12, 12))
    commit(store, [{"status": "aktif"}], dt.date(2024, 11, 7), fields=("name", "status"))
    app = open_koperasi(open_app, home, "k0")
    cells = [str(cell) for table in app.table for cell in table.value.to_numpy().ravel()]
    assert "0811 *(terakhir diketahui per 12 Desember 2022)*" in cells
    assert "**Tidak ada kolomnya**" in cells
    assert any("Tidak ada kolomnya di berkas ini" in caption.value for caption in app.caption)


def test_only_the_newest_visits_are_read_until_more_are_asked_for(open_app: OpenApp, tmp_path: Path) -> None:
    store = store_with(tmp_path / "kantor", (dt.date(2019, 11, 30), [ROW]))
    first = dt.date(2020, 1, 1)
    store.add_visits([visit(first + dt.timedelta(days=day), Contact.VISIT) for day in range(130)])
    app = open_koperasi(open_app, store.root, "k0")
    assert len(table_called(app, "Kunjungan dan kontak")) == 100
    assert table_called(app, "Kunjungan dan kontak")[0]["Tanggal"] == "9 Mei 2020"
    assert "100 dari 130 catatan, yang terbaru." in texts(app)
    app.button(key="more_visits").click().run()
    assert len(table_called(app, "Kunjungan dan kontak")) == 130
    assert "catatan, yang terbaru" not in texts(app)


def test_coaching_a_proposal_and_sosialisasi_stand_on_the_page(open_app: OpenApp, tmp_path: Path) -> None:
    day = dt.date(2022, 12, 12)
    store = store_with(tmp_path / "kantor", (day, [ROW]))
    app = open_koperasi(open_app, store.root, "k0")
    assert "Belum pernah dibina." in texts(app)
    assert "Belum tercatat mengikuti sosialisasi." in texts(app)
    open_case(store, "k0", held_on=day, cause="Modal *kecil*", actor=local_actor(), today=day)
    add_step(
        store,
        "k0",
        held_on=day,
        kind=CoachingKind.ADVICE,
        officers="Petugas A",
        result="Bersedia.",
        next_step="RAT",
        next_by=day + dt.timedelta(days=1),
        actor=local_actor(),
        today=day,
    )
    start_proposal(store, "k0", dated_on=day, actor=local_actor(), today=day)
    came = Outreach(
        outreach_id="s1",
        held_on=day,
        place="Balai desa",
        topic="Pembukuan",
        participants=(Participants(coop_id="k0", count=2),),
        actor="Petugas A",
        recorded_at=MOMENT,
    )
    store.append("outreach", lambda _contents: [came])
    app = open_koperasi(open_app, store.root, "k0")
    said = texts(app).replace(r"\.", ".")
    assert r"Terbuka sejak 12 Desember 2022. Sebab: Modal \*kecil\*." in said
    assert "paling lambat 13 Desember 2022. Terlambat" in said
    assert "Usulan pembubaran: Disiapkan 12 Desember 2022. Bukti 0 dari 5." in said
    for event in ("Pembinaan dibuka", "Pembinaan: Konsultasi", "Usulan pembubaran disiapkan"):
        assert f"**12 Desember 2022** · {event}" in said
    assert "Sosialisasi: Pembukuan" in said
    assert table_called(app, "Sosialisasi yang diikuti koperasi ini") == [
        {"Tanggal": "12 Desember 2022", "Topik": "Pembukuan", "Tempat": "Balai desa", "Peserta": "2 orang"}
    ]
    assert "**Lengkapi usulan pembubaran**" in said
    app.button(key="next_step").click().run()
    assert app.title[0].value == "Usulan pembubaran"
    assert app.query_params["id"] == "k0"
