"""Secondments at each step, for tests. Each maker is called inside a transaction."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from app.approvals import actions as approvals
from app.approvals import queries as approvals_queries
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.money import Money
from app.kernel.references import new_reference
from app.listings import queries as listings
from app.secondments.actions.agreements import (
    begin_secondment,
    change_terms,
    commit_trust,
    issue_version,
    settle_version,
    write_draft,
)
from app.secondments.models import Consent, Interest, Signature, VatRuling
from app.secondments.queries.secondments import draft_of, open_version, secondment_by_reference, version_in_force
from app.secondments.values import Consenter, Party, Pay, PayStep, Stage, Terms, VatReason, VersionValue
from tests.clock import START
from tests.secondments.makers import STARTS, World, make_opportunity

ANNUAL = Money(48_000_00)


def make_interest_row(
    world: World, *, at: datetime = START, stage: Stage = Stage.AGREED, consents: bool = True, **changes: Any
) -> str:
    """An interest in the secondee on an opportunity of the host, agreed with both consents; returns its reference."""
    opportunity = changes.pop("opportunity", None) or make_opportunity(world, at=at)
    listing = listings.get_listing(opportunity)
    row = Interest(
        **{
            "reference": new_reference("EOI"),
            "home_id": world.home.trust,
            "host_id": world.host.trust,
            "secondee_id": world.secondee,
            "opportunity_id": listing.id,
            "stage": stage,
            "is_open": stage.is_open,
            "note": "",
            "made_by": world.home.person_id,
            "made_by_trust": world.home.trust,
            "made_at": at,
            **changes,
        }
    )
    session().add(row)
    session().flush()
    given = {"interest_id": row.id, "given_at": at} if consents else {}
    session().add_all(Consent(consenter=each, **given) for each in Consenter if given)
    session().flush()
    return row.reference


def make_secondment(world: World, *, at: datetime = START, **changes: Any) -> str:
    """A secondment of which the first draft is as the adverts have it; returns its reference.

    Changes are of the interest: `secondee_id`, say.
    """
    interest = make_interest_row(world, at=at, **changes)
    return begin_secondment(interest_reference=interest, actor=world.home, at=at)


def make_drafted_secondment(
    world: World, *, at: datetime = START, pay: Pay | None = None, ruled: bool = True, **changes: Any
) -> str:
    """A secondment whose draft lacks nothing: terms with some changed, £48,000 a year, VAT ruled exempt.

    Changes named as terms change those, others the interest.
    """
    own = {name: changes.pop(name) for name in list(changes) if hasattr(Terms(), name)}
    reference = make_secondment(world, at=at, **changes)
    complete(world, reference, at=at, pay=pay, **own)
    if ruled:
        rule_on_vat(world, reference, at=at)
    return reference


def complete(world: World, reference: str, *, at: datetime = START, pay: Pay | None = None, **changes: Any) -> None:
    """Give the draft of a secondment all that it lacks, with some of its terms changed."""
    secondment_id = secondment_by_reference(reference).id
    draft = draft_of(secondment_id)
    texts = {
        "post": draft.terms.post or "SENDCo",
        "home_manager": "Head of Ash Primary School",
        "host_manager": "Head of Cedar Primary School",
        "duties": "Lead provision for pupils with SEND.\nLine manage two teaching assistants.",
        "return_post": "SENDCo, Ash Primary School",
        "place_id": world.host_schools[0],
    }
    terms = replace(draft.terms, **{**texts, **changes})
    change_terms(reference=reference, terms=terms, draft_number=draft.number, actor=world.home, at=at)
    draft = draft_of(secondment_id)
    write_draft(secondment_id, draft.number, pay=pay or make_pay(terms.start_date or STARTS))


def make_pay(start: date = STARTS, **changes: Any) -> Pay:
    """£48,000 a year, full time at home, in the Teachers' Pension Scheme, all of it charged, with some changed."""
    return Pay(**{"steps": (PayStep(start, ANNUAL),), **changes})


def rule_on_vat(
    world: World, reference: str, *, at: datetime = START, reason: VatReason = VatReason.TEACHING_STAFF
) -> None:
    """What the home trust's finance decides of VAT: exempt, unless another reason is given."""
    row = VatRuling(
        secondment_id=secondment_by_reference(reference).id,
        reason=reason,
        conditions=[],
        decided_by=world.home_finance.person_id,
        decided_at=at,
    )
    session().add(row)
    session().flush()


def issue(world: World, reference: str, *, at: datetime = START) -> VersionValue:
    """Issue what is drafted; returns the open version."""
    issue_version(reference=reference, actor=world.home, at=at)
    version = open_version(secondment_by_reference(reference).id)
    assert version is not None
    return version


def sign(version: VersionValue, party: Party, *, at: datetime = START, sha256: str = "") -> bool:
    """Sign an open version for a party; returns whether that put it in force."""
    values = {
        "version_id": version.id,
        "party": party,
        "name": f"The {party.value}",
        "address": "192.0.2.7",
        "sha256": sha256 or version.sha256,
        "signed_at": at,
    }
    insert_or_ignore(Signature.__table__, values)  # type: ignore[arg-type]
    return settle_version(version_id=version.id, at=at)


def agree(world: World, reference: str, *, at: datetime = START) -> VersionValue:
    """Issue what is drafted and have all three sign, each trust committed by whoever may; returns what is in force."""
    version = issue(world, reference, at=at)
    for actor, approver, party in ((world.home, world.home_cfo, Party.HOME), (world.host, world.host_cfo, Party.HOST)):
        commit_trust(version_id=version.id, actor=actor, at=at)
        approve_what_waits(approver, reference, at=at)
        sign(version, party, at=at)
    sign(version, Party.SECONDEE, at=at)
    found = version_in_force(secondment_by_reference(reference).id)
    assert found is not None
    return found


def approve_what_waits(approver: Actor, reference: str, *, at: datetime = START) -> bool:
    """Approve what a secondment would commit the approver's trust to; returns whether anything waited."""
    waiting = approvals_queries.list_awaiting(approver.person_id, approver.trust)
    asked = [each.reference for each in waiting if each.subject == reference]
    for each in asked:
        approvals.approve(reference=each, reason="", waiver_reason="Staff are lent, not bought", actor=approver, at=at)
    return bool(asked)


def make_agreed_secondment(world: World, *, at: datetime = START, **changes: Any) -> str:
    """A secondment of which version 1 is in force, signed by all three; returns its reference."""
    reference = make_drafted_secondment(world, at=at, **changes)
    agree(world, reference, at=at)
    return reference
