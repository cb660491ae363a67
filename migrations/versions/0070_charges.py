"""Tables of charges."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "finance_details",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("legal_name", sa.String(), nullable=False),
        sa.Column("address_lines", sa.JSON(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("vat_registered", sa.Boolean(), nullable=False),
        sa.Column("vat_number", sa.String(), nullable=True),
        sa.Column("invoice_contact", sa.String(), nullable=False),
        sa.Column("invoice_email", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("vat_registered = (vat_number IS NOT NULL)", name=op.f("ck_finance_details_vat_number")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_finance_details_set_by")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_finance_details_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_details")),
    )
    op.create_index("ix_finance_details_trust", "finance_details", ["trust_id", "from_date", "id"], unique=False)
    op.create_table(
        "invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("is_vat_document", sa.Boolean(), nullable=False),
        sa.Column("charge_reference", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("supply_date", sa.Date(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("po_number", sa.String(), nullable=True),
        sa.Column("provider_name", sa.String(), nullable=False),
        sa.Column("provider_address", sa.JSON(), nullable=False),
        sa.Column("provider_vat_number", sa.String(), nullable=True),
        sa.Column("provider_company_number", sa.String(), nullable=True),
        sa.Column("provider_contact", sa.String(), nullable=False),
        sa.Column("provider_email", sa.String(), nullable=False),
        sa.Column("buyer_name", sa.String(), nullable=False),
        sa.Column("buyer_address", sa.JSON(), nullable=False),
        sa.Column("buyer_vat_number", sa.String(), nullable=True),
        sa.Column("buyer_company_number", sa.String(), nullable=True),
        sa.Column("buyer_contact", sa.String(), nullable=True),
        sa.Column("buyer_email", sa.String(), nullable=True),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.Column("gross_pence", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "unpaid",
                "paying",
                "settled",
                "credited",
                name="invoicestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("credited_pence", sa.BigInteger(), nullable=False),
        sa.Column("settled_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("credited_pence >= 0 AND credited_pence <= gross_pence", name=op.f("ck_invoice_credited")),
        sa.CheckConstraint("gross_pence = net_pence + vat_pence AND gross_pence > 0", name=op.f("ck_invoice_amounts")),
        sa.CheckConstraint("settled_pence >= 0 AND settled_pence <= gross_pence", name=op.f("ck_invoice_settled")),
        sa.ForeignKeyConstraint(["buyer_id"], ["trust.id"], name=op.f("fk_invoice_buyer_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["trust.id"], name=op.f("fk_invoice_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("charge_reference", name=op.f("uq_invoice_charge_reference")),
        sa.UniqueConstraint("provider_id", "sequence", name=op.f("uq_invoice_provider_id_sequence")),
        sa.UniqueConstraint("reference", name=op.f("uq_invoice_reference")),
    )
    op.create_index("ix_invoice_buyer", "invoice", ["buyer_id", "issue_date", "id"], unique=False)
    op.create_index("ix_invoice_provider", "invoice", ["provider_id", "issue_date", "id"], unique=False)
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "payable",
                "receivable",
                "in_settlement",
                "stripe_clearing",
                "fees",
                "float",
                "suspense",
                name="accountkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("trust_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('payable', 'receivable', 'in_settlement')) = (trust_id IS NOT NULL)",
            name=op.f("ck_ledger_account_owner"),
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_ledger_account_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
    )
    op.create_index(
        "uq_ledger_account_kind",
        "ledger_account",
        ["kind"],
        unique=True,
        sqlite_where=sa.text("trust_id IS NULL"),
        postgresql_where=sa.text("trust_id IS NULL"),
    )
    op.create_index(
        "uq_ledger_account_trust_kind",
        "ledger_account",
        ["trust_id", "kind"],
        unique=True,
        sqlite_where=sa.text("trust_id IS NOT NULL"),
        postgresql_where=sa.text("trust_id IS NOT NULL"),
    )
    op.create_table(
        "number_series",
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_number_series_trust_id")),
        sa.PrimaryKeyConstraint("trust_id", "kind", name=op.f("pk_number_series")),
    )
    op.create_table(
        "charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("supply_date", sa.Date(), nullable=False),
        sa.Column("po_number", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "raised",
                "queried",
                "accepted",
                "invoiced",
                "settled",
                "credited",
                "withdrawn",
                name="chargestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.Column("gross_pence", sa.BigInteger(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=True),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('invoiced', 'settled', 'credited')) = (invoice_id IS NOT NULL)", name=op.f("ck_charge_invoiced")
        ),
        sa.CheckConstraint("gross_pence = net_pence + vat_pence AND gross_pence > 0", name=op.f("ck_charge_amounts")),
        sa.CheckConstraint("provider_id <> buyer_id", name=op.f("ck_charge_parties")),
        sa.ForeignKeyConstraint(["buyer_id"], ["trust.id"], name=op.f("fk_charge_buyer_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_charge_invoice_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["trust.id"], name=op.f("fk_charge_provider_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_charge_raised_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge")),
        sa.UniqueConstraint("key", name=op.f("uq_charge_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_charge_reference")),
    )
    op.create_index("ix_charge_buyer", "charge", ["buyer_id", "raised_at", "id"], unique=False)
    op.create_index(op.f("ix_charge_invoice_id"), "charge", ["invoice_id"], unique=False)
    op.create_index("ix_charge_provider", "charge", ["provider_id", "raised_at", "id"], unique=False)
    op.create_index("ix_charge_state", "charge", ["state", "provider_id"], unique=False)
    op.create_index(op.f("ix_charge_subject"), "charge", ["subject"], unique=False)
    op.create_table(
        "credit_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.Column("gross_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "gross_pence = net_pence + vat_pence AND gross_pence > 0", name=op.f("ck_credit_note_amounts")
        ),
        sa.ForeignKeyConstraint(["buyer_id"], ["trust.id"], name=op.f("fk_credit_note_buyer_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_credit_note_invoice_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_credit_note_issued_by")),
        sa.ForeignKeyConstraint(["provider_id"], ["trust.id"], name=op.f("fk_credit_note_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_note")),
        sa.UniqueConstraint("provider_id", "sequence", name=op.f("uq_credit_note_provider_id_sequence")),
        sa.UniqueConstraint("reference", name=op.f("uq_credit_note_reference")),
    )
    op.create_index(op.f("ix_credit_note_invoice_id"), "credit_note", ["invoice_id"], unique=False)
    op.create_table(
        "invoice_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("unit_price_pence", sa.BigInteger(), nullable=False),
        sa.Column(
            "vat_treatment",
            sa.Enum(
                "standard",
                "reduced",
                "zero",
                "exempt",
                "outside_scope",
                name="vattreatment",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("vat_rate", sa.Integer(), nullable=False),
        sa.Column("vat_reason", sa.String(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_line_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_line")),
        sa.UniqueConstraint("invoice_id", "position", name=op.f("uq_invoice_line_invoice_id_position")),
    )
    op.create_table(
        "invoice_settlement",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("run_reference", sa.String(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_settlement_invoice_id")),
        sa.PrimaryKeyConstraint("invoice_id", name=op.f("pk_invoice_settlement")),
    )
    op.create_index(op.f("ix_invoice_settlement_run_reference"), "invoice_settlement", ["run_reference"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "invoice_issued",
                "credit_note_issued",
                "money_arrived",
                "fee_taken",
                "transfer_made",
                "float_added",
                "money_unmatched",
                "money_matched",
                "money_returned",
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "posted", name="entrystate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'posted') = (posted_at IS NOT NULL)", name=op.f("ck_ledger_entry_posted")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_ledger_entry_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_entry_key")),
    )
    op.create_index(op.f("ix_ledger_entry_invoice_id"), "ledger_entry", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_ledger_entry_subject"), "ledger_entry", ["subject"], unique=False)
    op.create_table(
        "charge_acceptance",
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["accepted_by"], ["person.id"], name=op.f("fk_charge_acceptance_accepted_by")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_charge_acceptance_charge_id")),
        sa.PrimaryKeyConstraint("charge_id", name=op.f("pk_charge_acceptance")),
    )
    op.create_table(
        "charge_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("unit_price_pence", sa.BigInteger(), nullable=False),
        sa.Column(
            "vat_treatment",
            sa.Enum(
                "standard",
                "reduced",
                "zero",
                "exempt",
                "outside_scope",
                name="vattreatment",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("vat_rate", sa.Integer(), nullable=False),
        sa.Column("vat_reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("net_pence = quantity * unit_price_pence", name=op.f("ck_charge_line_net")),
        sa.CheckConstraint("quantity > 0 AND unit_price_pence >= 0", name=op.f("ck_charge_line_positive")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_charge_line_charge_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_charge_line_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge_line")),
        sa.UniqueConstraint("charge_id", "position", name=op.f("uq_charge_line_charge_id_position")),
    )
    op.create_table(
        "charge_query",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_charge_query_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_charge_query_asked_by")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_charge_query_charge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge_query")),
    )
    op.create_index(op.f("ix_charge_query_charge_id"), "charge_query", ["charge_id"], unique=False)
    op.create_table(
        "charge_withdrawal",
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_charge_withdrawal_charge_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_charge_withdrawal_withdrawn_by")),
        sa.PrimaryKeyConstraint("charge_id", name=op.f("pk_charge_withdrawal")),
    )
    op.create_table(
        "credit_note_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("credit_note_id", sa.Integer(), nullable=False),
        sa.Column("invoice_line_id", sa.Integer(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("net_pence > 0 AND vat_pence >= 0", name=op.f("ck_credit_note_line_positive")),
        sa.ForeignKeyConstraint(
            ["credit_note_id"], ["credit_note.id"], name=op.f("fk_credit_note_line_credit_note_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_line_id"], ["invoice_line.id"], name=op.f("fk_credit_note_line_invoice_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_note_line")),
        sa.UniqueConstraint(
            "credit_note_id", "invoice_line_id", name=op.f("uq_credit_note_line_credit_note_id_invoice_line_id")
        ),
    )
    op.create_index(op.f("ix_credit_note_line_invoice_line_id"), "credit_note_line", ["invoice_line_id"], unique=False)
    op.create_table(
        "ledger_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_pence <> 0", name=op.f("ck_ledger_line_amount")),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_account.id"], name=op.f("fk_ledger_line_account_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"], name=op.f("fk_ledger_line_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_line")),
    )
    op.create_index("ix_ledger_line_account", "ledger_line", ["account_id", "entry_id"], unique=False)
    op.create_index(op.f("ix_ledger_line_entry_id"), "ledger_line", ["entry_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_ledger_line_entry_id"), table_name="ledger_line")
    op.drop_index("ix_ledger_line_account", table_name="ledger_line")
    op.drop_table("ledger_line")
    op.drop_index(op.f("ix_credit_note_line_invoice_line_id"), table_name="credit_note_line")
    op.drop_table("credit_note_line")
    op.drop_table("charge_withdrawal")
    op.drop_index(op.f("ix_charge_query_charge_id"), table_name="charge_query")
    op.drop_table("charge_query")
    op.drop_table("charge_line")
    op.drop_table("charge_acceptance")
    op.drop_index(op.f("ix_ledger_entry_subject"), table_name="ledger_entry")
    op.drop_index(op.f("ix_ledger_entry_invoice_id"), table_name="ledger_entry")
    op.drop_table("ledger_entry")
    op.drop_index(op.f("ix_invoice_settlement_run_reference"), table_name="invoice_settlement")
    op.drop_table("invoice_settlement")
    op.drop_table("invoice_line")
    op.drop_index(op.f("ix_credit_note_invoice_id"), table_name="credit_note")
    op.drop_table("credit_note")
    op.drop_index(op.f("ix_charge_subject"), table_name="charge")
    op.drop_index("ix_charge_state", table_name="charge")
    op.drop_index("ix_charge_provider", table_name="charge")
    op.drop_index(op.f("ix_charge_invoice_id"), table_name="charge")
    op.drop_index("ix_charge_buyer", table_name="charge")
    op.drop_table("charge")
    op.drop_table("number_series")
    op.drop_index(
        "uq_ledger_account_trust_kind",
        table_name="ledger_account",
        sqlite_where=sa.text("trust_id IS NOT NULL"),
        postgresql_where=sa.text("trust_id IS NOT NULL"),
    )
    op.drop_index(
        "uq_ledger_account_kind",
        table_name="ledger_account",
        sqlite_where=sa.text("trust_id IS NULL"),
        postgresql_where=sa.text("trust_id IS NULL"),
    )
    op.drop_table("ledger_account")
    op.drop_index("ix_invoice_provider", table_name="invoice")
    op.drop_index("ix_invoice_buyer", table_name="invoice")
    op.drop_table("invoice")
    op.drop_index("ix_finance_details_trust", table_name="finance_details")
    op.drop_table("finance_details")
