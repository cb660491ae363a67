"""Why a file is refused whole, each with what to do."""

from app.kernel.errors import Refused

SAVE_AS = "Save it as an Excel workbook (.xlsx) and choose it again"


class SheetRefused(Refused):
    """A file is refused whole. Its field is "sheet"."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="sheet")


def too_big() -> SheetRefused:
    """What would unpack to more than any list is."""
    return SheetRefused("This workbook holds far more than its rows. Copy them into a new workbook and choose that")


def broken() -> SheetRefused:
    """What says that it is a workbook, and cannot be read as one."""
    return SheetRefused("This workbook is damaged. Open it in Excel, save it as a new workbook and choose that")
