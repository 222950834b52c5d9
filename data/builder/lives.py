"""What happens to the invented koperasi from 2019 to 2025: status, meetings, certificates, visits due.

The totals of every date are the published ones. Where nothing is published (active and inactive at the end
of 2025, who stopped and who came back) the numbers are invented and plausible.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from data.builder.koperasi import Founder, Koperasi
from kopdata.regions import districts
from kopdata.vocabulary import CooperativeType, Grade, Status, VisitResult

NOVEMBER_2019 = dt.date(2019, 11, 30)
DECEMBER_2022 = dt.date(2022, 12, 12)
NOVEMBER_2024 = dt.date(2024, 11, 7)
DECEMBER_2024 = dt.date(2024, 12, 5)
END_OF_2025 = dt.date(2025, 12, 31)

_ACTIVE_2019 = {"Toboali": 31, "Lepar": 2, "Airgegas": 11, "Simpang Rimba": 6, "Payung": 6}
_ACTIVE_2019 |= {"Tukak Sadai": 4, "Pulau Besar": 6, "Kepulauan Pongok": 3}
_INACTIVE_2019 = {"Toboali": 6, "Lepar": 1, "Airgegas": 3, "Simpang Rimba": 2, "Payung": 2}
_INACTIVE_2019 |= {"Tukak Sadai": 1, "Pulau Besar": 2, "Kepulauan Pongok": 1}

_OUTCOMES = {
    VisitResult.SERVING: 4,
    VisitResult.NOT_SERVING: 7,
    VisitResult.MOVED: 2,
    VisitResult.NOBODY_IN: 2,
    VisitResult.NOT_FOUND: 3,
}
"""What the visits of December 2022 found, of the 26 inactive: 18 visited, 8 not yet."""

_VALIDITY = dt.timedelta(days=730)
"""Two years, as the ministry gave it in 2024. The dashboard reads the date and never computes it."""


@dataclass(slots=True)
class Life:
    """The course of one koperasi.

    ``status`` has an entry for each snapshot that lists it; ``meetings`` the date of the RAT of each book
    year that held one; ``certificates`` the day of issue and of expiry of each. ``grade_given`` is a grade
    that contradicts its RATs on purpose, ``without_members`` a count of 0 that cannot be.
    """

    koperasi: Koperasi
    status: dict[dt.date, Status] = field(default_factory=dict)
    meetings: dict[int, dt.date] = field(default_factory=dict)
    certificates: list[tuple[dt.date, dt.date]] = field(default_factory=list)
    officers_lost: bool = False
    visit: VisitResult | None = None
    grade_given: Grade | None = None
    without_members: bool = False

    @property
    def founded(self) -> int:
        """Year of its legal number."""
        return self.koperasi.legal_date.year

    @property
    def last_meeting(self) -> int:
        """Last book year that held a RAT; 0 for none."""
        return max(self.meetings, default=0)

    def rat_date(self, as_of: dt.date) -> dt.date | None:
        """Return the date of the last RAT held by ``as_of``."""
        return max((day for day in self.meetings.values() if day <= as_of), default=None)

    def certificate(self, as_of: dt.date) -> dt.date | None:
        """Return the expiry of the last certificate issued by ``as_of``."""
        return max((expiry for issued, expiry in self.certificates if issued <= as_of), default=None)

    def grade(self, as_of: dt.date) -> Grade | None:
        """Return the grade by the RATs of the last three book years, as the ministry defines it."""
        if as_of == DECEMBER_2022 and self.grade_given:
            return self.grade_given
        last = as_of.year - 1
        held = [year for year, day in self.meetings.items() if last - 2 <= year <= last and day <= as_of]
        if len(held) == 1:
            young = as_of.year - self.founded <= 3
            return Grade.C1 if young else Grade.C2 if held == [last] else None
        return {0: Grade.D, 2: Grade.B, 3: Grade.A}[len(held)]


def live() -> list[Life]:
    """Return every koperasi of the five snapshots with its course, the same on each call."""
    rng = random.Random("lives")
    founder = Founder("founder")
    lives = _first(rng, founder)
    _until_2022(rng, founder, lives)
    _hold_meetings(rng, lives)
    _certify(rng, lives)
    _plan_visits(rng, lives)
    _contradict(lives)
    _after_2022(rng, founder, lives)
    return lives


def _on(lives: list[Life], day: dt.date, status: Status) -> list[Life]:
    return [life for life in lives if life.status.get(day) is status]


def _founding_date(rng: random.Random, first: int, last: int) -> dt.date:
    return dt.date(rng.randint(first, last), 1, 1) + dt.timedelta(days=rng.randint(4, 330))


def _first(rng: random.Random, founder: Founder) -> list[Life]:
    """Return the 87 of November 2019."""
    periods = ((1973, 1999), (2000, 2006), (2007, 2013), (2014, 2017), (2018, 2018))
    lives = []
    for district in districts():
        for status, counts in ((Status.ACTIVE, _ACTIVE_2019), (Status.INACTIVE, _INACTIVE_2019)):
            for _ in range(counts[district.name]):
                # ODS gave out the NIK bit by bit: a few koperasi were first listed without one.
                nik_since = rng.choices((NOVEMBER_2019, DECEMBER_2022, None), weights=(88, 9, 3))[0]
                period = rng.choices(periods, weights=(3, 4, 5, 6, 1))[0]
                koperasi = founder.found(district, _founding_date(rng, *period), NOVEMBER_2019, nik_since)
                lives.append(Life(koperasi, {NOVEMBER_2019: status}, officers_lost=rng.random() < 0.67))
    return lives


def _advance(
    rng: random.Random,
    lives: list[Life],
    before: dt.date,
    after: dt.date,
    *,
    gone: list[Life],
    revived: list[Life],
    stopping: int,
) -> None:
    """Carry all that stand at ``before`` over to ``after``, but for those that go or change."""
    settled = [life for life in _on(lives, before, Status.ACTIVE) if life.founded < before.year - 1]

    def staying(life: Life) -> float:
        """Those founded for aid, and those that hold no RAT, stop sooner."""
        return rng.random() - 0.35 * (2014 <= life.founded <= 2017) + 0.2 * (life.last_meeting >= 2021)

    stopped = sorted(settled, key=staying)[:stopping]
    for life in lives:
        if before in life.status and life not in gone:
            if life in stopped:
                life.status[after] = Status.INACTIVE
            elif life in revived:
                life.status[after] = Status.ACTIVE
            else:
                life.status[after] = life.status[before]


def _join(
    rng: random.Random,
    founder: Founder,
    lives: list[Life],
    day: dt.date,
    dates: list[dt.date],
    *,
    nik_prefix: str | None = None,
) -> list[Life]:
    """Found one active koperasi for each of ``dates``, first listed on ``day``."""
    weights = [len(district.villages) for district in districts()]
    joined = []
    for date in dates:
        district = rng.choices(districts(), weights)[0]
        koperasi = founder.found(district, date, day, day, nik_prefix)
        joined.append(Life(koperasi, {day: Status.ACTIVE}, officers_lost=rng.random() < 0.67))
    lives.extend(joined)
    return joined


def _until_2022(rng: random.Random, founder: Founder, lives: list[Life]) -> None:
    """87/69/18 becomes 99/73/26: 16 new, 4 gone, 14 stopped, 3 active again, one new never started."""
    inactive = rng.sample(_on(lives, NOVEMBER_2019, Status.INACTIVE), 7)
    _advance(rng, lives, NOVEMBER_2019, DECEMBER_2022, gone=inactive[:4], revived=inactive[4:], stopping=14)
    years = [2011, 2016, 2020, 2020, 2020, 2020, 2021, 2021, 2021, 2021, 2021]
    _join(rng, founder, lives, DECEMBER_2022, [_founding_date(rng, year, year) for year in years])
    # Real rows hold NIK of other regions: here one of Kabupaten Bangka's, one of Bangka Barat's.
    for prefix in ("1901050", "1903020"):
        _join(rng, founder, lives, DECEMBER_2022, [_founding_date(rng, 2020, 2021)], nik_prefix=prefix)
    _join(rng, founder, lives, DECEMBER_2022, [dt.date(2022, 3, 22), dt.date(2022, 8, 9)])
    [never_started] = _join(rng, founder, lives, DECEMBER_2022, [dt.date(2020, 2, 18)])
    never_started.status[DECEMBER_2022] = Status.INACTIVE


def _meet(rng: random.Random, life: Life, book_year: int, *, late: bool = False) -> None:
    """Hold the RAT of ``book_year``: by the end of June of the next year, or after it."""
    first, last = (dt.date(book_year + 1, 7, 4), 90) if late else (dt.date(book_year + 1, 1, 17), 160)
    life.meetings[book_year] = first + dt.timedelta(days=rng.randint(0, last))


def _hold_meetings(rng: random.Random, lives: list[Life]) -> None:
    """Hold the RATs of the book years up to 2021, that of 2021 by exactly 41 active ones."""
    last: dict[str, int] = {}
    active = _on(lives, DECEMBER_2022, Status.ACTIVE)
    owing = [life for life in active if life.founded < 2022]
    young = [life for life in owing if life.founded >= 2019]
    older = [life for life in owing if life.founded < 2019]
    # Those founded before 2014 first, so that a last RAT of long ago is never before the founding.
    older.sort(key=lambda life: (life.founded >= 2014, rng.random()))
    without, stale, rest = older[:3], older[3:8], older[8:]
    rng.shuffle(rest)
    held = young + rest[: 41 - len(young)]
    missed = rest[41 - len(young) :]
    last |= {life.koperasi.coop_id: 2021 for life in held}
    last |= {life.koperasi.coop_id: rng.choice((2017, 2018)) for life in stale}
    last |= {life.koperasi.coop_id: 2020 if place < 13 else 2019 for place, life in enumerate(missed)}
    last |= {life.koperasi.coop_id: 0 for life in without}

    inactive = _on(lives, DECEMBER_2022, Status.INACTIVE)
    stopped = [life for life in inactive if life.status.get(NOVEMBER_2019) is Status.ACTIVE]
    for place, life in enumerate(stopped):
        last[life.koperasi.coop_id] = 2020 if place < 2 else rng.choice((2016, 2017, 2018))
    # Those that were inactive in 2019 already, whether they are still listed or not.
    for life in lives:
        last.setdefault(life.koperasi.coop_id, rng.choice((0, 0, 2012, 2013, 2014)))

    late = {life.koperasi.coop_id for life in rng.sample(held, 5)}
    for life in lives:
        end = last[life.koperasi.coop_id]
        for year in range(max(life.founded, 2011), end + 1):
            if year in (end, 2018, 2020) or rng.random() < 0.75:
                _meet(rng, life, year, late=year == 2021 and life.koperasi.coop_id in late)


def _issue(rng: random.Random, life: Life, first: dt.date, within: int) -> None:
    """Issue a certificate on one of the ``within`` days after ``first``."""
    issued = first + dt.timedelta(days=rng.randint(0, within))
    life.certificates.append((issued, issued + _VALIDITY))


def _certify(rng: random.Random, lives: list[Life]) -> None:
    """Give certificates: at 12 December 2022, 41 are valid and 12 have lapsed."""
    known_2019 = [life for life in lives if life.koperasi.nik_since == NOVEMBER_2019]
    active = _on(lives, DECEMBER_2022, Status.ACTIVE)
    with_nik = [life for life in active if life.koperasi.nik_since is not None]
    held = [life for life in with_nik if life.last_meeting == 2021]
    for_planted = [life for life in held if life in known_2019 and {2019, 2020} <= life.meetings.keys()][:2]
    held = rng.sample([life for life in held if life not in for_planted], 35)
    last_year = [life for life in with_nik if life.last_meeting == 2020][:6]
    lapsed = [
        life
        for life in known_2019
        if DECEMBER_2022 in life.status and 2017 <= life.last_meeting <= 2020 and life not in last_year
    ]
    for life in last_year:
        if life.founded <= 2019:
            life.meetings.setdefault(2019, dt.date(2020, 7, 21))
    for life in for_planted + rng.sample(lapsed, 10):
        _issue(rng, life, dt.date(2019, 1, 15), 300)
    for life in held + last_year:
        if life in known_2019 and rng.random() < 0.5:
            _issue(rng, life, dt.date(2019, 1, 15), 300)
        _issue(rng, life, dt.date(2021, 3, 1), 600)


def _plan_visits(rng: random.Random, lives: list[Life]) -> None:
    """Decide what the visits of December 2022 find, and which inactive ones have lost their officers."""
    inactive = _on(lives, DECEMBER_2022, Status.INACTIVE)
    outcomes = [outcome for outcome, count in _OUTCOMES.items() for _ in range(count)]
    for life, outcome in zip(rng.sample(inactive, len(outcomes)), outcomes, strict=True):
        life.visit = outcome
    lost = rng.sample(inactive, 17)
    for life in inactive:
        life.officers_lost = life in lost


def _contradict(lives: list[Life]) -> None:
    """Plant what real rows contradict themselves in."""
    active = _on(lives, DECEMBER_2022, Status.ACTIVE)

    def first(fits: Callable[[Life], bool], count: int) -> list[Life]:
        return [life for life in active if fits(life)][:count]

    def valid(life: Life) -> bool:
        expiry = life.certificate(DECEMBER_2022)
        return expiry is not None and expiry > DECEMBER_2022

    def lapsed(life: Life) -> bool:
        return bool(life.certificates) and not valid(life)

    lapsed_a = first(lambda life: lapsed(life) and life.last_meeting == 2021, 2)
    old_a = first(lambda life: valid(life) and life.last_meeting == 2020, 1)
    valid_d = first(lambda life: valid(life) and life.last_meeting == 2021, 1)
    for life in lapsed_a + old_a:
        life.grade_given = Grade.A
    for life in valid_d:
        life.grade_given = Grade.D
    for life in first(lambda life: not life.meetings and life.founded < 2022, 1):
        life.without_members = True
    for life in first(lambda life: life.koperasi.kind.coop_group == "Kop. Serba Usaha", 1):
        kind = replace(life.koperasi.kind, type=CooperativeType.SAVINGS_AND_LOAN)
        life.koperasi = replace(life.koperasi, kind=kind)


def _after_2022(rng: random.Random, founder: Founder, lives: list[Life]) -> None:
    """Go on to 102/68/34, 105/59/46 and 166/110/56."""
    revived = [life for life in lives if life.visit is VisitResult.SERVING]
    gone = [life for life in lives if life.visit is VisitResult.NOT_FOUND]
    _advance(rng, lives, DECEMBER_2022, NOVEMBER_2024, gone=gone[:2], revived=revived[:2], stopping=12)
    dates = [_founding_date(rng, 2023, 2023) for _ in range(4)] + [dt.date(2024, 5, 14)]
    _join(rng, founder, lives, NOVEMBER_2024, dates)

    _advance(rng, lives, NOVEMBER_2024, DECEMBER_2024, gone=[], revived=revived[2:3], stopping=13)
    dates = [dt.date(2024, 10, 2), dt.date(2024, 10, 24), dt.date(2018, 3, 6)]
    _join(rng, founder, lives, DECEMBER_2024, dates)

    for life in lives:
        if DECEMBER_2024 not in life.status:
            continue
        chance = 0.6 if life.status[DECEMBER_2024] is Status.ACTIVE else 0.1
        for year in (2022, 2023):
            if (life.meetings or life.founded >= 2019) and life.founded <= year and rng.random() < chance:
                _meet(rng, life, year, late=rng.random() < 0.15)
        renewing = {2022: 0.4, 2023: 0.95}.get(life.last_meeting, 0.0)
        if life.koperasi.nik_since and rng.random() < renewing:
            _issue(rng, life, dt.date(2024, 1, 8), 280)

    coached = [life for life in lives if life.visit is VisitResult.NOT_SERVING]
    _advance(
        rng,
        lives,
        DECEMBER_2024,
        END_OF_2025,
        gone=[gone[2], next(life for life in lives if life.visit is VisitResult.MOVED)],
        revived=[revived[3], coached[0]],
        stopping=14,
    )
    _join(rng, founder, lives, END_OF_2025, [_founding_date(rng, 2025, 2025) for _ in range(10)])
    for life in _on(lives, END_OF_2025, Status.ACTIVE):
        if life.last_meeting >= 2022 and rng.random() < 0.45:
            _meet(rng, life, 2024)
    for district in districts():
        for village in district.villages:
            merah_putih = founder.found_merah_putih(district, village, END_OF_2025)
            lives.append(Life(merah_putih, {END_OF_2025: Status.ACTIVE}))
