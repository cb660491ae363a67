"""Importing the register: what it adds, changes, moves, closes, leaves alone and refuses."""

import json
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit import queries as audit
from app.audit.models import AuditRow
from app.kernel.database import session, transaction
from app.trusts import actions, queries
from app.trusts.gias import BadFile, SchoolEntry, SchoolFile, TrustEntry, TrustFile, read_schools, read_trusts
from app.trusts.models import School, SchoolMembership, Trust
from app.trusts.values import Region, RegisterReport
from tests.trusts.test_gias import ACADEMIES, GROUPS, edited, swap

DAY = date(2026, 11, 20)


def import_files(at: datetime, groups: Path = GROUPS, academies: Path = ACADEMIES) -> RegisterReport:
    with transaction():
        return actions.import_register(groups=groups, academies=academies, at=at)


def apply(
    at: datetime, *, trusts: Collection[TrustEntry] = (), schools: Collection[SchoolEntry] = (), left: Any = ()
) -> RegisterReport:
    with transaction():
        return actions.apply_register(
            trusts=TrustFile(list(trusts)), schools=SchoolFile(list(schools), dict(left)), at=at
        )


def trust(uid: str) -> TrustEntry:
    return next(entry for entry in read_trusts(GROUPS).entries if entry.uid == uid)


def school(urn: str) -> SchoolEntry:
    return next(entry for entry in read_schools(ACADEMIES).entries if entry.urn == urn)


def history(urn: str) -> list[tuple[str, date | None, date | None]]:
    """Where a school was: trust, first day there, first day no longer there."""
    with transaction(writing=False):
        row = SchoolMembership
        found = session().execute(
            select(Trust.uid, row.joined_date, row.left_date)
            .join(School, School.id == row.school_id)
            .join(Trust, Trust.id == row.trust_id)
            .where(School.urn == urn)
            .order_by(row.id)
        )
        return [tuple(each) for each in found]  # type: ignore[misc]


def everything() -> list[list[tuple[Any, ...]]]:
    """Every row of the register and of the trail."""
    with transaction(writing=False):
        return [
            [tuple(row) for row in session().execute(select(*table.__table__.columns).order_by(table.id))]
            for table in (Trust, School, SchoolMembership, AuditRow)
        ]


def test_an_import_adds_trusts_and_schools_and_counts_what_it_leaves_out(app: Flask, at: datetime) -> None:
    report = import_files(at)
    assert (report.trusts.added, report.schools.added) == (7, 6)
    assert report.trusts.left_out == {"proposed to open": 1, "federation": 1, "school sponsor": 1}
    assert report.schools.left_out == {
        "in no academy trust": 1,
        "closed": 1,
        "tied to a trust that is not in the register": 1,
        "tied to a trust that is not named": 1,
    }
    with transaction(writing=False):
        assert queries.count_register() == {
            "multi_academy_trust": {"open": 3, "closed": 1},
            "single_academy_trust": {"open": 1, "closed": 1},
            "secure_single_academy_trust": {"open": 1, "closed": 0},
            "schools": 6,
        }


def test_importing_the_same_files_again_changes_nothing_at_all(app: Flask, at: datetime) -> None:
    import_files(at)
    before = everything()
    report = import_files(at + timedelta(days=30))
    assert not report.anything
    assert (report.trusts.unchanged, report.schools.unchanged) == (7, 6)
    assert everything() == before


def test_an_import_is_on_the_trail_with_its_counts(app: Flask, at: datetime) -> None:
    import_files(at)
    with transaction(writing=False):
        row = session().scalars(select(AuditRow)).one()
        assert (row.verb, row.subject, row.person_id) == ("trusts.register_imported", "register", None)
        assert row.facts == {"trusts": {"added": 7}, "schools": {"added": 6}}
        assert audit.list_for_trust(1) == []


def test_names_are_kept_in_sensible_case(app: Flask, at: datetime) -> None:
    import_files(at)
    with transaction(writing=False):
        assert queries.get_trust_by_uid("80002").name == "Braystock C of E Schools Trust"
        assert queries.find_school_by_urn("900003").name == "St. Cuthbert's C of E Primary School"  # type: ignore[union-attr]


