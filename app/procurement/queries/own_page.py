"""What a trust's own pages of a round show: for its own people alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.contracts.values import ContractValue
from app.kernel.errors import Refused
from app.procurement.queries.demand import own_demand
from app.procurement.queries.held_now import contracts_replaced, held_now
from app.procurement.queries.participations import find_participation
from app.procurement.rules.demand import check_can_change, no_longer_own
from app.procurement.values import DemandTyped, ParticipationState, ParticipationValue, RoundValue
from app.procurement.values.demand import OFFICE, Held
from app.trusts import queries as trusts
from app.trusts.values import SchoolValue


@dataclass(frozen=True)
class OwnPage:
    """A trust in a round: its participation if it has one, its schools today, and what it wants.

    `left` are the lines for schools that belong to it no longer; `names` are by the id of a school, None the office.
    """

    round: RoundValue
    trust_id: int
    own: ParticipationValue | None
    schools: tuple[SchoolValue, ...]
    wanted: tuple[DemandTyped, ...]
    left: tuple[DemandTyped, ...]
    names: dict[int | None, str]

    @property
    def version(self) -> int:
        """That of its demand; 0 where it never joined."""
        return self.own.version if self.own else 0

    @property
    def state(self) -> ParticipationState | None:
        """How far it has gone."""
        return self.own.state if self.own else None

    @property
    def is_in(self) -> bool:
        """Whether it takes part now."""
        return self.state not in (None, ParticipationState.WITHDRAWN)

    @property
    def school_ids(self) -> list[int | None]:
        """Its schools by name, and then its own office."""
        return [*(each.id for each in self.schools), None]

    @property
    def quantities(self) -> dict[tuple[int, int | None], int]:
        """How much of which lot it wants for which of its schools."""
        return {(each.lot_id, each.school_id): each.quantity for each in self.wanted if each not in self.left}

    @property
    def may_change(self) -> bool:
        """Whether it may change what it wants as things stand."""
        try:
            check_can_change(self.round, self.state)
        except Refused:
            return False
        return True


def own_page(held: RoundValue, trust_id: int, on: date) -> OwnPage:
    """What a trust has to do with a round on a day."""
    own = find_participation(held.id, trust_id)
    schools = trusts.list_schools(trust_id, on)
    wanted = own_demand(own.id) if own else []
    left = no_longer_own(wanted, {each.id for each in schools})
    gone = trusts.schools_by_id({each.school_id for each in left if each.school_id is not None})
    names: dict[int | None, str] = {each.id: each.name for each in [*gone.values(), *schools]}
    return OwnPage(held, trust_id, own, tuple(schools), tuple(wanted), tuple(left), {**names, None: OFFICE})


def replaced_contracts(page: OwnPage, on: date) -> list[ContractValue]:
    """The trust's contracts that the round would replace."""
    return contracts_replaced(page.round, page.trust_id, on)


def has_now(page: OwnPage, lot_id: int, replaced: Sequence[ContractValue]) -> dict[int | None, Held]:
    """What each of the trust's schools has now of a lot: as it was entered, else as the contracts say."""
    return held_now(page.round, lot_id, page.school_ids, wanted=page.wanted, replaced=replaced)
