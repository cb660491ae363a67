"""The words of the person who is lent."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SecondeeDraft:
    """A person as their employer's HR lead types them. `profile` is a few sentences on what they have done."""

    name: str
    email: str
    home_post: str = ""
    profile: str = ""


@dataclass(frozen=True)
class SecondeeValue:
    """Somebody whom their employer would lend. Erased, `name` reads "Somebody who has left" and the rest is empty.

    `person_id` is their account, where one with their confirmed address exists.
    """

    id: int
    trust_id: int
    name: str
    email: str
    home_post: str
    profile: str
    person_id: int | None
    added_at: datetime
    erased_at: datetime | None = None

    @property
    def is_erased(self) -> bool:
        """Whether the name is gone."""
        return self.erased_at is not None
