"""Arrow schemas of the store's Delta tables: today's shape of every row ever written.

A column is only ever added here. Older files lack it; the views of ``kopdata.database`` fill it with null.
"""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

_TEXT = pa.string()
_DATE = pa.date32()
_COUNT = pa.int32()
_RUPIAH = pa.decimal128(20, 2)
_MOMENT = pa.timestamp("us", tz="UTC")

REGISTRY = pa.schema(
    [
        ("coop_id", _TEXT),
        ("nik", _TEXT),
        ("nib", _TEXT),
        ("name", _TEXT),
        ("legal_number", _TEXT),
        ("legal_date", _DATE),
        ("amendment_number", _TEXT),
        ("amendment_date", _DATE),
        ("reporting_number", _TEXT),
        ("reporting_date", _DATE),
        ("address", _TEXT),
        ("village", _TEXT),
        ("village_code", _TEXT),
        ("district", _TEXT),
        ("district_code", _TEXT),
        ("regency", _TEXT),
        ("province", _TEXT),
        ("postal_code", _TEXT),
        ("outside_region", pa.bool_()),
        ("phone", _TEXT),
        ("email", _TEXT),
        ("chair", _TEXT),
        ("chair_phone", _TEXT),
        ("secretary", _TEXT),
        ("treasurer", _TEXT),
        ("supervisor", _TEXT),
        ("manager", _TEXT),
        ("status", _TEXT),
        ("form", _TEXT),
        ("type", _TEXT),
        ("coop_group", _TEXT),
        ("sector", _TEXT),
        ("pattern", _TEXT),
        ("kuk", _TEXT),
        ("rat_date", _DATE),
        ("rat_book_year", _COUNT),
        ("rat_status", _TEXT),
        ("certificate_status", _TEXT),
        ("certificate_expiry", _DATE),
        ("grade", _TEXT),
        ("members", _COUNT),
        ("members_male", _COUNT),
        ("members_female", _COUNT),
        ("managers", _COUNT),
        ("employees", _COUNT),
        ("own_capital", _RUPIAH),
        ("external_capital", _RUPIAH),
        ("assets", _RUPIAH),
        ("turnover", _RUPIAH),
        ("surplus", _RUPIAH),
        ("financial_year", _COUNT),
        ("as_of", _DATE),
        ("import_id", _TEXT),
        ("source_sheet", _TEXT),
        ("source_row", _COUNT),
        ("extra", _TEXT),
    ]
)
"""Rows of every import ever made; which of them show is decided by ``IMPORTS`` alone."""


class Fact(NamedTuple):
    """Fields that say one thing together, so that a file which completes another gives them together.

    It gives them only to a koperasi of which it says the same in the fields ``within``: a village means
    something in its district, and there is a Payung in other regencies too.
    """

    fields: tuple[str, ...]
    within: tuple[str, ...] = ()


ROW = ("coop_id", "as_of", "import_id", "source_sheet", "source_row", "outside_region")
"""What tells a row and where it came from; of a koperasi that several files list, the first one's."""

FACTS = (
    Fact(("nik",)),
    Fact(("nib",)),
    Fact(("name",)),
    Fact(("legal_number", "legal_date")),
    Fact(("amendment_number", "amendment_date")),
    Fact(("reporting_number", "reporting_date")),
    Fact(("address",)),
    Fact(("regency", "province"), within=("outside_region",)),
    Fact(("district", "district_code"), within=("outside_region",)),
    Fact(("village", "village_code"), within=("outside_region", "district")),
    Fact(("postal_code",), within=("outside_region", "district")),
    Fact(("phone",)),
    Fact(("email",)),
    Fact(("chair", "chair_phone")),
    Fact(("secretary",)),
    Fact(("treasurer",)),
    Fact(("supervisor",)),
    Fact(("manager",)),
    Fact(("status",)),
    Fact(("form",)),
    Fact(("type",)),
    Fact(("coop_group",)),
    Fact(("sector",)),
    Fact(("pattern",)),
    Fact(("kuk",)),
    Fact(("rat_date", "rat_book_year", "rat_status")),
    Fact(("certificate_status", "certificate_expiry")),
    # Given by RATs of three book years, and by older exports without a word about the certificate.
    Fact(("grade",)),
    Fact(("members", "members_male", "members_female")),
    Fact(("managers",)),
    Fact(("employees",)),
    Fact(("own_capital", "external_capital", "assets", "turnover", "surplus", "financial_year")),
    Fact(("extra",)),
)
"""Every other field of the registry, once; a fact stands after those that it is within."""

IMPORTS = pa.schema(
    [
        ("event", _TEXT),
        ("import_id", _TEXT),
        ("kind", _TEXT),
        ("as_of", _DATE),
        ("precision", _TEXT),
        ("sequence", _COUNT),
        ("mode", _TEXT),
        ("current", pa.list_(_TEXT)),
        ("recorded_at", _MOMENT),
        ("actor", _TEXT),
        ("file_name", _TEXT),
        ("file_sha256", _TEXT),
        ("layout", _TEXT),
        ("fields", pa.list_(_TEXT)),
        ("rows_read", _COUNT),
        ("accepted", _COUNT),
        ("outside", _COUNT),
        ("active", _COUNT),
        ("inactive", _COUNT),
        ("unknown", _COUNT),
        ("status_as_of", _DATE),
        ("findings", _TEXT),
    ]
)
"""Events import, undo, redo: one commit here is the one moment at which a snapshot changes."""

_PHOTO = pa.struct(
    [
        ("sha256", _TEXT),
        ("thumbnail", _TEXT),
        ("width", _COUNT),
        ("height", _COUNT),
        ("taken_at", pa.timestamp("us")),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
    ]
)

