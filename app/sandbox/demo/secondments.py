"""Plays the demo's secondments from the advert to what all three signed, with what each trust's scheme asks."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from app.approvals import actions as approvals
from app.approvals import queries as approval_queries
from app.kernel.money import Money
from app.people import queries as people
from app.sandbox.demo import adverts, interests, lent
from app.sandbox.demo.advert_content import WrittenAdvert
from app.sandbox.demo.adverts import Lending
from app.sandbox.demo.lending import Plan
from app.sandbox.demo.secondment_content import WrittenSecondment, secondment_content
from app.sandbox.demo.signatures import plan_own_signature, sign_for_trust
from app.sandbox.demo.stage import acting
from app.sandbox.demo.term import working_day, working_days_from
from app.secondments.actions import agreements
from app.secondments.actions import interests as interest_actions
from app.secondments.actions.checks import confirm_checks
from app.secondments.actions.recharge import change_pay, rule_on_vat
from app.secondments.queries.secondments import draft_of, open_version, secondment_by_reference
from app.secondments.rules.checks import suggested
from app.secondments.values import (
    CheckItem,
    CommitmentState,
    Confirmed,
    Level,
    Pay,
    PayStep,
    PensionScheme,
    RoleFamily,
    Stage,
    Terms,
    VatReason,
    WhyNot,
)
from app.trusts import queries as trusts

LENT_NOT_BOUGHT = "Staff are lent at cost between trusts: there is nothing to compare by quotes."
STEPS = {Stage.IN_CONVERSATION: "host", Stage.INTERVIEW: "host", Stage.OFFERED: "host", Stage.AGREED: "home"}
CHECKED_BEFORE = timedelta(days=12)


def plan_secondments(lending: Lending) -> None:
    """Put every secondment on the timeline, as far as it has come."""
    for number, written in enumerate(secondment_content().secondments):
        plan = Plan(lending, written, number)
        _plan_interest(plan)
        _plan_agreement(plan)
        if written.reaches in {"running", "ended"}:
            lent.plan_running(plan)


def _plan_interest(plan: Plan) -> None:
    written, key = plan.written, plan.written.key
    adverts.plan_advert(plan.lending, dated_advert(plan))
    plan.add(
        -20,
        lambda at: interests.put_forward(
            plan.lending, key, written.secondee, written.advert.key, written.note, plan.home, at
        ),
    )
    plan.add(-18, lambda at: interests.consent(plan.lending, key, written.secondee, at))
    for days, (stage, side) in zip((-18, -14, -11, -9), STEPS.items(), strict=True):
        plan.add(days, lambda at, stage=stage, side=side: _move(plan, stage, side, at))  # type: ignore[misc]


def dated_advert(plan: Plan) -> WrittenAdvert:
    """The advert with its days counted from today, as those of other adverts are."""
    today, written = plan.lending.programme.today, plan.written.advert
    assert written.closing is not None, f"{written.key} says when it closes"
    assert written.filled is not None, f"{written.key} says when it was filled"
    opened, closing, filled = (
        working_days_from(working_day(plan.issued, -days), today)
        for days in (written.opened, -written.closing, written.filled)
    )
    days = {"starts": plan.written.starts, "opened": opened, "closing": -closing, "filled": filled}
    return written.model_copy(update=days)


def _plan_agreement(plan: Plan) -> None:
    plan.add(-9, lambda at: _begin(plan, at))
    plan.add(-6, lambda at: _draft_terms(plan, at))
    plan.add(-6, lambda at: _draft_pay(plan, at))
    plan.add(0, lambda at: agreements.issue_version(reference=plan.reference, actor=plan.home, at=at))
    plan.add(1, lambda at: sign_for_trust(plan.reference, plan.home, at))
    plan.add(1, lambda at: _approve(plan, plan.written.home, at))
    if plan.written.reaches == "signing":
        return
    plan.add(3, lambda at: sign_for_trust(plan.reference, plan.host, at))
    plan.add(3, lambda at: _approve(plan, plan.written.host, at))
    plan_own_signature(plan, days=5)
    plan.add(7, lambda at: _confirm_checks(plan, at))


def _move(plan: Plan, stage: Stage, side: str, at: datetime) -> None:
    reference, actor = plan.lending.interests[plan.written.key], plan.home if side == "home" else plan.host
    interest_actions.move_stage(reference=reference, stage=stage, actor=actor, at=at)


def _begin(plan: Plan, at: datetime) -> None:
    interest = plan.lending.interests[plan.written.key]
    reference = agreements.begin_secondment(interest_reference=interest, actor=plan.home, at=at)
    plan.lending.secondments[plan.written.key] = reference


def _draft_terms(plan: Plan, at: datetime) -> None:
    draft = draft_of(secondment_by_reference(plan.reference).id)
    agreements.change_terms(
        reference=plan.reference,
        terms=terms_of(plan.written, draft.terms),
        draft_number=draft.number,
        actor=plan.home,
        at=at,
    )


def terms_of(written: WrittenSecondment, first: Terms) -> Terms:
    """The first draft with what the two trusts added."""
    return replace(
        first,
        home_manager=written.home_manager,
        host_manager=written.host_manager,
        duties=written.duties,
    )


def _draft_pay(plan: Plan, at: datetime) -> None:
    draft = draft_of(secondment_by_reference(plan.reference).id)
    pay = pay_of(plan.written, plan.start, draft.pay)
    change_pay(reference=plan.reference, pay=pay, draft_number=draft.number, actor=plan.home, at=at)
    finance = plan.lending.programme.payer(plan.written.home)
    reason = VatReason(plan.written.vat)
    rule_on_vat(reference=plan.reference, reason=reason, conditions=frozenset(), actor=finance, at=at)


def pay_of(written: WrittenSecondment, start: date, first: Pay) -> Pay:
    """The first draft's pay with what the home employer entered."""
    steps = [PayStep(start, Money(written.salary * 100))]
    if written.rise is not None:
        months, day, salary = written.rise
        later = start.month - 1 + months
        risen = date(start.year + later // 12, later % 12 + 1, day)
        steps.append(PayStep(risen, Money(salary * 100)))
    return replace(
        first,
        steps=tuple(steps),
        pension=PensionScheme(written.pension),
        pension_rate=_rate(written.pension_rate) if written.pension_rate else None,
        other_rate=_rate(written.other_rate),
        fee_monthly=Money(written.fee * 100),
        charge_day=written.charge_day,
        absence_days=written.absence_days,
    )


def _rate(typed: str) -> int:
    """Hundredths of a per cent."""
    return int(Decimal(typed) * 100)


def _approve(plan: Plan, uid: str, at: datetime) -> None:
    """Whoever a trust's scheme names approves what the version commits it to, where anybody has to."""
    version, trust = open_version(secondment_by_reference(plan.reference).id), trusts.get_trust_by_uid(uid)
    for each in version.commitments if version else ():
        if each.trust_id == trust.id and each.state is CommitmentState.ASKED and each.approval_reference:
            approval = approval_queries.get_approval(each.approval_reference)
            ruling = approval_queries.rulings_on(trust.id, [approval])[approval.reference]
            decider = acting(people.get_person(min(ruling.deciders)).email, uid)
            approvals.approve(
                reference=approval.reference, reason="", waiver_reason=LENT_NOT_BOUGHT, actor=decider, at=at
            )


def _confirm_checks(plan: Plan, at: datetime) -> None:
    confirm_checks(reference=plan.reference, given=checks_of(plan.written), actor=plan.home, at=at)


def checks_of(written: WrittenSecondment) -> list[Confirmed]:
    """What the home employer confirms: done before the person was appointed, or not required for such a post."""
    family, level = RoleFamily(written.advert.family), Level(written.advert.level)
    why_not = {CheckItem.OVERSEAS: WhyNot.NOT_OVERSEAS, **suggested(family, level)}
    done = written.appointed - CHECKED_BEFORE
    return [
        Confirmed(item, None if item in why_not else done, why_not.get(item))
        for item in CheckItem
        if item not in written.unchecked
    ]
