"""Give contracts a period, a markdown plan, payout terms and a loss rule."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "markdown_step",
        sa.Column(
            "contract_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("after_days", sa.Integer(), nullable=False),
        sa.Column("off_bps", sa.Integer(), nullable=False),
        sa.CheckConstraint("after_days > 0", name=op.f("ck_markdown_step_days_positive")),
        sa.CheckConstraint("off_bps BETWEEN 1 AND 9999", name=op.f("ck_markdown_step_off_range")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_markdown_step_contract_id_contract")
        ),
        sa.PrimaryKeyConstraint("contract_id", "after_days", name=op.f("pk_markdown_step")),
    )
    known = {
        "afterwards": ("keep", 8, "'return', 'markdown', 'keep'"),
        "cadence": ("monthly", 11, "'weekly', 'fortnightly', 'monthly'"),
        "fee_bearer": ("house", 8, "'house', 'maker'"),
        "loss_bearer": ("house", 8, "'house', 'shared', 'maker'"),
    }
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.add_column(sa.Column("period_days", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("payout_minimum", sa.BigInteger(), nullable=False, server_default="0")
        )
        for name, (value, length, _words) in known.items():
            batch_op.add_column(
                sa.Column(name, sa.String(length=length), nullable=False, server_default=value)
            )
    with op.batch_alter_table("contract", schema=None) as batch_op:
        # What older versions said about this is now written on them; new ones must say it.
        for name, (_value, _length, words) in known.items():
            batch_op.alter_column(name, server_default=None)
            batch_op.create_check_constraint(
                op.f(f"ck_contract_{name}_known"), f"{name} IN ({words})"
            )
        batch_op.alter_column("payout_minimum", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_contract_period_before_what_follows"),
            "period_days > 0 OR (period_days IS NULL AND afterwards = 'keep')",
        )
        batch_op.create_check_constraint(
            op.f("ck_contract_minimum_not_negative"), "payout_minimum >= 0"
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
