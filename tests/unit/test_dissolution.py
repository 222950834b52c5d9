"""Usulan pembubaran: the papers against a model of its own, and what is missing before they are sent."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kopdata import linking
from kopdata.access import Actor, Role
from kopdata.database import open_database
from kopdata.errors import ConflictError, NotAllowedError, NotFoundError
from kopdata.fieldwork import dissolution
from kopdata.fieldwork.dissolution import ProposalRefusedError
from kopdata.fieldwork.documents import DocumentRefusedError, document_content
from kopdata.fieldwork.entries import months_later
from kopdata.fieldwork.proposals import Proposal, proposals
from kopdata.fieldwork.records import ProposalEntry, Visit
from kopdata.fieldwork.vocabulary import Decision, Evidence, FollowUp, ProposalEvent, VillageOffice
from kopdata.models import Filter
from kopdata.queries import ask_profile
from kopdata.queries.dissolution import ListedProposals, ask_proposals, ask_proposals_of
from kopdata.queries.evidence import Suggestion, corrected_since, suggested_evidence
from kopdata.queries.scope import open_scope
from kopdata.store import Store, open_store
from kopdata.vocabulary import AddressFinding, Contact, Status
from kopdata.wording import dissolution as words
from kopdata.wording.timeline import timeline_of
from tests.support.registry import store_with

SNAPSHOT: Final = dt.date(2024, 1, 10)
TODAY: Final = dt.date(2024, 7, 1)
START: Final = dt.date(2024, 2, 1)
HEAD: Final = Actor(name="Budi", roles=frozenset({Role.HEAD}))
OFFICER: Final = Actor(name="Tono", roles=frozenset({Role.FIELD_OFFICER}))
ROWS: Final[list[dict[str, Any]]] = [
    {"status": "tidak aktif", "district": "Payung", "district_code": "19.03.05"},
    {"status": "tidak aktif", "district": "Toboali", "district_code": "19.03.01"},
]
PDF: Final = b"%PDF-1.7 surat"


def visited(store: Store, on: dt.date = START, contact: Contact = Contact.VISIT, **more: Any) -> None:
    store.add_visits(
        [
            Visit(
                **{
                    "visit_id": "v",
                    "coop_id": "k0",
                    "visited_on": on,
                    "contact": contact,
                    "at_address": AddressFinding.NOT_FOUND,
                    "follow_up": FollowUp.ASK_VILLAGE,
                    "actor": "Tono",
                    "recorded_at": dt.datetime(2024, 2, 1, tzinfo=dt.UTC),
                }
                | more
            )
        ]
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_with(tmp_path / "store", (SNAPSHOT, ROWS))


def started(store: Store, on: dt.date = START, coop_id: str = "k0") -> None:
    dissolution.start_proposal(store, coop_id, dated_on=on, actor=HEAD, today=TODAY)


def evidence(store: Store, kind: Evidence, on: dt.date = START, **more: Any) -> ProposalEntry:
    return dissolution.add_evidence(store, "k0", evidence=kind, dated_on=on, actor=HEAD, today=TODAY, **more)


def complete(store: Store) -> None:
    started(store)
    for kind in Evidence:
        evidence(store, kind)


def submitted(store: Store, on: dt.date = TODAY) -> None:
    dissolution.submit_proposal(store, "k0", dated_on=on, number="518/12", actor=HEAD, today=TODAY)


def decided(store: Store, on: dt.date = TODAY, decision: Decision = Decision.DISSOLVED) -> None:
    dissolution.record_decision(store, "k0", dated_on=on, decision=decision, actor=HEAD, today=TODAY)


def withdrawn(store: Store, on: dt.date = TODAY) -> None:
    dissolution.withdraw_proposal(store, "k0", dated_on=on, actor=HEAD, today=TODAY)


def last(store: Store) -> Proposal:
    return proposals(ask_proposals_of(open_database(store), "k0").entries)[-1]


def view(store: Store, filter_: Filter | None = None, today: dt.date = TODAY) -> ListedProposals:
    found = ask_proposals(open_database(store), filter_ or Filter(), today=today)
    assert found is not None
    return found


def accepted(act: Callable[[], object]) -> bool:
    try:
        act()
    except (ProposalRefusedError, ConflictError):
        return False
    return True


DAYS: Final = st.sampled_from(
    [dt.date(2024, month, number) for month in range(1, 8) for number in (1, 2)] + [dt.date(2024, 7, 1)]
)
KINDS: Final = st.sampled_from(list(Evidence))


class Walk(RuleBasedStateMachine):
    """A random walk over the papers of one koperasi, against a model that knows nothing of entries."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = store_with(Path(self.folder.name) / "store", (SNAPSHOT, ROWS))
        self.state = ""
        self.since = dt.date.min
        self.papers: dict[Evidence, dt.date] = {}
        self.visit: dt.date | None = None
        self.written = 0

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def agree(self, act: Callable[[], object], expected: bool) -> bool:
        assert accepted(act) is expected
        self.written += expected
        return expected

    @rule(on=DAYS)
    def start(self, on: dt.date) -> None:
        fine = self.state in {"", "withdrawn", "refused"} and self.since <= on <= TODAY
        if self.agree(lambda: started(self.store, on), fine):
            self.state, self.since, self.papers = "preparing", on, {}

    @rule(on=DAYS, kind=KINDS)
    def add(self, on: dt.date, kind: Evidence) -> None:
        fine = self.state == "preparing" and on <= TODAY
        if self.agree(lambda: evidence(self.store, kind, on), fine):
            self.papers[kind] = on

    @rule(on=DAYS)
    def add_what_is_missing(self, on: dt.date) -> None:
        for kind in Evidence:
            if kind not in self.papers:
                self.add(on, kind)

    @rule(kind=KINDS)
    def remove(self, kind: Evidence) -> None:
        fine = self.state == "preparing" and kind in self.papers
        act = lambda: dissolution.remove_evidence(self.store, "k0", kind, actor=HEAD, today=TODAY)  # noqa: E731
        if self.agree(act, fine):
            del self.papers[kind]

    @rule(on=DAYS)
    def visit_once(self, on: dt.date) -> None:
        if self.visit is None:
            visited(self.store, on)
            self.visit = on

    @rule(on=DAYS)
    def submit(self, on: dt.date) -> None:
        notice = self.papers.get(Evidence.NOTICE)
        fine = (
            self.state == "preparing"
            and len(self.papers) == len(Evidence)
            and notice is not None
            and on >= notice.replace(month=notice.month + 3)
            and self.visit is not None
            and self.visit <= on
            and max([self.since, *self.papers.values()]) <= on <= TODAY
        )
        if self.agree(lambda: submitted(self.store, on), fine):
            self.state, self.since = "submitted", on

    @rule(on=DAYS, decision=st.sampled_from(list(Decision)))
    def decide(self, on: dt.date, decision: Decision) -> None:
        fine = self.state == "submitted" and self.since <= on <= TODAY
        if self.agree(lambda: decided(self.store, on, decision), fine):
            self.state, self.since = "dissolved" if decision is Decision.DISSOLVED else "refused", on

    @rule(on=DAYS)
    def withdraw(self, on: dt.date) -> None:
        fine = self.state in {"preparing", "submitted"} and self.since <= on <= TODAY
        if self.agree(lambda: withdrawn(self.store, on), fine):
            self.state, self.since = "withdrawn", on

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "store") or not self.state:
            return
        entries = ask_proposals_of(open_database(self.store), "k0").entries
        assert [one.sequence for one in entries] == list(range(1, self.written + 1))
        made = last(self.store)
        assert {kind: one.dated_on for kind, one in made.evidence.items()} == self.papers
        assert (
            made.state
            == {
                "preparing": ProposalEvent.STARTED,
                "submitted": ProposalEvent.SUBMITTED,
                "dissolved": ProposalEvent.DECIDED,
                "refused": ProposalEvent.DECIDED,
                "withdrawn": ProposalEvent.WITHDRAWN,
            }[self.state]
        )
        shown = view(self.store).proposals
        assert sum(not one.proposal.is_over for one in shown) <= 1
        scope = open_scope(open_database(self.store), Filter(), today=TODAY)
        assert scope is not None
        [stage] = scope.table("SELECT stage FROM kept WHERE coop_id = 'k0'")["stage"].to_pylist()
        assert (stage == "Diusulkan pembubaran") is (self.state == "submitted")


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)


