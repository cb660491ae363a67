"""Tiers in words."""

from app.kernel.money import Money
from app.procurement.rules.units import counted
from app.procurement.values import LotValue, Per, Reached, TierBasis


def amount_words(lot: LotValue, counted: int) -> str:
    """What the tiers of a lot count, in words: "1,000 laptops", "£100,000.00 a year"."""
    a_year = " a year" if lot.per is Per.YEAR else ""
    if lot.basis is TierBasis.VALUE:
        return f"{Money(counted)}{a_year}"
    return quantity_words(lot, counted)


def quantity_words(lot: LotValue, quantity: int) -> str:
    """A quantity of a lot with its unit: "6 laptops", "12,000 kWh a year"."""
    a_year = " a year" if lot.per is Per.YEAR else ""
    return f"{counted(quantity, lot.unit)}{a_year}"


def missing_words(lot: LotValue, reached: Reached) -> str:
    """What is missing to the next price, in a sentence; of a lot without tiers, or at its last one, that."""
    if reached.next is not None:
        return f"{amount_words(lot, reached.missing)} more and the price falls to {reached.next.price}."
    return "The lowest price is reached." if reached.tier else "This lot has one price, however much is bought."
