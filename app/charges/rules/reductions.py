"""What may be taken off the lines of a charge, and the VAT that goes with it."""

from collections.abc import Mapping, Sequence

from app.charges.rules.charges import ChargeRefused
from app.charges.values import TakenOff
from app.kernel.money import Money
from app.kernel.vat import vat_on


def check_take_off(left: Mapping[int, Money], amounts: Sequence[TakenOff]) -> None:
    """Something is taken, off each line once, and no more than the net that is left of it. Raises ChargeRefused.

    `left` is the net left of each line by its position; a line of which nothing is left may be missing.
    """
    if not any(each.net for each in amounts):
        raise ChargeRefused("Take an amount off at least one line.")
    if len({each.position for each in amounts}) < len(amounts):
        raise ChargeRefused("Take from each line once.")
    for each in amounts:
        if each.net.pence < 0:
            raise ChargeRefused("Take off £0.00 or more.")
        if each.net > left.get(each.position, Money(0)):
            held = left.get(each.position, Money(0))
            raise ChargeRefused(f"Take {held} or less off line {each.position}: that is all that is left of it.")


def vat_taken(net: Money, *, left: Money, vat_left: Money, rate: int) -> Money:
    """The VAT that goes with taking `net` off a line of which `left` and `vat_left` are left.

    What stays carries the VAT of a supply at that price, so that taking bit by bit, before the
    invoice and after it, comes to the same pennies as taking at once. `rate` is in hundredths of a
    per cent. Source: VAT Act 1994 section 19(2); VAT Regulations 1995 regulation 38.
    """
    return max(Money(0), vat_left - vat_on(left - net, rate))
