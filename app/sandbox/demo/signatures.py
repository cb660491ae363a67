"""Signs the demo's agreements: for a trust in its HR lead's sign-in, for the person lent with a code they were sent."""

import re
from datetime import datetime, timedelta

from app.kernel.actor import Actor
from app.notifications import queries as notifications
from app.people import passwords
from app.people import queries as people
from app.sandbox.demo.lending import Plan
from app.secondments.actions import signing
from app.secondments.queries import signing as queries
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import open_version, secondment_by_reference
from app.secondments.values import SecondeeValue, VersionValue

CODE = re.compile(r"\b\d{6}\b")
READING = timedelta(minutes=4)
QUICK = passwords.Cost(passes=1, memory=64, lanes=1)
"""What a code of the past is kept at: it is spent, and nobody waits for it."""
OFFICE_ADDRESS, HOME_ADDRESS = "192.0.2.14", "198.51.100.23"
"""Addresses that are kept for examples."""


def sign_for_trust(reference: str, actor: Actor, at: datetime) -> None:
    """Sign the open version for the trust of one of its HR leads."""
    signing.sign_as_trust(
        reference=reference,
        name=people.get_person(actor.person_id).name,
        seen_sha256=_opened(reference).sha256,
        actor=actor,
        address=OFFICE_ADDRESS,
        at=at,
    )


def plan_own_signature(plan: Plan, *, days: int) -> None:
    """Put it on the timeline that the person lent asks for a code, reads it and signs."""
    read: list[str] = []
    plan.add(days, lambda at: read.append(_ask_for_code(plan, at)))
    plan.add(days, lambda at: _sign_with(plan, read[-1], at), later=READING)


def _ask_for_code(plan: Plan, at: datetime) -> str:
    """Ask for a code and read it in the mail, before that is sent and so blanked."""
    secondee = _secondee(plan)
    passwords.use_cost(QUICK)
    signing.send_own_code(reference=plan.reference, secondee=secondee, at=at)
    passwords.use_cost(passwords.Cost())
    invitation = queries.own_to_sign(plan.reference, secondee).invitation
    code = queries.last_code(invitation.id) if invitation else None
    assert code is not None, f"{plan.written.key}: no code was made"
    found = CODE.search(notifications.get_mail(f"secondments.code:{code.id}").body)
    assert found is not None, f"{plan.written.key}: the mail holds no code"
    return found[0]


def _sign_with(plan: Plan, code: str, at: datetime) -> None:
    secondee = _secondee(plan)
    signing.sign_as_secondee(
        reference=plan.reference,
        secondee=secondee,
        name=secondee.name,
        seen_sha256=_opened(plan.reference).sha256,
        code=code,
        address=HOME_ADDRESS,
        at=at,
    )


def _secondee(plan: Plan) -> SecondeeValue:
    known = plan.lending.secondees[plan.written.secondee]
    return secondees_by_id([known])[known]


def _opened(reference: str) -> VersionValue:
    version = open_version(secondment_by_reference(reference).id)
    assert version is not None, f"{reference} has nothing to sign"
    return version