VISITS = pa.schema(
    [
        ("visit_id", _TEXT),
        ("revision", _COUNT),
        ("coop_id", _TEXT),
        ("visited_on", _DATE),
        ("contact", _TEXT),
        ("at_address", _TEXT),
        ("serves_members", pa.bool_()),
        ("result", _TEXT),
        ("follow_up", _TEXT),
        ("officers", pa.list_(_TEXT)),
        ("cause", _TEXT),
        ("notes", _TEXT),
        ("assistants", pa.list_(_TEXT)),
        ("new_address", _TEXT),
        ("signboard", _TEXT),
        ("office", _TEXT),
        ("books", _TEXT),
        ("met", pa.list_(_TEXT)),
        ("last_rat_told", _COUNT),
        ("village_office", _TEXT),
        ("photos", pa.list_(_PHOTO)),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("message", _TEXT),
        ("reason", _TEXT),
        ("actor", _TEXT),
        ("recorded_at", _MOMENT),
    ]
)
"""Every revision of every visit; of a visit the newest revision holds."""

PLANS = pa.schema(
    [
        ("coop_id", _TEXT),
        ("planned_on", _DATE),
        ("officer", _TEXT),
        ("actor", _TEXT),
        ("recorded_at", _MOMENT),
    ]
)
"""Who is to visit a koperasi next and when; of a koperasi the newest row holds."""

COACHING = pa.schema(
    [
        ("coop_id", _TEXT),
        ("sequence", _COUNT),
        ("event", _TEXT),
        ("held_on", _DATE),
        ("kind", _TEXT),
        ("cause", _TEXT),
        ("officers", pa.list_(_TEXT)),
        ("result", _TEXT),
        ("next_step", _TEXT),
        ("next_by", _DATE),
        ("outcome", _TEXT),
        ("ends", pa.list_(_MOMENT)),
        ("actor", _TEXT),
        ("recorded_at", _MOMENT),
    ]
)
"""What happened in the coaching of each koperasi, numbered for each from 1."""

PROPOSALS = pa.schema(
    [
        ("coop_id", _TEXT),
        ("sequence", _COUNT),
        ("event", _TEXT),
        ("dated_on", _DATE),
        ("evidence", _TEXT),
        ("number", _TEXT),
        ("notes", _TEXT),
        ("document", _TEXT),
        ("document_name", _TEXT),
        ("visit_id", _TEXT),
        ("ends", pa.list_(_MOMENT)),
        ("decision", _TEXT),
        ("actor", _TEXT),
        ("recorded_at", _MOMENT),
    ]
)
"""What was put together for proposing that a koperasi be dissolved, numbered for each from 1."""

OUTREACH = pa.schema(
    [
        ("outreach_id", _TEXT),
        ("revision", _COUNT),
        ("held_on", _DATE),
        ("place", _TEXT),
        ("district_code", _TEXT),
        ("topic", _TEXT),
        ("participants", pa.list_(pa.struct([("coop_id", _TEXT), ("count", _COUNT)]))),
        ("others", _COUNT),
        ("officers", pa.list_(_TEXT)),
        ("notes", _TEXT),
        ("withdrawn", pa.bool_()),
        ("reason", _TEXT),
        ("actor", _TEXT),
        ("recorded_at", _MOMENT),
    ]
)
"""Every revision of every event of sosialisasi; of an event the newest revision holds."""

ASSESSMENTS = pa.schema(
    [
        ("coop_id", _TEXT),
        ("year", _COUNT),
        ("predicate", _TEXT),
        ("score", pa.decimal128(6, 2)),
        ("method", _TEXT),
        ("assessed_on", _DATE),
        ("source", _TEXT),
        ("import_id", _TEXT),
        ("actor", _TEXT),
        ("recorded_at", _MOMENT),
    ]
)

LINKS = pa.schema(
    [
        ("coop_id", _TEXT),
        ("same_as", _TEXT),
        ("import_id", _TEXT),
        ("reason", _TEXT),
        ("actor", _TEXT),
        ("recorded_at", _MOMENT),
    ]
)
"""What was decided by hand about identity; of one koperasi, or of it in one import, the newest row holds."""

OFFICIAL = pa.schema(
    [
        ("as_of", _DATE),
        ("precision", _TEXT),
        ("imports", pa.list_(_TEXT)),
        ("total", _COUNT),
        ("active", _COUNT),
        ("inactive", _COUNT),
        ("decree", _TEXT),
        ("withdrawn", pa.bool_()),
        ("actor", _TEXT),
        ("recorded_at", _MOMENT),
    ]
)
"""Which figure the office settled on for a date; the newest row of a date holds."""

SETTINGS = pa.schema(
    [("name", _TEXT), ("value", _TEXT), ("actor", _TEXT), ("recorded_at", _MOMENT)],
)
"""What the office set; the newest row of a name holds."""

REPAIRS = pa.schema(
    [
        ("coop_id", _TEXT),
        ("kind", _TEXT),
        ("field", _TEXT),
        ("state", _TEXT),
        ("actor", _TEXT),
        ("recorded_at", _MOMENT),
    ]
)
"""Which findings persons said to be mended in ODS; of a koperasi, kind and field the newest row holds."""

TABLES = {
    "registry": REGISTRY,
    "visits": VISITS,
    "assessments": ASSESSMENTS,
    "links": LINKS,
    "official": OFFICIAL,
    "settings": SETTINGS,
    "repairs": REPAIRS,
    "plans": PLANS,
    "coaching": COACHING,
    "proposals": PROPOSALS,
    "outreach": OUTREACH,
    "imports": IMPORTS,
}
"""All tables; ``imports`` last, because a store exists once that one does."""

PARTITIONS = {"registry": ["as_of", "import_id"]}
