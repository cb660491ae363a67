"""Secondments at each step, for tests. Each maker is called inside a transaction."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from app.kernel.database import session
from app.kernel.money import Money
from app.kernel.references import new_reference
from app.listings import queries as listings
from app.secondments.actions.agreements import begin_secondment, change_terms, write_draft
from app.secondments.models import Consent, Interest, VatRuling
from app.secondments.queries.secondments import draft_of, secondment_by_reference
from app.secondments.values import Consenter, Pay, PayStep, Stage, Terms, VatReason
from tests.clock import START
from tests.secondments.makers import STARTS, World, make_opportunity

ANNUAL = Money(48_000_00)
SALARY_WORDS = ("48,000", "4,000.00")


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