def test_what_is_missing_is_named_all_at_once(store: Store) -> None:
    started(store)
    evidence(store, Evidence.NOTICE, dt.date(2024, 5, 1))
    with pytest.raises(ProposalRefusedError) as refused:
        submitted(store)
    assert "surat keterangan lurah atau kepala desa" in str(refused.value)
    assert "Pengumuman baru genap 3 bulan pada 1 Agustus 2024" in str(refused.value)
    assert "Belum ada kunjungan" in str(refused.value)
    assert last(store).state is ProposalEvent.STARTED
    [listed] = view(store).proposals
    assert listed.readiness.missing == tuple(kind for kind in Evidence if kind is not Evidence.NOTICE)
    assert listed.readiness.notice_until == dt.date(2024, 8, 1)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"contact": Contact.PHONE}, id="a call"),
        pytest.param({"coop_id": "k1"}, id="another koperasi"),
        pytest.param({"visited_on": dt.date(2024, 6, 2)}, id="after the day of sending"),
    ],
)
def test_what_is_no_visit(store: Store, more: dict[str, Any]) -> None:
    complete(store)
    visited(store, **more)
    with pytest.raises(ProposalRefusedError, match="Belum ada kunjungan"):
        submitted(store, dt.date(2024, 6, 1))
    visited(store, START, visit_id="w")
    submitted(store, dt.date(2024, 6, 1))
    assert last(store).state is ProposalEvent.SUBMITTED


