"""What the demo holds of courses, secondments, rounds and deals once loaded. Journeys only add to it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from urllib.request import urlopen

import pytest

from app.procurement.values import ParticipationState
from app.sandbox.demo.course_content import course_content
from app.sandbox.demo.deal_content import deal_content
from app.sandbox.demo.round_content import round_content
from app.secondments.frozen import thaw
from app.secondments.rules.recharge import schedule
from app.secondments.values import CheckItem, Pay, Span, Terms
from tests.journeys.conftest import Site


@pytest.fixture(scope="module")
def loaded(site: Site) -> Iterator[sqlite3.Connection]:
    """The demo's database, to be read."""
    with closing(sqlite3.connect(f"file:{site.folder / 'exchange.db'}?mode=ro", uri=True)) as connection:
        yield connection


def number(loaded: sqlite3.Connection, query: str) -> int:
    found: int = loaded.execute(query).fetchone()[0]
    return found


def test_registers_of_runs_gone_by_are_finished_but_one_and_gave_certificates(loaded: sqlite3.Connection) -> None:
    past = [run for run in course_content().runs if run.is_past]
    assert number(loaded, "SELECT count(*) FROM course_register_closing") >= len(past) - 1
    assert number(loaded, "SELECT count(DISTINCT code) FROM course_certificate") >= 30
    absent = "SELECT count(*) FROM course_attendance JOIN course_certificate USING (place_id) WHERE mark = 'absent'"
    assert number(loaded, absent) == 1, "somebody who missed one session of six has a certificate all the same"
    written = sum(len(run.evaluations) for run in past)
    assert number(loaded, "SELECT count(*) FROM course_evaluation") >= written


def test_what_a_provider_cancelled_is_credited_whole(loaded: sqlite3.Connection) -> None:
    places = (
        "course_place p JOIN course_run_cancellation c USING (run_id) JOIN course_place_charge g ON g.place_id = p.id"
    )
    owed = f"SELECT coalesce(sum(g.net_pence), 0) FROM {places}"
    taken = f"SELECT coalesce(sum(k.net_pence), 0) FROM {places} JOIN course_place_credit k ON k.place_id = p.id"
    assert number(loaded, owed) > 0
    assert number(loaded, owed) == number(loaded, f"{taken} WHERE k.credited_at IS NOT NULL")


def test_late_is_half_and_not_coming_is_all(loaded: sqlite3.Connection) -> None:
    half = "SELECT count(*) FROM course_place_ending WHERE percent = 50 AND fee_pence > 0"
    assert number(loaded, half) >= 1
    charged = (
        "SELECT min(g.net_pence = p.price_pence) FROM course_attendance a JOIN course_place p ON p.id = a.place_id"
    )
    only = "JOIN course_place_charge g ON g.place_id = p.id WHERE a.mark = 'absent'"
    assert number(loaded, f"{charged} {only}") == 1


def test_invoices_of_courses_are_issued_and_some_are_paid(loaded: sqlite3.Connection) -> None:
    of_courses = "SELECT count(*) FROM charge WHERE subject LIKE 'BKG-%' AND state = "
    assert number(loaded, f"{of_courses} 'invoiced'") >= 20
    assert number(loaded, f"{of_courses} 'settled'") >= 2


def test_nothing_of_the_load_failed(loaded: sqlite3.Connection) -> None:
    assert number(loaded, "SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL") == 0


def test_courses_to_come_are_found(site: Site) -> None:
    with urlopen(f"{site.web}/search?kind=course&text=senco") as answer:
        assert "SENCO network" in answer.read().decode()


def test_adverts_of_both_kinds_are_there_and_some_answer_one_another(loaded: sqlite3.Connection) -> None:
    of_kind = "SELECT count(*) FROM listing l JOIN listing_publication p ON p.listing_id = l.id WHERE kind = '{}'"
    assert number(loaded, of_kind.format("opportunity")) >= 10
    assert number(loaded, of_kind.format("availability")) >= 5
    assert number(loaded, "SELECT count(*) FROM secondment_match_told") >= 4


def test_interests_stand_at_every_stage(loaded: sqlite3.Connection) -> None:
    assert number(loaded, "SELECT count(DISTINCT stage) FROM secondment_interest") == 7
    kind = "SELECT count(*) FROM secondment_interest_move WHERE stage = 'not_this_time' AND length(message) > 80"
    assert number(loaded, f"{kind} AND reason IS NOT NULL") >= 1


def test_two_secondments_are_under_way_and_one_waits_at_each_step_before(loaded: sqlite3.Connection) -> None:
    in_state = "SELECT count(*) FROM secondment WHERE state = '{}'"
    assert number(loaded, in_state.format("running")) == 2
    assert number(loaded, in_state.format("agreed")) >= 1, "one is agreed, and blocked until two checks are confirmed"
    assert number(loaded, in_state.format("signing")) >= 1
    assert number(loaded, in_state.format("drafting")) >= 1
    begun = "SELECT id FROM secondment WHERE started_at IS NOT NULL"
    assert number(loaded, f"SELECT count(*) FROM secondment_arrival WHERE secondment_id IN ({begun})") >= 3
    answers = f"SELECT count(*) FROM secondment_check WHERE secondment_id IN ({begun})"
    assert number(loaded, answers) == len(CheckItem) * number(loaded, f"SELECT count(*) FROM ({begun})")


