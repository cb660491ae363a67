"""Contracts, how they ended, and their documents."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.contracts.values import EndingReason, Source
from app.kernel.database import Base, Pence, UtcMoment, word


class ContractEnding(Base):
    """That a contract ended otherwise than by its end: when, why and by whom; `person_id` is None for a trade."""

    __tablename__ = "contract_ending"

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    last_date: Mapped[date] = mapped_column(Date)
    reason: Mapped[EndingReason] = mapped_column(word(EndingReason))
    note: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime] = mapped_column(UtcMoment)


class Contract(Base):
    """What a trust is bound to. Amounts are without VAT.

    `last_date` is the end as it stands: that of its ending, else `end_date`. `cpv_class` is the first four digits of
    `cpv`. `counterparty_id` is the supplier where that is a trust. `version` guards against two people's changes
    undoing one another.
    """

    __tablename__ = "contract"
    __table_args__ = (
        UniqueConstraint("trust_id", "source_reference"),
        Index("ix_contract_last", "trust_id", "last_date", "id"),
        Index("ix_contract_notice", "trust_id", "notice_date", "id"),
        Index("ix_contract_value", "trust_id", "value_pence", "id"),
        Index("ix_contract_supplier", "trust_id", "supplier", "id"),
        Index("ix_contract_title", "trust_id", "title", "id"),
        Index("ix_contract_category", "category", "last_date"),
        Index("ix_contract_class", "cpv_class", "last_date"),
        Index("ix_contract_end", "last_date", "id"),
        Index("ix_contract_due", "notice_date", "id"),
        CheckConstraint("end_date IS NULL OR end_date >= start_date", name="days"),
        CheckConstraint("value_pence IS NULL OR value_pence >= 0", name="value"),
        CheckConstraint("yearly_pence IS NULL OR yearly_pence >= 0", name="yearly"),
        CheckConstraint("(source = 'hand') = (source_reference IS NULL)", name="source_reference"),
        CheckConstraint("(cpv IS NULL) = (cpv_class IS NULL)", name="cpv_class"),
        CheckConstraint("version > 0", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    title: Mapped[str]
    supplier: Mapped[str]
    counterparty_id: Mapped[int | None] = mapped_column(ForeignKey("trust.id"))
    category: Mapped[str | None]
    cpv: Mapped[str | None] = mapped_column(String(10))
    cpv_class: Mapped[str | None] = mapped_column(String(4))
    start_date: Mapped[date] = mapped_column(Date)
    end_date: Mapped[date | None] = mapped_column(Date)
    last_date: Mapped[date | None] = mapped_column(Date)
    notice_date: Mapped[date | None] = mapped_column(Date)
    value_pence: Mapped[int | None] = mapped_column(Pence)
    yearly_pence: Mapped[int | None] = mapped_column(Pence)
    school_ids: Mapped[list[int]] = mapped_column(JSON)
    note: Mapped[str]
    source: Mapped[Source] = mapped_column(word(Source))
    source_reference: Mapped[str | None]
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_counted: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    changed_at: Mapped[datetime] = mapped_column(UtcMoment)
    ending: Mapped[ContractEnding | None] = relationship(lazy="raise", viewonly=True)


class ContractDocument(Base):
    """A PDF that goes with a contract; `size` is in bytes. Its content is read only where it is asked for."""

    __tablename__ = "contract_document"
    __table_args__ = (
        UniqueConstraint("contract_id", "name"),
        CheckConstraint("size = length(content)", name="whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    name: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    added_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcMoment)
