"""The short forms of chats, written out; one with two meanings has none here."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from kopdata.vocabulary import fold

_SHORT_FORMS: Final = {
    short: word
    for word, shorts in {
        "tidak": "tdk tak gak ga nggak ngga enggak ndak dak gk g tdak engga tidk tida tdkk",
        "masih": "msh msih mash masi",
        "sudah": "sdh udh udah telah sdah dah",
        "belum": "blm blum belom blom",
        "dengan": "dgn dg dngn",
        "kantor": "ktr kntr kantornya",
        "alamat": "almt alamatnya almat",
        "aktif": "aktip aktf aktiv",
        "pengurus": "pengurusnya pngrs pengrs pngurus pgrs",
        "orang": "org orangnya",
        "ya": "iya yaa y iy",
        "surat": "srt",
        "keterangan": "ket",
        "karena": "krn karna krna",
        "lagi": "lg lgi",
        "anggota": "anggotanya agt angg anggt",
        "ketemu": "ktemu ktm ktmu",
        "jalan": "jln jlan jalannya",
        "berjalan": "brjalan berjln brjln",
        "sekarang": "skrg skg skrng skrang skr",
        "saya": "sy",
        "yang": "yg",
        "koperasi": "kop kopr koprasi koperasinya",
        "tanggal": "tgl tggl tngl tgll",
        "tapi": "tetapi tp tpi namun",
        "tempat": "tmpt tmpat",
        "pindah": "pndh pindh",
        "kunjungan": "kunj kunjgn",
        "juga": "jg",
        "jangan": "jgn",
        "untuk": "utk",
        "bertemu": "brtemu bertmu",
        "petugas": "ptgs",
        "ada": "ad",
        "melayani": "mlayani melyani",
        "tahu": "tau",
        "harus": "hrs",
        "rumah": "rmh",
        "minta": "mnta",
        "hari": "hr",
    }.items()
    for short in shorts.split()
}


@lru_cache(maxsize=2_048)
def _written_out(folded: str) -> tuple[str, ...]:
    return tuple(_SHORT_FORMS.get(word, word) for word in folded.split())


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, with short forms written out."""
    return list(_written_out(fold(text)))
