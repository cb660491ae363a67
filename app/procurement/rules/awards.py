"""What the lead may record of an award. Bids and scoring happen elsewhere: only their outcome is kept."""

from datetime import date

from app.kernel.errors import Refused
from app.kernel.unit_price import UnitPrice
from app.procurement.values import Stage
from app.procurement.values.awards import AwardTyped

LONGEST_SUPPLIER = 120
LONGEST_NOTE = 1000


class AwardWrong(Refused):
    """An award that cannot be recorded as it is; its field is the lot's, "lot-3-supplier" for the lot whose id is 3."""


def check_can_award(stage: Stage | None) -> None:
    """Raises AwardWrong outside the evaluation: before it nobody has bid, after it the award stands."""
    if stage is not Stage.EVALUATION:
        raise AwardWrong("Awards are recorded while the round is at “Evaluation”")


def award_faults(award: AwardTyped, *, tenders_by: date | None, today: date) -> list[AwardWrong]:
    """All that is wrong with the award of a lot as typed, each beside its field."""
    found: list[tuple[str, str]] = []
    if not award.supplier.strip():
        found.append(("supplier", "Enter who won the lot"))
    elif len(award.supplier) > LONGEST_SUPPLIER:
        found.append(("supplier", f"Enter a name of {LONGEST_SUPPLIER} characters or fewer"))
    if award.price is None:
        found.append(("price", "Enter the price of one, without VAT"))
    elif award.price < UnitPrice(0):
        found.append(("price", "Enter a price of 0p or more"))
    if award.award_date is None:
        found.append(("award_date", "Enter the day on which it was decided"))
    elif award.award_date > today:
        found.append(("award_date", "Enter today’s date or an earlier one"))
    elif tenders_by and award.award_date < tenders_by:
        found.append(("award_date", "Enter a day from the last day for bids on"))
    if len(award.note) > LONGEST_NOTE:
        found.append(("note", f"Enter {LONGEST_NOTE:,} characters or fewer"))
    return [AwardWrong(words, field=f"lot-{award.lot_id}-{field}") for field, words in found]
