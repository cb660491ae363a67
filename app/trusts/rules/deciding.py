"""Who decides on a request to join, and how."""

from collections.abc import Collection

from app.kernel.actor import Actor
from app.kernel.errors import Refused
from app.trusts.values import Permission, RequestState, RequestValue, Role


class AlreadyDecided(Refused):
    """Somebody else was quicker."""


class ReasonNeeded(Refused):
    """Somebody who is turned down is told why."""


class AdministratorNeeded(Refused):
    """The first person of a trust is its administrator: nobody else could let others in."""


def may_decide(actor: Actor, trust_id: int, administrators: Collection[int]) -> bool:
    """Whether this person decides who joins: an administrator of the trust; where it has none, the operator."""
    if not administrators:
        return actor.is_operator
    return actor.trust_id == trust_id and actor.may(Permission.MANAGE_TRUST)


def check_waiting(request: RequestValue) -> None:
    """Raises AlreadyDecided for a request that no longer waits."""
    if request.state is not RequestState.WAITING:
        raise AlreadyDecided(f"This request was {request.state.value} already, perhaps by somebody else just now.")


def check_acceptance(roles: Collection[Role], administrators: Collection[int]) -> None:
    """Raises AdministratorNeeded when a trust's first person would not be its administrator."""
    if not administrators and Role.ADMINISTRATOR not in roles:
        raise AdministratorNeeded("The first person of a trust has to be its administrator", field="roles")


def check_reason(reason: str) -> None:
    """Raises ReasonNeeded when there is none."""
    if not reason.strip():
        raise ReasonNeeded("Enter a reason: the person who asked will read it", field="reason")