def test_a_visit_that_was_corrected_to_a_call_is_none(store: Store) -> None:
    complete(store)
    visited(store)
    visited(store, contact=Contact.PHONE, revision=2, reason="Hanya ditelepon.")
    with pytest.raises(ProposalRefusedError, match="Belum ada kunjungan"):
        submitted(store)


def test_a_visit_of_a_merged_koperasi_is_one(store: Store) -> None:
    complete(store)
    visited(store, coop_id="k1")
    linking.merge(store, "k1", "k0", reason="Satu koperasi.", actor=HEAD)
    submitted(store)
    assert view(store).proposals[0].readiness.is_ready


def test_the_notice_is_counted_in_months(store: Store) -> None:
    assert months_later(dt.date(2023, 11, 30), 3) == dt.date(2024, 2, 29)
    assert months_later(dt.date(2024, 1, 31), -12) == dt.date(2023, 1, 31)
    assert months_later(dt.date(2024, 12, 31), 2) == dt.date(2025, 2, 28)
    started(store)
    visited(store)
    for kind in Evidence:
        evidence(store, kind, dt.date(2024, 3, 31))
    with pytest.raises(ProposalRefusedError, match="30 Juni 2024"):
        submitted(store, dt.date(2024, 6, 29))
    submitted(store, dt.date(2024, 6, 30))


def test_proposals_of_merged_koperasi_are_one_that_is_numbered_on(store: Store) -> None:
    started(store)
    evidence(store, Evidence.VISIT)
    started(store, START + dt.timedelta(days=1), "k1")
    linking.merge(store, "k0", "k1", reason="Satu koperasi.", actor=HEAD)
    evidence(store, Evidence.NOTICE)
    assert [one.sequence for one in ask_proposals_of(open_database(store), "k1").entries] == [1, 2, 1, 3]
    [listed] = view(store).proposals
    assert (listed.proposal.number, listed.proposal.state) == (1, ProposalEvent.STARTED)
    assert set(listed.proposal.evidence) == {Evidence.VISIT, Evidence.NOTICE}
    withdrawn(store)
    assert [one.proposal.state for one in view(store).proposals] == [ProposalEvent.WITHDRAWN]


def test_evidence_removed_before_a_merge_leaves_that_of_the_other(store: Store) -> None:
    started(store)
    started(store, coop_id="k1")
    evidence(store, Evidence.NOTICE, number="1")
    evidence(store, Evidence.NOTICE, number="2")
    given: dict[str, Any] = {"dated_on": START, "actor": HEAD, "today": TODAY}
    dissolution.add_evidence(store, "k1", evidence=Evidence.NOTICE, number="3", **given)
    dissolution.remove_evidence(store, "k0", Evidence.NOTICE, actor=HEAD, today=TODAY)
    assert Evidence.NOTICE not in last(store).evidence
    linking.merge(store, "k1", "k0", reason="Satu koperasi.", actor=HEAD)
    assert last(store).evidence[Evidence.NOTICE].number == "3"
    dissolution.remove_evidence(store, "k1", Evidence.NOTICE, actor=HEAD, today=TODAY)
    assert not last(store).evidence


