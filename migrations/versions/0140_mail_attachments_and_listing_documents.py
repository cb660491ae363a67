"""A file that goes with a mail, notices about CPD, and the documents of a listing."""

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0130"
branch_labels = None
depends_on = None

BEFORE = ("account", "joining", "listings", "orders", "approvals", "money", "operator")
AFTER = ("account", "joining", "listings", "orders", "cpd", "approvals", "money", "operator")


def topic(words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name="topic", native_enum=False, create_constraint=True, length=40)


def change_topics(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    for table in ("notice", "notice_choice"):
        with op.batch_alter_table(table) as batch:
            batch.alter_column("topic", existing_type=topic(before), type_=topic(after), existing_nullable=False)


def upgrade() -> None:
    op.add_column("mail", sa.Column("attachment", sa.JSON(), nullable=True))
    change_topics(BEFORE, AFTER)
    op.create_table(
        "listing_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "public",
                "parties",
                name="documentaudience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size = length(content)", name=op.f("ck_listing_document_whole")),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_listing_document_added_by")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_listing_document_listing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_document")),
        sa.UniqueConstraint("listing_id", "name", name=op.f("uq_listing_document_listing_id_name")),
    )


def downgrade() -> None:
    op.drop_table("listing_document")
    for table in ("notice", "notice_choice"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE topic = 'cpd'"))
    change_topics(AFTER, BEFORE)
    op.drop_column("mail", "attachment")