def test_a_change_is_carried_over(app: Flask, at: datetime) -> None:
    import_files(at)
    report = apply(
        at,
        trusts=[replace(trust("80001"), name="HOLLOWMERE AND DISTRICT TRUST")],
        schools=[replace(school("900001"), roll=951)],
    )
    assert (report.trusts.changed, report.schools.changed) == (1, 1)
    with transaction(writing=False):
        assert queries.get_trust_by_uid("80001").name == "Hollowmere and District Trust"
        assert queries.find_school_by_urn("900001").roll == 951  # type: ignore[union-attr]
        assert queries.search_register("district")[1] == 1


def test_closing_follows_the_status_and_never_an_omission(app: Flask, at: datetime) -> None:
    import_files(at)
    report = apply(at, trusts=[replace(trust("80003"), is_open=False, closed_date=date(2026, 8, 31))])
    assert (report.trusts.closed, report.trusts.omitted, report.schools.omitted) == (1, 6, 6)
    with transaction(writing=False):
        assert not queries.get_trust_by_uid("80003").is_open
        assert queries.get_trust_by_uid("80001").is_open
        assert len(queries.list_schools(queries.get_trust_by_uid("80001").id, DAY)) == 2


def test_a_trust_may_open_again(app: Flask, at: datetime) -> None:
    import_files(at)
    report = apply(at, trusts=[replace(trust("80005"), is_open=True, closed_date=None)])
    assert (report.trusts.changed, report.trusts.closed) == (1, 0)
    with transaction(writing=False):
        assert queries.get_trust_by_uid("80005").is_open


def test_a_school_that_moves_keeps_its_history(app: Flask, at: datetime) -> None:
    import_files(at)
    later = at + timedelta(days=10)
    report = apply(later, schools=[replace(school("900001"), trust_uid="80002")])
    assert (report.schools.moved, report.schools.changed) == (1, 0)
    moved = date(2026, 11, 30)
    assert history("900001") == [("80001", date(2014, 9, 1), moved), ("80002", moved, None)]
    with transaction(writing=False):
        old, new = (queries.get_trust_by_uid(uid).id for uid in ("80001", "80002"))
        for day, where in ((date(2026, 11, 29), old), (moved, new)):
            found = {
                trust_id
                for trust_id in (old, new)
                for each in queries.list_schools(trust_id, day)
                if each.urn == "900001"
            }
            assert found == {where}
        assert queries.find_school_by_urn("900001").trust_id == new  # type: ignore[union-attr]


def test_a_school_moves_to_a_trust_that_opened_since_on_the_day_it_opened(app: Flask, at: datetime) -> None:
    import_files(at)
    fresh = replace(trust("80001"), uid="80100", name="FRESH TRUST", opened_date=date(2026, 12, 1))
    apply(at + timedelta(days=30), trusts=[fresh], schools=[replace(school("900001"), trust_uid="80100")])
    assert history("900001")[-1] == ("80100", date(2026, 12, 1), None)


def test_a_school_that_moves_and_moves_back_has_three_rows(app: Flask, at: datetime) -> None:
    import_files(at)
    apply(at + timedelta(days=1), schools=[replace(school("900001"), trust_uid="80002")])
    apply(at + timedelta(days=2), schools=[school("900001")])
    assert [row[0] for row in history("900001")] == ["80001", "80002", "80001"]


def test_a_school_that_closes_leaves_its_trust_on_its_last_day(app: Flask, at: datetime) -> None:
    import_files(at)
    report = apply(at, schools=[replace(school("900001"), is_open=False, closed_date=date(2026, 8, 31))])
    assert report.schools.closed == 1
    assert history("900001") == [("80001", date(2014, 9, 1), date(2026, 8, 31))]


@pytest.mark.parametrize(
    ("reason", "counted"), [("in no academy trust", "left"), ("closed", "closed"), ("proposed to open", None)]
)
def test_a_school_no_longer_tied_to_a_trust_leaves_it(
    app: Flask, at: datetime, reason: str, counted: str | None
) -> None:
    import_files(at)
    report = apply(at, left={"900001": reason})
    assert {name for name in ("left", "closed") if getattr(report.schools, name)} == ({counted} if counted else set())
    assert history("900001")[0][2] == (DAY if counted else None)


