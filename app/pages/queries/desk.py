"""What needs a person, and where their trust stands."""

from collections.abc import Callable
from datetime import datetime

from app.approvals import queries as approvals
from app.charges import queries as charges
from app.charges.values import ChargeState, ChargesWanted, InvoiceState, InvoicesWanted, Side
from app.contracts import queries as contracts
from app.contracts.rules.told import round_link, sentence_of
from app.contracts.values import ContractState, Narrowed
from app.cpd import queries as cpd
from app.cpd.queries.records import own_delegate_ids
from app.cpd.values import BookingFilter, PlaceState
from app.cpd.values.given import RunsFilter, RunsWanted
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.money import Money
from app.listings import queries as listings
from app.listings.boards import pages_for
from app.listings.values import ListingFilter, ListingState
from app.notifications import queries as notices
from app.pages.queries.trail import list_trail
from app.pages.values import Desk, Task
from app.procurement.queries import desk as procurement
from app.secondments.queries.desk import desk_counts
from app.services import queries as services
from app.services.values import OrderFilter, OrderState
from app.services.values import Side as OrderSide
from app.trusts import queries as trusts
from app.trusts.values import Permission

RECENT_SHOWN = 6
JOINED, LED = "/rounds?shelf=joined", "/rounds?shelf=led"


def desk(actor: Actor, at: datetime) -> Desk:
    """The dashboard of someone signed in, for the trust they act for: only what their roles let them do."""
    went = bool(own_delegate_ids(actor.person_id))
    if actor.trust_id is None:
        return Desk(tasks=list_tasks(actor, at), standing=[], went_to_courses=went)
    recent = list_trail(actor.trust, most=RECENT_SHOWN) if actor.may(Permission.VIEW_AUDIT) else []
    return Desk(list_tasks(actor, at), _standing(actor, at), recent, went_to_courses=went, suggested=_rounds(actor, at))


def list_tasks(actor: Actor, at: datetime) -> list[Task]:
    """What waits for someone signed in."""
    tasks = [task for permission, find in TASKS if _may(actor, permission) for task in find(actor, at)]
    return tasks + _operating(actor) + _reading(actor)


def _may(actor: Actor, permission: Permission) -> bool:
    return actor.trust_id is not None and actor.may(permission)


def _to_approve(actor: Actor, _: datetime) -> list[Task]:
    return _some(
        approvals.count_awaiting(actor.person_id, actor.trust),
        "approval to decide",
        "approvals to decide",
        "/approvals",
    )


def _to_answer(actor: Actor, _: datetime) -> list[Task]:
    waiting = services.count_orders(actor.trust, OrderFilter(OrderSide.SOLD, OrderState.AWAITING_PROVIDER))
    return _some(waiting, "order to answer", "orders to answer", "/orders?side=sold&state=awaiting_provider")


def _offers(actor: Actor, _: datetime) -> list[Task]:
    waiting = cpd.count_to_answer(actor.trust)
    return _some(waiting, "offer to answer", "offers to answer", "/bookings?state=offered")


def _names(actor: Actor, at: datetime) -> list[Task]:
    return _some(cpd.count_to_name(actor.trust, at), "place to name", "places to name", "/bookings?names=follow")


def _runs(actor: Actor, at: datetime) -> list[Task]:
    below = cpd.count_runs_given(actor.trust, RunsFilter(RunsWanted.BELOW_MINIMUM), at)
    unfinished = cpd.count_runs_given(actor.trust, RunsFilter(RunsWanted.TO_FINISH), at)
    return [
        *_some(below, "run below its minimum", "runs below their minimum", "/runs?wanted=below_minimum"),
        *_some(unfinished, "register to finish", "registers to finish", "/runs?wanted=to_finish"),
    ]


def _secondments(actor: Actor, at: datetime) -> list[Task]:
    found = desk_counts(actor.trust, london_date(at))
    return [
        *_some(found.to_answer, "interest to answer", "interests to answer", "/interests"),
        *_some(found.to_sign, "agreement to sign", "agreements to sign", "/secondments"),
        *_some(
            found.to_check,
            "secondment with checks to confirm",
            "secondments with checks to confirm",
            "/secondments?side=out&sort=starts",
        ),
        *_some(found.to_see_arrive, "arrival to confirm", "arrivals to confirm", "/secondments?side=in&state=running"),
        *_some(
            found.ending,
            "secondment that ends within 8 weeks",
            "secondments that end within 8 weeks",
            "/secondments?state=running&sort=ends",
            "Extend, end or make permanent?",
        ),
    ]


def _procurement(actor: Actor, at: datetime) -> list[Task]:
    found = procurement.desk_counts(actor.trust, london_date(at))
    return [
        *_some(found.invited, "joint round that invites you", "joint rounds that invite you", "/rounds"),
        *_some(
            found.to_want,
            "joint round that waits for what you want",
            "joint rounds that wait for what you want",
            JOINED,
        ),
        *_some(found.to_commit, "joint round to commit to, or leave", "joint rounds to commit to, or leave", JOINED),
        *_some(found.to_move, "joint round of yours to move on", "joint rounds of yours to move on", LED),
    ]


