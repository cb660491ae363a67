"""The contract register, and notices about contracts and joint rounds."""

import sqlalchemy as sa
from alembic import op

revision = "0170"
down_revision = "0160"
branch_labels = None
depends_on = None

BEFORE = ("account", "joining", "listings", "orders", "cpd", "secondments", "approvals", "money", "operator")
AFTER = (*BEFORE[:6], "procurement", "contracts", *BEFORE[6:])


def word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def change_topics(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    for table in ("notice", "notice_choice"):
        with op.batch_alter_table(table) as batch:
            batch.alter_column(
                "topic",
                existing_type=word("topic", *before),
                type_=word("topic", *after),
                existing_nullable=False,
            )


def upgrade() -> None:
    change_topics(BEFORE, AFTER)
    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("counterparty_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("cpv", sa.String(length=10), nullable=True),
        sa.Column("cpv_class", sa.String(length=4), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("last_date", sa.Date(), nullable=True),
        sa.Column("notice_date", sa.Date(), nullable=True),
        sa.Column("value_pence", sa.BigInteger(), nullable=True),
        sa.Column("yearly_pence", sa.BigInteger(), nullable=True),
        sa.Column("school_ids", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("source", word("source", "hand", "agreement", "secondment", "round", "deal"), nullable=False),
        sa.Column("source_reference", sa.String(), nullable=True),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(source = 'hand') = (source_reference IS NULL)", name=op.f("ck_contract_source_reference")),
        sa.CheckConstraint("(cpv IS NULL) = (cpv_class IS NULL)", name=op.f("ck_contract_cpv_class")),
        sa.CheckConstraint("end_date IS NULL OR end_date >= start_date", name=op.f("ck_contract_days")),
        sa.CheckConstraint("value_pence IS NULL OR value_pence >= 0", name=op.f("ck_contract_value")),
        sa.CheckConstraint("version > 0", name=op.f("ck_contract_version")),
        sa.CheckConstraint("yearly_pence IS NULL OR yearly_pence >= 0", name=op.f("ck_contract_yearly")),
        sa.ForeignKeyConstraint(["counterparty_id"], ["trust.id"], name=op.f("fk_contract_counterparty_id")),
        sa.ForeignKeyConstraint(["responsible_id"], ["person.id"], name=op.f("fk_contract_responsible_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_contract_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("reference", name=op.f("uq_contract_reference")),
        sa.UniqueConstraint("trust_id", "source_reference", name=op.f("uq_contract_trust_id_source_reference")),
    )
    op.create_index("ix_contract_category", "contract", ["category", "last_date"], unique=False)
    op.create_index("ix_contract_class", "contract", ["cpv_class", "last_date"], unique=False)
    op.create_index("ix_contract_due", "contract", ["notice_date", "id"], unique=False)
    op.create_index("ix_contract_end", "contract", ["last_date", "id"], unique=False)
    op.create_index("ix_contract_last", "contract", ["trust_id", "last_date", "id"], unique=False)
    op.create_index("ix_contract_notice", "contract", ["trust_id", "notice_date", "id"], unique=False)
    op.create_index("ix_contract_supplier", "contract", ["trust_id", "supplier", "id"], unique=False)
    op.create_index("ix_contract_title", "contract", ["trust_id", "title", "id"], unique=False)
    op.create_index("ix_contract_value", "contract", ["trust_id", "value_pence", "id"], unique=False)
    op.create_table(
        "contract_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size = length(content)", name=op.f("ck_contract_document_whole")),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_contract_document_added_by")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contract_document_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_document")),
        sa.UniqueConstraint("contract_id", "name", name=op.f("uq_contract_document_contract_id_name")),
    )
    op.create_table(
        "contract_ending",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("last_date", sa.Date(), nullable=False),
        sa.Column("reason", word("endingreason", "early", "new_supplier", "cancelled", "by_trade"), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contract_ending_contract_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contract_ending_person_id")),
        sa.PrimaryKeyConstraint("contract_id", name=op.f("pk_contract_ending")),
    )


def downgrade() -> None:
    op.drop_table("contract_ending")
    op.drop_table("contract_document")
    op.drop_index("ix_contract_value", table_name="contract")
    op.drop_index("ix_contract_title", table_name="contract")
    op.drop_index("ix_contract_supplier", table_name="contract")
    op.drop_index("ix_contract_notice", table_name="contract")
    op.drop_index("ix_contract_last", table_name="contract")
    op.drop_index("ix_contract_end", table_name="contract")
    op.drop_index("ix_contract_due", table_name="contract")
    op.drop_index("ix_contract_class", table_name="contract")
    op.drop_index("ix_contract_category", table_name="contract")
    op.drop_table("contract")
    for table in ("notice", "notice_choice"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE topic IN ('procurement', 'contracts')"))
    change_topics(AFTER, BEFORE)
