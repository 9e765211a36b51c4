"""Keep opening balances."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "opening_balance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.String(length=24), nullable=False),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("advance", sa.BigInteger(), nullable=False),
        sa.Column("cash", sa.BigInteger(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "posted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reversed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("reversal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(maker_id IS NULL AND owed = 0 AND advance = 0) OR (maker_id IS NOT NULL AND cash = 0)",
            name=op.f("ck_opening_balance_maker_or_place"),
        ),
        sa.CheckConstraint(
            "(reversed_at IS NULL) = (reversed_by IS NULL) AND (reversed_at IS NULL) = (reversal_reason IS NULL) AND (reversed_at IS NULL) = (reversed_on IS NULL)",
            name=op.f("ck_opening_balance_reversal_is_whole"),
        ),
        sa.CheckConstraint("owed + advance + cash > 0", name=op.f("ck_opening_balance_not_empty")),
        sa.CheckConstraint(
            "owed >= 0 AND advance >= 0 AND cash >= 0", name=op.f("ck_opening_balance_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["maker.id"], name=op.f("fk_opening_balance_maker_id_maker")
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_opening_balance_outlet_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["posted_by"],
            ["user_account.id"],
            name=op.f("fk_opening_balance_posted_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["reversed_by"],
            ["user_account.id"],
            name=op.f("fk_opening_balance_reversed_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_balance")),
    )
    with op.batch_alter_table("opening_balance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_balance_maker_id"), ["maker_id"], unique=False)
        batch_op.create_index(
            "uq_opening_balance_live",
            ["account"],
            unique=True,
            sqlite_where=sa.text("reversed_at IS NULL"),
            postgresql_where=sa.text("reversed_at IS NULL"),
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
