"""The invented koperasi: what stays the same about each of them for as long as it lives.

Every name ends in "(contoh)". Words of a name are taken from trade and place, never from persons.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass

from kopdata.regions import District, Village
from kopdata.vocabulary import CooperativeType, Form

EXAMPLE = "(contoh)"

_COAST = frozenset(
    [
        "Sadai",
        "Tukak",
        "Pasir Putih",
        "Tiram",
        "Tanjung Labu",
        "Tanjung Sangkar",
        "Kumbung",
        "Penutuk",
        "Pongok",
        "Celagen",
        "Batu Betumpang",
        "Permis",
        "Sebagin",
        "Rajik",
        "Bangka Kota",
        "Kepoh",
        "Rias",
        "Tanjung Ketapang",
    ]
)
_TOWNS = frozenset(
    [
        "Toboali",
        "Teladan",
        "Tanjung Ketapang",
        "Airgegas",
        "Payung",
        "Simpang Rimba",
        "Sadai",
        "Tanjung Labu",
        "Batu Betumpang",
        "Pongok",
    ]
)

_FARMING = "Pertanian, Kehutanan dan Perikanan"
_TRADE = "Perdagangan Besar dan Eceran - Rep Mobil dan Motor"
_FINANCE = "Jasa Keuangan dan Asuransi"
_OTHER = "Jasa Lainnya"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of koperasi: how its name begins, what it is in the vocabularies, how many there are of it."""

    prefix: str
    type: CooperativeType
    coop_group: str
    sector: str
    places: frozenset[str] | None
    weight: int
    form: Form = Form.PRIMARY_REGENCY
    pattern: str = "Konvensional"


_KINDS = (
    Kind("KUD", CooperativeType.PRODUCER, "KUD", _FARMING, None, 8),
    Kind("Koperasi Nelayan", CooperativeType.PRODUCER, "Kop. Nelayan", _FARMING, _COAST, 22),
    Kind("Koperasi Pekebun Sawit", CooperativeType.PRODUCER, "Kop. Perkebunan", _FARMING, None, 12),
    Kind("Koperasi Petani Lada", CooperativeType.PRODUCER, "Kop. Pertanian", _FARMING, None, 9),
    Kind("Koperasi Peternak", CooperativeType.PRODUCER, "Kop. Peternakan", _FARMING, None, 3),
    Kind("KSU", CooperativeType.CONSUMER, "Kop. Serba Usaha", _TRADE, None, 12),
    Kind("Kopkar", CooperativeType.CONSUMER, "Kopkar", _TRADE, None, 6),
    Kind("Kopwan", CooperativeType.CONSUMER, "Kop. Wanita", _TRADE, None, 5),
    Kind("Koppontren", CooperativeType.CONSUMER, "Koppontren", _TRADE, None, 3, pattern="Syariah"),
    Kind("Koperasi Pasar", CooperativeType.CONSUMER, "Kop. Pasar", _TRADE, _TOWNS, 6),
    Kind(
        "KPRI",
        CooperativeType.CONSUMER,
        "Kop. Pegawai Negeri (KPRI)",
        "Adm Pemerintahan, Pertahanan dan Jaminan Sosial",
        _TOWNS,
        30,
    ),
    Kind("KSP", CooperativeType.SAVINGS_AND_LOAN, "Kop. Simpan Pinjam", _FINANCE, None, 6),
    Kind(
        "KSPPS",
        CooperativeType.SAVINGS_AND_LOAN,
        "Kop. Simpan Pinjam dan Pembiayaan Syariah",
        _FINANCE,
        _TOWNS,
        4,
        pattern="Syariah",
    ),
    Kind("Koperasi Pemasaran Hasil Laut", CooperativeType.MARKETING, "Kop. Nelayan", _TRADE, _COAST, 4),
    Kind(
        "Koperasi Jasa Wisata",
        CooperativeType.SERVICE,
        "Kop. Lainnya",
        "Penyediaan Akomodasi dan Makan Minum",
        _COAST,
        3,
    ),
    Kind(
        "Koperasi Angkutan",
        CooperativeType.SERVICE,
        "Kop. Angkutan Darat",
        "Transportasi dan Pergudangan",
        _TOWNS,
        3,
    ),
    Kind("Koperasi Pemuda", CooperativeType.SERVICE, "Kop. Pemuda", _OTHER, None, 2),
    Kind("Koperasi Wredatama", CooperativeType.SERVICE, "Kop. Wredatama", _OTHER, _TOWNS, 2),
    Kind("Kopinkra", CooperativeType.PRODUCER, "Kopinkra", "Industri Pengolahan", None, 3),
    Kind(
        "Pusat Koperasi",
        CooperativeType.SERVICE,
        "Kop. Sekunder",
        _OTHER,
        _TOWNS,
        10,
        form=Form.SECONDARY_REGENCY,
    ),
)
_FIRST_WORDS = [
    "Karya",
    "Usaha",
    "Bina",
    "Sumber",
    "Mitra",
    "Tunas",
    "Cahaya",
    "Harapan",
    "Sinar",
    "Rukun",
    "Bakti",
    "Artha",
    "Tekad",
    "Mekar",
    "Berkah",
]
_SECOND_WORDS = [
    "Bersama",
    "Mandiri",
    "Sejahtera",
    "Makmur",
    "Rezeki",
    "Lestari",
    "Sentosa",
    "Bahari",
    "Sepakat",
    "Maju",
    "Bersatu",
    "Terpadu",
    "Serumpun",
]
_STREETS = (
    "Jl. Raya {village} RT {rt:02}",
    "Jl. Pasar Lama RT {rt:02}",
    "Jl. Pelabuhan RT {rt:02}",
    "Jl. Balai Desa RT {rt:02} RW 01",
    "Jl. Merdeka No. {number}",
    "Dusun II RT {rt:02}",
)
_MONTHS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


