"""Who does something, and for whom."""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Actor:
    """A signed-in person and the one trust on whose behalf they act, if any.

    `permissions` are those that their roles give them in that trust; an operator of the site has
    none of a trust's.
    """

    person_id: int
    trust_id: int | None = None
    permissions: Set[StrEnum] = frozenset()
    is_operator: bool = False

    def may(self, permission: StrEnum) -> bool:
        """Whether the person's roles in the trust they act for allow this."""
        return permission in self.permissions

    @property
    def trust(self) -> int:
        """The id of the trust acted for. Raises LookupError when the person acts for none."""
        if self.trust_id is None:
            raise LookupError("this person acts for no trust")
        return self.trust_id
