"""The people of a trust who go to courses, as a form shows them: some of them, and those already chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.cpd import queries
from app.cpd.forms import delegate_choice
from app.cpd.values import DelegateValue
from app.trusts import queries as trusts
from app.web.addresses import LARGEST

MOST_SHOWN = 20
FEW = 12


@dataclass(frozen=True)
class Known:
    """The people to choose from, the schools of theirs by id, and how many there are in all."""

    shown: Sequence[DelegateValue]
    schools: dict[int, str]
    total: int
    matching: int

    @property
    def choices(self) -> list[Any]:
        """As options of a form."""
        return [delegate_choice(each, self.schools) for each in self.shown]

    @property
    def hidden(self) -> int:
        """How many more there are of those whose name has what was typed."""
        return max(0, self.matching - MOST_SHOWN)

    @property
    def are_many(self) -> bool:
        """Whether a box to find somebody helps."""
        return self.total > FEW


def known_people(trust_id: int, *, ticked: Sequence[int] = (), find: str = "") -> Known:
    """Those chosen already, then those whose name has what was typed, at most 20. Raises NotFound for another's."""
    text = find.replace("\0", "").strip()[:100]
    chosen = queries.own_delegates(trust_id, list(dict.fromkeys(ticked)))
    found = queries.list_delegates(trust_id, text, most=MOST_SHOWN)
    shown = [*chosen, *(each for each in found if each not in chosen)]
    schools = trusts.schools_by_id({each.school_id for each in shown if each.school_id})
    return Known(
        shown=shown,
        schools={number: school.name for number, school in schools.items()},
        total=queries.count_delegates(trust_id),
        matching=queries.count_delegates(trust_id, text),
    )


def own_schools(trust_id: int, day: date) -> dict[int, str]:
    """The schools of a trust on a day, by name."""
    return {each.id: each.name for each in trusts.list_schools(trust_id, day)}


def ids_typed(sent: Iterable[str]) -> list[int]:
    """The numbers of rows among what a form sent; nonsense is left out."""
    return [int(each) for each in sent if each.isascii() and each.isdigit() and len(each) < 11 and int(each) <= LARGEST]
