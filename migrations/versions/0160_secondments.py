"""Tables of secondments."""

import sqlalchemy as sa
from alembic import op

revision = "0160"
down_revision = "0150"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "secondee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("home_post", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_secondee_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_secondee_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondee")),
        sa.UniqueConstraint("trust_id", "email", name=op.f("uq_secondee_trust_id_email")),
    )
    op.create_index("ix_secondee_email", "secondee", ["email"], unique=False)
    op.create_index("ix_secondee_name", "secondee", ["trust_id", "name", "id"], unique=False)
    op.create_index("ix_secondee_person", "secondee", ["person_id"], unique=False)
    op.create_table(
        "secondment_advert",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column(
            "family",
            sa.Enum(
                "teaching",
                "leadership",
                "send",
                "pastoral",
                "support",
                "business",
                "finance",
                "hr",
                "it",
                "estates",
                "governance",
                name="rolefamily",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "assistant",
                "practitioner",
                "middle",
                "senior",
                "head",
                "executive",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "cover",
                "improvement_support",
                "development",
                "project",
                "shared_post",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("weeks", sa.Integer(), nullable=True),
        sa.Column(
            "pattern",
            sa.Enum(
                "whole_week", "days", "half_terms", name="pattern", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("fte", sa.Integer(), nullable=True),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("half_terms", sa.JSON(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("shows_school", sa.Boolean(), nullable=False),
        sa.Column("miles", sa.Integer(), nullable=True),
        sa.Column("part_remote", sa.Boolean(), nullable=False),
        sa.Column("essential", sa.String(), nullable=False),
        sa.Column("desirable", sa.String(), nullable=False),
        sa.Column("gain", sa.String(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "at_cost",
                "share",
                "free",
                "reciprocal",
                name="costbasis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("share_percent", sa.Integer(), nullable=True),
        sa.Column("band_from_pence", sa.BigInteger(), nullable=True),
        sa.Column("band_to_pence", sa.BigInteger(), nullable=True),
        sa.Column("closing_date", sa.Date(), nullable=True),
        sa.Column("secondee_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "band_from_pence >= 0 AND band_to_pence >= band_from_pence", name=op.f("ck_secondment_advert_band")
        ),
        sa.CheckConstraint("end_date IS NULL OR weeks IS NULL", name=op.f("ck_secondment_advert_one_end")),
        sa.CheckConstraint("fte BETWEEN 1 AND 10000", name=op.f("ck_secondment_advert_fte")),
        sa.CheckConstraint("share_percent BETWEEN 1 AND 100", name=op.f("ck_secondment_advert_share")),
        sa.CheckConstraint("weeks > 0 AND miles > 0", name=op.f("ck_secondment_advert_counts")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_secondment_advert_listing_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_secondment_advert_school_id")),
        sa.ForeignKeyConstraint(["secondee_id"], ["secondee.id"], name=op.f("fk_secondment_advert_secondee_id")),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_secondment_advert")),
    )
    op.create_index("ix_secondment_advert_closing", "secondment_advert", ["closing_date", "listing_id"], unique=False)
    op.create_index("ix_secondment_advert_secondee", "secondment_advert", ["secondee_id"], unique=False)
    op.create_index("ix_secondment_advert_work", "secondment_advert", ["family", "level", "start_date"], unique=False)
    op.create_table(
        "secondment_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("secondee_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=True),
        sa.Column("availability_id", sa.Integer(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "interested",
                "in_conversation",
                "interview",
                "offered",
                "agreed",
                "not_this_time",
                "withdrawn",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_by_trust", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("home_id <> host_id", name=op.f("ck_secondment_interest_two_trusts")),
        sa.CheckConstraint(
            "opportunity_id IS NOT NULL OR availability_id IS NOT NULL", name=op.f("ck_secondment_interest_about")
        ),
        sa.ForeignKeyConstraint(
            ["availability_id"], ["listing.id"], name=op.f("fk_secondment_interest_availability_id")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["trust.id"], name=op.f("fk_secondment_interest_home_id")),
        sa.ForeignKeyConstraint(["host_id"], ["trust.id"], name=op.f("fk_secondment_interest_host_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_secondment_interest_made_by")),
        sa.ForeignKeyConstraint(["made_by_trust"], ["trust.id"], name=op.f("fk_secondment_interest_made_by_trust")),
        sa.ForeignKeyConstraint(["opportunity_id"], ["listing.id"], name=op.f("fk_secondment_interest_opportunity_id")),
        sa.ForeignKeyConstraint(["secondee_id"], ["secondee.id"], name=op.f("fk_secondment_interest_secondee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment_interest")),
        sa.UniqueConstraint("reference", name=op.f("uq_secondment_interest_reference")),
    )
    op.create_index("ix_secondment_interest_home", "secondment_interest", ["home_id", "made_at", "id"], unique=False)
    op.create_index("ix_secondment_interest_host", "secondment_interest", ["host_id", "made_at", "id"], unique=False)
    op.create_index("ix_secondment_interest_opportunity", "secondment_interest", ["opportunity_id"], unique=False)
    op.create_index("ix_secondment_interest_secondee", "secondment_interest", ["secondee_id", "is_open"], unique=False)
    op.create_index(
        "uq_secondment_interest_availability",
        "secondment_interest",
        ["availability_id", "host_id"],
        unique=True,
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "uq_secondment_interest_person",
        "secondment_interest",
        ["opportunity_id", "secondee_id"],
        unique=True,
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_table(
        "secondment_match_told",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("availability_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["availability_id"], ["listing.id"], name=op.f("fk_secondment_match_told_availability_id")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["listing.id"], name=op.f("fk_secondment_match_told_opportunity_id")
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "availability_id", name=op.f("pk_secondment_match_told")),
    )
    op.create_table(
        "secondment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("interest_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("secondee_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafting",
                "signing",
                "agreed",
                "running",
                "ended",
                "abandoned",
                name="secondmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("draft_terms", sa.JSON(), nullable=True),
        sa.Column("draft_pay", sa.JSON(), nullable=True),
        sa.Column("draft_number", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("last_date", sa.Date(), nullable=True),
        sa.Column("fte", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("fte BETWEEN 1 AND 10000", name=op.f("ck_secondment_fte")),
        sa.CheckConstraint("home_id <> host_id", name=op.f("ck_secondment_two_trusts")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_secondment_created_by")),
        sa.ForeignKeyConstraint(["home_id"], ["trust.id"], name=op.f("fk_secondment_home_id")),
        sa.ForeignKeyConstraint(["host_id"], ["trust.id"], name=op.f("fk_secondment_host_id")),
        sa.ForeignKeyConstraint(["interest_id"], ["secondment_interest.id"], name=op.f("fk_secondment_interest_id")),
        sa.ForeignKeyConstraint(["secondee_id"], ["secondee.id"], name=op.f("fk_secondment_secondee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment")),
        sa.UniqueConstraint("interest_id", name=op.f("uq_secondment_interest_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_secondment_reference")),
    )
    op.create_index("ix_secondment_home", "secondment", ["home_id", "state", "start_date", "id"], unique=False)
    op.create_index("ix_secondment_host", "secondment", ["host_id", "state", "start_date", "id"], unique=False)
    op.create_index("ix_secondment_secondee", "secondment", ["secondee_id", "state"], unique=False)
    op.create_index("ix_secondment_state", "secondment", ["state", "last_date"], unique=False)
    op.create_table(
        "secondment_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interest_id", sa.Integer(), nullable=False),
        sa.Column(
            "consenter",
            sa.Enum("person", "employer", name="consenter", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_secondment_consent_given_by")),
        sa.ForeignKeyConstraint(
            ["interest_id"], ["secondment_interest.id"], name=op.f("fk_secondment_consent_interest_id")
        ),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_secondment_consent_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment_consent")),
    )
    op.create_index(
        "uq_secondment_consent_standing",
        "secondment_consent",
        ["interest_id", "consenter"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "secondment_interest_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interest_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "interested",
                "in_conversation",
                "interview",
                "offered",
                "agreed",
                "not_this_time",
                "withdrawn",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "filled",
                "dates",
                "distance",
                "experience",
                "cost",
                "needed_at_home",
                "other",
                name="notthistime",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interest_id"], ["secondment_interest.id"], name=op.f("fk_secondment_interest_move_interest_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_secondment_interest_move_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_secondment_interest_move_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment_interest_move")),
    )
    op.create_index(
        "ix_secondment_interest_move_interest", "secondment_interest_move", ["interest_id", "id"], unique=False
    )
    op.create_table(
        "secondment_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secondment_id", sa.Integer(), nullable=False),
        sa.Column("first_date", sa.Date(), nullable=False),
        sa.Column("last_date", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_date >= first_date", name=op.f("ck_secondment_absence_days")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_secondment_absence_recorded_by")),
        sa.ForeignKeyConstraint(["secondment_id"], ["secondment.id"], name=op.f("fk_secondment_absence_secondment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment_absence")),
    )
    op.create_index(
        "ix_secondment_absence_secondment", "secondment_absence", ["secondment_id", "first_date"], unique=False
    )
    op.create_table(
        "secondment_arrival",
        sa.Column("secondment_id", sa.Integer(), nullable=False),
        sa.Column("arrived_date", sa.Date(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_secondment_arrival_confirmed_by")),
        sa.ForeignKeyConstraint(["secondment_id"], ["secondment.id"], name=op.f("fk_secondment_arrival_secondment_id")),
        sa.PrimaryKeyConstraint("secondment_id", name=op.f("pk_secondment_arrival")),
    )
    op.create_table(
        "secondment_charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secondment_id", sa.Integer(), nullable=False),
        sa.Column("month_date", sa.Date(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("charge_reference", sa.String(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("fee_pence", sa.BigInteger(), nullable=False),
        sa.Column("charged_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "net_pence >= 0 AND fee_pence >= 0 AND net_pence + fee_pence > 0", name=op.f("ck_secondment_charge_amounts")
        ),
        sa.ForeignKeyConstraint(["secondment_id"], ["secondment.id"], name=op.f("fk_secondment_charge_secondment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment_charge")),
        sa.UniqueConstraint("charge_reference", name=op.f("uq_secondment_charge_charge_reference")),
        sa.UniqueConstraint(
            "secondment_id",
            "month_date",
            "sequence",
            name=op.f("uq_secondment_charge_secondment_id_month_date_sequence"),
        ),
    )
    op.create_table(
        "secondment_check",
        sa.Column("secondment_id", sa.Integer(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "identity",
                "right_to_work",
                "enhanced_dbs",
                "barred_list",
                "prohibition",
                "section_128",
                "overseas",
                "qualifications",
                name="checkitem",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done_date", sa.Date(), nullable=True),
        sa.Column(
            "why_not",
            sa.Enum(
                "no_teaching",
                "no_management",
                "not_overseas",
                "none_needed",
                "not_regulated",
                name="whynot",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("confirmed_by", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(done_date IS NULL) <> (why_not IS NULL)", name=op.f("ck_secondment_check_one_answer")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_secondment_check_confirmed_by")),
        sa.ForeignKeyConstraint(["secondment_id"], ["secondment.id"], name=op.f("fk_secondment_check_secondment_id")),
        sa.PrimaryKeyConstraint("secondment_id", "item", name=op.f("pk_secondment_check")),
    )
    op.create_table(
        "secondment_early_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secondment_id", sa.Integer(), nullable=False),
        sa.Column(
            "by_party",
            sa.Enum("home", "host", "secondee", name="party", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "why",
            sa.Enum(
                "term_over",
                "early_home",
                "early_host",
                "early_secondee",
                "permanent",
                name="whyended",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("last_date", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_secondment_early_end_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_secondment_early_end_asked_by")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_secondment_early_end_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment_early_end")),
    )
    op.create_index("ix_secondment_early_end_secondment", "secondment_early_end", ["secondment_id", "id"], unique=False)
    op.create_table(
        "secondment_ending",
        sa.Column("secondment_id", sa.Integer(), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "term_over",
                "early_home",
                "early_host",
                "early_secondee",
                "permanent",
                name="whyended",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("last_date", sa.Date(), nullable=False),
        sa.Column("notice_date", sa.Date(), nullable=False),
        sa.Column(
            "by_party",
            sa.Enum("home", "host", "secondee", name="party", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_date >= notice_date", name=op.f("ck_secondment_ending_days")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_secondment_ending_given_by")),
        sa.ForeignKeyConstraint(["secondment_id"], ["secondment.id"], name=op.f("fk_secondment_ending_secondment_id")),
        sa.PrimaryKeyConstraint("secondment_id", name=op.f("pk_secondment_ending")),
    )
    op.create_table(
        "secondment_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secondment_id", sa.Integer(), nullable=False),
        sa.Column(
            "by_party",
            sa.Enum("home", "host", "secondee", name="party", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("to_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_secondment_extension_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_secondment_extension_asked_by")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_secondment_extension_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment_extension")),
    )
    op.create_index("ix_secondment_extension_secondment", "secondment_extension", ["secondment_id", "id"], unique=False)
    op.create_table(
        "secondment_review",
        sa.Column("secondment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("midpoint", "end", name="reviewkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "party",
            sa.Enum("home", "host", "secondee", name="party", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "going",
            sa.Enum("well", "mixed", "not_well", name="going", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_secondment_review_given_by")),
        sa.ForeignKeyConstraint(["secondment_id"], ["secondment.id"], name=op.f("fk_secondment_review_secondment_id")),
        sa.PrimaryKeyConstraint("secondment_id", "kind", "party", name=op.f("pk_secondment_review")),
    )
    op.create_table(
        "secondment_vat_ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secondment_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "teaching_staff",
                "other_staff",
                "charity_concession",
                "joint_employment",
                name="vatreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_secondment_vat_ruling_decided_by")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_secondment_vat_ruling_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment_vat_ruling")),
    )
    op.create_index(
        "ix_secondment_vat_ruling_secondment", "secondment_vat_ruling", ["secondment_id", "id"], unique=False
    )
    op.create_table(
        "secondment_credit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recharge_id", sa.Integer(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("fee_pence", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("credited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("credit_reference", sa.String(), nullable=True),
        sa.CheckConstraint(
            "net_pence >= 0 AND fee_pence >= 0 AND net_pence + fee_pence > 0", name=op.f("ck_secondment_credit_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["recharge_id"], ["secondment_charge.id"], name=op.f("fk_secondment_credit_recharge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment_credit")),
    )
    op.create_index("ix_secondment_credit_charge", "secondment_credit", ["recharge_id", "id"], unique=False)
    op.create_table(
        "secondment_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secondment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "in_force",
                "superseded",
                "withdrawn",
                name="versionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("pay", sa.JSON(), nullable=False),
        sa.Column("vat_ruling_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.Column("schedule_document", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("schedule_sha256", sa.String(length=64), nullable=False),
        sa.Column("total_pence", sa.BigInteger(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_secondment_version_issued_by")),
        sa.ForeignKeyConstraint(["secondment_id"], ["secondment.id"], name=op.f("fk_secondment_version_secondment_id")),
        sa.ForeignKeyConstraint(
            ["vat_ruling_id"], ["secondment_vat_ruling.id"], name=op.f("fk_secondment_version_vat_ruling_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment_version")),
        sa.UniqueConstraint("secondment_id", "number", name=op.f("uq_secondment_version_secondment_id_number")),
    )
    op.create_index(
        "uq_secondment_version_in_force",
        "secondment_version",
        ["secondment_id"],
        unique=True,
        sqlite_where=sa.text("state = 'in_force'"),
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.create_index(
        "uq_secondment_version_open",
        "secondment_version",
        ["secondment_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "secondment_commitment",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("gross_pence", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "committed",
                "declined",
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
        sa.CheckConstraint("net_pence >= 0 AND gross_pence >= net_pence", name=op.f("ck_secondment_commitment_value")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_secondment_commitment_asked_by")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_secondment_commitment_trust_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["secondment_version.id"], name=op.f("fk_secondment_commitment_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "trust_id", name=op.f("pk_secondment_commitment")),
    )
    op.create_index("ix_secondment_commitment_approval", "secondment_commitment", ["approval_reference"], unique=False)
    op.create_table(
        "secondment_signature",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "party",
            sa.Enum("home", "host", "secondee", name="party", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_secondment_signature_person_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["secondment_version.id"], name=op.f("fk_secondment_signature_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "party", name=op.f("pk_secondment_signature")),
    )
    op.create_table(
        "secondment_signing_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "party",
            sa.Enum("home", "host", "secondee", name="party", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_secondment_signing_invitation_sent_by")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["secondment_version.id"], name=op.f("fk_secondment_signing_invitation_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment_signing_invitation")),
    )
    op.create_index(
        "ix_secondment_signing_invitation_version",
        "secondment_signing_invitation",
        ["version_id", "party", "id"],
        unique=False,
    )
    op.create_table(
        "secondment_signing_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["secondment_signing_invitation.id"],
            name=op.f("fk_secondment_signing_code_invitation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment_signing_code")),
    )
    op.create_index(
        "ix_secondment_signing_code_invitation", "secondment_signing_code", ["invitation_id", "id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_secondment_signing_code_invitation", table_name="secondment_signing_code")
    op.drop_table("secondment_signing_code")
    op.drop_index("ix_secondment_signing_invitation_version", table_name="secondment_signing_invitation")
    op.drop_table("secondment_signing_invitation")
    op.drop_table("secondment_signature")
    op.drop_index("ix_secondment_commitment_approval", table_name="secondment_commitment")
    op.drop_table("secondment_commitment")
    op.drop_index(
        "uq_secondment_version_open",
        table_name="secondment_version",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(
        "uq_secondment_version_in_force",
        table_name="secondment_version",
        sqlite_where=sa.text("state = 'in_force'"),
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.drop_table("secondment_version")
    op.drop_index("ix_secondment_credit_charge", table_name="secondment_credit")
    op.drop_table("secondment_credit")
    op.drop_index("ix_secondment_vat_ruling_secondment", table_name="secondment_vat_ruling")
    op.drop_table("secondment_vat_ruling")
    op.drop_table("secondment_review")
    op.drop_index("ix_secondment_extension_secondment", table_name="secondment_extension")
    op.drop_table("secondment_extension")
    op.drop_table("secondment_ending")
    op.drop_index("ix_secondment_early_end_secondment", table_name="secondment_early_end")
    op.drop_table("secondment_early_end")
    op.drop_table("secondment_check")
    op.drop_table("secondment_charge")
    op.drop_table("secondment_arrival")
    op.drop_index("ix_secondment_absence_secondment", table_name="secondment_absence")
    op.drop_table("secondment_absence")
    op.drop_index("ix_secondment_interest_move_interest", table_name="secondment_interest_move")
    op.drop_table("secondment_interest_move")
    op.drop_index(
        "uq_secondment_consent_standing",
        table_name="secondment_consent",
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.drop_table("secondment_consent")
    op.drop_index("ix_secondment_state", table_name="secondment")
    op.drop_index("ix_secondment_secondee", table_name="secondment")
    op.drop_index("ix_secondment_host", table_name="secondment")
    op.drop_index("ix_secondment_home", table_name="secondment")
    op.drop_table("secondment")
    op.drop_table("secondment_match_told")
    op.drop_index(
        "uq_secondment_interest_person",
        table_name="secondment_interest",
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )
    op.drop_index(
        "uq_secondment_interest_availability",
        table_name="secondment_interest",
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )
    op.drop_index("ix_secondment_interest_secondee", table_name="secondment_interest")
    op.drop_index("ix_secondment_interest_opportunity", table_name="secondment_interest")
    op.drop_index("ix_secondment_interest_host", table_name="secondment_interest")
    op.drop_index("ix_secondment_interest_home", table_name="secondment_interest")
    op.drop_table("secondment_interest")
    op.drop_index("ix_secondment_advert_work", table_name="secondment_advert")
    op.drop_index("ix_secondment_advert_secondee", table_name="secondment_advert")
    op.drop_index("ix_secondment_advert_closing", table_name="secondment_advert")
    op.drop_table("secondment_advert")
    op.drop_index("ix_secondee_person", table_name="secondee")
    op.drop_index("ix_secondee_name", table_name="secondee")
    op.drop_index("ix_secondee_email", table_name="secondee")
    op.drop_table("secondee")
