"""The words of the lines that a host's single central record has of the people it borrows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.secondments.values.agreements import SecondmentValue
from app.secondments.values.checks import ArrivalValue, CheckItem, CheckValue

NOT_YET = "Not confirmed yet"


class RecordSort(StrEnum):
    """What the single central record may be ordered by."""

    NAME = "name"
    POST = "post"
    HOME = "home"
    STARTS = "starts"


@dataclass(frozen=True)
class RecordLine:
    """One person as a single central record has them. `received_date` is when the last check was confirmed in writing,
    None until all are; `confirmed` says who confirmed on which day."""

    secondment: SecondmentValue
    name: str
    home_name: str
    checks: Mapping[CheckItem, CheckValue]
    confirmed: tuple[tuple[str, date], ...]
    received_date: date | None
    arrival: ArrivalValue | None

    def answer(self, item: CheckItem) -> date | str:
        """The date of a check, or why it is not required, or that it is not confirmed yet."""
        given = self.checks.get(item)
        if given is None:
            return NOT_YET
        if given.done_date is not None:
            return given.done_date
        assert given.why_not is not None, "an answer is one of the two"
        return f"Not required: {given.why_not.label[0].lower()}{given.why_not.label[1:]}"
