"""Charge carried cash to who carries it."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KINDS = (
    "'cash', 'safe', 'treasury', 'holder', 'bank', "
    "'qris_claimed', 'qris', 'qris_missing', 'qris_surplus', 'card', "
    "'payable', 'commission', 'house_sales', 'postage', 'discount', "
    "'rounding', 'over_short', 'loss', 'fees', 'fees_payable', "
    "'deposits', 'charges', 'opening', 'clearing'"
)


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "cash_delivery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "holder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("to_kind", sa.String(length=8), nullable=False),
        sa.Column(
            "to_outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("difference", sa.BigInteger(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(to_kind = 'safe') = (to_outlet_id IS NOT NULL)",
            name=op.f("ck_cash_delivery_safe_of_outlet"),
        ),
        sa.CheckConstraint("receiver <> ''", name=op.f("ck_cash_delivery_receiver_named")),
        sa.CheckConstraint(
            "to_kind IN ('safe', 'treasury')", name=op.f("ck_cash_delivery_to_kind_known")
        ),
        sa.CheckConstraint(
            "amount > 0 OR difference < 0", name=op.f("ck_cash_delivery_something_happened")
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_cash_delivery_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_cash_delivery_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["user_account.id"], name=op.f("fk_cash_delivery_holder_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["to_outlet_id"], ["outlet.id"], name=op.f("fk_cash_delivery_to_outlet_id_outlet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_delivery")),
    )
    with op.batch_alter_table("cash_delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cash_delivery_holder_id"), ["holder_id"], unique=False)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_account_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_account_kind_known"), f"kind IN ({KINDS})")
        batch_op.add_column(
            sa.Column(
                "user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_account_user_id_user_account"), "user_account", ["user_id"], ["id"]
        )

    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("float_held", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column(
                "kept_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_shift_kept_by_user_account"), "user_account", ["kept_by"], ["id"]
        )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.alter_column("float_held", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_shift_float_held_range"), "float_held BETWEEN 0 AND opening_float"
        )
        batch_op.create_check_constraint(
            op.f("ck_shift_kept_is_closed"), "kept_by IS NULL OR closed_at IS NOT NULL"
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
