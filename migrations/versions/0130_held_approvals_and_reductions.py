"""What was taken off a charge before its invoice; approvals that are wanted by a moment, and that lapse."""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0126"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "charge_reduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reduced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reduced_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_charge_reduction_charge_id")),
        sa.ForeignKeyConstraint(["reduced_by"], ["person.id"], name=op.f("fk_charge_reduction_reduced_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge_reduction")),
    )
    op.create_index(op.f("ix_charge_reduction_charge_id"), "charge_reduction", ["charge_id"], unique=False)
    op.create_table(
        "charge_reduction_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reduction_id", sa.Integer(), nullable=False),
        sa.Column("charge_line_id", sa.Integer(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("net_pence > 0 AND vat_pence >= 0", name=op.f("ck_charge_reduction_line_positive")),
        sa.ForeignKeyConstraint(
            ["charge_line_id"], ["charge_line.id"], name=op.f("fk_charge_reduction_line_charge_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["reduction_id"], ["charge_reduction.id"], name=op.f("fk_charge_reduction_line_reduction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge_reduction_line")),
        sa.UniqueConstraint(
            "reduction_id", "charge_line_id", name=op.f("uq_charge_reduction_line_reduction_id_charge_line_id")
        ),
    )
    op.create_index(
        op.f("ix_charge_reduction_line_charge_line_id"), "charge_reduction_line", ["charge_line_id"], unique=False
    )
    with op.batch_alter_table("charge_withdrawal") as batch:
        batch.alter_column("withdrawn_by", existing_type=sa.Integer(), nullable=True)
    op.add_column("approval", sa.Column("decide_by_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "approval_lapse",
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_approval_lapse_approval_id")),
        sa.PrimaryKeyConstraint("approval_id", name=op.f("pk_approval_lapse")),
    )


def downgrade() -> None:
    op.drop_table("approval_lapse")
    op.drop_column("approval", "decide_by_at")
    # A withdrawal that a rule worked out has nobody to name, and so no place in the table as it was.
    op.execute("DELETE FROM charge_withdrawal WHERE withdrawn_by IS NULL")
    with op.batch_alter_table("charge_withdrawal") as batch:
        batch.alter_column("withdrawn_by", existing_type=sa.Integer(), nullable=False)
    op.drop_index(op.f("ix_charge_reduction_line_charge_line_id"), table_name="charge_reduction_line")
    op.drop_table("charge_reduction_line")
    op.drop_index(op.f("ix_charge_reduction_charge_id"), table_name="charge_reduction")
    op.drop_table("charge_reduction")