def test_a_proposal_withdrawn_before_a_merge_leaves_that_of_the_other_under_way(store: Store) -> None:
    started(store)
    started(store, START + dt.timedelta(days=1), "k1")
    withdrawn(store, START + dt.timedelta(days=2))
    linking.merge(store, "k1", "k0", reason="Satu koperasi.", actor=HEAD)
    assert [one.proposal.state for one in view(store).proposals] == [ProposalEvent.STARTED]
    with pytest.raises(ConflictError, match="sudah disiapkan sejak 1 Februari 2024"):
        started(store, TODAY)
    withdrawn(store)
    assert [one.proposal.state for one in view(store).proposals] == [ProposalEvent.WITHDRAWN]


def suggestions(store: Store, as_of: dt.date | None = None) -> dict[Evidence, Suggestion]:
    shown = ask_profile(open_database(store), "k0", Filter(as_of=as_of), today=TODAY)
    return {one.evidence: one for one in suggested_evidence(shown)}


def test_what_is_recorded_is_offered_as_evidence_and_counts_once_it_is_taken_over(tmp_path: Path) -> None:
    row = ROWS[0] | {"rat_date": dt.date(2017, 3, 9), "legal_date": dt.date(2010, 1, 1)}
    store = store_with(tmp_path / "store", (SNAPSHOT, [row]))
    visited(store, officers=("Sari", "Tono"), village_office=VillageOffice.DOES_NOT_KNOW)
    found = suggestions(store)
    assert {kind: words.suggested(one) for kind, one in found.items()} == {
        Evidence.INACTIVE: (
            "RAT terakhir untuk tahun buku 2016, diadakan 9 Maret 2017, menurut data ODS sampai keadaan "
            "10 Januari 2024."
        ),
        Evidence.VISIT: (
            "Kunjungan 1 Februari 2024 oleh Sari dan Tono: tidak ditemukan di alamat terdaftar. Perangkat "
            "desa tidak mengenal koperasi ini."
        ),
        Evidence.STATEMENT: (
            "Kunjungan 1 Februari 2024 oleh Sari dan Tono: perangkat desa tidak mengenal koperasi ini. Surat "
            "keterangannya masih perlu diminta."
        ),
    }
    started(store)
    assert not last(store).evidence
    for kind, one in found.items():
        visit_id = one.visit.visit_id if one.visit else None
        evidence(store, kind, one.dated_on, notes=words.suggested(one), visit_id=visit_id)
    made = last(store)
    assert [entry.visit_id for entry in made.evidence.values()] == [None, "v", "v"]
    # What was said at a visit is no letter yet.
    assert [kind for kind in Evidence if made.holds(kind)] == [Evidence.INACTIVE, Evidence.VISIT]
    assert words.evidence_count(made) == "2 dari 5"
    told = [line for _kind, _entry, line in words.checklist(made)]
    assert (
        "**Surat keterangan lurah atau kepala desa**: keterangan lisan 1 Februari 2024; suratnya belum ada"
        in told
    )
    evidence(store, Evidence.STATEMENT, START, number="145/9")
    assert (last(store).holds(Evidence.STATEMENT), last(store).evidence[Evidence.STATEMENT].visit_id) == (
        True,
        "v",
    )
    evidence(store, Evidence.STATEMENT, TODAY, number="145/9")
    assert last(store).evidence[Evidence.STATEMENT].visit_id is None


