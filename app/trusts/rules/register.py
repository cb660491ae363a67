"""Dates and domains of the register."""

from datetime import date


def day_of_move(imported: date, opened: date | None, recorded: date) -> date:
    """The day on which a school moved, as nearly as the register lets us know.

    The day of the import, unless the new trust opened after the school was last recorded in its old
    one (on `recorded`): then the day the new trust opened.
    """
    return opened if opened and recorded < opened <= imported else imported
