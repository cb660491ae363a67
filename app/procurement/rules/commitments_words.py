"""A commitment in words: what approvers are asked to allow, lot by lot."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.approvals.values import Estimate
from app.kernel.clock import day_words
from app.kernel.money import Money
from app.procurement.rules.rounds_words import length_words
from app.procurement.rules.tier_words import quantity_words
from app.procurement.values import AgreementValue, LotValue, RoundValue

Rows = list[tuple[str, str]]
UNKNOWN = "Nobody knows yet how long the contract runs: what is bought each year counts for one year."


@dataclass(frozen=True)
class LotWorth:
    """What a trust wants of a lot and what it comes to: at the guide price, and with VAT at today's price."""

    lot: LotValue
    quantity: int
    net: Money
    vat: Money
    today: Money

    @property
    def gross(self) -> Money:
        """With VAT, at the guide price."""
        return self.net + self.vat


def by_lot(held: RoundValue, at_guide: Estimate, today: Estimate) -> list[LotWorth]:
    """Estimates of one trust's demand, lot by lot; lots of which it wants nothing are left out."""
    found = []
    for lot in held.lots:
        lines = [each for each in at_guide.lines if each.part.lot_id == lot.id]
        if lines:
            now = Money.total(each.gross for each in today.lines if each.part.lot_id == lot.id)
            quantity = sum(each.part.quantity for each in lines)
            net, vat = Money.total(each.net for each in lines), Money.total(each.vat for each in lines)
            found.append(LotWorth(lot, quantity, net, vat, now))
    return found


def approval_title(held: RoundValue) -> str:
    """What approvers are asked for, in a few words."""
    return f"Commitment in a joint round: {held.title}"


def approval_rows(held: RoundValue, lead: str, agreement: AgreementValue, worth: Estimate) -> Rows:
    """What a trust would be committed to, as its approvers are shown it; frozen as it is asked."""
    lots: Sequence[LotWorth] = by_lot(held, worth, worth)
    last = held.timetable.withdraw_by
    return [
        ("Joint round", f"{held.title} ({held.reference}), led by {lead}"),
        *((each.lot.name, f"{quantity_words(each.lot, each.quantity)}, at most {each.net}") for each in lots),
        ("Length", length_words(held) if not worth.is_unknown else UNKNOWN),
        ("At the guide price, without VAT", str(worth.net)),
        ("VAT", str(worth.vat)),
        ("With VAT", str(worth.gross)),
        ("Agreement", f"Version {agreement.number}, to be signed once this is approved"),
        *([("Leaving is free until", day_words(last))] if last else []),
        *([("Leaving after that costs", str(held.late_fee))] if held.late_fee else []),
    ]
