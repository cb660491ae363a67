"""Reading the files of Get Information About Schools, as its site serves them."""

from app.trusts.gias.academies import CLOSED, NO_TRUST, read_schools
from app.trusts.gias.entries import SchoolEntry, SchoolFile, TrustEntry, TrustFile
from app.trusts.gias.groups import read_trusts
from app.trusts.gias.sheets import BadFile, Watch, unwatched

__all__ = [
    "CLOSED",
    "NO_TRUST",
    "BadFile",
    "SchoolEntry",
    "SchoolFile",
    "TrustEntry",
    "TrustFile",
    "Watch",
    "read_schools",
    "read_trusts",
    "unwatched",
]
