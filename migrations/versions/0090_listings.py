"""Tables of listings."""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("phases", sa.JSON(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_listing_version")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_listing_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("reference", name=op.f("uq_listing_reference")),
    )
    op.create_index("ix_listing_changed", "listing", ["trust_id", "changed_at", "id"], unique=False)
    op.create_index("ix_listing_kind", "listing", ["kind", "id"], unique=False)
    op.create_index("ix_listing_title", "listing", ["trust_id", "title", "id"], unique=False)
    op.create_table(
        "listing_closure",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_listing_closure_listing_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_listing_closure_person_id")),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listing_closure")),
    )
    op.create_table(
        "listing_publication",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_listing_publication_listing_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_listing_publication_person_id")),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listing_publication")),
    )
    op.create_index(op.f("ix_listing_publication_published_at"), "listing_publication", ["published_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_listing_publication_published_at"), table_name="listing_publication")
    op.drop_table("listing_publication")
    op.drop_table("listing_closure")
    op.drop_index("ix_listing_title", table_name="listing")
    op.drop_index("ix_listing_kind", table_name="listing")
    op.drop_index("ix_listing_changed", table_name="listing")
    op.drop_table("listing")
