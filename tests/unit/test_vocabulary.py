"""Spellings that files bring, and the words they mean."""

from __future__ import annotations

import pytest

from kopdata.vocabulary import (
    CertificateGiven,
    CooperativeType,
    Form,
    Grade,
    Predicate,
    RatGiven,
    Status,
    read_certificate,
    read_form,
    read_grade,
    read_predicate,
    read_rat,
    read_status,
    read_type,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Aktif", Status.ACTIVE),
        (" AKTIF ", Status.ACTIVE),
        ("Tidak Aktif", Status.INACTIVE),
        ("Non Aktif", Status.INACTIVE),
        ("NON-AKTIF", Status.INACTIVE),
        ("nonaktif", Status.INACTIVE),
        ("Mati suri", None),
        ("Kurang aktif", None),
    ],
)
def test_status(written: str, meant: Status | None) -> None:
    assert read_status(written) is meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Bersetifikat", CertificateGiven.CERTIFIED),
        ("Sertifikat - Aktif", CertificateGiven.ACTIVE),
        ("SERTIFIKAT-EXPIRED", CertificateGiven.EXPIRED),
        ("Belum Bersertifikat", CertificateGiven.NOT_CERTIFIED),
        ("entah", None),
    ],
)
def test_certificate(written: str, meant: CertificateGiven | None) -> None:
    assert read_certificate(written) is meant


def test_other_vocabularies() -> None:
    assert read_rat("SUDAH RAT") is RatGiven.DONE
    assert read_rat("mungkin") is None
    assert read_grade("Grade C1") is Grade.C1
    assert read_grade("a") is Grade.A
    assert read_grade("E") is None
    assert read_predicate("cukup sehat") is Predicate.FAIRLY_HEALTHY
    assert read_predicate("Kurang Sehat") is None
    assert read_type("KOPERASI SIMPAN PINJAM") is CooperativeType.SAVINGS_AND_LOAN
    assert read_type("Serba Usaha") is None
    assert read_form("Primer Kab/Kota") is Form.PRIMARY_REGENCY
    assert read_form("SEKUNDER PROVINSI") is Form.SECONDARY_PROVINCE
    assert read_form("Tersier") is None
