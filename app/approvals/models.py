"""Schemes of delegation, who holds which post, and the approvals asked for."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.approvals.values import ApprovalState, Post
from app.kernel.database import Base, Pence, UtcMoment, word

HELD_NOW = text("ended_at IS NULL")


class SchemeVersion(Base):
    """One version of a trust's scheme of delegation, in force from a day until a later one is."""

    __tablename__ = "scheme_version"
    __table_args__ = (
        UniqueConstraint("trust_id", "number"),
        Index("ix_scheme_version_in_force", "trust_id", "from_date", "number"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    number: Mapped[int]
    from_date: Mapped[date] = mapped_column(Date)
    includes_vat: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(UtcMoment)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    bands: Mapped[list["SchemeBand"]] = relationship(lazy="raise", order_by="SchemeBand.position")


class SchemeBand(Base):
    """A band of a version: values up to and including a limit, or without one, and who decides on them."""

    __tablename__ = "scheme_band"
    __table_args__ = (
        CheckConstraint("up_to_pence > 0", name="up_to"),
        CheckConstraint("quotes_needed >= 0", name="quotes"),
    )

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme_version.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    up_to_pence: Mapped[int | None] = mapped_column(Pence)
    decided_by: Mapped[Post | None] = mapped_column(word(Post))
    quotes_needed: Mapped[int]


class PostHolder(Base):
    """A person's time in a post of a trust, or as its deputy."""

    __tablename__ = "post_holder"
    __table_args__ = (
        Index(
            "uq_post_holder_now",
            "trust_id",
            "post",
            "person_id",
            unique=True,
            sqlite_where=HELD_NOW,
            postgresql_where=HELD_NOW,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    post: Mapped[Post] = mapped_column(word(Post))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_deputy: Mapped[bool]
    from_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Approval(Base):
    """What someone asked their trust to approve, frozen as it was when they asked.

    `bands` are those of the scheme's version at that moment; `summary` is (label, text) pairs;
    `decide_by_at` is until when what is asked for is held, where it is.
    """

    __tablename__ = "approval"
    __table_args__ = (
        Index("ix_approval_list", "trust_id", "state", "requested_at", "id"),
        Index("ix_approval_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    subject: Mapped[str]
    title: Mapped[str]
    summary: Mapped[list[list[str]]] = mapped_column(JSON)
    value_pence: Mapped[int] = mapped_column(Pence)
    includes_vat: Mapped[bool]
    scheme_number: Mapped[int]
    scheme_from_date: Mapped[date | None] = mapped_column(Date)
    bands: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    state: Mapped[ApprovalState] = mapped_column(word(ApprovalState))
    requested_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    requested_at: Mapped[datetime] = mapped_column(UtcMoment)
    decide_by_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    decision: Mapped["Decision | None"] = relationship(lazy="raise", viewonly=True)
    cancellation: Mapped["Cancellation | None"] = relationship(lazy="raise", viewonly=True)
    lapse: Mapped["Lapse | None"] = relationship(lazy="raise", viewonly=True)
    quotes: Mapped[list["Quote"]] = relationship(lazy="raise", viewonly=True, order_by="Quote.id")
    waiver: Mapped["QuoteWaiver | None"] = relationship(lazy="raise", viewonly=True)


class Decision(Base):
    """Who approved or declined, when and why."""

    __tablename__ = "approval_decision"

    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcMoment, index=True)
    reason: Mapped[str]


class Cancellation(Base):
    """That what was asked for was withdrawn before anyone decided, and by whom."""

    __tablename__ = "approval_cancellation"

    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime] = mapped_column(UtcMoment)


class Lapse(Base):
    """That what was asked for came to be no longer on offer before anyone decided, and why."""

    __tablename__ = "approval_lapse"

    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id"), primary_key=True)
    reason: Mapped[str]
    lapsed_at: Mapped[datetime] = mapped_column(UtcMoment)


class Quote(Base):
    """A supplier's quote, recorded as evidence. One supplier quotes once."""

    __tablename__ = "approval_quote"
    __table_args__ = (
        UniqueConstraint("approval_id", "supplier_key"),
        CheckConstraint("amount_pence > 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id"))
    supplier: Mapped[str]
    supplier_key: Mapped[str]
    amount_pence: Mapped[int] = mapped_column(Pence)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)


class QuoteWaiver(Base):
    """Why an approver went ahead with fewer quotes than the scheme asks for."""

    __tablename__ = "approval_quote_waiver"

    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id"), primary_key=True)
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    waived_at: Mapped[datetime] = mapped_column(UtcMoment)
