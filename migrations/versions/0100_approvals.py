"""Tables of approvals."""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("value_pence", sa.BigInteger(), nullable=False),
        sa.Column("includes_vat", sa.Boolean(), nullable=False),
        sa.Column("scheme_number", sa.Integer(), nullable=False),
        sa.Column("scheme_from_date", sa.Date(), nullable=True),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "awaiting",
                "approved",
                "declined",
                "cancelled",
                name="approvalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("requested_by", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name=op.f("fk_approval_requested_by")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_approval_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("reference", name=op.f("uq_approval_reference")),
    )
    op.create_index("ix_approval_list", "approval", ["trust_id", "state", "requested_at", "id"], unique=False)
    op.create_index("ix_approval_subject", "approval", ["subject"], unique=False)
    op.create_table(
        "post_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column(
            "post",
            sa.Enum(
                "headteacher",
                "chief_financial_officer",
                "chief_executive",
                "finance_committee",
                "board",
                name="post",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_deputy", sa.Boolean(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_holder_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_post_holder_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holder")),
    )
    op.create_index(
        "uq_post_holder_now",
        "post_holder",
        ["trust_id", "post", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "scheme_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("includes_vat", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_scheme_version_number")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_scheme_version_made_by")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_scheme_version_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_version")),
        sa.UniqueConstraint("trust_id", "number", name=op.f("uq_scheme_version_trust_id_number")),
    )
    op.create_index("ix_scheme_version_in_force", "scheme_version", ["trust_id", "from_date", "number"], unique=False)
    op.create_table(
        "approval_cancellation",
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_approval_cancellation_approval_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_cancellation_person_id")),
        sa.PrimaryKeyConstraint("approval_id", name=op.f("pk_approval_cancellation")),
    )
    op.create_table(
        "approval_decision",
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_approval_decision_approval_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_decision_person_id")),
        sa.PrimaryKeyConstraint("approval_id", name=op.f("pk_approval_decision")),
    )
    op.create_index(op.f("ix_approval_decision_decided_at"), "approval_decision", ["decided_at"], unique=False)
    op.create_table(
        "approval_quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("supplier_key", sa.String(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_pence > 0", name=op.f("ck_approval_quote_amount")),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_approval_quote_approval_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_approval_quote_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_quote")),
        sa.UniqueConstraint("approval_id", "supplier_key", name=op.f("uq_approval_quote_approval_id_supplier_key")),
    )
    op.create_table(
        "approval_quote_waiver",
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_approval_quote_waiver_approval_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_quote_waiver_person_id")),
        sa.PrimaryKeyConstraint("approval_id", name=op.f("pk_approval_quote_waiver")),
    )
    op.create_table(
        "scheme_band",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("up_to_pence", sa.BigInteger(), nullable=True),
        sa.Column(
            "decided_by",
            sa.Enum(
                "headteacher",
                "chief_financial_officer",
                "chief_executive",
                "finance_committee",
                "board",
                name="post",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("quotes_needed", sa.Integer(), nullable=False),
        sa.CheckConstraint("quotes_needed >= 0", name=op.f("ck_scheme_band_quotes")),
        sa.CheckConstraint("up_to_pence > 0", name=op.f("ck_scheme_band_up_to")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme_version.id"], name=op.f("fk_scheme_band_scheme_id")),
        sa.PrimaryKeyConstraint("scheme_id", "position", name=op.f("pk_scheme_band")),
    )


def downgrade() -> None:
    op.drop_table("scheme_band")
    op.drop_table("approval_quote_waiver")
    op.drop_table("approval_quote")
    op.drop_index(op.f("ix_approval_decision_decided_at"), table_name="approval_decision")
    op.drop_table("approval_decision")
    op.drop_table("approval_cancellation")
    op.drop_index("ix_scheme_version_in_force", table_name="scheme_version")
    op.drop_table("scheme_version")
    op.drop_index(
        "uq_post_holder_now",
        table_name="post_holder",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("post_holder")
    op.drop_index("ix_approval_subject", table_name="approval")
    op.drop_index("ix_approval_list", table_name="approval")
    op.drop_table("approval")
