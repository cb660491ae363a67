"""Tables of trusts."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("urn", sa.String(), nullable=False),
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
        sa.Column(
            "region",
            sa.Enum(
                "A",
                "B",
                "D",
                "E",
                "F",
                "G",
                "H",
                "J",
                "K",
                name="region",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("closed_date", sa.Date(), nullable=True),
        sa.Column("roll", sa.Integer(), nullable=True),
        sa.Column("ukprn", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("locality", sa.String(), nullable=False),
        sa.Column("address_3", sa.String(), nullable=False),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("la_name", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("easting", sa.Integer(), nullable=True),
        sa.Column("northing", sa.Integer(), nullable=True),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("urn", name=op.f("uq_school_urn")),
    )
    op.create_table(
        "trust",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "multi_academy_trust",
                "single_academy_trust",
                "secure_single_academy_trust",
                name="trustkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opened_date", sa.Date(), nullable=True),
        sa.Column("closed_date", sa.Date(), nullable=True),
        sa.Column("company_number", sa.String(), nullable=False),
        sa.Column("ukprn", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("locality", sa.String(), nullable=False),
        sa.Column("address_3", sa.String(), nullable=False),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("county", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column(
            "region",
            sa.Enum(
                "A",
                "B",
                "D",
                "E",
                "F",
                "G",
                "H",
                "J",
                "K",
                name="region",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust")),
        sa.UniqueConstraint("uid", name=op.f("uq_trust_uid")),
    )
    op.create_index("ix_trust_listing", "trust", ["is_open", "sort_name", "id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "withdrawn",
                name="invitationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["person.id"], name=op.f("fk_invitation_accepted_by_id")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_invitation_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index("ix_invitation_trust", "invitation", ["trust_id", "state", "invited_at"], unique=False)
    op.create_index(
        "uq_invitation_waiting",
        "invitation",
        ["trust_id", "email"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "declined",
                "withdrawn",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_join_request_decided_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_join_request_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_join_request_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
    )
    op.create_index("ix_join_request_state", "join_request", ["state", "asked_at"], unique=False)
    op.create_index("ix_join_request_trust", "join_request", ["trust_id", "state", "asked_at"], unique=False)
    op.create_index(
        "uq_join_request_waiting",
        "join_request",
        ["person_id", "trust_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_membership_ended_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_membership_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_trust", "membership", ["trust_id", "ended_at"], unique=False)
    op.create_index(
        "uq_membership_current",
        "membership",
        ["person_id", "trust_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "school_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("joined_date", sa.Date(), nullable=True),
        sa.Column("left_date", sa.Date(), nullable=True),
        sa.Column("recorded_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_membership_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_school_membership_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_membership")),
    )
    op.create_index("ix_school_membership_school", "school_membership", ["school_id"], unique=False)
    op.create_index("ix_school_membership_trust", "school_membership", ["trust_id", "left_date"], unique=False)
    op.create_index(
        "uq_school_membership_current",
        "school_membership",
        ["school_id"],
        unique=True,
        sqlite_where=sa.text("left_date IS NULL"),
        postgresql_where=sa.text("left_date IS NULL"),
    )
    op.create_table(
        "invitation_role",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "buyer",
                "approver",
                "provider",
                "hr_lead",
                "cpd_lead",
                "procurement_lead",
                "finance",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_role_invitation_id")),
        sa.PrimaryKeyConstraint("invitation_id", "role", name=op.f("pk_invitation_role")),
    )
    op.create_table(
        "membership_role",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "buyer",
                "approver",
                "provider",
                "hr_lead",
                "cpd_lead",
                "procurement_lead",
                "finance",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_membership_role_membership_id")),
        sa.PrimaryKeyConstraint("membership_id", "role", name=op.f("pk_membership_role")),
    )


def downgrade() -> None:
    op.drop_table("membership_role")
    op.drop_table("invitation_role")
    op.drop_index(
        "uq_school_membership_current",
        table_name="school_membership",
        sqlite_where=sa.text("left_date IS NULL"),
        postgresql_where=sa.text("left_date IS NULL"),
    )
    op.drop_index("ix_school_membership_trust", table_name="school_membership")
    op.drop_index("ix_school_membership_school", table_name="school_membership")
    op.drop_table("school_membership")
    op.drop_index(
        "uq_membership_current",
        table_name="membership",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_membership_trust", table_name="membership")
    op.drop_table("membership")
    op.drop_index(
        "uq_join_request_waiting",
        table_name="join_request",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index("ix_join_request_trust", table_name="join_request")
    op.drop_index("ix_join_request_state", table_name="join_request")
    op.drop_table("join_request")
    op.drop_index(
        "uq_invitation_waiting",
        table_name="invitation",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index("ix_invitation_trust", table_name="invitation")
    op.drop_table("invitation")
    op.drop_index("ix_trust_listing", table_name="trust")
    op.drop_table("trust")
    op.drop_table("school")
