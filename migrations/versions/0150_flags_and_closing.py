"""Listings flagged to the operator, why a listing was closed, and notices about secondments."""

import sqlalchemy as sa
from alembic import op

revision = "0150"
down_revision = "0140"
branch_labels = None
depends_on = None

BEFORE = ("account", "joining", "listings", "orders", "cpd", "approvals", "money", "operator")
AFTER = ("account", "joining", "listings", "orders", "cpd", "secondments", "approvals", "money", "operator")
PUBLISHER = (
    "SELECT person_id FROM listing_publication WHERE listing_publication.listing_id = listing_closure.listing_id"
)


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
    with op.batch_alter_table("listing_closure") as batch:
        batch.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(
            sa.Column("closed_as", word("closedas", "closed", "filled", "date_passed", "taken_down"), nullable=True)
        )
    op.create_table(
        "listing_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("reason", word("flagreason", "agency_supply", "personal_data"), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("outcome", word("flagoutcome", "stands", "taken_down"), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("(looked_at IS NULL) = (outcome IS NULL)", name=op.f("ck_listing_flag_looked_outcome")),
        sa.CheckConstraint("(looked_at IS NULL) = (person_id IS NULL)", name=op.f("ck_listing_flag_looked_person")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_listing_flag_listing_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_listing_flag_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_flag")),
    )
    op.create_index("ix_listing_flag_flagged", "listing_flag", ["flagged_at", "id"], unique=False)
    op.create_index("ix_listing_flag_looked", "listing_flag", ["looked_at", "id"], unique=False)
    op.create_index("ix_listing_flag_listing", "listing_flag", ["listing_id", "id"], unique=False)
    op.create_index(
        "uq_listing_flag_open",
        "listing_flag",
        ["listing_id", "reason"],
        unique=True,
        sqlite_where=sa.text("looked_at IS NULL"),
        postgresql_where=sa.text("looked_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("listing_flag")
    op.execute(sa.text(f"UPDATE listing_closure SET person_id = ({PUBLISHER}) WHERE person_id IS NULL"))
    with op.batch_alter_table("listing_closure") as batch:
        batch.drop_constraint(op.f("ck_listing_closure_closedas"), type_="check")
        batch.drop_column("closed_as")
        batch.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
    for table in ("notice", "notice_choice"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE topic = 'secondments'"))
    change_topics(AFTER, BEFORE)
