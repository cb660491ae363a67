"""Where a postcode is, and how far it is from there: straight lines on the British National Grid."""

import csv
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.kernel.errors import Refused

OUTWARD_CODES = Path(__file__).parent / "outward_codes.csv"
METRES_IN_A_MILE = 1609.344
OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
POSTCODE = re.compile(rf"(?P<outward>{OUTWARD})(?P<inward>[0-9][A-Z]{{2}})?")
SECTOR = re.compile(rf"(?P<outward>{OUTWARD}) [0-9]")
EXAMPLE = "like LS1 4AP, or its first half, like LS1"


@dataclass(frozen=True)
class Point:
    """A place on the British National Grid, in metres."""

    easting: int
    northing: int


class UnknownPostcode(Refused):
    """What was typed is no postcode, or is of an area that is not held."""


def centre_of(typed: str) -> Point:
    """The centre of the area of a full postcode (LS1 4AP) or an outward code (LS1), in either case, spaced anyhow.

    Areas of the whole United Kingdom, the Channel Islands and the Isle of Man are held: outward_codes.csv beside
    this file. A full postcode is placed at the centre of its outward code, which is a mile or two out.
    Raises UnknownPostcode, which says what to enter, for anything else.
    """
    outward = _outward_of(typed)
    if outward is None:
        raise UnknownPostcode(f"Enter a postcode, {EXAMPLE}", field="near")
    point = _centres().get(outward)
    if point is None:
        raise UnknownPostcode(f"We do not know the postcode area {outward}. Enter a postcode, {EXAMPLE}", field="near")
    return point


def tidy_postcode(typed: str) -> str:
    """A postcode as the post writes it, "LS1 4AP"; what is no postcode only loses its outer spaces."""
    match = POSTCODE.fullmatch(_joined(typed))
    return " ".join(part for part in match.groups() if part) if match else " ".join(typed.split())


def miles_between(a: Point, b: Point) -> float:
    """Miles from one place to another in a straight line, unrounded."""
    return math.hypot(a.easting - b.easting, a.northing - b.northing) / METRES_IN_A_MILE


def miles_in_words(miles: float) -> str:
    """A distance as a person reads it: whole miles, half up; under half a mile is "less than a mile"."""
    whole = math.floor(miles + 0.5)
    if not whole:
        return "less than a mile"
    return "1 mile" if whole == 1 else f"{whole} miles"


def _outward_of(typed: str) -> str | None:
    """The outward code of a postcode, of its first half, or of a sector ("M1 1": a space ends the first half)."""
    spaced = " ".join(typed.upper().split())
    match = SECTOR.fullmatch(spaced) or POSTCODE.fullmatch(_joined(typed))
    return match["outward"] if match else None


def _joined(typed: str) -> str:
    return "".join(typed.upper().split())


@cache
def _centres() -> dict[str, Point]:
    with OUTWARD_CODES.open(encoding="utf-8", newline="") as held:
        rows = csv.DictReader(line for line in held if not line.startswith("#"))
        return {row["outward_code"]: Point(int(row["easting"]), int(row["northing"])) for row in rows}