@dataclass(frozen=True, slots=True)
class Koperasi:
    """One invented koperasi; ``nik_since`` is the first snapshot that knows its NIK, None if none does.

    ``coop_id`` rests on the NIK, or on legal number and date where it was first recorded without one.
    ``size`` is its usual number of members.
    """

    coop_id: str
    name: str
    kind: Kind
    district: District
    village: Village
    legal_number: str
    legal_date: dt.date
    nik: str
    nik_since: dt.date | None
    address: str | None
    size: int


class Founder:
    """Founds koperasi one after the other, giving out each name, legal number and NIK once."""

    def __init__(self, seed: str) -> None:
        self._rng = random.Random(seed)
        words = [f"{first} {second}" for first in _FIRST_WORDS for second in _SECOND_WORDS]
        self._rng.shuffle(words)
        self._words: Iterator[str] = iter(words)
        self._legal_numbers: set[str] = set()
        self._serial = 20_000

    def found(
        self,
        district: District,
        legal_date: dt.date,
        first_seen: dt.date,
        nik_since: dt.date | None,
        nik_prefix: str | None = None,
    ) -> Koperasi:
        """Found a koperasi somewhere in ``district``; ``nik_prefix`` puts its NIK into another region."""
        rng = self._rng
        village = rng.choice(district.villages)
        kinds = [kind for kind in _KINDS if kind.places is None or village.name in kind.places]
        kind = rng.choices(kinds, weights=[kind.weight for kind in kinds])[0]
        words = next(self._words)
        place = f" {village.name}" if rng.random() < 0.4 else ""
        size = round(20 + 300 * rng.random() ** 2.2)
        return self._register(
            f"{kind.prefix} {words}{place} {EXAMPLE}",
            kind,
            district,
            village,
            legal_date,
            first_seen=first_seen,
            nik_since=nik_since,
            nik_prefix=nik_prefix,
            size=size,
        )

    def found_merah_putih(self, district: District, village: Village, first_seen: dt.date) -> Koperasi:
        """Found the Koperasi Desa (or Kelurahan) Merah Putih of ``village``, in July 2025."""
        kind = Kind(
            f"Koperasi {village.kind.capitalize()} Merah Putih",
            CooperativeType.WARD_MERAH_PUTIH
            if village.kind == "kelurahan"
            else CooperativeType.VILLAGE_MERAH_PUTIH,
            "Kop. Lainnya",
            _TRADE,
            None,
            0,
        )
        return self._register(
            f"{kind.prefix} {village.name} {EXAMPLE}",
            kind,
            district,
            village,
            dt.date(2025, 7, self._rng.randint(1, 18)),
            first_seen=first_seen,
            nik_since=first_seen,
            nik_prefix=None,
            size=self._rng.randint(22, 140),
        )

    def _register(
        self,
        name: str,
        kind: Kind,
        district: District,
        village: Village,
        legal_date: dt.date,
        *,
        first_seen: dt.date,
        nik_since: dt.date | None,
        nik_prefix: str | None,
        size: int,
    ) -> Koperasi:
        self._serial += self._rng.randint(1, 9)
        nik = f"{nik_prefix or district.bps_code}{self._serial:06}"
        legal_number = self._legal_number(legal_date)
        known = nik if nik_since is not None and nik_since <= first_seen else f"{legal_number}/{legal_date}"
        street = self._rng.choice(_STREETS).format(
            village=village.name, rt=self._rng.randint(1, 12), number=self._rng.randint(1, 60)
        )
        return Koperasi(
            coop_id=f"k{hashlib.sha256(known.encode()).hexdigest()[:11]}",
            name=name,
            kind=kind,
            district=district,
            village=village,
            legal_number=legal_number,
            legal_date=legal_date,
            nik=nik,
            nik_since=nik_since,
            address=street if self._rng.random() < 0.95 else None,
            size=size,
        )

    def _legal_number(self, date: dt.date) -> str:
        """Return a number in the style in which its year's numbers were given."""
        while True:
            serial = self._rng.randint(1, 990)
            month = _MONTHS[date.month - 1]
            if date.year < 2000:
                number = f"{serial}{self._rng.choice(('', 'A'))}/BH/{month}/{date.year}"
            elif date.year < 2007:
                number = f"{serial % 60 + 1:02}/BH/Diskop/{month}/{date.year}"
            elif date.year < 2014:
                number = f"{serial % 60 + 1:02}/BH/Tahun {date.year}"
            elif date.year < 2019:
                number = f"{serial * 7:06}/BH/M.KUKM.2/{month}/{date.year}"
            else:
                number = f"AHU-{serial * 7:07}.AH.01.{'29' if date.year >= 2023 else '27'}.TAHUN {date.year}"
            if number not in self._legal_numbers:
                self._legal_numbers.add(number)
                return number
