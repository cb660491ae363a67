"""The trusts that a provider gives its partner price."""

from sqlalchemy import select

from app.cpd.models import Partner
from app.kernel.database import session


def partners_of(provider_id: int) -> list[int]:
    """The ids of the trusts that a provider counts as partners, the one added first at the top."""
    query = select(Partner.partner_id).where(Partner.provider_id == provider_id)
    return list(session().scalars(query.order_by(Partner.added_at, Partner.partner_id)))


def is_partner(provider_id: int, trust_id: int) -> bool:
    """Whether a trust gets a provider's partner price."""
    query = select(Partner.partner_id).where(Partner.provider_id == provider_id, Partner.partner_id == trust_id)
    return session().scalar(query) is not None
