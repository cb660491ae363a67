"""Secondments, the versions of their agreements, who signed them and what each trust commits."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.database import Base, Pence, UtcMoment, word
from app.secondments.values import CommitmentState, Party, SecondmentState, VatReason, VersionState


class Secondment(Base):
    """One person lent by a home employer to a host.

    `draft_terms` and `draft_pay` are those of the next version, while there is something to change;
    `draft_number` rises with each change, against two people undoing one another. `post`, the days and `fte`, in
    ten-thousandths, follow the version in force, else the draft; `last_date` is the end as it stands.
    """

    __tablename__ = "secondment"
    __table_args__ = (
        Index("ix_secondment_home", "home_id", "state", "start_date", "id"),
        Index("ix_secondment_host", "host_id", "state", "start_date", "id"),
        Index("ix_secondment_secondee", "secondee_id", "state"),
        Index("ix_secondment_state", "state", "last_date"),
        CheckConstraint("home_id <> host_id", name="two_trusts"),
        CheckConstraint("fte BETWEEN 1 AND 10000", name="fte"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    interest_id: Mapped[int] = mapped_column(ForeignKey("secondment_interest.id"), unique=True)
    home_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    host_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    secondee_id: Mapped[int] = mapped_column(ForeignKey("secondee.id"))
    state: Mapped[SecondmentState] = mapped_column(word(SecondmentState))
    draft_terms: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    draft_pay: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    draft_number: Mapped[int]
    post: Mapped[str]
    start_date: Mapped[date | None] = mapped_column(Date)
    end_date: Mapped[date | None] = mapped_column(Date)
    last_date: Mapped[date | None] = mapped_column(Date)
    fte: Mapped[int | None]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    started_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    erased_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class VatRuling(Base):
    """What the home trust's finance decided of VAT on a recharge; the last one holds."""

    __tablename__ = "secondment_vat_ruling"
    __table_args__ = (Index("ix_secondment_vat_ruling_secondment", "secondment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    secondment_id: Mapped[int] = mapped_column(ForeignKey("secondment.id"))
    reason: Mapped[VatReason] = mapped_column(word(VatReason))
    conditions: Mapped[list[str]] = mapped_column(JSON)
    decided_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcMoment)


class Version(Base):
    """A version of an agreement, frozen when it was issued: terms, pay, and the two documents made from them.

    Erased, it keeps its figures and fingerprints and loses the names and both documents.
    """

    __tablename__ = "secondment_version"
    __table_args__ = (
        UniqueConstraint("secondment_id", "number"),
        Index(
            "uq_secondment_version_open",
            "secondment_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "uq_secondment_version_in_force",
            "secondment_id",
            unique=True,
            sqlite_where=text("state = 'in_force'"),
            postgresql_where=text("state = 'in_force'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    secondment_id: Mapped[int] = mapped_column(ForeignKey("secondment.id"))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(word(VersionState))
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    pay: Mapped[dict[str, Any]] = mapped_column(JSON)
    vat_ruling_id: Mapped[int | None] = mapped_column(ForeignKey("secondment_vat_ruling.id"))
    document: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    schedule_document: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    sha256: Mapped[str] = mapped_column(String(64))
    schedule_sha256: Mapped[str] = mapped_column(String(64))
    total_pence: Mapped[int] = mapped_column(Pence)
    issued_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime] = mapped_column(UtcMoment)
    in_force_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    signatures: Mapped[list["Signature"]] = relationship(
        lambda: Signature, lazy="raise", viewonly=True, order_by=lambda: Signature.signed_at
    )
    commitments: Mapped[list["Commitment"]] = relationship(
        lambda: Commitment, lazy="raise", viewonly=True, order_by=lambda: Commitment.trust_id
    )


class Signature(Base):
    """That a party signed a version: once."""

    __tablename__ = "secondment_signature"

    version_id: Mapped[int] = mapped_column(ForeignKey("secondment_version.id"), primary_key=True)
    party: Mapped[Party] = mapped_column(word(Party), primary_key=True)
    name: Mapped[str]
    address: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime] = mapped_column(UtcMoment)


class SigningInvitation(Base):
    """That somebody was sent a link to sign a version for a party."""

    __tablename__ = "secondment_signing_invitation"
    __table_args__ = (Index("ix_secondment_signing_invitation_version", "version_id", "party", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("secondment_version.id"))
    party: Mapped[Party] = mapped_column(word(Party))
    name: Mapped[str]
    email: Mapped[str]
    until_at: Mapped[datetime] = mapped_column(UtcMoment)
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcMoment)


class SigningCode(Base):
    """A one-time code that was sent to somebody invited to sign; only its hash is kept."""

    __tablename__ = "secondment_signing_code"
    __table_args__ = (Index("ix_secondment_signing_code_invitation", "invitation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("secondment_signing_invitation.id"))
    code_hash: Mapped[str]
    tries: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(UtcMoment)
    until_at: Mapped[datetime] = mapped_column(UtcMoment)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Commitment(Base):
    """What a version commits one of its trusts to over the whole term, and whether its scheme allows it yet."""

    __tablename__ = "secondment_commitment"
    __table_args__ = (
        Index("ix_secondment_commitment_approval", "approval_reference"),
        CheckConstraint("net_pence >= 0 AND gross_pence >= net_pence", name="value"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("secondment_version.id"), primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"), primary_key=True)
    net_pence: Mapped[int] = mapped_column(Pence)
    gross_pence: Mapped[int] = mapped_column(Pence)
    state: Mapped[CommitmentState] = mapped_column(word(CommitmentState))
    approval_reference: Mapped[str | None]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    decided_at: Mapped[datetime | None] = mapped_column(UtcMoment)
