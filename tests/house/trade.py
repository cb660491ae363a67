"""One of everything that two trusts come to have between them, for tests that look at every page and every deed."""

from dataclasses import dataclass
from datetime import datetime

from app.approvals import actions as approvals
from app.approvals import queries as approval_queries
from app.charges import actions as charges
from app.charges import queries as charge_queries
from app.charges.values import CreditAsked
from app.kernel.money import Money
from app.services import actions as services
from app.services import queries as service_queries
from app.services import rules
from app.trusts import queries as trusts
from app.trusts.values import Role
from tests.listings.makers import make_member, make_trust
from tests.services.makers import World, choose, make_order, make_service, make_world, place

PROVIDER, BUYER, APPROVER, STRANGER = (
    "all@northgate.example",
    "all@westbrook.example",
    "cfo@westbrook.example",
    "all@stranger.example",
)


@dataclass(frozen=True)
class Trade:
    """References of things at every stage. Where several deeds end a thing, there is one for each."""

    world: World
    draft: str
    service: str
    token: str
    seen: str
    orders: tuple[str, str, str]
    approvals: tuple[str, str, str]
    quote: int
    agreement: str
    charges: tuple[str, str, str, str]
    queried: str
    invoice: str
    credit_note: str
    provider_uid: str
    buyer_uid: str


def make_trade(at: datetime) -> Trade:
    """Everything, and three people with every role: one at each trust, one at a third. Call it in a transaction."""
    world = make_world(at=at)
    provider = make_member(world.provider.trust, *Role, email=PROVIDER, at=at)
    buyer = make_member(world.buyer.trust, *Role, email=BUYER, at=at)
    make_member(make_trust("Stranger Trust"), *Role, email=STRANGER, at=at)
    service, choice = make_service(world.provider, at=at), choose(world)
    offer = service_queries.asking_for(trust_id=buyer.trust, reference=service, choice=choice, at=at).offer
    waiting = tuple(_asked(world, service, at) for _ in range(3))
    approvals.record_quote(reference=waiting[2], supplier="Elsewhere", amount=Money(1), actor=buyer, at=at)
    agreements = [services.accept_order(reference=make_order(world), actor=provider, at=at) for _ in range(6)]
    raised = [charge_queries.list_charges_about(buyer.trust, [each])[0].reference for each in agreements]
    charges.query_charge(reference=raised[4], question="Why?", actor=buyer, at=at)
    invoice = charges.accept_charge(reference=raised[5], actor=buyer, at=at)
    assert invoice is not None
    note = charges.credit_invoice(
        reference=invoice, lines=[CreditAsked(1, Money(1_00))], reason="Overcharged", actor=provider, at=at
    )
    return Trade(
        world=world,
        draft=make_service(world.provider, at=at, published=False),
        service=service,
        token=services.keep_draft(reference=service, choice=choice, actor=buyer, at=at),
        seen=rules.write_seen(offer),
        orders=(make_order(world), make_order(world), make_order(world)),
        approvals=(waiting[0], waiting[1], waiting[2]),
        quote=approval_queries.get_approval(waiting[2]).quotes[0].id,
        agreement=agreements[5],
        charges=(raised[0], raised[1], raised[2], raised[3]),
        queried=raised[4],
        invoice=invoice,
        credit_note=note,
        provider_uid=trusts.get_trust(provider.trust).uid,
        buyer_uid=trusts.get_trust(buyer.trust).uid,
    )


def _asked(world: World, service: str, at: datetime) -> str:
    order = service_queries.get_order(world.buyer.trust, place(world, service, at=at, years=3))
    assert order.approval_reference is not None
    return order.approval_reference