def _to_sign(actor: Actor, _: datetime) -> list[Task]:
    waiting = procurement.count_to_sign(actor.trust)
    return _some(waiting, "participation agreement to sign", "participation agreements to sign", JOINED)


def _drafts(actor: Actor, _: datetime) -> list[Task]:
    drafts = listings.count_own(actor.trust, ListingFilter(state=ListingState.DRAFT), kinds=_kinds(actor))
    return _some(drafts, "draft to publish", "drafts to publish", "/listings?state=draft")


def _kinds(actor: Actor) -> list[str]:
    """The kinds of listing that somebody publishes."""
    return [each.kind for each in pages_for(actor)]


def _money(actor: Actor, at: datetime) -> list[Task]:
    raised = charges.total_charges(actor.trust, ChargesWanted(state=ChargeState.RAISED))
    unpaid = charges.total_invoices(actor.trust, InvoicesWanted(state=InvoiceState.UNPAID))
    queried = charges.total_charges(actor.trust, ChargesWanted(side=Side.OWED, state=ChargeState.QUERIED))
    tasks = [
        *_some(raised.count, "charge to accept", "charges to accept", "/charges?state=raised", _sum(raised.gross)),
        *_some(unpaid.count, "invoice to pay", "invoices to pay", "/invoices?state=unpaid", _sum(unpaid.outstanding)),
        *_some(queried.count, "question to answer", "questions to answer", "/charges?side=owed&state=queried"),
    ]
    if not charges.has_finance_details(actor.trust, london_date(at)):
        tasks.append(
            Task(
                1,
                "set of finance details to enter",
                "/trust/finance-details",
                "Your invoices need your finance details",
            )
        )
    return tasks


def _notice(actor: Actor, at: datetime) -> list[Task]:
    due = Narrowed(states=frozenset({ContractState.NOTICE_DUE}))
    return _some(
        contracts.count_contracts(actor.trust, due, on=london_date(at)),
        "contract to give notice on within 90 days, or to keep",
        "contracts to give notice on within 90 days, or to keep",
        "/contracts?state=notice_due&sort=notice",
    )


def _rounds(actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """Joint rounds that what others near by are bound to suggests."""
    if not actor.may(Permission.RUN_PROCUREMENT):
        return []
    found = contracts.suggestions(actor.trust, london_date(at))
    return [(sentence_of(each), round_link(each)) for each in found]


def _to_let_in(actor: Actor, _: datetime) -> list[Task]:
    waiting = trusts.count_waiting(actor.trust)
    return _some(waiting, "request to join", "requests to join", "/trust/people")


def _operating(actor: Actor) -> list[Task]:
    if not actor.is_operator:
        return []
    return _some(
        trusts.count_for_operator(),
        "request to be a trust’s first person",
        "requests to be a trust’s first person",
        "/operator/requests",
    )


def _reading(actor: Actor) -> list[Task]:
    return _some(notices.count_unread(actor.person_id), "unread notice", "unread notices", "/notices")


def _standing(actor: Actor, at: datetime) -> list[Task]:
    shown: list[Task] = []
    if actor.may(Permission.BUY):
        bought = services.count_orders(actor.trust, OrderFilter(OrderSide.BOUGHT, OrderState.AGREED))
        shown.append(Task(bought, _plural(bought, "agreement as buyer", "agreements as buyer"), "/orders?state=agreed"))
    if kinds := _kinds(actor):
        offered = listings.count_own(actor.trust, ListingFilter(state=ListingState.PUBLISHED), kinds=kinds)
        label = _plural(offered, "published listing", "published listings")
        shown.append(Task(offered, label, "/listings?state=published"))
    if actor.may(Permission.PUBLISH):
        sold = services.count_orders(actor.trust, OrderFilter(OrderSide.SOLD, OrderState.AGREED))
        label = _plural(sold, "agreement as provider", "agreements as provider")
        shown.append(Task(sold, label, "/orders?side=sold&state=agreed"))
    if actor.may(Permission.BOOK_CPD):
        booked = cpd.count_bookings(actor.trust, BookingFilter(state=PlaceState.BOOKED, coming_at=at))
        label = _plural(booked, "booking on a course to come", "bookings on courses to come")
        shown.append(Task(booked, label, "/bookings?state=booked&when=coming"))
    return shown


def _some(number: int, one: str, many: str, link: str, note: str = "") -> list[Task]:
    return [Task(number, _plural(number, one, many), link, note)] if number else []


def _plural(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _sum(amount: Money) -> str:
    return f"{amount} in all"


TASKS: list[tuple[Permission, Callable[[Actor, datetime], list[Task]]]] = [
    (Permission.APPROVE, _to_approve),
    (Permission.FULFIL, _to_answer),
    (Permission.BOOK_CPD, _offers),
    (Permission.BOOK_CPD, _names),
    (Permission.POST_CPD, _runs),
    (Permission.POST_SECONDMENTS, _secondments),
    (Permission.RUN_PROCUREMENT, _procurement),
    (Permission.APPROVE, _to_sign),
    (Permission.KEEP_CONTRACTS, _notice),
    (Permission.MANAGE_FINANCE, _money),
    (Permission.MANAGE_TRUST, _to_let_in),
    (Permission.VIEW_TRUST, _drafts),
]
