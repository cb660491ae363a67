"""Which pairs of adverts the HR leads of both trusts were told of."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base, UtcMoment


class MatchTold(Base):
    """That both trusts were told that an opportunity and an availability match: once."""

    __tablename__ = "secondment_match_told"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    availability_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    told_at: Mapped[datetime] = mapped_column(UtcMoment)
