"""Dates and totals of the register."""

from collections.abc import Sequence
from datetime import date

from app.trusts.values import Phase, PhaseTotal, SchoolValue

__all__ = ["PhaseTotal", "day_of_move", "totals"]


def day_of_move(imported: date, opened: date | None, recorded: date) -> date:
    """The day on which a school moved, as nearly as the register lets us know.

    The day of the import, unless the new trust opened after the school was last recorded in its old
    one (on `recorded`): then the day the new trust opened.
    """
    return opened if opened and recorded < opened <= imported else imported


def totals(schools: Sequence[SchoolValue]) -> list[PhaseTotal]:
    """The schools counted by phase, in the order of the phases; a school without a roll counts no pupils."""
    grouped = {phase: [each for each in schools if each.phase is phase] for phase in Phase}
    return [
        PhaseTotal(phase, len(found), sum(each.roll or 0 for each in found))
        for phase, found in grouped.items()
        if found
    ]
