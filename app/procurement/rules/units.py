"""Units as people count them: 1 laptop, 6 laptops, 12,000 kWh."""

import re

WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
VOWELS = frozenset("aeiouy")
HISSING = ("s", "x", "z", "ch", "sh")


def plural(unit: str) -> str:
    """A unit as it reads after a number other than 1: a single word in small letters takes its plural, with the last
    part of "child-hour"; abbreviations (kWh, kg, m2) and units of several words stay as they are."""
    if WORD.fullmatch(unit) is None or not VOWELS & set(unit):
        return unit
    if unit.endswith("y") and unit[-2:-1] not in {"a", "e", "o", "u", ""}:
        return f"{unit[:-1]}ies"
    return f"{unit}es" if unit.endswith(HISSING) else f"{unit}s"


def counted(quantity: int, unit: str) -> str:
    """So many of a unit: "1 laptop", "6 laptops", "12,000 kWh", "3 × pack of ten"."""
    if " " in unit:
        return f"{quantity:,} × {unit}"
    return f"{quantity:,} {unit if quantity == 1 else plural(unit)}"