@pytest.mark.parametrize(
    ("row", "visit", "kinds"),
    [
        ({}, {}, {Evidence.INACTIVE, Evidence.VISIT}),
        ({"rat_date": dt.date(2022, 3, 9)}, {"contact": Contact.PHONE}, set()),
        ({"rat_date": dt.date(2022, 3, 9)}, {"at_address": AddressFinding.NOBODY_IN}, set()),
        ({"rat_status": "Sudah RAT"}, {"at_address": AddressFinding.FOUND, "serves_members": True}, set()),
        (
            {"rat_status": "Sudah RAT"},
            {"at_address": AddressFinding.FOUND, "serves_members": False},
            {Evidence.VISIT},
        ),
        ({"rat_book_year": 2022}, {"visited_on": TODAY + dt.timedelta(days=1)}, set()),
    ],
)
def test_only_what_could_be_evidence_is_offered(
    tmp_path: Path, row: dict[str, Any], visit: dict[str, Any], kinds: set[Evidence]
) -> None:
    store = store_with(tmp_path / "store", (SNAPSHOT, [ROWS[0] | {"legal_date": dt.date(2010, 1, 1)} | row]))
    visited(store, **visit)
    assert set(suggestions(store)) == kinds


def test_a_visit_that_was_corrected_since_is_told(store: Store) -> None:
    visited(store)
    started(store)
    entry = evidence(store, Evidence.VISIT, visit_id="v")
    assert corrected_since(open_database(store), entry) is None
    found: dict[str, Any] = {"at_address": AddressFinding.FOUND, "serves_members": True}
    visited(store, revision=2, reason="Salah alamat.", recorded_at=dt.datetime.now(dt.UTC), **found)
    now = corrected_since(open_database(store), entry)
    assert now is not None
    assert "Hasilnya sekarang: Ada dan melayani." in words.corrected(now)
    assert corrected_since(open_database(store), evidence(store, Evidence.NOTICE)) is None


def test_evidence_is_linked_to_a_visit_of_its_own_koperasi_only(store: Store) -> None:
    visited(store, coop_id="k1")
    started(store)
    for visit_id in ("v", "w"):
        with pytest.raises(NotFoundError, match="tidak tercatat untuk koperasi ini"):
            evidence(store, Evidence.VISIT, visit_id=visit_id)
    assert not last(store).evidence


def test_no_paper_is_older_than_the_first_day(store: Store) -> None:
    with pytest.raises(ProposalRefusedError, match="hari paling awal yang dapat dicatat, 01-01-1990"):
        started(store, dt.date(24, 2, 1))
    started(store)
    with pytest.raises(ProposalRefusedError, match="hari paling awal"):
        evidence(store, Evidence.INACTIVE, dt.date(1989, 12, 31))


@pytest.mark.parametrize(
    ("decision", "stage"),
    [(Decision.DISSOLVED, "Diusulkan pembubaran"), (Decision.REFUSED, "Sudah dikunjungi")],
)
def test_what_the_ministry_dissolved_stays_proposed(store: Store, decision: Decision, stage: str) -> None:
    complete(store)
    visited(store)
    submitted(store, dt.date(2024, 6, 1))
    decided(store, dt.date(2024, 6, 20), decision)
    scope = open_scope(open_database(store), Filter(), today=TODAY)
    assert scope is not None
    assert scope.rows("SELECT stage FROM kept WHERE coop_id = 'k0'") == [{"stage": stage}]


def test_a_button_that_is_pressed_twice_records_once(store: Store) -> None:
    started(store)
    document = ("surat.pdf", PDF)
    first = evidence(store, Evidence.STATEMENT, number="145/9", document=document, based_on=1)
    assert evidence(store, Evidence.STATEMENT, number="145/9", document=document, based_on=1) == first
    with pytest.raises(ConflictError, match="baru saja bertambah di layar lain"):
        evidence(store, Evidence.STATEMENT, number="145/10", document=document, based_on=1)
    assert len(ask_proposals_of(open_database(store), "k0").entries) == 2


def test_evidence_has_names_that_say_neither_yes_nor_no(store: Store) -> None:
    started(store)
    evidence(store, Evidence.OBLIGATIONS)
    with pytest.raises(ProposalRefusedError, match="bukti tidak aktif sekitar tiga tahun"):
        submitted(store)
    told = [line for _kind, _entry, line in words.checklist(last(store))]
    assert "**Pemeriksaan kewajiban (tidak ada yang tersisa)**: ada, 1 Februari 2024" in told
    assert "**Bukti tidak aktif sekitar tiga tahun**: belum" in told
    titles = [
        one.title for one in timeline_of(ask_profile(open_database(store), "k0", Filter(), today=TODAY))
    ]
    assert "Bukti usulan pembubaran: Pemeriksaan kewajiban (tidak ada yang tersisa)" in titles


