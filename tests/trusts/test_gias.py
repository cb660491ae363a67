"""Reading the files of Get Information About Schools."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.trusts.gias import BadFile, read_schools, read_trusts
from app.trusts.values import Phase, Region, TrustKind

FIXTURES = Path(__file__).parent / "fixtures"
GROUPS, ACADEMIES = FIXTURES / "groups.csv", FIXTURES / "academies.csv"
Edit = Callable[[str], str]


def edited(folder: Path, source: Path, edit: Edit, encoding: str = "utf-8") -> Path:
    """A copy of a file with its text changed."""
    text = source.read_bytes().decode("utf-8-sig" if source is ACADEMIES else "cp1252")
    copy = folder / source.name
    copy.write_bytes(edit(text).encode(encoding))
    return copy


def swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


def test_only_academy_trusts_are_read_and_the_others_are_counted_by_reason() -> None:
    found = read_trusts(GROUPS)
    assert [entry.uid for entry in found.entries] == [f"8000{n}" for n in range(1, 8)]
    assert found.left_out == {"proposed to open": 1, "federation": 1, "school sponsor": 1}


def test_a_trust_is_read_with_its_identifiers_as_text() -> None:
    entry = read_trusts(GROUPS).entries[0]
    assert (entry.company_number, entry.ukprn, entry.group_id) == ("07000001", "10900001", "TR00001")
    assert (entry.kind, entry.is_open, entry.county) == (TrustKind.MULTI_ACADEMY_TRUST, True, "")
    assert (entry.opened_date, entry.closed_date) == (date(2013, 3, 19), None)


def test_every_kind_and_status_is_told_apart() -> None:
    found = {entry.uid: (entry.kind, entry.is_open, entry.closed_date) for entry in read_trusts(GROUPS).entries}
    assert found["80005"] == (TrustKind.SINGLE_ACADEMY_TRUST, False, date(2021, 8, 31))
    assert found["80006"] == (TrustKind.SECURE_SINGLE_ACADEMY_TRUST, True, None)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_a_file_is_read_in_either_encoding(encoding: str, tmp_path: Path) -> None:
    copy = edited(tmp_path, GROUPS, str, encoding)
    assert read_trusts(copy).entries[2].name == "FIERTÉ LEARNING TRUST"


def test_only_schools_tied_to_a_named_trust_are_read() -> None:
    found = read_schools(ACADEMIES)
    assert [entry.urn for entry in found.entries] == [*(f"90000{n}" for n in range(1, 7)), "900008", "900009"]
    assert found.left_out == {
        "900007": "in no academy trust",
        "900010": "tied to a trust that is not named",
    }


@pytest.mark.parametrize(
    ("urn", "phase", "region", "roll"),
    [
        ("900001", Phase.SECONDARY, Region.NORTH_WEST, 900),
        ("900002", Phase.PRIMARY, Region.NORTH_WEST, 210),
        ("900003", Phase.PRIMARY, Region.YORKSHIRE_AND_THE_HUMBER, 198),
        ("900004", Phase.SPECIAL, None, 88),
        ("900005", Phase.ALTERNATIVE_PROVISION, Region.NORTH_WEST, None),
    ],
)
def test_a_school_is_read_with_phase_region_and_roll(
    urn: str, phase: Phase, region: Region | None, roll: int | None
) -> None:
    entry = next(entry for entry in read_schools(ACADEMIES).entries if entry.urn == urn)
    assert (entry.phase, entry.region, entry.roll) == (phase, region, roll)
    assert (entry.easting, entry.northing, entry.opened_date) == (413550, 414775, date(2014, 9, 1))


@pytest.mark.parametrize(
    ("code", "phase"),
    [
        ("0", Phase.NOT_APPLICABLE),
        ("1", Phase.EARLY_YEARS),
        ("2", Phase.PRIMARY),
        ("3", Phase.PRIMARY),
        ("4", Phase.SECONDARY),
        ("5", Phase.SECONDARY),
        ("6", Phase.SIXTEEN_PLUS),
        ("7", Phase.ALL_THROUGH),
    ],
)
def test_every_phase_of_the_register_is_known(code: str, phase: Phase, tmp_path: Path) -> None:
    copy = edited(tmp_path, ACADEMIES, swap('"01-09-2014","","4",', f'"01-09-2014","","{code}",'))
    assert read_schools(copy).entries[0].phase is phase


def test_columns_may_stand_in_any_order_with_others_among_them(tmp_path: Path) -> None:
    copy = tmp_path / "groups.csv"
    rows = [
        "Surplus,UKPRN,Group Postcode,Group Town,Group Status (code),Closed Date,Group Type (code),"
        "Companies House Number,Group Name,Group UID",
        ",10900001,WX1 4AB,Wexbridge,OPEN,,06,07000001,HOLLOWMERE TRUST,80001",
    ]
    copy.write_text("\n".join(rows))
    entry = read_trusts(copy).entries[0]
    assert (entry.uid, entry.name, entry.town, entry.street) == ("80001", "HOLLOWMERE TRUST", "Wexbridge", "")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (swap('"Group UID",', '"Uid",'), 'groups.csv, line 1: there is no column "Group UID"'),
        (swap('"80001","TR00001"', '"","TR00001"'), 'groups.csv, line 2, column "Group UID"'),
        (swap('"HOLLOWMERE ACADEMIES TRUST"', '""'), 'groups.csv, line 2, column "Group Name"'),
        (swap('"07000002","06"', '"07000002","66"'), 'line 3, column "Group Type (code)": "66" is not a code'),
        (swap('"07000002","06"', '"07000002","6"'), 'line 3, column "Group Type (code)": "6" is not a code'),
        (swap('"OPEN"', '"AJAR"'), 'line 2, column "Group Status (code)": "AJAR" is not a code'),
        (swap('"31/08/2021"', '"31/02/2021"'), 'line 6, column "Closed Date": "31/02/2021" is not a date'),
        (swap('"80002"', '"80001"'), 'line 3, column "Group UID": 80001 is also on line 2'),
        (lambda text: text[: text.index('"CZ12 9EP"') - 1], 'line 3, column "Group Postcode": the row stops here'),
        (lambda text: text[: text.index("BRAYSTOCK") + 4], "groups.csv, line 3, is broken"),
        (swap('"10900001"', '"10900001","more"'), 'line 2, after column "UKPRN": the row goes on'),
        (lambda text: text.splitlines()[0], "headings and nothing below them"),
        (lambda text: "", "groups.csv is empty"),
        (lambda text: " \n ", "groups.csv is empty"),
        (lambda text: "<!DOCTYPE html><html><body>Not found</body></html>", "a web page, not a CSV file"),
        (lambda text: "PK\x03\x04" + text, "a zip or Excel file"),
    ],
)
def test_a_wrong_groups_file_is_refused_with_the_place(edit: Edit, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=re.escape(said)):
        read_trusts(edited(tmp_path, GROUPS, edit))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (swap('"NumberOfPupils"', '"Pupils"'), 'academies.csv, line 1: there is no column "NumberOfPupils"'),
        (swap('"900001"', '""'), 'academies.csv, line 2, column "URN"'),
        (swap('"900002"', '"900001"'), 'line 3, column "URN": 900001 is also on line 2'),
        (swap('"34","","1"', '"34","","9"'), 'line 2, column "EstablishmentStatus (code)": "9" is not a code'),
        (swap('"","4",""', '"","8",""'), 'line 2, column "PhaseOfEducation (code)": "8" is not a code'),
        (swap('"900","3"', '"900","9"'), 'line 2, column "TrustSchoolFlag (code)": "9" is not a code'),
        (swap('"B","","413550"', '"C","","413550"'), 'line 2, column "GOR (code)": "C" is not a code'),
        (swap('"900","3"', '"nine","3"'), 'line 2, column "NumberOfPupils": "nine" is not a whole number'),
        (swap('"900","3"', '"-900","3"'), 'line 2, column "NumberOfPupils": "-900" is not a whole number'),
        (swap('"413550"', '"413550.5"'), 'line 2, column "Easting"'),
        (swap('"01-09-2014"', '"2014-09-01"'), 'line 2, column "OpenDate": "2014-09-01" is not a date'),
    ],
)
def test_a_wrong_academies_file_is_refused_with_the_place(edit: Edit, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=re.escape(said)):
        read_schools(edited(tmp_path, ACADEMIES, edit))


def test_swapped_files_are_told_apart() -> None:
    with pytest.raises(BadFile, match=r"it lists schools\. Give it as --academies"):
        read_trusts(ACADEMIES)
    with pytest.raises(BadFile, match=r"it lists groups of schools\. Give it as --groups"):
        read_schools(GROUPS)


def test_a_folder_or_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be read"):
        read_trusts(tmp_path)


@pytest.mark.parametrize("wrong", [b"Group UID\n\x81\x8d", "Group UID,Group Name\n1,A\n".encode("utf-16")])
def test_bytes_of_no_known_encoding_are_refused(wrong: bytes, tmp_path: Path) -> None:
    file = tmp_path / "groups.csv"
    file.write_bytes(wrong)
    with pytest.raises(BadFile, match="not text in UTF-8 or Windows-1252"):
        read_trusts(file)
