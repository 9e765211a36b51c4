"""Let two people adjust a maker's account."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

KINDS = (
    "'cash', 'safe', 'treasury', 'holder', 'bank', "
    "'qris_claimed', 'qris', 'qris_missing', 'qris_surplus', 'card', "
    "'payable', 'commission', 'house_sales', 'postage', 'discount', "
    "'rounding', 'over_short', 'loss', 'fees', 'fees_payable', "
    "'deposits', 'charges', 'maker_fees', 'adjustments', 'opening', 'clearing'"
)


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "adjustment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("business_date", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('advance', 'repayment')) = (source IS NOT NULL)",
            name=op.f("ck_adjustment_handed_has_source"),
        ),
        sa.CheckConstraint(
            "(state = 'approved') = (business_date IS NOT NULL)",
            name=op.f("ck_adjustment_approved_has_date"),
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_adjustment_decision_is_whole"),
        ),
        sa.CheckConstraint(
            "kind IN ('advance', 'repayment', 'compensation', 'fee', 'more', 'less')",
            name=op.f("ck_adjustment_kind_known"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_adjustment_has_reason")),
        sa.CheckConstraint(
            "source IN ('treasury', 'bank')", name=op.f("ck_adjustment_source_known")
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR decided_by <> proposed_by",
            name=op.f("ck_adjustment_approved_by_another"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'declined')", name=op.f("ck_adjustment_state_known")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_adjustment_amount_positive")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_adjustment_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["maker.id"], name=op.f("fk_adjustment_maker_id_maker")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["user_account.id"],
            name=op.f("fk_adjustment_proposed_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
        sa.UniqueConstraint("number", name=op.f("uq_adjustment_number")),
    )
    with op.batch_alter_table("adjustment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adjustment_maker_id"), ["maker_id"], unique=False)
        batch_op.create_index("ix_adjustment_state", ["state", "id"], unique=False)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_account_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_account_kind_known"), f"kind IN ({KINDS})")


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
