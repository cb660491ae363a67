"""The double-entry ledger. Triggers (migration 0071) keep posted entries balanced and unchanged."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.charges.values import AccountKind, EntryKind
from app.kernel.database import Base, Pence, UtcMoment, word


class EntryState(StrEnum):
    """An entry takes lines while it is open; it counts, and is for ever, once it is posted."""

    OPEN = "open"
    POSTED = "posted"


class LedgerAccount(Base):
    """One account: a trust's, or the platform's own."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        CheckConstraint("(kind IN ('payable', 'receivable', 'in_settlement')) = (trust_id IS NOT NULL)", name="owner"),
        Index(
            "uq_ledger_account_trust_kind",
            "trust_id",
            "kind",
            unique=True,
            sqlite_where=text("trust_id IS NOT NULL"),
            postgresql_where=text("trust_id IS NOT NULL"),
        ),
        Index(
            "uq_ledger_account_kind",
            "kind",
            unique=True,
            sqlite_where=text("trust_id IS NULL"),
            postgresql_where=text("trust_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AccountKind] = mapped_column(word(AccountKind))
    trust_id: Mapped[int | None] = mapped_column(ForeignKey("trust.id"))


class LedgerEntry(Base):
    """One thing that happened, once for its key. `invoice_id` is the invoice it is about, where it is about one."""

    __tablename__ = "ledger_entry"
    __table_args__ = (CheckConstraint("(state = 'posted') = (posted_at IS NOT NULL)", name="posted"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[EntryKind] = mapped_column(word(EntryKind))
    subject: Mapped[str] = mapped_column(index=True)
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)
    effective_at: Mapped[datetime] = mapped_column(UtcMoment)
    state: Mapped[EntryState] = mapped_column(word(EntryState))
    posted_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class LedgerLine(Base):
    """An amount on an account; the lines of an entry add up to nothing."""

    __tablename__ = "ledger_line"
    __table_args__ = (
        CheckConstraint("amount_pence <> 0", name="amount"),
        Index("ix_ledger_line_account", "account_id", "entry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"))
    amount_pence: Mapped[int] = mapped_column(Pence)
