"""The audit trail: rows that are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base, UtcMoment


class AuditRow(Base):
    """Who did what to what, when. Ids and plain words only: never a person's name."""

    __tablename__ = "audit_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    person_id: Mapped[int | None]
    trust_id: Mapped[int | None]
    verb: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class AuditConcern(Base):
    """A trust that a row concerns, and that may therefore read it."""

    __tablename__ = "audit_concern"
    __table_args__ = (Index("ix_audit_concern_trust", "trust_id", "row_id"),)

    row_id: Mapped[int] = mapped_column(ForeignKey("audit_row.id"), primary_key=True)
    trust_id: Mapped[int] = mapped_column(primary_key=True)
