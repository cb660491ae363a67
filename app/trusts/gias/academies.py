"""The establishment file (edubasealldata.csv): schools, and the trust that each belongs to."""

from pathlib import Path

from app.trusts.gias import codes
from app.trusts.gias.codes import LeftOut
from app.trusts.gias.entries import SchoolEntry, SchoolFile
from app.trusts.gias.sheets import BadFile, Columns, Row, Watch, read_rows, unwatched

COLUMNS = Columns(
    needed=(
        "URN",
        "LA (name)",
        "EstablishmentName",
        "TypeOfEstablishment (code)",
        "EstablishmentStatus (code)",
        "PhaseOfEducation (code)",
        "NumberOfPupils",
        "TrustSchoolFlag (code)",
        "Trusts (code)",
        "Town",
        "Postcode",
        "SchoolWebsite",
        "GOR (code)",
        "Easting",
        "Northing",
    ),
    welcome=("UKPRN", "Street", "Locality", "Address3", "OpenDate", "CloseDate"),
    other_file={"Group UID": "it lists groups of schools. Give it as --groups."},
)
NO_TRUST = LeftOut("in no academy trust")
CLOSED = LeftOut("closed")
UNNAMED_TRUST = LeftOut("tied to a trust that is not named")


def read_schools(path: Path, watch: Watch = unwatched) -> SchoolFile:
    """The schools of academy trusts in an establishment file. Raises BadFile, naming file, line and column."""
    seen: dict[str, int] = {}
    entries: list[SchoolEntry] = []
    left_out: dict[str, str] = {}
    for row in read_rows(path, COLUMNS, watch):
        urn = row.named("URN")
        if urn in seen:
            raise BadFile(
                f'{row.file}, line {row.line}, column "URN": {urn} is also on line {seen[urn]}. '
                "Each school stands in the file once. Nothing was imported."
            )
        seen[urn] = row.line
        entry = _read(row, urn)
        if isinstance(entry, SchoolEntry):
            entries.append(entry)
        else:
            left_out[urn] = entry.reason
    return SchoolFile(entries, left_out)


def _read(row: Row, urn: str) -> SchoolEntry | LeftOut:
    if not row.code("TrustSchoolFlag (code)", codes.TIES):
        return CLOSED if codes.SCHOOL_STATUSES.get(row.text("EstablishmentStatus (code)")) is False else NO_TRUST
    status = row.code("EstablishmentStatus (code)", codes.SCHOOL_STATUSES)
    if isinstance(status, LeftOut):
        return status
    if not row.text("Trusts (code)"):
        return UNNAMED_TRUST
    phase = row.code("PhaseOfEducation (code)", codes.PHASES)
    return SchoolEntry(
        urn=urn,
        trust_uid=row.text("Trusts (code)"),
        name=row.named("EstablishmentName"),
        phase=codes.phase_of(phase, row.text("TypeOfEstablishment (code)")),
        region=row.code("GOR (code)", codes.REGIONS),
        is_open=status,
        opened_date=row.day("OpenDate"),
        closed_date=row.day("CloseDate"),
        roll=row.number("NumberOfPupils"),
        ukprn=row.text("UKPRN"),
        street=row.text("Street"),
        locality=row.text("Locality"),
        address_3=row.text("Address3"),
        town=row.text("Town"),
        postcode=row.text("Postcode"),
        la_name=row.text("LA (name)"),
        website=row.text("SchoolWebsite"),
        easting=row.number("Easting"),
        northing=row.number("Northing"),
    )