def test_two_at_once_start_one_proposal(store: Store) -> None:
    stores = [store, *(open_store(store.root) for _ in range(3))]
    results: list[bool] = []
    begin = threading.Barrier(len(stores))

    def act(one: Store) -> None:
        begin.wait()
        results.append(accepted(lambda: started(one)))

    threads = [threading.Thread(target=act, args=(one,)) for one in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, False, False, True]
    assert [one.sequence for one in ask_proposals_of(open_database(store), "k0").entries] == [1]


@pytest.mark.parametrize(
    ("content", "ending"), [(PDF, "pdf"), (b"\xff\xd8\xff\xe0", "jpg"), (b"\x89PNG\r\n\x1a\n1", "png")]
)
def test_a_document_is_kept_and_named_by_what_it_is(store: Store, content: bytes, ending: str) -> None:
    started(store)
    entry = evidence(store, Evidence.STATEMENT, document=("surat  kades.exe", content), number="145/9")
    assert entry.document == hashlib.sha256(content).hexdigest()
    assert entry.document_name == f"surat kades.{ending}"
    assert document_content(store, entry) == content
    kept = evidence(store, Evidence.STATEMENT, number="145/10")
    assert (kept.document, kept.number) == (entry.document, "145/10")
    dissolution.remove_evidence(store, "k0", Evidence.STATEMENT, actor=HEAD, today=TODAY)
    assert Evidence.STATEMENT not in last(store).evidence
    assert evidence(store, Evidence.STATEMENT).document is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "bukan PDF, JPG, atau PNG"),
        (b"PK\x03\x04", "bukan PDF, JPG, atau PNG"),
        (b"<html>%PDF-", "bukan PDF, JPG, atau PNG"),
        (b"%PDF-" + b"x" * 20_000_000, "lebih besar dari 20 MB"),
    ],
)
def test_what_is_no_document_is_refused(store: Store, content: bytes, says: str) -> None:
    started(store)
    with pytest.raises(DocumentRefusedError, match=says):
        evidence(store, Evidence.STATEMENT, document=("surat.pdf", content))
    assert not last(store).evidence


def test_a_document_that_is_gone_says_so(store: Store) -> None:
    started(store)
    entry = evidence(store, Evidence.STATEMENT, document=("surat.pdf", PDF))
    path = store.original(entry.document or "")
    assert path is not None
    path.write_bytes(b"%PDF-")
    with pytest.raises(NotFoundError, match=r"Dokumen surat\.pdf"):
        document_content(store, entry)


def test_a_decision_leaves_odss_status_as_it_is(store: Store) -> None:
    complete(store)
    visited(store)
    submitted(store)
    decided(store)
    shown = ask_profile(open_database(store), "k0", Filter(), today=TODAY)
    assert shown.values["status"].value == Status.INACTIVE
    with pytest.raises(ConflictError, match="sudah memutuskan usulan ini pada 1 Juli 2024: Dibubarkan"):
        started(store, TODAY)


def test_a_view_shows_how_it_stood_and_whose_it_leaves_out(store: Store) -> None:
    complete(store)
    visited(store)
    submitted(store, dt.date(2024, 6, 1))
    decided(store, decision=Decision.REFUSED)
    assert [one.proposal.state for one in view(store).proposals] == [ProposalEvent.DECIDED]
    earlier = view(store, today=dt.date(2024, 6, 2))
    assert [one.proposal.state for one in earlier.proposals] == [ProposalEvent.SUBMITTED]
    elsewhere = view(store, Filter(district=frozenset({"19.03.01"})))
    assert not elsewhere.proposals
    assert [one.whose.name for one in elsewhere.left_out] == ["Koperasi 0 (contoh)"]


def test_nobody_without_the_right_and_no_koperasi_that_is_not_listed(store: Store) -> None:
    with pytest.raises(NotAllowedError):
        dissolution.start_proposal(store, "k0", dated_on=START, actor=OFFICER, today=TODAY)
    with pytest.raises(NotFoundError):
        started(store, coop_id="k9")
    with pytest.raises(ConflictError, match="Mulai usulannya dahulu"):
        evidence(store, Evidence.NOTICE)
    assert not store.contents().proposals.num_rows
