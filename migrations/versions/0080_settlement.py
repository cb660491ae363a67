"""Tables of settlement."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox_event",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_inbox_event")),
    )
    op.create_index("ix_inbox_event_received", "inbox_event", ["received_at"], unique=False)
    op.create_table(
        "settlement_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "collecting",
                "arrived",
                "paying",
                "closed",
                "cancelled",
                name="runstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paying_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["started_by"], ["person.id"], name=op.f("fk_settlement_run_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement_run")),
        sa.UniqueConstraint("reference", name=op.f("uq_settlement_run_reference")),
    )
    op.create_index("ix_settlement_run_state", "settlement_run", ["state", "id"], unique=False)
    op.create_table(
        "stripe_account",
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "wanted", "open", "refused", name="accountstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column(
            "transfers",
            sa.Enum(
                "unrequested",
                "restricted",
                "pending",
                "active",
                name="capability",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("open_questions", sa.Integer(), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted_by", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (account_id IS NOT NULL)", name=op.f("ck_stripe_account_open")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_stripe_account_trust_id")),
        sa.ForeignKeyConstraint(["wanted_by"], ["person.id"], name=op.f("fk_stripe_account_wanted_by")),
        sa.PrimaryKeyConstraint("trust_id", name=op.f("pk_stripe_account")),
        sa.UniqueConstraint("account_id", name=op.f("uq_stripe_account_account_id")),
    )
    op.create_index("ix_stripe_account_look", "stripe_account", ["state", "look_at"], unique=False)
    op.create_table(
        "booked_row",
        sa.Column("transaction_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["settlement_run.id"], name=op.f("fk_booked_row_run_id")),
        sa.PrimaryKeyConstraint("transaction_id", name=op.f("pk_booked_row")),
    )
    op.create_index("ix_booked_row_kind", "booked_row", ["kind", "booked_at"], unique=False)
    op.create_index(op.f("ix_booked_row_run_id"), "booked_row", ["run_id"], unique=False)
    op.create_table(
        "leg",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum("pay", "receive", name="direction", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("arrived_pence", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "asked",
                "part_paid",
                "paid",
                "cancelled",
                name="legstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stripe_id", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_attempt", sa.Integer(), nullable=True),
        sa.Column(
            "hold",
            sa.Enum("float", "account", "refused", name="hold", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("hold_reason", sa.String(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'paid' OR (stripe_id IS NOT NULL AND arrived_pence = amount_pence)", name=op.f("ck_leg_paid")
        ),
        sa.CheckConstraint("(hold IS NULL) = (held_at IS NULL)", name=op.f("ck_leg_held")),
        sa.CheckConstraint(
            "amount_pence > 0 AND arrived_pence >= 0 AND arrived_pence <= amount_pence", name=op.f("ck_leg_amounts")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["settlement_run.id"], name=op.f("fk_leg_run_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_leg_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leg")),
        sa.UniqueConstraint("run_id", "trust_id", "direction", name=op.f("uq_leg_run_id_trust_id_direction")),
        sa.UniqueConstraint("stripe_id", name=op.f("uq_leg_stripe_id")),
    )
    op.create_index("ix_leg_look", "leg", ["direction", "state", "look_at"], unique=False)
    op.create_index("ix_leg_trust", "leg", ["trust_id", "run_id"], unique=False)
    op.create_table(
        "run_cancellation",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_run_cancellation_asked_by")),
        sa.ForeignKeyConstraint(["run_id"], ["settlement_run.id"], name=op.f("fk_run_cancellation_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run_cancellation")),
    )
    op.create_table(
        "run_invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("invoice_reference", sa.String(), nullable=False),
        sa.Column("invoice_number", sa.String(), nullable=False),
        sa.Column("payer_id", sa.Integer(), nullable=False),
        sa.Column("payee_id", sa.Integer(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_reference"], ["invoice.reference"], name=op.f("fk_run_invoice_invoice_reference")
        ),
        sa.ForeignKeyConstraint(["payee_id"], ["trust.id"], name=op.f("fk_run_invoice_payee_id")),
        sa.ForeignKeyConstraint(["payer_id"], ["trust.id"], name=op.f("fk_run_invoice_payer_id")),
        sa.ForeignKeyConstraint(["run_id"], ["settlement_run.id"], name=op.f("fk_run_invoice_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_invoice")),
        sa.UniqueConstraint("run_id", "invoice_reference", name=op.f("uq_run_invoice_run_id_invoice_reference")),
    )
    op.create_index(op.f("ix_run_invoice_invoice_reference"), "run_invoice", ["invoice_reference"], unique=False)
    op.create_index(
        "uq_run_invoice_live",
        "run_invoice",
        ["invoice_reference"],
        unique=True,
        sqlite_where=sa.text("is_live"),
        postgresql_where=sa.text("is_live"),
    )
    op.create_table(
        "run_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "started",
                "asked",
                "part_arrived",
                "arrived",
                "held",
                "sent",
                "closed",
                "cancel_asked",
                "cancel_declined",
                "cancelled",
                name="stepkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["settlement_run.id"], name=op.f("fk_run_step_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_step")),
        sa.UniqueConstraint("run_id", "kind", "amount_pence", name=op.f("uq_run_step_run_id_kind_amount_pence")),
    )
    op.create_table(
        "bank_instructions",
        sa.Column("leg_id", sa.Integer(), nullable=False),
        sa.Column("account_name", sa.String(), nullable=False),
        sa.Column("sort_code", sa.String(), nullable=False),
        sa.Column("account_number", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["leg_id"], ["leg.id"], name=op.f("fk_bank_instructions_leg_id")),
        sa.PrimaryKeyConstraint("leg_id", name=op.f("pk_bank_instructions")),
    )


def downgrade() -> None:
    op.drop_table("bank_instructions")
    op.drop_table("run_step")
    op.drop_index(
        "uq_run_invoice_live",
        table_name="run_invoice",
        sqlite_where=sa.text("is_live"),
        postgresql_where=sa.text("is_live"),
    )
    op.drop_index(op.f("ix_run_invoice_invoice_reference"), table_name="run_invoice")
    op.drop_table("run_invoice")
    op.drop_table("run_cancellation")
    op.drop_index("ix_leg_trust", table_name="leg")
    op.drop_index("ix_leg_look", table_name="leg")
    op.drop_table("leg")
    op.drop_index(op.f("ix_booked_row_run_id"), table_name="booked_row")
    op.drop_index("ix_booked_row_kind", table_name="booked_row")
    op.drop_table("booked_row")
    op.drop_index("ix_stripe_account_look", table_name="stripe_account")
    op.drop_table("stripe_account")
    op.drop_index("ix_settlement_run_state", table_name="settlement_run")
    op.drop_table("settlement_run")
    op.drop_index("ix_inbox_event_received", table_name="inbox_event")
    op.drop_table("inbox_event")
