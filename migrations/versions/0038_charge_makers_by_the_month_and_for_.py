"""Charge makers by the month and for transfers."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "fee_rate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "kind = 'monthly' OR maker_id IS NULL", name=op.f("ck_fee_rate_transfer_of_all")
        ),
        sa.CheckConstraint("kind IN ('monthly', 'transfer')", name=op.f("ck_fee_rate_kind_known")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_fee_rate_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_fee_rate_made_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["maker.id"], name=op.f("fk_fee_rate_maker_id_maker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_rate")),
    )
    with op.batch_alter_table("fee_rate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fee_rate_maker_id"), ["maker_id"], unique=False)

    op.create_table(
        "monthly_fee",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_monthly_fee_amount_positive")),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["maker.id"], name=op.f("fk_monthly_fee_maker_id_maker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_fee")),
        sa.UniqueConstraint("maker_id", "month", name=op.f("uq_monthly_fee_maker_id_month")),
    )
    with op.batch_alter_table("payout", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fee", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.create_check_constraint(batch_op.f("ck_payout_fee_not_negative"), "fee >= 0")

    with op.batch_alter_table("payout", schema=None) as batch_op:
        batch_op.alter_column("fee", server_default=None)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
