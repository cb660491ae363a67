"""Whom a round waits for."""

from datetime import datetime

from sqlalchemy import select

from app.kernel.database import session
from app.procurement.models import Round
from app.procurement.queries.participations import list_participations
from app.procurement.queries.rounds import invited_ids
from app.procurement.rules.missing import missing_from
from app.procurement.values import RoundValue
from app.procurement.values.demand import Missing
from app.trusts import queries as trusts


def missing(held: RoundValue) -> list[Missing]:
    """The trusts that a round waits for: for its lead's eyes. Those that have closed are not waited for."""
    found = missing_from(held, list_participations(held.id), invited_ids(held.id))
    still_open = {each.id for each in trusts.trusts_by_id(each.trust_id for each in found).values() if each.is_open}
    return [each for each in found if each.trust_id in still_open]


def reminded_at(round_id: int) -> datetime | None:
    """When the lead last reminded those who are missing."""
    return session().scalar(select(Round.reminded_at).where(Round.listing_id == round_id))
