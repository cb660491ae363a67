"""Tables of services."""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("school_ids", sa.JSON(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("po_number", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_order_draft_listing_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_order_draft_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_order_draft_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_draft")),
        sa.UniqueConstraint("token", name=op.f("uq_order_draft_token")),
    )
    op.create_index("ix_order_draft_made", "order_draft", ["made_at"], unique=False)
    op.create_table(
        "service",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum("per_school", "per_pupil", name="pricebasis", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("base_pence", sa.BigInteger(), nullable=True),
        sa.Column("per_pupil_pence", sa.BigInteger(), nullable=True),
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
            nullable=True,
        ),
        sa.Column("vat_reason", sa.String(), nullable=False),
        sa.Column("vat_decided_by", sa.Integer(), nullable=True),
        sa.Column("notice_months", sa.Integer(), nullable=True),
        sa.CheckConstraint("base_pence >= 0", name=op.f("ck_service_base")),
        sa.CheckConstraint("notice_months >= 0", name=op.f("ck_service_notice")),
        sa.CheckConstraint("per_pupil_pence >= 0", name=op.f("ck_service_per_pupil")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_service_listing_id")),
        sa.ForeignKeyConstraint(["vat_decided_by"], ["person.id"], name=op.f("fk_service_vat_decided_by")),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_service")),
    )
    op.create_table(
        "service_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("draft_token", sa.String(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "awaiting_approval",
                "awaiting_provider",
                "agreed",
                "approval_declined",
                "provider_declined",
                "withdrawn",
                name="orderstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("po_number", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum("per_school", "per_pupil", name="pricebasis", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("base_pence", sa.BigInteger(), nullable=False),
        sa.Column("per_pupil_pence", sa.BigInteger(), nullable=False),
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
        sa.Column("vat_reason", sa.String(), nullable=False),
        sa.Column("vat_decided_by", sa.Integer(), nullable=True),
        sa.Column("vat_rate", sa.Integer(), nullable=False),
        sa.Column("notice_months", sa.Integer(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.Column("ordered_by", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approval_reference", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remind_date", sa.Date(), nullable=True),
        sa.Column("answer_by_date", sa.Date(), nullable=True),
        sa.CheckConstraint("buyer_id <> provider_id", name=op.f("ck_service_order_two_trusts")),
        sa.CheckConstraint("net_pence > 0 AND vat_pence >= 0", name=op.f("ck_service_order_amounts")),
        sa.CheckConstraint("years BETWEEN 1 AND 3", name=op.f("ck_service_order_years")),
        sa.ForeignKeyConstraint(["buyer_id"], ["trust.id"], name=op.f("fk_service_order_buyer_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_service_order_listing_id")),
        sa.ForeignKeyConstraint(["ordered_by"], ["person.id"], name=op.f("fk_service_order_ordered_by")),
        sa.ForeignKeyConstraint(["provider_id"], ["trust.id"], name=op.f("fk_service_order_provider_id")),
        sa.ForeignKeyConstraint(["vat_decided_by"], ["person.id"], name=op.f("fk_service_order_vat_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_order")),
        sa.UniqueConstraint("draft_token", name=op.f("uq_service_order_draft_token")),
        sa.UniqueConstraint("reference", name=op.f("uq_service_order_reference")),
    )
    op.create_index("ix_service_order_bought", "service_order", ["buyer_id", "ordered_at", "id"], unique=False)
    op.create_index(op.f("ix_service_order_listing_id"), "service_order", ["listing_id"], unique=False)
    op.create_index("ix_service_order_remind", "service_order", ["state", "remind_date"], unique=False)
    op.create_index("ix_service_order_sold", "service_order", ["provider_id", "sent_at", "id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("end_date > start_date", name=op.f("ck_agreement_days")),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name=op.f("fk_agreement_agreed_by")),
        sa.ForeignKeyConstraint(["order_id"], ["service_order.id"], name=op.f("fk_agreement_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("order_id", name=op.f("uq_agreement_order_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_agreement_reference")),
    )
    op.create_index("ix_agreement_days", "agreement", ["end_date", "start_date"], unique=False)
    op.create_table(
        "service_order_refusal",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["service_order.id"], name=op.f("fk_service_order_refusal_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_service_order_refusal_person_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_service_order_refusal")),
    )
    op.create_table(
        "service_order_school",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "early_years",
                "primary",
                "secondary",
                "all_through",
                "sixteen_plus",
                "special",
                "alternative_provision",
                "not_applicable",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("roll", sa.Integer(), nullable=True),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("net_pence > 0 AND vat_pence >= 0", name=op.f("ck_service_order_school_amounts")),
        sa.ForeignKeyConstraint(["order_id"], ["service_order.id"], name=op.f("fk_service_order_school_order_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_service_order_school_school_id")),
        sa.PrimaryKeyConstraint("order_id", "school_id", name=op.f("pk_service_order_school")),
    )
    op.create_table(
        "service_order_withdrawal",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["service_order.id"], name=op.f("fk_service_order_withdrawal_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_service_order_withdrawal_person_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_service_order_withdrawal")),
    )
    op.create_table(
        "agreement_charge",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("charge_reference", sa.String(), nullable=False),
        sa.Column("supply_date", sa.Date(), nullable=False),
        sa.CheckConstraint("year > 0", name=op.f("ck_agreement_charge_year")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_charge_agreement_id")),
        sa.PrimaryKeyConstraint("agreement_id", "year", name=op.f("pk_agreement_charge")),
        sa.UniqueConstraint("charge_reference", name=op.f("uq_agreement_charge_charge_reference")),
    )


def downgrade() -> None:
    op.drop_table("agreement_charge")
    op.drop_table("service_order_withdrawal")
    op.drop_table("service_order_school")
    op.drop_table("service_order_refusal")
    op.drop_index("ix_agreement_days", table_name="agreement")
    op.drop_table("agreement")
    op.drop_index("ix_service_order_sold", table_name="service_order")
    op.drop_index("ix_service_order_remind", table_name="service_order")
    op.drop_index(op.f("ix_service_order_listing_id"), table_name="service_order")
    op.drop_index("ix_service_order_bought", table_name="service_order")
    op.drop_table("service_order")
    op.drop_table("service")
    op.drop_index("ix_order_draft_made", table_name="order_draft")
    op.drop_table("order_draft")
