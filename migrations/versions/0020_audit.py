"""Tables of audit."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("trust_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_row")),
    )
    op.create_index(op.f("ix_audit_row_subject"), "audit_row", ["subject"], unique=False)
    op.create_index(op.f("ix_audit_row_verb"), "audit_row", ["verb"], unique=False)
    op.create_table(
        "audit_concern",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["audit_row.id"], name=op.f("fk_audit_concern_row_id")),
        sa.PrimaryKeyConstraint("row_id", "trust_id", name=op.f("pk_audit_concern")),
    )
    op.create_index("ix_audit_concern_trust", "audit_concern", ["trust_id", "row_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_audit_concern_trust", table_name="audit_concern")
    op.drop_table("audit_concern")
    op.drop_index(op.f("ix_audit_row_verb"), table_name="audit_row")
    op.drop_index(op.f("ix_audit_row_subject"), table_name="audit_row")
    op.drop_table("audit_row")
