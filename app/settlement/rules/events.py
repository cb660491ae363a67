"""What an event is about, so that the worker reads that thing as it is now."""

from enum import StrEnum


class Subject(StrEnum):
    """What to read."""

    PAYMENT = "payment"
    TRANSFER = "transfer"
    BALANCE = "balance"
    ACCOUNT = "account"


BEGINNINGS = {
    "v1.payment_intent.": Subject.PAYMENT,
    "v1.transfer.": Subject.TRANSFER,
    "v1.balance.": Subject.BALANCE,
    "v1.topup.": Subject.BALANCE,
    "v2.core.account": Subject.ACCOUNT,
}
NOT_ACCOUNTS = ("v2.core.account_link", "v2.core.account_person", "v2.core.account_token")


def subject_of(type_: str) -> Subject | None:
    """What an event of a type is about, or None for one that changes nothing here."""
    if type_.startswith(NOT_ACCOUNTS):
        return None
    return next((each for beginning, each in BEGINNINGS.items() if type_.startswith(beginning)), None)
