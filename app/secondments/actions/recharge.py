"""What the recharge is worked out from: pay, which home's HR leads and finance enter, and the ruling on VAT."""

from dataclasses import replace
from datetime import datetime

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import session
from app.listings.rules import check_complete
from app.secondments.actions.agreements import write_draft
from app.secondments.actions.locks import lock_secondment
from app.secondments.models import VatRuling
from app.secondments.queries.secondments import draft_of, get_secondment, open_version
from app.secondments.rules import agreements as rules
from app.secondments.rules.recharge_faults import check_is_home, pay_faults, vat_ruling_faults
from app.secondments.values import Condition, Pay, SecondmentValue, VatReason


def change_pay(*, reference: str, pay: Pay, draft_number: int, actor: Actor, at: datetime) -> None:
    """Change what the next version's recharge is worked out from. The audit trail says that, and no amount.

    `draft_number` is the one that the person had before them. Raises NotFound, NotThisParty for the host, Incomplete
    with every fault, MovedOn, Refused while a version is being signed, or Outdated.
    """
    held = _of_home(reference, actor)
    pay = replace(pay, steps=tuple(sorted(pay.steps, key=lambda step: step.from_date)))
    check_complete(pay_faults(draft_of(held.id).terms, pay))
    write_draft(held.id, draft_number, pay=pay)
    audit.record(
        actor=actor,
        verb="secondments.pay_changed",
        subject=reference,
        at=at,
        concerns=[held.home_id, held.host_id],
        facts={"draft": draft_number + 1},
    )


def rule_on_vat(
    *, reference: str, reason: VatReason | None, conditions: frozenset[Condition], actor: Actor, at: datetime
) -> None:
    """The home trust's finance decides how VAT treats the recharge of the versions to come, and records why.

    Raises NotFound, NotThisParty for the host, Incomplete with every fault, MovedOn once it is over, or Refused while
    a version is being signed.
    """
    held = _of_home(reference, actor)
    check_complete(vat_ruling_faults(reason, conditions, draft_of(held.id).pay))
    assert reason is not None
    row = lock_secondment(held.id)
    rules.check_can_change(row.state, is_open=open_version(held.id) is not None)
    kept = conditions if reason is VatReason.CHARITY_CONCESSION else frozenset()
    session().add(
        VatRuling(
            secondment_id=held.id,
            reason=reason,
            conditions=sorted(each.value for each in kept),
            decided_by=actor.person_id,
            decided_at=at,
        )
    )
    session().flush()
    audit.record(
        actor=actor,
        verb="secondments.vat_ruled",
        subject=reference,
        at=at,
        concerns=[held.home_id, held.host_id],
        facts={"reason": reason.value, "treatment": reason.treatment.value},
    )


def _of_home(reference: str, actor: Actor) -> SecondmentValue:
    held = get_secondment(actor.trust, reference)
    check_is_home(held.party_of(actor.trust))
    return held
