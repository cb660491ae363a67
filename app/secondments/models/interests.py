"""People who may be lent, what hosts and homes have to do with each other about them, and the consents."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.database import Base, UtcMoment, word
from app.secondments.values import Consenter, NotThisTime, Stage

OPEN = text("is_open")


class Secondee(Base):
    """Somebody whom their employer would lend. This is the one place that holds their name."""

    __tablename__ = "secondee"
    __table_args__ = (
        UniqueConstraint("trust_id", "email"),
        Index("ix_secondee_name", "trust_id", "name", "id"),
        Index("ix_secondee_email", "email"),
        Index("ix_secondee_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    name: Mapped[str]
    email: Mapped[str | None]
    home_post: Mapped[str]
    profile: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcMoment)
    erased_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Interest(Base):
    """A host and a home employer about one person. Of one open interest in the same thing there is never a second.

    `is_open` follows the stage, for the unique indexes. `erased_at` says that what people wrote in it is gone.
    """

    __tablename__ = "secondment_interest"
    __table_args__ = (
        Index("ix_secondment_interest_home", "home_id", "made_at", "id"),
        Index("ix_secondment_interest_host", "host_id", "made_at", "id"),
        Index("ix_secondment_interest_secondee", "secondee_id", "is_open"),
        Index("ix_secondment_interest_opportunity", "opportunity_id"),
        Index(
            "uq_secondment_interest_availability",
            "availability_id",
            "host_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "uq_secondment_interest_person",
            "opportunity_id",
            "secondee_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        CheckConstraint("home_id <> host_id", name="two_trusts"),
        CheckConstraint("opportunity_id IS NOT NULL OR availability_id IS NOT NULL", name="about"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    home_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    host_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    secondee_id: Mapped[int] = mapped_column(ForeignKey("secondee.id"))
    opportunity_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"))
    availability_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"))
    stage: Mapped[Stage] = mapped_column(word(Stage))
    is_open: Mapped[bool]
    note: Mapped[str]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_by_trust: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    made_at: Mapped[datetime] = mapped_column(UtcMoment)
    erased_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    consents: Mapped[list["Consent"]] = relationship(lazy="raise", viewonly=True, order_by="Consent.id")
    moves: Mapped[list["InterestMove"]] = relationship(lazy="raise", viewonly=True, order_by="InterestMove.id")


class Consent(Base):
    """That the person or their employer consents to the host being told who it is; at most one of each stands."""

    __tablename__ = "secondment_consent"
    __table_args__ = (
        Index(
            "uq_secondment_consent_standing",
            "interest_id",
            "consenter",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    interest_id: Mapped[int] = mapped_column(ForeignKey("secondment_interest.id"))
    consenter: Mapped[Consenter] = mapped_column(word(Consenter))
    given_at: Mapped[datetime] = mapped_column(UtcMoment)
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class InterestMove(Base):
    """One step of an interest from stage to stage."""

    __tablename__ = "secondment_interest_move"
    __table_args__ = (Index("ix_secondment_interest_move_interest", "interest_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    interest_id: Mapped[int] = mapped_column(ForeignKey("secondment_interest.id"))
    stage: Mapped[Stage] = mapped_column(word(Stage))
    reason: Mapped[NotThisTime | None] = mapped_column(word(NotThisTime))
    message: Mapped[str]
    trust_id: Mapped[int | None] = mapped_column(ForeignKey("trust.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    moved_at: Mapped[datetime] = mapped_column(UtcMoment)
