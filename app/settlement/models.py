"""Tables of accounts at Stripe, runs, their legs, and what came in from outside."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.database import Base, Pence, UtcMoment, word
from app.settlement.values import AccountState, Capability, Direction, Hold, LegState, RunState, StepKind


class StripeAccount(Base):
    """A trust's one account at Stripe. Name and address are kept as asked, so that asking again is the same."""

    __tablename__ = "stripe_account"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (account_id IS NOT NULL)", name="open"),
        Index("ix_stripe_account_look", "state", "look_at"),
    )

    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"), primary_key=True)
    state: Mapped[AccountState] = mapped_column(word(AccountState))
    account_id: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    contact_email: Mapped[str]
    attempt: Mapped[int]
    transfers: Mapped[Capability] = mapped_column(word(Capability))
    open_questions: Mapped[int]
    wanted_at: Mapped[datetime] = mapped_column(UtcMoment)
    wanted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ready_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    look_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class SettlementRun(Base):
    """Invoices that are settled together, each trust paying once or being paid once."""

    __tablename__ = "settlement_run"
    __table_args__ = (Index("ix_settlement_run_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    state: Mapped[RunState] = mapped_column(word(RunState))
    started_at: Mapped[datetime] = mapped_column(UtcMoment)
    started_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    arrived_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    paying_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    legs: Mapped[list["Leg"]] = relationship(lazy="raise", order_by="Leg.id")
    invoices: Mapped[list["RunInvoice"]] = relationship(lazy="raise", order_by="RunInvoice.id")
    steps: Mapped[list["RunStep"]] = relationship(lazy="raise", order_by="RunStep.id")
    cancellation: Mapped["RunCancellation | None"] = relationship("app.settlement.models.RunCancellation", lazy="raise")


class Leg(Base):
    """What one trust pays or is paid in a run: one payment or one transfer at Stripe, whatever happens."""

    __tablename__ = "leg"
    __table_args__ = (
        UniqueConstraint("run_id", "trust_id", "direction"),
        CheckConstraint("amount_pence > 0 AND arrived_pence >= 0 AND arrived_pence <= amount_pence", name="amounts"),
        CheckConstraint("state <> 'paid' OR (stripe_id IS NOT NULL AND arrived_pence = amount_pence)", name="paid"),
        CheckConstraint("(hold IS NULL) = (held_at IS NULL)", name="held"),
        Index("ix_leg_trust", "trust_id", "run_id"),
        Index("ix_leg_look", "direction", "state", "look_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("settlement_run.id"))
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    direction: Mapped[Direction] = mapped_column(word(Direction))
    amount_pence: Mapped[int] = mapped_column(Pence)
    arrived_pence: Mapped[int] = mapped_column(Pence)
    attempt: Mapped[int]
    state: Mapped[LegState] = mapped_column(word(LegState))
    stripe_id: Mapped[str | None] = mapped_column(unique=True)
    asked_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    asked_attempt: Mapped[int | None]
    hold: Mapped[Hold | None] = mapped_column(word(Hold))
    hold_reason: Mapped[str | None]
    held_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    look_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    run: Mapped[SettlementRun] = relationship(lazy="raise", viewonly=True)
    instructions: Mapped["BankInstructions | None"] = relationship(lazy="raise")


class BankInstructions(Base):
    """Where a leg's bank transfer goes: an account that Stripe holds for the payer."""

    __tablename__ = "bank_instructions"

    leg_id: Mapped[int] = mapped_column(ForeignKey("leg.id"), primary_key=True)
    account_name: Mapped[str]
    sort_code: Mapped[str]
    account_number: Mapped[str]
    reference: Mapped[str]
    page: Mapped[str | None]


class RunInvoice(Base):
    """An invoice that a run pays; it is in one live run at most, which the database guards."""

    __tablename__ = "run_invoice"
    __table_args__ = (
        UniqueConstraint("run_id", "invoice_reference"),
        Index(
            "uq_run_invoice_live",
            "invoice_reference",
            unique=True,
            sqlite_where=text("is_live"),
            postgresql_where=text("is_live"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("settlement_run.id"))
    invoice_reference: Mapped[str] = mapped_column(ForeignKey("invoice.reference"), index=True)
    invoice_number: Mapped[str]
    payer_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    payee_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    amount_pence: Mapped[int] = mapped_column(Pence)
    is_live: Mapped[bool]


class RunStep(Base):
    """Something that happened in a run, once; rows are only ever added."""

    __tablename__ = "run_step"
    __table_args__ = (UniqueConstraint("run_id", "kind", "amount_pence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("settlement_run.id"))
    kind: Mapped[StepKind] = mapped_column(word(StepKind))
    amount_pence: Mapped[int] = mapped_column(Pence)
    at: Mapped[datetime] = mapped_column(UtcMoment)


class RunCancellation(Base):
    """Someone asked that a run be cancelled; declined where money had arrived before Stripe was told."""

    __tablename__ = "run_cancellation"

    run_id: Mapped[int] = mapped_column(ForeignKey("settlement_run.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    declined_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class BookedRow(Base):
    """A change of the balance at Stripe that stands in the ledger, once for its id."""

    __tablename__ = "booked_row"
    __table_args__ = (Index("ix_booked_row_kind", "kind", "booked_at"),)

    transaction_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    net_pence: Mapped[int] = mapped_column(Pence)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("settlement_run.id"), index=True)
    booked_at: Mapped[datetime] = mapped_column(UtcMoment)


class InboxEvent(Base):
    """An event from Stripe, taken once for its id."""

    __tablename__ = "inbox_event"
    __table_args__ = (Index("ix_inbox_event_received", "received_at"),)

    event_id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    object_id: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(UtcMoment)
