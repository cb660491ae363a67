"""Choosing what to order, and ordering it: once, at the price that was shown."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from app.approvals import actions as approvals
from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.kernel.references import new_reference
from app.services import queries, rules
from app.services.actions.sending import send_order
from app.services.models import Order, OrderDraft, OrderSchool
from app.services.summaries import approval_summary
from app.services.values import Asking, Choice, OrderState

KEEP_DRAFTS = timedelta(days=30)


def keep_draft(*, reference: str, choice: Choice, actor: Actor, at: datetime) -> str:
    """Keep what the actor chose while they check it; returns the token under which it is placed.

    Raises as `queries.asking_for` does for a choice that could not be ordered.
    """
    asking = queries.asking_for(trust_id=actor.trust, reference=reference, choice=choice, at=at)
    token = secrets.token_urlsafe(16)
    row = OrderDraft(
        token=token,
        trust_id=actor.trust,
        person_id=actor.person_id,
        listing_id=asking.service.listing.id,
        school_ids=list(asking.choice.school_ids),
        start_date=asking.choice.start_date,
        years=asking.choice.years,
        po_number=asking.choice.po_number,
        note=asking.choice.note,
        made_at=at,
    )
    session().add(row)
    session().flush()
    return token


def place_order(*, token: str, seen: str, actor: Actor, at: datetime) -> str:
    """Order what a draft says, at the price that was shown; returns the order's reference, the same for a second try.

    `seen` is the offer as `rules.write_seen` put it into the form. The scheme of delegation then says
    whether the order goes to the provider at once or waits for an approval.
    Raises NotFound, PriceChanged where the offer is no longer the one seen, NobodyMayApprove, and as
    `queries.asking_for` does.
    """
    _lock_draft(token, actor)
    placed = queries.find_by_token(token)
    if placed is not None:
        return placed
    asking = _asking(token, actor, at)
    shown = rules.read_seen(seen, now=asking.offer)
    changes = ["This page was out of date."] if shown is None else rules.changes_between(shown, asking.offer)
    if changes:
        raise rules.PriceChanged(changes)
    reference = _add(token, asking, actor, at)
    facts = {"listing": asking.service.reference, "year_net_pence": asking.offer.working.net.pence}
    audit.record(actor=actor, verb="services.order_placed", subject=reference, at=at, facts=facts)
    _ask(reference, asking, actor, at)
    return reference


def erase_drafts(*, at: datetime) -> int:
    """Erase what was chosen but not ordered within 30 days; returns how many."""
    placed = select(Order.draft_token)
    old = delete(OrderDraft).where(OrderDraft.made_at <= at - KEEP_DRAFTS, OrderDraft.token.not_in(placed))
    return int(getattr(session().execute(old), "rowcount", 0))


def _lock_draft(token: str, actor: Actor) -> None:
    mine = (OrderDraft.trust_id == actor.trust, OrderDraft.person_id == actor.person_id)
    query = select(OrderDraft.id).where(OrderDraft.token == token, *mine)
    if session().scalar(query.with_for_update()) is None:
        raise NotFound("no such draft of an order")


def _asking(token: str, actor: Actor, at: datetime) -> Asking:
    draft = queries.get_draft(trust_id=actor.trust, person_id=actor.person_id, token=token)
    return queries.asking_for(trust_id=actor.trust, reference=draft.listing_reference, choice=draft.choice, at=at)


def _ask(reference: str, asking: Asking, actor: Actor, at: datetime) -> None:
    working = asking.offer.working
    outcome = approvals.ask(
        subject=reference,
        title=f"{asking.service.listing.title} from {asking.provider.name}",
        summary=approval_summary(asking),
        net=working.whole_net,
        gross=working.whole_gross,
        actor=actor,
        at=at,
    )
    if outcome.committed:
        send_order(reference=reference, actor=actor, at=at)
        return
    row = update(Order).where(Order.reference == reference).values(approval_reference=outcome.approval_reference)
    session().execute(row.execution_options(synchronize_session=False))


def _add(token: str, asking: Asking, actor: Actor, at: datetime) -> str:
    values = {**_frozen(asking), "draft_token": token, "ordered_by": actor.person_id, "ordered_at": at}
    reference = new_reference("ORD")
    while not insert_or_ignore(Order.__table__, {**values, "reference": reference}):  # type: ignore[arg-type]
        reference = new_reference("ORD")
    order_id = session().scalars(select(Order.id).where(Order.reference == reference)).one()
    session().add_all(
        OrderSchool(
            order_id=order_id,
            school_id=line.school_id,
            position=position,
            name=line.name,
            phase=line.phase,
            roll=line.roll,
            net_pence=line.net.pence,
            vat_pence=line.vat.pence,
        )
        for position, line in enumerate(asking.offer.working.lines)
    )
    session().flush()
    return reference


def _frozen(asking: Asking) -> dict[str, Any]:
    service, working, choice = asking.service, asking.offer.working, asking.choice
    first = working.lines[0]
    return {
        "listing_id": service.listing.id,
        "provider_id": asking.provider.id,
        "buyer_id": asking.buyer.id,
        "state": OrderState.AWAITING_APPROVAL,
        "title": service.listing.title,
        "summary": service.listing.summary,
        "description": service.listing.description,
        "start_date": choice.start_date,
        "years": choice.years,
        "po_number": choice.po_number,
        "note": choice.note,
        "basis": service.particulars.basis,
        "base_pence": first.base.pence,
        "per_pupil_pence": first.per_pupil.pence,
        "vat_treatment": working.vat_treatment,
        "vat_reason": service.particulars.vat_reason,
        "vat_decided_by": service.vat_decided_by,
        "vat_rate": working.vat_rate,
        "notice_months": asking.offer.notice_months,
        "net_pence": working.net.pence,
        "vat_pence": working.vat.pence,
    }
