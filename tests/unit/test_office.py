"""Which store an installation uses, and that the demo never takes the place of the office's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kopdata import paths
from kopdata.access import Actor, Role, local_actor
from kopdata.errors import NotAllowedError, StoreError
from kopdata.office import has_store, is_current, open_or_create, open_or_make, start_office_store
from kopdata.paths import PROJECT
from kopdata.store import create_store
from tests.unit.store.samples import save


def test_the_demo_is_shown_until_the_office_starts(tmp_path: Path) -> None:
    demo = open_or_make(tmp_path)
    assert demo.is_demo
    assert is_current(demo, tmp_path)

    office = start_office_store(tmp_path, local_actor())

    assert (office.is_demo, office.root) == (False, tmp_path)
    assert not is_current(demo, tmp_path)
    assert open_or_make(tmp_path).root == tmp_path
    assert (tmp_path / "demo").is_dir()


def test_a_broken_store_of_the_office_is_told_and_not_replaced(tmp_path: Path) -> None:
    save(create_store(tmp_path), 68, 34)
    (tmp_path / "imports" / "_delta_log" / f"{0:020}.json").write_bytes(b"")

    assert has_store(tmp_path)
    for work in (open_or_make, open_or_create):
        with pytest.raises(StoreError, match="Pulihkan folder penyimpanan dari cadangan"):
            work(tmp_path)
    with pytest.raises(StoreError, match="Pulihkan folder penyimpanan dari cadangan"):
        start_office_store(tmp_path, local_actor())
    assert not (tmp_path / "demo").exists()


def test_who_may_not_import_starts_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotAllowedError):
        start_office_store(tmp_path, Actor(name="Pimpinan", roles=frozenset({Role.LEADERSHIP})))
    assert not has_store(tmp_path)


@pytest.mark.parametrize("work", [has_store, open_or_make, open_or_create])
def test_a_home_that_is_a_file_is_told_in_words(tmp_path: Path, work: object) -> None:
    home = tmp_path / "berkas"
    home.write_text("bukan folder")
    assert callable(work)
    with pytest.raises(StoreError, match="benar sebuah folder"):
        work(home)


def test_the_home_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOPDATA_HOME", f" {tmp_path / 'data'} ")
    assert paths.home() == tmp_path / "data"
    monkeypatch.setenv("KOPDATA_HOME", "")
    assert paths.home() == PROJECT / "data" / "store"


@pytest.mark.parametrize("scheme", ["s3", "gs", "S3", "abfss", "file"])
def test_object_storage_never_becomes_a_folder(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOPDATA_HOME", f"{scheme}://koperasi/data")
    with pytest.raises(StoreError, match=f"Penyimpanan di {scheme}:// belum didukung"):
        paths.home()
