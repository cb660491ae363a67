"""The demo's secondments could really have been agreed, on whatever day the demo is loaded."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.kernel.working_days import is_working_day
from app.sandbox.demo.advert_content import advert_content
from app.sandbox.demo.adverts import Lending, particulars_of
from app.sandbox.demo.courses import Programme
from app.sandbox.demo.lending import Plan
from app.sandbox.demo.lent import charge_days, last_day
from app.sandbox.demo.secondment_content import WrittenSecondment, secondment_content
from app.sandbox.demo.secondments import checks_of, dated_advert, pay_of, terms_of
from app.sandbox.demo.stage import Stage
from app.sandbox.demo.term import school_day, working_day
from app.sandbox.demo.timeline import Timeline
from app.secondments.rules.adverts import oddities, publishing_faults
from app.secondments.rules.agency import signs
from app.secondments.rules.agreements import terms_faults
from app.secondments.rules.agreements_first import first_pay, first_terms
from app.secondments.rules.checks import answer_faults, missing
from app.secondments.rules.recharge import schedule
from app.secondments.rules.recharge_faults import pay_faults
from app.secondments.rules.reviews import opens_on
from app.secondments.values import CheckItem, Pay, ReviewKind, Terms
from tests.sandbox.demo.content import SCHOOLS, assert_unique, with_role

CONTENT = secondment_content()
WRITTEN = {each.key: each for each in CONTENT.secondments}
SECONDEES = {each.key: each for each in advert_content().secondees}
LOADED_ON = [date(2026, 1, 2) + timedelta(days=17 * number) for number in range(22)]
each_day = pytest.mark.parametrize("day", LOADED_ON, ids=str)
each_secondment = pytest.mark.parametrize("written", CONTENT.secondments, ids=list(WRITTEN))


def plan_on(day: date, written: WrittenSecondment) -> Plan:
    stage = Stage(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    programme = Programme(stage, Timeline(stage), _schools={urn: number for number, urn in enumerate(SCHOOLS, 1)})
    return Plan(Lending(programme, secondees=dict.fromkeys(SECONDEES, 1)), written, 0)


def drafted(plan: Plan) -> tuple[Terms, Pay]:
    written = plan.written
    wanted = particulars_of(plan.lending, dated_advert(plan))
    post = SECONDEES[written.secondee].post
    first = first_terms(wanted, None, post=written.advert.title, return_post=post)
    return terms_of(written, first), pay_of(written, plan.start, first_pay(wanted, None))


def test_every_stage_of_an_interest_and_every_step_of_a_secondment_is_there() -> None:
    last = Counter(each.moves[-1].stage if each.moves else "interested" for each in CONTENT.interests)
    once = ("in_conversation", "interview", "offered", "agreed", "not_this_time", "withdrawn")
    assert last == {"interested": 2, **dict.fromkeys(once, 1)}
    assert [each.reaches for each in CONTENT.secondments] == ["running", "running", "ended", "signing", "agreed"]
    assert_unique([*WRITTEN, *(each.key for each in CONTENT.interests)])
    assert_unique([each.secondee for each in CONTENT.secondments])


@each_secondment
def test_the_advert_was_written_by_an_hr_lead_about_a_school_of_the_host(written: WrittenSecondment) -> None:
    advert = written.advert
    assert advert.author in with_role(written.host, "hr_lead")
    assert SCHOOLS[advert.school]["Trusts (code)"] == written.host
    texts = [advert.title, advert.summary, advert.description, advert.essential, advert.desirable, advert.gain]
    assert signs(texts, particulars_of(plan_on(LOADED_ON[0], written).lending, advert)) == ()


@each_day
def test_adverts_and_agreements_lacked_nothing_when_they_were_made(day: date) -> None:
    for written in CONTENT.secondments:
        plan = plan_on(day, written)
        wanted = particulars_of(plan.lending, dated_advert(plan))
        opened = working_day(plan.issued, -written.advert.opened)
        assert publishing_faults("opportunity", wanted, today=opened) == [], written.key
        terms, pay = drafted(plan)
        assert terms_faults(terms, today=plan.issued) == [], written.key
        assert pay_faults(terms, pay) == [], written.key
        done = working_day(plan.issued, 7)
        assert answer_faults(checks_of(written), today=done) == [], written.key
        assert written.reaches == "signing" or done < min(plan.start, day), f"{written.key}: too late to sign"


def test_what_is_agreed_lacks_two_checks_and_what_runs_lacks_none() -> None:
    for written in CONTENT.secondments:
        lacks = missing(checks_of(written))
        assert lacks == ((CheckItem.PROHIBITION, CheckItem.SECTION_128) if written.reaches == "agreed" else ())


@each_day
def test_what_runs_is_in_the_middle_of_its_term_and_was_charged_twice_or_more(day: date) -> None:
    for written in CONTENT.secondments:
        if written.reaches in {"running", "ended"}:
            plan = plan_on(day, written)
            last = drafted(plan)[0].end_date
            assert last is not None
            assert plan.start < day < last, written.key
            until = last_day(day) if written.reaches == "ended" else day
            assert len(charge_days(plan, until)) >= written.paid + written.leaves_to_accept + 1, written.key
            assert written.absent is None or working_day(school_day(plan.start, written.absent[1]), 1) < day
            if written.reviewed is not None:
                reviewed = plan.start + timedelta(days=written.reviewed)
                assert opens_on(ReviewKind.MIDPOINT, plan.start, last) <= reviewed < day, written.key


@each_day
def test_what_ended_early_ended_in_the_first_half_of_a_month_that_is_charged_ahead(day: date) -> None:
    ends, plan = last_day(day), plan_on(day, WRITTEN["data-ended"])
    assert 10 <= ends.day <= 15
    assert is_working_day(ends)
    assert 1 <= (day - ends).days <= 37
    assert plan.start < ends
    assert charge_days(plan, ends)[-1] == ends.replace(day=1)


@each_day
def test_a_pay_rise_lies_within_a_month_that_was_charged(day: date) -> None:
    plan = plan_on(day, WRITTEN["accountant-running"])
    terms, pay = drafted(plan)
    before, after = pay.steps
    assert plan.start < after.from_date < charge_days(plan, day)[-1]
    assert after.from_date.day == 16
    unrisen = schedule(terms, replace(pay, steps=(before,)))
    assert [each.month_date for each in schedule(terms, pay).months] == [each.month_date for each in unrisen.months]
    assert schedule(terms, pay).total > unrisen.total


@each_secondment
def test_days_and_share_of_full_time_belong_together(written: WrittenSecondment) -> None:
    odd = oddities(particulars_of(plan_on(LOADED_ON[0], written).lending, written.advert))
    assert bool(odd) == (written.key == "accountant-running"), "half of the week spread over three days"
