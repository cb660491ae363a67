"""Plays the demo's awarded deals: listed, called off by other trusts, approved where their schemes say so."""

from datetime import datetime

from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.procurement.actions.call_offs import place_call_off
from app.procurement.actions.deals import draft_deal, publish_deal
from app.procurement.queries.allowances import given_by_commitment
from app.procurement.queries.call_offs import calling_for, get_call_off
from app.procurement.queries.deals import get_deal
from app.procurement.values.call_offs import CallOffTyped
from app.sandbox.demo.deal_content import WrittenCallOff, WrittenDeal, deal_content
from app.sandbox.demo.deciding import approve
from app.sandbox.demo.round_content import OFFICE
from app.sandbox.demo.rounds import AFTERNOON, Buying, trust_ids

WON_ALREADY = "The trust that lists the deal has compared bids for it: its award is on record."


def plan_deals(buying: Buying) -> None:
    """Put every deal and its call-offs on the timeline."""
    for written in deal_content():
        buying.add(written.opened, lambda at, written=written: _open(buying, written, at))  # type: ignore[misc]
        for number, each in enumerate(written.call_offs):
            _plan_call_off(buying, written, each, f"demo-{written.key}-{number}")


def call_off_commitment(reference: str, actor: Actor, at: datetime) -> None:
    """Have a trust call off what it committed itself to in a round, as the page fills it in."""
    given = given_by_commitment(get_deal(reference), actor.trust, today=london_date(at))
    assert given is not None, f"nothing of {reference} is left to call off"
    place(reference, given.typed, f"demo-{reference}", actor, at)


def place(reference: str, typed: CallOffTyped, token: str, actor: Actor, at: datetime) -> str:
    """Call off what was typed, at the price that it has; returns the call-off's reference."""
    seen = calling_for(trust_id=actor.trust, reference=reference, typed=typed, at=at).worked.seen
    return place_call_off(reference=reference, typed=typed, seen=seen, token=token, actor=actor, at=at)


def _open(buying: Buying, written: WrittenDeal, at: datetime) -> None:
    owner = buying.programme.acting(written.by, written.trust)
    typed = written.typed(buying.today, trust_ids(written.named))
    reference = draft_deal(shared=written.shared(), typed=typed, actor=owner, at=at)
    publish_deal(reference=reference, actor=owner, at=at)
    buying.deals[written.key] = reference


def _plan_call_off(buying: Buying, written: WrittenDeal, each: WrittenCallOff, token: str) -> None:
    made: list[str] = []
    buying.add(each.asked, lambda at: made.append(_call_off(buying, written, each, token, at)), AFTERNOON)
    if each.approved is not None:
        buying.add(each.approved, lambda at: _approve(buying, each, made[-1], at), AFTERNOON)


def _call_off(buying: Buying, written: WrittenDeal, each: WrittenCallOff, token: str, at: datetime) -> str:
    reference = buying.deals[written.key]
    schools = {urn: buying.programme.school(urn) for lot in each.lots for urn in lot if urn != OFFICE}
    typed = each.typed(buying.today, [lot.id for lot in get_deal(reference).lots], schools)
    return place(reference, typed, token, buying.programme.acting(each.by, each.trust), at)


def _approve(buying: Buying, each: WrittenCallOff, reference: str, at: datetime) -> None:
    held = get_call_off(buying.programme.acting(each.by, each.trust).trust, reference)
    assert held.approval_reference is not None, f"nobody was asked about a call-off of {each.trust}"
    approve(held.approval_reference, each.trust, WON_ALREADY, at)
