"""The berita acara: one page whatever was recorded, every text as written, a call never taken for a visit."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from kopdata.fieldwork.records import Photo, Visit, VisitedCooperative
from kopdata.fieldwork.vocabulary import Books, Met, OfficeState, Presence, VillageOffice
from kopdata.imports.values import tidy
from kopdata.report.visit_minutes import MOST_PHOTOS, visit_minutes
from kopdata.vocabulary import AddressFinding, Contact
from kopdata.wording.minutes import minutes_file
from tests.support.english import english_in

COOPERATIVE = VisitedCooperative(
    name="KSP Sinar Terpadu (contoh)",
    nik="1905030020050",
    legal_number="02/BH/Diskop/II/2003",
    address="Jl. Contoh No. 5",
    village="Gadung",
    district="Toboali",
)
RECORDED = dt.datetime(2022, 12, 12, 3, 42, tzinfo=dt.UTC)
A4_POINTS = (595, 842)


def visit(**more: Any) -> Visit:
    given_: dict[str, Any] = {
        "visit_id": "v1",
        "coop_id": "k1",
        "visited_on": dt.date(2022, 12, 12),
        "at_address": AddressFinding.FOUND,
        "serves_members": False,
        "follow_up": "Pembinaan: pendampingan RAT",
        "officers": ("Petugas A (contoh)", "Petugas B (contoh)"),
        "actor": "Operator (contoh)",
        "recorded_at": RECORDED,
    }
    return Visit(**given_ | more)


FULL = visit(
    assistants=("Asisten C (contoh)",),
    cause="Biaya atau modal",
    notes="Kantor dipakai warung.\nBuku terakhir tahun 2018.",
    new_address="Jl. Contoh 7",
    signboard=Presence.PRESENT,
    office=OfficeState.OTHER_USE,
    books=Books.NOT_KEPT,
    met=(Met.CHAIR, Met.SECRETARY),
    last_rat_told=2018,
    village_office=VillageOffice.DOES_NOT_KNOW,
)


def drawn(one: Visit, cooperative: VisitedCooperative = COOPERATIVE, **more: Any) -> bytes:
    given_: dict[str, Any] = {
        "office_name": "Dinas Contoh",
        "section_name": "Bidang Koperasi",
        "zone": ZoneInfo("Asia/Jakarta"),
        "is_demo": False,
    }
    return visit_minutes(one, cooperative=cooperative, **given_ | more)


def page(made: bytes) -> str:
    """Return the text of the one page that there is, without blanks."""
    with pypdfium2.PdfDocument(made) as paper:
        assert len(paper) == 1
        assert tuple(round(side) for side in paper[0].get_size()) == A4_POINTS
        return without_blanks(paper[0].get_textpage().get_text_range())


def without_blanks(text: str) -> str:
    """Return a text without what breaks its lines; pdfium gives a hyphen at the end of one as U+FFFE."""
    return "".join(text.replace("\u200b", "").replace("\ufffe", "-").replace("\x02", "-").split())


def bottom_of(paper: Any, words: str) -> float:
    """Return how high above the foot of the page these words stand."""
    text = paper.get_textpage()
    found = text.search(words).get_next()
    return float(text.get_charbox(found[0])[1])


def photo(colour: str = "red") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(made, "JPEG")
    return made.getvalue()


def test_it_says_what_was_found_where_and_by_whom() -> None:
    words = page(drawn(FULL))
    for said in (
        "Dinas Contoh",
        "Bidang Koperasi · Kabupaten Bangka Selatan",
        "BERITA ACARA KUNJUNGAN KOPERASI",
        "Nomor: ....",
        "Pada hari Senin, tanggal 12 Desember 2022, petugas yang tersebut di bawah ini telah mengunjungi",
        "Petugas A (contoh) dan Petugas B (contoh)",
        "Pendamping:Asisten C (contoh)",
        "KSP Sinar Terpadu (contoh)",
        "NIK:1905030020050",
        "02/BH/Diskop/II/2003",
        "Jl. Contoh No. 5, Desa/Kelurahan Gadung, Kecamatan Toboali",
        "Keberadaan di alamat Ada di alamat terdaftar",
        "Alamat baru Jl. Contoh 7",
        "Melayani anggota Tidak",
        "Papan nama Ada",
        "Kantor Dipakai untuk keperluan lain",
        "Buku Ada, tidak diisi lagi",
        "Bertemu dengan Ketua dan Sekretaris",
        "RAT terakhir menurut keterangan Tahun buku 2018",
        "Perangkat desa Tidak mengenal koperasi ini",
        "Penyebab Biaya atau modal",
        "Tindak lanjut Pembinaan: pendampingan RAT",
        "Catatan Kantor dipakai warung.; Buku terakhir tahun 2018.",
        "Pengurus koperasi",
        "Mengetahui, Kepala Desa/Lurah",
        "Dicatat oleh Operator (contoh) pada 12 Desember 2022 pukul 10.42, revisi 1.",
    ):
        assert without_blanks(said) in words, said
    assert "DATACONTOH" not in words
    assert "tidakmembuktikan" not in words


@pytest.mark.parametrize(
    ("contact", "done"),
    [
        (Contact.PHONE, "telah menghubungi koperasi berikut melalui telepon atau WhatsApp"),
        (Contact.AT_OFFICE, "telah menerima pengurus koperasi berikut di kantor"),
    ],
)
def test_a_contact_is_never_called_a_visit(contact: Contact, done: str) -> None:
    words = page(drawn(visit(contact=contact)))
    assert "BERITAACARAKONTAKDENGANKOPERASI" in words
    assert without_blanks(f"{done}. Ini bukan kunjungan, jadi tidak membuktikan alamat koperasi.") in words
    assert without_blanks("Hasil kontak, menurut keterangan") in words
    assert "BERITAACARAKUNJUNGAN" not in words
    assert "mengunjungi" not in words
    assert "KepalaDesa" not in words


def test_what_was_not_recorded_stands_in_one_line() -> None:
    words = page(drawn(visit(officers=()), VisitedCooperative(name="Koperasi Contoh")))
    assert "Petugas:......" in words
    assert (
        without_blanks(
            "Tidak dicatat Papan nama, Kantor, Buku, Bertemu dengan, RAT terakhir menurut keterangan, "
            "Perangkat desa, Penyebab, Catatan"
        )
        in words
    )
    assert "Alamatbaru" not in words
    assert "NIK:Belumada" in words
    assert "Alamatterdaftar:Tidaktercantum" in words
    unsure = page(drawn(visit(at_address=AddressFinding.NOBODY_IN, serves_members=None)))
    assert "MelayanianggotaTidakdapatdipastikan" in unsure
    assert "Tidakdicatat" not in page(drawn(FULL))


def test_who_signs_stands_below_the_signature() -> None:
    assert "(PetugasA(contoh),PetugasB(contoh))" in page(drawn(FULL))
    many = page(drawn(visit(officers=tuple(f"Petugas {letter}" for letter in "ABCDE"))))
    assert "(PetugasA,PetugasB,PetugasC,2lainnya)" in many
    assert many.count("(....") == 2


def test_a_correction_bears_its_number_and_reason() -> None:
    words = page(drawn(visit(revision=3, reason="Tanggal keliru")))
    assert without_blanks("revisi 3. Alasan perbaikan: Tanggal keliru") in words


def test_the_demo_says_so() -> None:
    assert "DATACONTOH" in page(drawn(FULL, is_demo=True))


def test_the_same_record_makes_the_same_file() -> None:
    assert drawn(FULL, photos=[photo()]) == drawn(FULL, photos=[photo()])
    assert drawn(FULL) != drawn(visit())


def test_photos_stand_on_the_page_and_others_are_counted() -> None:
    shown = [photo(colour) for colour in ("red", "green", "blue", "yellow", "black", "white")]
    taken = tuple(
        Photo(sha256=f"{at:064x}", thumbnail=f"{at:064x}", width=10, height=10) for at in range(len(shown))
    )
    made = drawn(visit(photos=taken), photos=shown, logo=photo("gray"))
    with pypdfium2.PdfDocument(made) as paper:
        images = [one for one in paper[0].get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert len(images) == MOST_PHOTOS + 1
    assert "2fotolaintersimpandidasbor" in page(made)


def test_a_logo_is_taken_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "logo").write_bytes(photo("gray"))
    assert drawn(FULL, logo=tmp_path / "logo") == drawn(FULL, logo=photo("gray")) != drawn(FULL)
    assert drawn(FULL, logo=tmp_path / "gone") == drawn(FULL)


def test_the_longest_notes_of_six_officers_stand_whole_or_say_where_the_rest_is() -> None:
    officers = tuple(f"Petugas Bernama Agak Panjang {at} (contoh)" for at in range(6))
    notes = " ".join(f"kalimat{at}" for at in range(180))[:2000]
    whole = page(drawn(visit(officers=officers, notes=notes)))
    assert without_blanks(notes) in whole
    crowded = page(
        drawn(
            visit(
                officers=officers,
                notes=notes,
                cause="sebab " * 60,
                reason="alasan " * 60,
                follow_up="langkah " * 50,
                new_address="alamat " * 50,
                assistants=officers,
            ),
            photos=[photo()] * 4,
            is_demo=True,
        )
    )
    assert without_blanks("… (selengkapnya pada catatan di dasbor)") in crowded
    assert "kalimat0kalimat1" in crowded
    assert all(without_blanks(officer) in crowded for officer in officers)


@pytest.mark.parametrize("letters", ["W", "W ", "\n", "i", "中", "ﷺ"])
def test_no_text_is_too_long_for_one_page(letters: str) -> None:
    long = ("a" + letters * 9_990)[:9_990] + "z"
    one = visit(
        officers=(long,) * 6,
        assistants=(long,) * 30,
        cause=long,
        notes=long,
        new_address=long,
        follow_up=long,
        actor=long,
        reason=long,
        revision=2,
        met=tuple(Met),
    )
    cooperative = VisitedCooperative(
        name=long, nik="1905030020050", legal_number=long, address=long, village=long, district=long
    )
    made = drawn(one, cooperative, photos=[photo()] * 4, is_demo=True)
    assert "Mengetahui,KepalaDesa" in page(made)
    with pypdfium2.PdfDocument(made) as paper:
        images = [one for one in paper[0].get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        lowest = min(one.get_bounds()[1] for one in images)
        assert lowest > bottom_of(paper[0], "Demikian") > bottom_of(paper[0], "Dicatat oleh") > 0


TYPEABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=80)


@settings(max_examples=25, deadline=None)
@given(TYPEABLE, TYPEABLE, TYPEABLE)
@example("a-", "b-", "c-")
def test_every_text_is_printed_as_written(name: str, notes: str, officer: str) -> None:
    words = page(drawn(visit(notes=notes, officers=(officer,)), VisitedCooperative(name=name)))
    for text in (name, notes, officer):
        assert without_blanks(tidy(text)) in words


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=1, max_size=2_000).filter(str.strip), st.integers(0, 6))
def test_any_text_fits_one_page(text: str, officers: int) -> None:
    text = text.encode("utf-8", "ignore").decode()
    if text.strip():
        one = visit(notes=text, cause=text, actor=text, officers=(text,) * officers)
        assert "BERITAACARA" in page(drawn(one, VisitedCooperative(name=text)))


@pytest.mark.parametrize(
    "text",
    ["#panic()", "*tebal* _miring_ $x$", '"; drop', "<script>", "= judul", "\\u{41}", "@a <b> `c` ~ --- ..."],
)
def test_no_text_is_markup(text: str) -> None:
    assert without_blanks(text) in page(drawn(visit(notes=text, follow_up=text)))


def test_its_words_are_indonesian() -> None:
    with pypdfium2.PdfDocument(drawn(FULL, is_demo=True)) as paper:
        assert english_in(paper[0].get_textpage().get_text_range()) == ()


@pytest.mark.parametrize(
    ("more", "name", "file"),
    [
        ({}, "KSP Sinar Terpadu (contoh)", "berita-acara-kunjungan-ksp-sinar-terpadu-contoh-2022-12-12"),
        ({"contact": Contact.PHONE}, "KUD Contoh", "berita-acara-kontak-kud-contoh-2022-12-12"),
        ({"revision": 2}, "../..", "berita-acara-kunjungan-koperasi-2022-12-12-revisi-2"),
    ],
)
def test_the_file_is_named_by_what_it_holds(more: dict[str, Any], name: str, file: str) -> None:
    assert minutes_file(visit(**more), name) == file
