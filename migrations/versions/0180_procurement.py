"""Joint rounds, demand, participation agreements, awarded deals and call-offs."""

import sqlalchemy as sa
from alembic import op

revision = "0180"
down_revision = "0170"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deal",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("cpv", sa.String(), nullable=False),
        sa.Column(
            "purchase",
            sa.Enum(
                "goods",
                "services",
                "light_touch",
                "works",
                name="purchasekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("awarded_by", sa.String(), nullable=False),
        sa.Column("award_date", sa.Date(), nullable=True),
        sa.Column("until_date", sa.Date(), nullable=True),
        sa.Column("last_date", sa.Date(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "all", "region", "named", name="dealaudience", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_deal_listing_id")),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_deal")),
    )
    op.create_index("ix_deal_until", "deal", ["until_date", "listing_id"], unique=False)
    op.create_table(
        "joint_round",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("cpv", sa.String(), nullable=False),
        sa.Column(
            "purchase",
            sa.Enum(
                "goods",
                "services",
                "light_touch",
                "works",
                name="purchasekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "route",
            sa.Enum(
                "framework",
                "quotes",
                "open_procedure",
                "dynamic_market",
                "direct",
                name="buyingroute",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("framework", sa.String(), nullable=False),
        sa.Column("framework_note", sa.String(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("extension_months", sa.Integer(), nullable=False),
        sa.Column("interest_by_date", sa.Date(), nullable=True),
        sa.Column("intention_by_date", sa.Date(), nullable=True),
        sa.Column("commit_by_date", sa.Date(), nullable=True),
        sa.Column("withdraw_by_date", sa.Date(), nullable=True),
        sa.Column("notice_date", sa.Date(), nullable=True),
        sa.Column("tenders_by_date", sa.Date(), nullable=True),
        sa.Column("award_by_date", sa.Date(), nullable=True),
        sa.Column(
            "joining",
            sa.Enum(
                "open", "region", "invitation", name="joining", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("late_fee_pence", sa.BigInteger(), nullable=False),
        sa.Column("terms", sa.String(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "interest",
                "intention",
                "commitment",
                "out_to_bid",
                "evaluation",
                "standstill",
                "awarded",
                "call_off",
                "in_contract",
                "closed",
                "abandoned",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("stage_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("standstill_until_date", sa.Date(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(stage IS NULL) = (stage_at IS NULL)", name=op.f("ck_joint_round_stage_moment")),
        sa.CheckConstraint("late_fee_pence >= 0", name=op.f("ck_joint_round_fee")),
        sa.CheckConstraint("months > 0 AND extension_months >= 0", name=op.f("ck_joint_round_length")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_joint_round_listing_id")),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_joint_round")),
    )
    op.create_index("ix_joint_round_cpv", "joint_round", ["cpv", "notice_date"], unique=False)
    op.create_index("ix_joint_round_stage", "joint_round", ["stage", "commit_by_date", "listing_id"], unique=False)
    op.create_table(
        "call_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "placed",
                "declined",
                "cancelled",
                "lapsed",
                name="calloffstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("po_number", sa.String(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("gross_pence", sa.BigInteger(), nullable=False),
        sa.Column("approval_reference", sa.String(), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("end_date >= start_date", name=op.f("ck_call_off_days")),
        sa.CheckConstraint("net_pence >= 0 AND gross_pence >= net_pence", name=op.f("ck_call_off_value")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_call_off_asked_by")),
        sa.ForeignKeyConstraint(["listing_id"], ["deal.listing_id"], name=op.f("fk_call_off_listing_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_call_off_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_off")),
        sa.UniqueConstraint("reference", name=op.f("uq_call_off_reference")),
        sa.UniqueConstraint("token", name=op.f("uq_call_off_token")),
    )
    op.create_index("ix_call_off_approval", "call_off", ["approval_reference"], unique=False)
    op.create_index("ix_call_off_deal", "call_off", ["listing_id", "state", "id"], unique=False)
    op.create_index("ix_call_off_trust", "call_off", ["trust_id", "state", "start_date", "id"], unique=False)
    op.create_table(
        "deal_trust",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["deal.listing_id"], name=op.f("fk_deal_trust_listing_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_deal_trust_trust_id")),
        sa.PrimaryKeyConstraint("listing_id", "trust_id", name=op.f("pk_deal_trust")),
    )
    op.create_index("ix_deal_trust_trust", "deal_trust", ["trust_id", "listing_id"], unique=False)
    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "interested",
                "intended",
                "asked",
                "signing",
                "committed",
                "withdrawn",
                name="participationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("joined_by", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["joined_by"], ["person.id"], name=op.f("fk_participation_joined_by")),
        sa.ForeignKeyConstraint(["listing_id"], ["joint_round.listing_id"], name=op.f("fk_participation_listing_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_participation_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("listing_id", "trust_id", name=op.f("uq_participation_listing_id_trust_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_participation_reference")),
    )
    op.create_index("ix_participation_trust", "participation", ["trust_id", "state", "changed_at"], unique=False)
    op.create_table(
        "participation_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_participation_agreement_issued_by")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["joint_round.listing_id"], name=op.f("fk_participation_agreement_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_agreement")),
        sa.UniqueConstraint("listing_id", "number", name=op.f("uq_participation_agreement_listing_id_number")),
    )
    op.create_index(
        "uq_participation_agreement_current",
        "participation_agreement",
        ["listing_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "round_exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "controlled_body",
                "co_operation",
                "land",
                "legal_services",
                "financial_services",
                "employment",
                "work_of_art",
                "exclusive_rights",
                "technical_reasons",
                "same_supplier_again",
                "repeat",
                "commodities",
                "insolvency",
                "urgency",
                "user_choice",
                "no_suitable_tender",
                name="exemptionground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("value_pence", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "approved",
                "declined",
                name="exemptionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("approval_reference", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["listing_id"], ["joint_round.listing_id"], name=op.f("fk_round_exemption_listing_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_round_exemption_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_exemption")),
        sa.UniqueConstraint("reference", name=op.f("uq_round_exemption_reference")),
    )
    op.create_index("ix_round_exemption_approval", "round_exemption", ["approval_reference"], unique=False)
    op.create_index("ix_round_exemption_round", "round_exemption", ["listing_id", "id"], unique=False)
    op.create_table(
        "round_invitation",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["joint_round.listing_id"], name=op.f("fk_round_invitation_listing_id")
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_round_invitation_trust_id")),
        sa.PrimaryKeyConstraint("listing_id", "trust_id", name=op.f("pk_round_invitation")),
    )
    op.create_index("ix_round_invitation_trust", "round_invitation", ["trust_id", "listing_id"], unique=False)
    op.create_table(
        "round_lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column(
            "per",
            sa.Enum("once", "year", name="per", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("guide_hundredths", sa.BigInteger(), nullable=True),
        sa.Column(
            "vat",
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
        sa.Column(
            "basis",
            sa.Enum("quantity", "value", name="tierbasis", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.CheckConstraint("position > 0 AND guide_hundredths >= 0", name=op.f("ck_round_lot_amounts")),
        sa.ForeignKeyConstraint(["listing_id"], ["joint_round.listing_id"], name=op.f("fk_round_lot_listing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_lot")),
        sa.UniqueConstraint("listing_id", "position", name=op.f("uq_round_lot_listing_id_position")),
    )
    op.create_table(
        "round_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "interest",
                "intention",
                "commitment",
                "out_to_bid",
                "evaluation",
                "standstill",
                "awarded",
                "call_off",
                "in_contract",
                "closed",
                "abandoned",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["joint_round.listing_id"], name=op.f("fk_round_move_listing_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_round_move_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_move")),
    )
    op.create_index("ix_round_move_round", "round_move", ["listing_id", "id"], unique=False)
    op.create_table(
        "deal_lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column(
            "per",
            sa.Enum("once", "year", name="per", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("price_hundredths", sa.BigInteger(), nullable=True),
        sa.Column(
            "vat",
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
        sa.Column("round_lot_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("position > 0 AND price_hundredths >= 0", name=op.f("ck_deal_lot_amounts")),
        sa.ForeignKeyConstraint(["listing_id"], ["deal.listing_id"], name=op.f("fk_deal_lot_listing_id")),
        sa.ForeignKeyConstraint(["round_lot_id"], ["round_lot.id"], name=op.f("fk_deal_lot_round_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_lot")),
        sa.UniqueConstraint("listing_id", "position", name=op.f("uq_deal_lot_listing_id_position")),
    )
    op.create_table(
        "demand_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("price_hundredths", sa.BigInteger(), nullable=True),
        sa.Column("contract_end_date", sa.Date(), nullable=True),
        sa.Column("notice_date", sa.Date(), nullable=True),
        sa.Column("joins_date", sa.Date(), nullable=False),
        sa.CheckConstraint("price_hundredths >= 0", name=op.f("ck_demand_line_price")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_demand_line_quantity")),
        sa.ForeignKeyConstraint(["lot_id"], ["round_lot.id"], name=op.f("fk_demand_line_lot_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_demand_line_participation_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_demand_line_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_line")),
        sa.UniqueConstraint(
            "participation_id", "lot_id", "school_id", name=op.f("uq_demand_line_participation_id_lot_id_school_id")
        ),
    )
    op.create_index("ix_demand_line_lot", "demand_line", ["lot_id"], unique=False)
    op.create_index(
        "uq_demand_line_office",
        "demand_line",
        ["participation_id", "lot_id"],
        unique=True,
        sqlite_where=sa.text("school_id IS NULL"),
        postgresql_where=sa.text("school_id IS NULL"),
    )
    op.create_table(
        "participation_commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("gross_pence", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "allowed",
                "signed",
                "declined",
                "undone",
                name="commitmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("approval_reference", sa.String(), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "net_pence >= 0 AND gross_pence >= net_pence", name=op.f("ck_participation_commitment_value")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["participation_agreement.id"], name=op.f("fk_participation_commitment_agreement_id")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_participation_commitment_asked_by")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_participation_commitment_participation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_commitment")),
    )
    op.create_index(
        "ix_participation_commitment_approval", "participation_commitment", ["approval_reference"], unique=False
    )
    op.create_index(
        "ix_participation_commitment_participation",
        "participation_commitment",
        ["participation_id", "id"],
        unique=False,
    )
    op.create_index(
        "uq_participation_commitment_open",
        "participation_commitment",
        ["participation_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('asked', 'allowed', 'signed')"),
        postgresql_where=sa.text("state IN ('asked', 'allowed', 'signed')"),
    )
    op.create_table(
        "participation_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("was_committed", sa.Boolean(), nullable=False),
        sa.Column("cost_pence", sa.BigInteger(), nullable=False),
        sa.Column("charge_reference", sa.String(), nullable=True),
        sa.CheckConstraint("cost_pence >= 0", name=op.f("ck_participation_withdrawal_cost")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_participation_withdrawal_participation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participation_withdrawal_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_withdrawal")),
    )
    op.create_index(
        "ix_participation_withdrawal_participation",
        "participation_withdrawal",
        ["participation_id", "id"],
        unique=False,
    )
    op.create_table(
        "round_award",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("price_hundredths", sa.BigInteger(), nullable=False),
        sa.Column("award_date", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("price_hundredths >= 0", name=op.f("ck_round_award_price")),
        sa.ForeignKeyConstraint(["lot_id"], ["round_lot.id"], name=op.f("fk_round_award_lot_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_round_award_recorded_by")),
        sa.PrimaryKeyConstraint("lot_id", name=op.f("pk_round_award")),
    )
    op.create_table(
        "round_tier",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("at_least", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("price_hundredths", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("at_least > 0 AND price_hundredths >= 0", name=op.f("ck_round_tier_amounts")),
        sa.ForeignKeyConstraint(["lot_id"], ["round_lot.id"], name=op.f("fk_round_tier_lot_id")),
        sa.PrimaryKeyConstraint("lot_id", "at_least", name=op.f("pk_round_tier")),
    )
    op.create_table(
        "round_tier_told",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("at_least", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["round_lot.id"], name=op.f("fk_round_tier_told_lot_id")),
        sa.PrimaryKeyConstraint("lot_id", "at_least", name=op.f("pk_round_tier_told")),
    )
    op.create_table(
        "call_off_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_off_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("price_hundredths", sa.BigInteger(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "quantity > 0 AND price_hundredths >= 0 AND net_pence >= 0 AND vat_pence >= 0",
            name=op.f("ck_call_off_line_amounts"),
        ),
        sa.ForeignKeyConstraint(["call_off_id"], ["call_off.id"], name=op.f("fk_call_off_line_call_off_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["deal_lot.id"], name=op.f("fk_call_off_line_lot_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_call_off_line_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_off_line")),
    )
    op.create_index("ix_call_off_line_call_off", "call_off_line", ["call_off_id", "id"], unique=False)
    op.create_table(
        "participation_signature",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["participation_commitment.id"], name=op.f("fk_participation_signature_commitment_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participation_signature_person_id")),
        sa.PrimaryKeyConstraint("commitment_id", name=op.f("pk_participation_signature")),
    )


def downgrade() -> None:
    op.drop_table("participation_signature")
    op.drop_index("ix_call_off_line_call_off", table_name="call_off_line")
    op.drop_table("call_off_line")
    op.drop_table("round_tier_told")
    op.drop_table("round_tier")
    op.drop_table("round_award")
    op.drop_index("ix_participation_withdrawal_participation", table_name="participation_withdrawal")
    op.drop_table("participation_withdrawal")
    op.drop_index(
        "uq_participation_commitment_open",
        table_name="participation_commitment",
        sqlite_where=sa.text("state IN ('asked', 'allowed', 'signed')"),
        postgresql_where=sa.text("state IN ('asked', 'allowed', 'signed')"),
    )
    op.drop_index("ix_participation_commitment_participation", table_name="participation_commitment")
    op.drop_index("ix_participation_commitment_approval", table_name="participation_commitment")
    op.drop_table("participation_commitment")
    op.drop_index(
        "uq_demand_line_office",
        table_name="demand_line",
        sqlite_where=sa.text("school_id IS NULL"),
        postgresql_where=sa.text("school_id IS NULL"),
    )
    op.drop_index("ix_demand_line_lot", table_name="demand_line")
    op.drop_table("demand_line")
    op.drop_table("deal_lot")
    op.drop_index("ix_round_move_round", table_name="round_move")
    op.drop_table("round_move")
    op.drop_table("round_lot")
    op.drop_index("ix_round_invitation_trust", table_name="round_invitation")
    op.drop_table("round_invitation")
    op.drop_index("ix_round_exemption_round", table_name="round_exemption")
    op.drop_index("ix_round_exemption_approval", table_name="round_exemption")
    op.drop_table("round_exemption")
    op.drop_index(
        "uq_participation_agreement_current",
        table_name="participation_agreement",
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.drop_table("participation_agreement")
    op.drop_index("ix_participation_trust", table_name="participation")
    op.drop_table("participation")
    op.drop_index("ix_deal_trust_trust", table_name="deal_trust")
    op.drop_table("deal_trust")
    op.drop_index("ix_call_off_trust", table_name="call_off")
    op.drop_index("ix_call_off_deal", table_name="call_off")
    op.drop_index("ix_call_off_approval", table_name="call_off")
    op.drop_table("call_off")
    op.drop_index("ix_joint_round_stage", table_name="joint_round")
    op.drop_index("ix_joint_round_cpv", table_name="joint_round")
    op.drop_table("joint_round")
    op.drop_index("ix_deal_until", table_name="deal")
    op.drop_table("deal")