def test_a_school_that_comes_back_to_a_trust_begins_anew(app: Flask, at: datetime) -> None:
    import_files(at)
    apply(at, left={"900001": "in no academy trust"})
    report = apply(at + timedelta(days=5), schools=[school("900001")])
    assert report.schools.moved == 1
    assert history("900001")[-1] == ("80001", date(2026, 11, 25), None)


def test_a_school_of_an_unknown_trust_stays_where_it_was(app: Flask, at: datetime) -> None:
    import_files(at)
    report = apply(at, schools=[replace(school("900001"), trust_uid="99999")])
    assert report.schools.left_out == {"tied to a trust that is not in the register": 1}
    assert history("900001") == [("80001", date(2014, 9, 1), None)]


def test_the_home_region_is_that_of_most_schools(app: Flask, at: datetime) -> None:
    import_files(at)
    with transaction(writing=False):
        home = {uid: queries.home_region(queries.get_trust_by_uid(uid).id) for uid in ("80001", "80002", "80006")}
    assert home == {"80001": Region.NORTH_WEST, "80002": Region.YORKSHIRE_AND_THE_HUMBER, "80006": None}
    extra = [replace(school("900001"), urn=f"90010{n}", region=Region.LONDON, trust_uid="80001") for n in range(3)]
    apply(at, schools=extra)
    with transaction(writing=False):
        assert queries.home_region(queries.get_trust_by_uid("80001").id) is Region.LONDON


@pytest.mark.parametrize("source", [GROUPS, ACADEMIES])
def test_a_fault_on_the_last_line_changes_nothing(app: Flask, at: datetime, tmp_path: Path, source: Path) -> None:
    def cut(text: str) -> str:
        return text.rstrip()[:-12]

    files = {"groups": GROUPS, "academies": ACADEMIES}
    files["groups" if source is GROUPS else "academies"] = edited(tmp_path, source, cut)
    with pytest.raises(BadFile):
        import_files(at, **files)
    assert everything() == [[], [], [], []]


def test_the_command_prints_what_it_did_and_the_second_time_that_nothing_changed(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    command = ["trusts", "import-register", "--groups", str(GROUPS), "--academies", str(ACADEMIES)]
    first = run(args=command)
    assert first.exit_code == 0
    assert "Trusts: 7 added, 0 changed, 0 closed, 0 unchanged" in first.stdout
    assert "1 left out: federation" in first.stdout
    assert "Reading groups.csv: 10 rows" in first.stderr
    second = run(args=command)
    assert second.stdout.startswith("Nothing changed")


def test_the_command_refuses_with_the_place_and_exit_code_1(app: Flask, tmp_path: Path) -> None:
    broken = edited(tmp_path, GROUPS, swap('"31/08/2021"', '"soon"'))
    command = ["trusts", "import-register", "--groups", str(broken), "--academies", str(ACADEMIES)]
    result = app.test_cli_runner().invoke(args=command)
    assert result.exit_code == 1
    assert 'groups.csv, line 6, column "Closed Date": "soon" is not a date' in result.stderr
    with transaction(writing=False):
        assert session().scalar(select(func.count()).select_from(Trust)) == 0


def test_the_count_is_printed_as_json(app: Flask, at: datetime) -> None:
    import_files(at)
    result = app.test_cli_runner().invoke(args=["trusts", "count", "--json"])
    assert json.loads(result.stdout) == {
        "multi_academy_trust": {"open": 3, "closed": 1},
        "single_academy_trust": {"open": 1, "closed": 1},
        "secure_single_academy_trust": {"open": 1, "closed": 0},
        "schools": 6,
    }
    plain = app.test_cli_runner().invoke(args=["trusts", "count"])
    assert "multi academy trust: 3 open, 1 closed" in plain.stdout


def test_an_import_writes_in_batches_whatever_its_size(app: Flask, at: datetime, statements: Callable[[], Any]) -> None:
    with statements() as few:
        import_files(at)
    many_trusts = [replace(trust("80001"), uid=str(60000 + n)) for n in range(200)]
    many_schools = [replace(school("900001"), urn=str(500000 + n), trust_uid=str(60000 + n)) for n in range(200)]
    with statements() as many:
        apply(at, trusts=many_trusts, schools=many_schools)
    assert len(many) <= len(few) + 3
