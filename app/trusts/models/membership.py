"""Who acts for a trust: members and their roles, requests to join, invitations."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.database import Base, UtcMoment, word
from app.trusts.values import InvitationState, RequestState, Role

CURRENT = text("ended_at IS NULL")
WAITING = text("state = 'waiting'")


class Membership(Base):
    """A person's time in a trust; a person who comes back has a new row."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_current",
            "person_id",
            "trust_id",
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
        Index("ix_membership_trust", "trust_id", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    joined_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    roles: Mapped[list["MembershipRole"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class MembershipRole(Base):
    """One role of a member."""

    __tablename__ = "membership_role"

    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(word(Role), primary_key=True)


class JoinRequest(Base):
    """Somebody asks to join a trust; a person asks a trust once at a time."""

    __tablename__ = "join_request"
    __table_args__ = (
        Index(
            "uq_join_request_waiting",
            "person_id",
            "trust_id",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        Index("ix_join_request_trust", "trust_id", "state", "asked_at"),
        Index("ix_join_request_state", "state", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    message: Mapped[str] = mapped_column(default="")
    state: Mapped[RequestState] = mapped_column(word(RequestState), default=RequestState.WAITING)
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    decided_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")


class Invitation(Base):
    """A link that lets whoever receives it at an address join a trust. Only the link's hash is kept."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index(
            "uq_invitation_waiting",
            "trust_id",
            "email",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        Index("ix_invitation_trust", "trust_id", "state", "invited_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    email: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    state: Mapped[InvitationState] = mapped_column(word(InvitationState), default=InvitationState.WAITING)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime] = mapped_column(UtcMoment)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment)
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    roles: Mapped[list["InvitationRole"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class InvitationRole(Base):
    """One role that an invitation brings with it."""

    __tablename__ = "invitation_role"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(word(Role), primary_key=True)
