"""A participation agreement in plain words: what it binds to, how the price comes about, how a trust leaves."""

from app.kernel.clock import day_words
from app.procurement.frameworks import get_framework
from app.procurement.rules.rounds_words import length_words, unit_words
from app.procurement.rules.term import last_day
from app.procurement.rules.tier_words import amount_words
from app.procurement.values import LotValue, RoundValue

Rows = list[tuple[str, str]]


def bought_rows(held: RoundValue) -> Rows:
    """What is bought, as which kind of purchase and by which route."""
    return [
        ("Joint round", f"{held.title} ({held.reference})"),
        ("Kind of purchase", held.purchase.label if held.purchase else "Not chosen yet"),
        ("Route", route_words(held)),
    ]


def route_words(held: RoundValue) -> str:
    """By which route a round buys, with its framework where it has one."""
    if held.route is None:
        return "Not chosen yet"
    framework = get_framework(held.framework).title if held.framework else held.framework_note
    return f"{held.route.label}: {framework}" if framework else held.route.label


def lot_rows(lot: LotValue) -> Rows:
    """A lot's unit, its prices of one from the guide price down, and its VAT."""
    steps = [(f"From {amount_words(lot, each.at_least)} together", str(each.price)) for each in lot.tiers]
    return [
        ("Unit", unit_words(lot)),
        ("Guide price of one", str(lot.guide_price)),
        *steps,
        ("VAT", f"{lot.vat.label}, on top of these prices"),
    ]


def contract_rows(held: RoundValue) -> Rows:
    """When the contract starts and how long it may run."""
    last = last_day(held)
    return [
        ("Contract starts", day_words(held.start_date) if held.start_date else "Not known yet"),
        ("Length", length_words(held)),
        *([("Ends at the latest", day_words(last))] if last else []),
    ]


def timetable_rows(held: RoundValue) -> Rows:
    """The days that matter to a trust once it is bound. The last day to commit is not among them: it may move."""
    days = held.timetable
    named = (
        ("Leaving is free until", days.withdraw_by),
        ("The procurement starts", days.notice),
        ("Bids planned by", days.tenders_by),
        ("Award planned for", days.award_by),
    )
    return [(words, day_words(day)) for words, day in named if day]


PRICE = (
    "The guide price is the most that a unit is expected to cost, without VAT. A lower price is expected from each "
    "amount above on that all committed trusts want between them.",
    "These are the lead trust’s expectations, not a supplier’s offer. What is paid is the price at which a lot is "
    "awarded. A trust is not bound to a lot that is awarded above its guide price, or not awarded.",
)


def binds_to(lead: str) -> tuple[str, ...]:
    """What commitment binds a trust and the lead trust to."""
    return (
        "A trust that signs commits itself to buy, through the contract that is awarded, what it has entered in this "
        "round: the quantities of each lot for each of its schools, from the day on which each joins, for as long as "
        "the contract runs. They are recorded as they stand when it asks to commit, and its own scheme of delegation "
        "has allowed what they cost at the guide price, with every extension.",
        f"{lead} runs the procurement for all by the route above, tells every trust when the round moves, adds no "
        "trust once the procurement has started, and lets each trust call off at the awarded prices.",
        "Each trust orders, takes delivery, pays and reclaims VAT for itself. No trust answers for another’s debts.",
    )


def leaving(held: RoundValue, lead: str) -> tuple[str, ...]:
    """Until when a trust leaves free, what leaving costs after that, and from when it cannot."""
    day = held.timetable.withdraw_by
    free = f"until the end of {day_words(day)}" if day else "until the procurement starts"
    after = f"After that, and until the procurement starts, it costs the trust {held.late_fee}, which it pays to {lead}"
    cost = (
        f"{after} as compensation for the work of changing the quantities. Compensation is outside the scope of VAT. "
        "By signing, the trust accepts it. The lead trust’s own leaving costs nothing."
        if held.late_fee
        else "After that, and until the procurement starts, it costs nothing either."
    )
    return (
        f"A committed trust may leave at no cost {free}. It says so on Trust Exchange, with a reason.",
        cost,
        "Once the procurement has started nobody can leave: suppliers bid for what is committed.",
    )


CHANGES = (
    "If the lead trust changes the lots, the prices, the contract, the route, these terms, what leaving costs, until "
    "when it is free or when the procurement starts, a new version takes the place of this one. Nobody is bound any "
    "more until they have committed to that version. The days for bids and for the award are plans, and may move.",
    "If the round is abandoned, every commitment ends, and no trust owes another anything because of that. What a "
    "trust owes for leaving late before then stays owed.",
)
SIGNATURES = (
    "A trust commits under its own scheme of delegation, and somebody who may approve for it then signs on Trust "
    "Exchange. The name that they type, the time, the internet address they sign from and the SHA-256 fingerprint of "
    "this document are kept, and the lead trust can see them."
)
