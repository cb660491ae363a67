"""Whom a round takes out to bid, and whom it leaves."""

from collections.abc import Iterable

from app.procurement.values import LotStanding, ParticipationState
from app.procurement.values.demand_page import TrustLine
from app.procurement.values.going_out import GoingOut


def going_out(lines: Iterable[TrustLine], standings: Iterable[LotStanding], law: Iterable[str]) -> GoingOut:
    """The trusts that a round goes out with, and all others in it, each by name: only those that are bound go on."""
    by_name = sorted(lines, key=lambda each: (each.name.casefold(), each.trust_id))
    return GoingOut(
        committed=tuple(each for each in by_name if each.state is ParticipationState.COMMITTED),
        falling_out=tuple(each for each in by_name if each.state is not ParticipationState.COMMITTED),
        standings=tuple(standings),
        law=tuple(law),
    )
