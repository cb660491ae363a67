"""What a person may say of a contract, and how one is ended. Every fault is beside its field."""

from collections.abc import Collection
from datetime import date, timedelta

from app.contracts.rules.days import Ended
from app.contracts.values import ContractValue, EndingReason, EndingValue, Kept, Supplement
from app.kernel.cpv import is_code
from app.kernel.errors import Refused
from app.listings.categories import is_leaf

LONGEST_TITLE, LONGEST_SUPPLIER, LONGEST_NOTE = 150, 150, 4_000
LONGEST_YEARS = 50
BY_HAND = (EndingReason.EARLY, EndingReason.NEW_SUPPLIER, EndingReason.CANCELLED)


class KeptByTrade(Refused):
    """A trade keeps this part of the contract, so nobody changes it here."""


class Outdated(Refused):
    """Somebody else changed the contract meanwhile."""

    def __init__(self) -> None:
        super().__init__("Somebody else has changed this contract meanwhile. Look at what it says now, and try again.")


def check_kept(kept: Kept, *, schools: Collection[int]) -> None:
    """Raises Refused for words that are missing or too long, days that cannot be, and what is not the trust's.

    `schools` are those of the trust, or named by the contract already.
    """
    _check_words("title", "title", kept.title, LONGEST_TITLE)
    _check_words("supplier", "supplier", kept.supplier, LONGEST_SUPPLIER)
    if kept.end_date is not None and kept.end_date < kept.start_date:
        raise Refused("The last day must be the first day or later", field="end_date")
    if kept.end_date is not None and kept.end_date.year - kept.start_date.year > LONGEST_YEARS:
        raise Refused("Check the last day: it is more than 50 years after the first", field="end_date")
    if not set(kept.school_ids) <= set(schools):
        raise Refused("Choose schools of your trust", field="school_ids")


def check_supplement(said: Supplement, *, start: date, end: date | None, members: Collection[int]) -> None:
    """Raises Refused for a category or code that there is not, a notice day out of bounds, or somebody who left."""
    if said.category is not None and not is_leaf(said.category):
        raise Refused("Choose a category from the list", field="category")
    if said.cpv is not None and not is_code(said.cpv):
        raise Refused("Choose a CPV code from the list", field="cpv")
    if len(said.note) > LONGEST_NOTE:
        raise Refused(f"Note must be {LONGEST_NOTE:,} characters or fewer", field="note")
    if said.responsible_id is not None and said.responsible_id not in members:
        raise Refused("Choose a member of your trust", field="responsible_id")
    check_notice(said.notice_date, start=start, end=end)


def check_notice(notice: date | None, *, start: date, end: date | None) -> None:
    """The last day to give notice is on the last day or before it, and at most a year before the first.

    Raises Refused beside the day.
    """
    if notice is None:
        return
    if end is not None and notice > end:
        raise Refused("The last day to give notice must be the last day or earlier", field="notice_date")
    if notice < start - timedelta(days=366):
        raise Refused("Check the last day to give notice: it is long before the contract starts", field="notice_date")


def check_by_hand(contract: ContractValue) -> None:
    """Raises KeptByTrade for what a trade keeps."""
    if not contract.is_by_hand:
        raise KeptByTrade("The trade that this contract came from keeps its title, supplier, days and value.")


def check_may_end(contract: ContractValue) -> None:
    """An end is recorded by hand of what is kept by hand, once. Raises KeptByTrade, or Ended."""
    if not contract.is_by_hand:
        raise KeptByTrade("This contract ends where the trade ends that it came from. End that.")
    if contract.ending is not None:
        raise Ended("The end of this contract is recorded already.")


def check_can_end(contract: ContractValue, last: date, reason: EndingReason) -> None:
    """A contract that was added by hand ends earlier than it would, once.

    Raises KeptByTrade, Ended once an end is recorded, or Refused beside the day.
    """
    check_may_end(contract)
    if contract.end_date is not None and last >= contract.end_date:
        raise Refused("Enter a day before the last day of the contract", field="last_date")
    if reason is EndingReason.CANCELLED and last >= contract.start_date:
        raise Refused("It was cancelled before it began: enter a day before the first day", field="last_date")
    if reason is not EndingReason.CANCELLED and last < contract.start_date:
        raise Refused("Enter the first day of the contract or a later day", field="last_date")


def check_outlasts(kept: Kept, ending: EndingValue) -> None:
    """While an earlier end is recorded, the last day that was agreed lies after it. Raises Refused beside the day."""
    if kept.end_date is not None and kept.end_date <= ending.last_date:
        raise Refused("An earlier end is recorded: enter a day after it", field="end_date")


def _check_words(field: str, name: str, text: str, most: int) -> None:
    if not text.strip():
        raise Refused(f"Enter the {name}", field=field)
    if len(text) > most:
        raise Refused(f"{name.capitalize()} must be {most} characters or fewer", field=field)
