"""Kinds of findings: each explains itself, and the guide explains each."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from kopdata.findings import FINDINGS, Fate, FindingKind, Remedy
from kopdata.findings.rows import MAYBE_KNOWN
from kopdata.paths import PROJECT

GUIDE = (PROJECT / "docs" / "panduan" / "06-temuan-berkas.md").read_text(encoding="utf-8")
KINDS = pytest.mark.parametrize("kind", FINDINGS.values(), ids=lambda kind: kind.id)


def sections() -> dict[str, str]:
    """Return what the guide says of each kind, by heading, on one line."""
    heading, *parts = re.split(r"^### (.+)$", GUIDE, flags=re.MULTILINE)
    assert heading.startswith("# 6. Temuan berkas")
    texts = (" ".join(text.partition("\n## ")[0].split()) for text in parts[1::2])
    return dict(zip(parts[::2], texts, strict=True))


def test_no_two_kinds_have_one_id_or_title() -> None:
    declared = "".join(
        path.read_text(encoding="utf-8") for path in (PROJECT / "kopdata" / "findings").glob("*.py")
    ).count("= FindingKind(\n")

    assert len(FINDINGS) == declared == len({kind.title for kind in FINDINGS.values()})
    assert all(re.fullmatch(r"[a-z][a-z0-9_]+", id_) for id_ in FINDINGS)


def test_the_guide_explains_every_kind_and_no_other() -> None:
    assert list(sections()) == [kind.title for kind in FINDINGS.values()]


@KINDS
def test_the_guide_says_what_it_means_and_what_to_do(kind: FindingKind) -> None:
    text = sections()[kind.title]
    start = f"{kind.meaning} **{kind.fate}. {kind.remedy}.** "

    assert text.startswith(start)
    assert text.removeprefix(start).endswith(".")


@KINDS
def test_a_sentence_ends_with_what_to_do(kind: FindingKind) -> None:
    places = dict.fromkeys(re.findall(r"{(\w+)}", kind.sentence), "X") | {"guess": "."}
    one, others = kind.says(**places), kind.says_of_others(1_500)

    assert one.kind == others.kind == kind.id
    assert others.reason.startswith("1.500 baris lain: ")
    for said in (one, others):
        assert "{" not in said.reason
        assert re.search(r"[^.]\.$", said.reason)
        told = kind.fate is not Fate.LEFT_OUT and kind.remedy is not Remedy.IN_THE_FILE
        others_places = [remedy for remedy in Remedy if remedy is not Remedy.IN_THE_FILE]
        assert [said.reason.count(str(remedy)) for remedy in others_places] == [
            told and kind.remedy is remedy for remedy in others_places
        ]


def test_the_guide_explains_every_remedy() -> None:
    head = GUIDE.partition("\n## ")[0]
    assert re.findall(r"^- \*\*(.+)\*\*: ", head, flags=re.MULTILINE)[3:] == [
        str(remedy) for remedy in Remedy
    ]


def test_who_may_be_known_is_looked_up_where_koperasi_are_merged() -> None:
    assert MAYBE_KNOWN.says().reason.endswith(
        "sebagai koperasi baru. Periksa di Pengaturan › Gabung dan pisah."
    )


def test_the_child_process_can_name_a_kind_without_pydantic() -> None:
    program = "import sys, kopdata.findings; print('pydantic' in sys.modules)"

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, check=True, text=True
    )

    assert ran.stdout.strip() == "False"
