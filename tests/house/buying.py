"""One of everything that comes of buying together, for tests that look at every page and every deed."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.approvals.values import BuyingRoute
from app.contracts import actions as contracts
from app.contracts import queries as contract_queries
from app.kernel.unit_price import UnitPrice
from app.listings import actions as listings
from app.listings.values import DocumentAudience
from app.procurement.actions.awards import record_awards
from app.procurement.queries.deals import get_deal
from app.procurement.queries.rounds import get_round
from app.procurement.values import AwardTyped, DealAudience, DealValue, Joining, RoundValue, Stage
from app.trusts import queries as trusts
from app.trusts.values import Role
from tests.contracts.makers import add
from tests.house.trade import BUYER, PROVIDER, STRANGER
from tests.listings.makers import make_member, make_trust
from tests.procurement.commitments_makers import ask, decide, part, put, sign_for
from tests.procurement.deals_makers import CARE, call_off, make_deal, make_deal_draft
from tests.procurement.joining_makers import MARKED_SUPPLIER, line, marked, want
from tests.procurement.makers import STARTS, World, make_draft, make_round, make_world
from tests.procurement.stages_makers import SUPPLIER, move

LEAD, JOINER, OTHER = PROVIDER, BUYER, "all@easton.example"
HIDDEN = "Zephyrine"
"""In the title of everything that is only for those that are invited or named, and of no other."""
SHOWN = "Ordinary"
CONTRACT_ENDS, GIVES_NOTICE_BY = date(2028, 3, 14), date(2028, 1, 10)
"""Of what Westbrook has now: it joins on the day after."""
THEIRS, THEIR_PRICE = "Tamarisk Traders", UnitPrice(54_321)
"""Who supplies the other participant now, and for how much."""
PO_NUMBER, CONTRACT = "PO 740281", "Sweeping of chimneys"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@dataclass(frozen=True)
class Buying:
    """References of things at every stage. Where several deeds end a thing, there is one for each.

    Only `open` and the deal `shown` are for everybody.
    """

    world: World
    draft: RoundValue
    scrapped: RoundValue
    open: RoundValue
    invited: RoundValue
    committing: RoundValue
    asked: RoundValue
    signing: RoundValue
    evaluating: RoundValue
    called: RoundValue
    participation: str
    deal_draft: DealValue
    shown: DealValue
    named: DealValue
    call_off: str
    call_off_asked: str
    call_off_of_round: str
    contract: str
    contract_ending: str
    silent_uid: str
    easton_uid: str

    @property
    def hidden(self) -> tuple[str, ...]:
        """What nobody but those invited, named or bound may know of."""
        rounds = (self.invited, self.committing, self.asked, self.signing, self.evaluating, self.called)
        own = (self.participation, self.call_off, self.call_off_asked, self.call_off_of_round, self.contract)
        return (*(each.reference for each in (self.draft, *rounds, self.deal_draft, self.named)), *own)


def make_buying(at: datetime) -> Buying:
    """Everything, and four people with every role: at the lead, two that join and a stranger. Call it in a transaction.

    Westbrook and Easton want something of every round by invitation, each from a supplier that the other may not know.
    """
    world = make_world(at=at)
    for actor, email in (
        (world.lead, LEAD), (world.westbrook, JOINER), (world.easton, OTHER), (world.stranger, STRANGER),
    ):  # fmt: skip
        make_member(actor.trust, *Role, email=email, at=at)
    shown = make_deal(world, title=f"{SHOWN} care", at=at)
    called = _called(world, at)
    silent = make_trust()
    asked, signing = _committing(world), _committing(world)
    for each in (asked, signing):
        ask(each, world.westbrook)
    decide(signing, world.westbrook_cfo)
    return Buying(
        world=world,
        draft=make_draft(world, title=f"{HIDDEN} draft", at=at),
        scrapped=make_draft(world, title=f"{HIDDEN} scraps", at=at),
        open=_open(world, at),
        invited=_invited(world, silent),
        committing=_committing(world),
        asked=asked,
        signing=signing,
        evaluating=_evaluating(world),
        called=called,
        participation=part(called, world.westbrook).reference,
        deal_draft=make_deal_draft(world, title=f"{HIDDEN} repairs", at=at),
        shown=shown,
        named=make_deal(
            world,
            title=f"{HIDDEN} care",
            audience=DealAudience.NAMED,
            named=frozenset({world.westbrook.trust, world.easton.trust}),
            lots=(replace(CARE, title=f"{HIDDEN} visits"), CARE),
            at=at,
        ),
        call_off=call_off(shown, world.westbrook, (0, None, 37), at=at, po_number=PO_NUMBER),
        call_off_asked=call_off(shown, world.westbrook, (0, None, 900), at=at),
        call_off_of_round=_call_off_of(called, world, at),
        contract=add(world.westbrook, title=CONTRACT, supplier=MARKED_SUPPLIER, at=at),
        contract_ending=add(world.westbrook, title=f"{CONTRACT}, too", at=at),
        silent_uid=trusts.get_trust(silent).uid,
        easton_uid=trusts.get_trust(world.easton.trust).uid,
    )


def add_papers(buying: Buying, at: datetime) -> dict[str, int]:
    """A document with a round, a deal and a contract; their ids by reference. Files are not kept from test to test."""
    made = {}
    for held in (buying.invited, buying.named):
        made[held.reference] = listings.add_document(
            reference=held.reference,
            name="Paper.pdf",
            content=PDF,
            audience=DocumentAudience.PARTIES,
            actor=buying.world.lead,
            at=at,
        )
    keeper = buying.world.westbrook
    contracts.add_documents(reference=buying.contract, files=[("Terms.pdf", PDF)], actor=keeper, at=at)
    contract = contract_queries.get_contract(keeper.trust, buying.contract)
    return {**made, buying.contract: contract_queries.list_documents(contract.id)[0].id}


def by_invitation(world: World, **changes: Any) -> RoundValue:
    """A round that only Westbrook and Easton were asked to, of which both want something."""
    both = frozenset({world.westbrook.trust, world.easton.trust})
    values = {"title": f"{HIDDEN} power", "joining": Joining.INVITATION, "invited": both, **changes}
    held = make_round(world, **values)
    now: dict[str, Any] = {"contract_end_date": CONTRACT_ENDS, "notice_date": GIVES_NOTICE_BY}
    own = [marked(held, world.westbrook_schools[0], 300_000, **now), line(held, None, 4, lot=1)]
    want(held, world.westbrook, own)
    want(held, world.easton, [marked(held, world.easton_schools[0], 200_000, supplier=THEIRS, price=THEIR_PRICE)])
    return held


def _open(world: World, at: datetime) -> RoundValue:
    held = make_round(world, title=f"{SHOWN} power", at=at)
    want(held, world.westbrook, [marked(held, world.westbrook_schools[0], 5_000)])
    return held


def _invited(world: World, silent: int) -> RoundValue:
    """By quotes; a third trust was asked too, and has not answered."""
    invited = frozenset({world.westbrook.trust, world.easton.trust, silent})
    return by_invitation(world, route=BuyingRoute.QUOTES, invited=invited)


def _committing(world: World) -> RoundValue:
    return move(move(by_invitation(world), Stage.INTENTION, world), Stage.COMMITMENT, world)


def _committed(world: World) -> RoundValue:
    held = _committing(world)
    for actor, cfo in ((world.westbrook, world.westbrook_cfo), (world.easton, world.easton_cfo)):
        ask(held, actor)
        decide(held, cfo)
        sign_for(held, cfo)
    return get_round(held.reference)


def _evaluating(world: World) -> RoundValue:
    return put(_committing(world), stage=Stage.EVALUATION, tenders_by_date=None)


def _called(world: World, at: datetime) -> RoundValue:
    held = put(_committed(world), stage=Stage.EVALUATION, tenders_by_date=None)
    won = AwardTyped(held.lots[0].id, SUPPLIER, UnitPrice(2_200), at.date())
    record_awards(reference=held.reference, awards=[won], actor=world.lead, at=at)
    return move(put(held, stage=Stage.AWARDED), Stage.CALL_OFF, world, at=at)


def _call_off_of(held: RoundValue, world: World, at: datetime) -> str:
    deal, school, ends = get_deal(held.reference), world.westbrook_schools[0], STARTS.replace(year=2028)
    return call_off(deal, world.westbrook, (0, school, 300_000), start_date=STARTS, end_date=ends, at=at)
