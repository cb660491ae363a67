"""What a service costs: per school, a base and a rate for each pupil on the register."""

from collections.abc import Sequence

from app.kernel.errors import Refused
from app.kernel.vat import vat_on
from app.services.values import Price, PriceBasis, SchoolAsked, SchoolPrice, Terms, Working, rate_label


class NoRoll(Refused):
    """The price depends on a roll that the register does not give."""


class NothingToPay(Refused):
    """The price of a school comes to nothing, so there is nothing to order."""


def work_out(terms: Terms, schools: Sequence[SchoolAsked], *, years: int, vat_rate: int) -> Working:
    """The price for some schools with its working; `vat_rate` is in hundredths of a per cent.

    VAT is worked out per school, half up, as each becomes a line of an invoice.
    Raises NoRoll or NothingToPay naming the school that stands in the way.
    """
    lines = tuple(_line(terms.price, school, vat_rate) for school in schools)
    return Working(lines, terms.vat_treatment, vat_rate, years)


def _line(price: Price, school: SchoolAsked, vat_rate: int) -> SchoolPrice:
    net = price.base + price.per_pupil * _pupils(price, school)
    if not net:
        raise NothingToPay(
            f"The price for {school.name} comes to £0.00, since the register gives it no pupils. Leave it out.",
            field="schools",
        )
    return SchoolPrice(
        school.id, school.name, school.phase, school.roll, price.base, price.per_pupil, net, vat_on(net, vat_rate)
    )


def _pupils(price: Price, school: SchoolAsked) -> int:
    if price.basis is PriceBasis.PER_SCHOOL:
        return 0
    if school.roll is None:
        raise NoRoll(
            f"The register has no roll for {school.name}, so its price cannot be worked out. "
            "Leave it out, or ask the provider for a price.",
            field="schools",
        )
    return school.roll


def changes_between(seen: Working, now: Working) -> list[str]:
    """What differs between the price that someone was shown and the price as it is, in sentences."""
    before = {line.school_id: line for line in seen.lines}
    said = [text for line in now.lines for text in _line_changes(before.get(line.school_id), line)]
    if (seen.vat_treatment, seen.vat_rate) != (now.vat_treatment, now.vat_rate):
        was, now_is = rate_label(seen.vat_treatment, seen.vat_rate), now.vat_label
        said.append(f"VAT was {was.lower()} and is now {now_is.lower()}.")
    if seen.gross != now.gross:
        said.append(f"A year was {seen.net} without VAT and is now {now.net}.")
    return said


def _line_changes(before: SchoolPrice | None, line: SchoolPrice) -> list[str]:
    if before is None:
        return [f"{line.name} was not in the price you saw."]
    said = []
    if before.roll != line.roll:
        said.append(f"The roll of {line.name} was {_roll(before.roll)} and is now {_roll(line.roll)}.")
    if before.base != line.base:
        said.append(f"The price for {line.name} itself was {before.base} and is now {line.base}.")
    if before.per_pupil != line.per_pupil:
        said.append(f"The price per pupil for {line.name} was {before.per_pupil} and is now {line.per_pupil}.")
    return said


def _roll(roll: int | None) -> str:
    return "not given" if roll is None else f"{roll:,}"
