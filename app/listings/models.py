"""Listings, and the records of their being published and closed."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.database import Base, UtcMoment, word
from app.listings.values import ClosedAs, DocumentAudience, FlagOutcome, FlagReason

OPEN = text("looked_at IS NULL")


class Publication(Base):
    """That a listing was published, when and by whom."""

    __tablename__ = "listing_publication"

    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    published_at: Mapped[datetime] = mapped_column(UtcMoment, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Closure(Base):
    """That a listing was closed, when, by whom and why: it is final.

    `person_id` is None where its closing date did it. `closed_as` is None in rows from before it was kept: CLOSED.
    """

    __tablename__ = "listing_closure"

    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    closed_at: Mapped[datetime] = mapped_column(UtcMoment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_as: Mapped[ClosedAs | None] = mapped_column(word(ClosedAs))


class Listing(Base):
    """The part of what a trust offers that is the same for every kind.

    `phases` and `regions` are the words of those enums; `version` guards against two people's
    changes undoing one another.
    """

    __tablename__ = "listing"
    __table_args__ = (
        Index("ix_listing_changed", "trust_id", "changed_at", "id"),
        Index("ix_listing_title", "trust_id", "title", "id"),
        Index("ix_listing_kind", "kind", "id"),
        CheckConstraint("version > 0", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    title: Mapped[str]
    summary: Mapped[str]
    description: Mapped[str]
    category: Mapped[str]
    phases: Mapped[list[str]] = mapped_column(JSON)
    regions: Mapped[list[str]] = mapped_column(JSON)
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    changed_at: Mapped[datetime] = mapped_column(UtcMoment)
    publication: Mapped[Publication | None] = relationship(lazy="raise", viewonly=True)
    closure: Mapped[Closure | None] = relationship(lazy="raise", viewonly=True)


class ListingFlag(Base):
    """That a listing is flagged to the operator, and what they decided; open while nobody looked.

    `words` are what was found in its text.
    """

    __tablename__ = "listing_flag"
    __table_args__ = (
        Index("uq_listing_flag_open", "listing_id", "reason", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_listing_flag_flagged", "flagged_at", "id"),
        Index("ix_listing_flag_looked", "looked_at", "id"),
        Index("ix_listing_flag_listing", "listing_id", "id"),
        CheckConstraint("(looked_at IS NULL) = (outcome IS NULL)", name="looked_outcome"),
        CheckConstraint("(looked_at IS NULL) = (person_id IS NULL)", name="looked_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    reason: Mapped[FlagReason] = mapped_column(word(FlagReason))
    words: Mapped[list[str]] = mapped_column(JSON)
    flagged_at: Mapped[datetime] = mapped_column(UtcMoment)
    looked_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[FlagOutcome | None] = mapped_column(word(FlagOutcome))
    note: Mapped[str]


class ListingDocument(Base):
    """A PDF that goes with a listing; `size` is in bytes. Its content is read only where it is asked for."""

    __tablename__ = "listing_document"
    __table_args__ = (
        UniqueConstraint("listing_id", "name"),
        CheckConstraint("size = length(content)", name="whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    name: Mapped[str] = mapped_column(String(120))
    audience: Mapped[DocumentAudience] = mapped_column(word(DocumentAudience))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    added_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcMoment)
