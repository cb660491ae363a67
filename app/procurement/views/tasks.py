"""The parts of a round: their pages, which of them may be changed at which stage, and what each still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.kernel.errors import Refused
from app.listings.values import ListingState
from app.procurement.rules.rounds import CHANGEABLE, DAYS
from app.procurement.values import Joining, RoundValue

PART_TITLES = {
    "about": "What is bought",
    "lots": "Lots and prices",
    "contract": "Route and contract",
    "timetable": "Timetable",
    "joining": "Who may join, and on which terms",
    "invitations": "Invited trusts",
    "documents": "Documents",
}
FIELDS = {
    "contract": {"route", "framework", "framework_note", "start_date", "months", "extension_months"},
    "timetable": {name for name, _ in DAYS},
    "joining": {"joining", "late_fee", "terms"},
    "invitations": {"invited"},
    "lots": {"lots", "unit", "guide_price"},
}
ALWAYS = ("about", "documents")


@dataclass(frozen=True)
class Task:
    """A part of a round as its task list shows it; `lacks` is what it still needs to be published."""

    part: str
    title: str
    href: str
    lacks: tuple[str, ...] = ()
    is_begun: bool = True
    is_optional: bool = False


def parts_open(held: RoundValue) -> tuple[str, ...]:
    """The parts of a round that may be changed as it stands, in order."""
    stage = held.stage
    if held.listing.state is ListingState.CLOSED or (stage is not None and stage.is_over):
        return ()
    if stage is None or stage.is_gathering:
        return tuple(PART_TITLES)
    return tuple(part for part in PART_TITLES if part in ALWAYS or (part == "timetable" and stage in CHANGEABLE))


def part_of(fault: Refused) -> str:
    """The part of a round that a fault is about."""
    field = (fault.field or "").partition("-")[0]
    return next((part for part, fields in FIELDS.items() if field in fields), "lots" if field == "tier" else "about")


def href_of(held: RoundValue, part: str) -> str:
    """The page on which a part is changed."""
    page = f"/rounds/{held.reference}"
    return f"{page}/{part}" if part in ("lots", "invitations", "documents") else f"{page}/change/{part}"


def tasks_of(held: RoundValue, faults: Sequence[Refused], *, invited: int, documents: int) -> list[Task]:
    """The parts of a draft in order, with what each lacks."""
    counts = {"invitations": invited, "documents": documents, "lots": len(held.lots)}
    optional = {"documents"} | ({"invitations"} if held.joining is not Joining.INVITATION else set())
    return [
        Task(
            part,
            title,
            href_of(held, part),
            tuple(each.message for each in faults if part_of(each) == part),
            is_begun=counts.get(part, 1) > 0,
            is_optional=part in optional,
        )
        for part, title in PART_TITLES.items()
    ]
