"""The "all groups" file (allgroupsdata.csv): trusts among federations, sponsors and children's centres."""

from collections import Counter
from pathlib import Path

from app.trusts.gias import codes
from app.trusts.gias.codes import LeftOut
from app.trusts.gias.entries import TrustEntry, TrustFile
from app.trusts.gias.sheets import BadFile, Columns, Row, Watch, read_rows, unwatched
from app.trusts.values import TrustKind

COLUMNS = Columns(
    needed=(
        "Group UID",
        "Group Name",
        "Companies House Number",
        "Group Type (code)",
        "Closed Date",
        "Group Status (code)",
        "Group Town",
        "Group Postcode",
        "UKPRN",
    ),
    welcome=(
        "Group ID",
        "Open date",
        "Incorporated on (open date)",
        "Group Street",
        "Group Locality",
        "Group Address 3",
        "Group County",
    ),
    other_file={"URN": "it lists schools. Give it as --academies."},
)
NOTHING = "Not recorded"


def read_trusts(path: Path, watch: Watch = unwatched) -> TrustFile:
    """The academy trusts in an "all groups" file. Raises BadFile, naming file, line and column."""
    seen: dict[str, int] = {}
    entries: list[TrustEntry] = []
    left_out: Counter[str] = Counter()
    for row in read_rows(path, COLUMNS, watch):
        entry = _read(row, seen)
        if isinstance(entry, TrustEntry):
            entries.append(entry)
        else:
            left_out[entry.reason] += 1
    return TrustFile(entries, left_out)


def _read(row: Row, seen: dict[str, int]) -> TrustEntry | LeftOut:
    uid = row.named("Group UID")
    if uid in seen:
        raise BadFile(
            f'{row.file}, line {row.line}, column "Group UID": {uid} is also on line {seen[uid]}. '
            "Each group stands in the file once. Nothing was imported."
        )
    seen[uid] = row.line
    kind = row.code("Group Type (code)", codes.KINDS)
    if isinstance(kind, LeftOut):
        return kind
    status = row.code("Group Status (code)", codes.GROUP_STATUSES)
    return status if isinstance(status, LeftOut) else _entry(row, uid, kind, status)


def _entry(row: Row, uid: str, kind: TrustKind, is_open: bool) -> TrustEntry:
    county = row.text("Group County")
    return TrustEntry(
        uid=uid,
        name=row.named("Group Name"),
        kind=kind,
        is_open=is_open,
        group_id=row.text("Group ID"),
        opened_date=row.day("Open date") or row.day("Incorporated on (open date)"),
        closed_date=row.day("Closed Date"),
        company_number=row.text("Companies House Number"),
        ukprn=row.text("UKPRN"),
        street=row.text("Group Street"),
        locality=row.text("Group Locality"),
        address_3=row.text("Group Address 3"),
        town=row.text("Group Town"),
        county="" if county == NOTHING else county,
        postcode=row.text("Group Postcode"),
    )
