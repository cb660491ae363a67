"""What a service costs: per school, a base and a rate for each pupil on the register."""

import json
from collections.abc import Sequence
from typing import Any

from app.kernel.errors import Refused
from app.kernel.money import Money
from app.kernel.vat import VatTreatment, vat_on
from app.services.values import Offer, Price, PriceBasis, SchoolAsked, SchoolPrice, Terms, Working
from app.trusts.values import Phase


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


def pupils_typed(text: str) -> int:
    """The number of pupils that somebody typed into a calculator. Raises Refused for anything else."""
    digits = text.strip().replace(",", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 5):
        raise Refused("Enter a number of pupils, like 210", field="pupils")
    return int(digits)


def one_school(pupils: int) -> SchoolAsked:
    """A school that is nobody's, with a number of pupils: what an example is worked out for."""
    return SchoolAsked(0, f"A school of {pupils:,} pupils", Phase.NOT_APPLICABLE, pupils)


def changes_between(seen: Offer, now: Offer) -> list[str]:
    """What differs between the offer that someone was shown and the offer as it is, in sentences."""
    before = {line.school_id: line for line in seen.working.lines}
    said = [text for line in now.working.lines for text in _line_changes(before.get(line.school_id), line)]
    was, is_now = seen.working, now.working
    if (was.vat_treatment, was.vat_rate) != (is_now.vat_treatment, is_now.vat_rate):
        said.append(f"VAT was {was.vat_label.lower()} and is now {is_now.vat_label.lower()}.")
    if was.gross != is_now.gross:
        said.append(f"A year was {was.net} without VAT and is now {is_now.net}.")
    if seen.notice_months != now.notice_months:
        said.append(f"The notice period was {seen.notice_months} months and is now {now.notice_months} months.")
    return said


def write_seen(offer: Offer) -> str:
    """An offer as a form carries it from the page that showed it to the order."""
    working = offer.working
    lines = [[line.school_id, line.name, line.roll, line.base.pence, line.per_pupil.pence] for line in working.lines]
    return json.dumps(
        [offer.notice_months, working.vat_treatment.value, working.vat_rate, lines], separators=(",", ":")
    )


def read_seen(text: str, *, now: Offer) -> Offer | None:
    """The offer that a form carried, or None for one that makes no sense. It is only ever held against `now`."""
    try:
        notice, treatment, rate, lines = json.loads(text)
        seen = [_seen_line(line, int(rate), now) for line in lines]
        return Offer(Working(tuple(seen), VatTreatment(treatment), int(rate), now.working.years), int(notice))
    except (ValueError, TypeError, StopIteration, OverflowError, RecursionError):
        return None


def _seen_line(line: Sequence[Any], rate: int, now: Offer) -> SchoolPrice:
    number, name, roll, base, per_pupil = line
    phase = next(each.phase for each in now.working.lines if each.school_id == number)
    pupils = roll if per_pupil else 0
    net = Money(base) + Money(per_pupil) * pupils
    return SchoolPrice(number, str(name), phase, roll, Money(base), Money(per_pupil), net, vat_on(net, rate))


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