def test_every_version_in_force_was_signed_by_three_over_its_own_document(loaded: sqlite3.Connection) -> None:
    in_force = "secondment_version v WHERE v.state = 'in_force'"
    signed = "SELECT count(*) FROM secondment_signature g WHERE g.version_id = v.id AND g.sha256 = v.sha256"
    assert number(loaded, f"SELECT count(*) FROM {in_force}") >= 4
    assert number(loaded, f"SELECT count(*) FROM {in_force} AND ({signed}) < 3") == 0
    by_code = "SELECT count(*) FROM secondment_signature WHERE party = 'secondee' AND person_id IS NULL"
    assert number(loaded, by_code) >= 4, "whoever has no account signed with a code"


def test_the_months_of_what_runs_are_charged_and_one_that_ended_early_has_its_credit(
    loaded: sqlite3.Connection,
) -> None:
    charged = "SELECT count(*) FROM secondment_charge JOIN charge ON reference = charge_reference"
    assert number(loaded, charged) >= 8
    assert number(loaded, f"{charged} WHERE charge.state = 'settled'") >= 3
    assert number(loaded, f"{charged} WHERE charge.state = 'raised'") >= 2
    credited = "secondment_credit k JOIN secondment_charge g ON g.id = k.recharge_id"
    early = "secondment s ON s.id = g.secondment_id AND s.state = 'ended' AND s.last_date < s.end_date"
    with_note = "SELECT count(*) FROM {} JOIN {} WHERE k.credit_reference IS NOT NULL"
    assert number(loaded, with_note.format(credited, early)) >= 1


def test_what_was_charged_of_each_month_and_not_credited_is_what_its_schedule_says(loaded: sqlite3.Connection) -> None:
    rows = loaded.execute(
        "SELECT s.id, s.last_date, v.terms, v.pay FROM secondment s "
        "JOIN secondment_version v ON v.secondment_id = s.id "
        "WHERE v.state = 'in_force' AND s.started_at IS NOT NULL"
    ).fetchall()
    assert len(rows) >= 3
    for secondment_id, last, terms, pay in rows:
        made = schedule(
            thaw(Terms, json.loads(terms)),
            thaw(Pay, json.loads(pay)),
            last=date.fromisoformat(last),
            absences=absences(loaded, secondment_id),
        )
        charged = charged_by_month(loaded, secondment_id)
        months = [(each.month_date, each.total.pence) for each in made.months if each.month_date in charged]
        assert dict(months) == charged
        assert sorted(charged) == [each.month_date for each in made.months[: len(charged)]], "no month is left out"


def test_each_round_has_come_as_far_as_it_should(loaded: sqlite3.Connection) -> None:
    came = "SELECT count(*) FROM round_move m JOIN listing l ON l.id = m.listing_id WHERE l.title = ? AND m.stage = ?"
    rounds = round_content()
    assert len([each for each in rounds if each.reaches != "abandoned"]) == 6
    for each in rounds:
        assert loaded.execute(came, [each.title, each.reaches]).fetchone() == (1,), each.key


def test_trusts_stand_in_rounds_at_every_step_and_exemptions_wait(loaded: sqlite3.Connection) -> None:
    states = {state for (state,) in loaded.execute("SELECT DISTINCT state FROM participation")}
    assert states == set(ParticipationState)
    assert number(loaded, "SELECT count(*) FROM round_exemption WHERE approval_reference IS NOT NULL") >= 1
    told = "SELECT count(DISTINCT listing_id) FROM round_tier_told JOIN round_lot l ON l.id = lot_id"
    assert number(loaded, told) >= 4, "participants were told of tiers that were reached"
    unsigned = "participation p WHERE p.state = 'committed' AND NOT EXISTS (SELECT 1 FROM participation_commitment c "
    unsigned += "JOIN participation_signature g ON g.commitment_id = c.id WHERE c.participation_id = p.id)"
    assert number(loaded, f"SELECT count(*) FROM {unsigned}") == 0


def test_two_deals_are_listed_and_called_off_and_the_register_holds_what_was(loaded: sqlite3.Connection) -> None:
    called = "SELECT count(*) FROM call_off k JOIN listing l ON l.id = k.listing_id WHERE l.title = ?"
    for each in deal_content():
        assert loaded.execute(called, [each.title]).fetchone()[0] >= len(each.call_offs), each.key
    kept = "contract WHERE source_reference IN (SELECT reference FROM call_off WHERE state = 'placed')"
    placed = number(loaded, "SELECT count(*) FROM call_off WHERE state = 'placed'")
    assert placed >= 3
    assert number(loaded, f"SELECT count(*) FROM {kept}") == placed


def absences(loaded: sqlite3.Connection, secondment_id: int) -> list[Span]:
    asked = "SELECT first_date, last_date FROM secondment_absence WHERE secondment_id = ? AND last_date IS NOT NULL"
    return [Span(*map(date.fromisoformat, each)) for each in loaded.execute(asked, [secondment_id])]


def charged_by_month(loaded: sqlite3.Connection, secondment_id: int) -> dict[date, int]:
    credited = "SELECT coalesce(sum(net_pence + fee_pence), 0) FROM secondment_credit WHERE recharge_id = g.id"
    kept = f"sum(net_pence + fee_pence - ({credited}))"
    asked = f"SELECT month_date, {kept} FROM secondment_charge g WHERE secondment_id = ? GROUP BY month_date"
    return {date.fromisoformat(month): pence for month, pence in loaded.execute(asked, [secondment_id])}
