"""The register: trusts, schools, and which school belonged to which trust from when to when."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base, word
from app.trusts.values import Phase, Region, TrustKind


class Trust(Base):
    """An academy trust, open or closed.

    `name` is in sensible case, `sort_name` is what lists are ordered by, `search_text` the words by
    which it is found. `region` is where most of its schools are.
    """

    __tablename__ = "trust"
    __table_args__ = (Index("ix_trust_listing", "is_open", "sort_name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    group_id: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    kind: Mapped[TrustKind] = mapped_column(word(TrustKind))
    is_open: Mapped[bool]
    opened_date: Mapped[date | None] = mapped_column(Date)
    closed_date: Mapped[date | None] = mapped_column(Date)
    company_number: Mapped[str] = mapped_column(default="")
    ukprn: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    locality: Mapped[str] = mapped_column(default="")
    address_3: Mapped[str] = mapped_column(default="")
    town: Mapped[str] = mapped_column(default="")
    county: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    region: Mapped[Region | None] = mapped_column(word(Region))
    sort_name: Mapped[str]
    search_text: Mapped[str]


class School(Base):
    """An academy: a site of a trust. `roll` is pupils; easting and northing are metres."""

    __tablename__ = "school"

    id: Mapped[int] = mapped_column(primary_key=True)
    urn: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    phase: Mapped[Phase] = mapped_column(word(Phase))
    region: Mapped[Region | None] = mapped_column(word(Region))
    is_open: Mapped[bool]
    closed_date: Mapped[date | None] = mapped_column(Date)
    roll: Mapped[int | None]
    ukprn: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    locality: Mapped[str] = mapped_column(default="")
    address_3: Mapped[str] = mapped_column(default="")
    town: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    la_name: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    easting: Mapped[int | None]
    northing: Mapped[int | None]
    sort_name: Mapped[str]
    search_text: Mapped[str]


class SchoolMembership(Base):
    """A school's time in a trust.

    `joined_date` is None where it was there before the register was first imported; `left_date` is
    its first day outside. A school is in one trust at a time.
    """

    __tablename__ = "school_membership"
    __table_args__ = (
        Index(
            "uq_school_membership_current",
            "school_id",
            unique=True,
            sqlite_where=text("left_date IS NULL"),
            postgresql_where=text("left_date IS NULL"),
        ),
        Index("ix_school_membership_trust", "trust_id", "left_date"),
        Index("ix_school_membership_school", "school_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    joined_date: Mapped[date | None] = mapped_column(Date)
    left_date: Mapped[date | None] = mapped_column(Date)
    recorded_date: Mapped[date] = mapped_column(Date)
