"""Pass postage on and buy goods outright."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

WIDER = (
    ("account", "kind", ("cash", "safe", "treasury", "bank", "qris_claimed", "qris", "card",
                         "payable", "commission", "house_sales", "postage", "discount", "rounding",
                         "over_short", "loss", "fees", "fees_payable", "deposits", "charges",
                         "opening", "clearing")),
    ("sale_line", "terms", ("percent", "net", "house", "postage")),
    ("money_transfer", "to_kind", ("safe", "treasury", "bank", "qris", "postage")),
)  # fmt: skip
"""What these columns may hold from now on: money for couriers has its own account."""


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "purchase",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_purchase_quantity_positive")),
        sa.CheckConstraint("unit_cost > 0", name=op.f("ck_purchase_cost_positive")),
        sa.ForeignKeyConstraint(
            ["by"], ["user_account.id"], name=op.f("fk_purchase_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_purchase_outlet_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_purchase_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase")),
    )
    with op.batch_alter_table("purchase", schema=None) as batch_op:
        batch_op.create_index("ix_purchase_product", ["product_id", "id"], unique=False)

    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_passed_on", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.alter_column("is_passed_on", existing_type=sa.Boolean(), server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_product_passed_on_is_a_service"), "NOT is_passed_on OR kind = 'service'"
        )
    for table, column, words in WIDER:
        listed = ", ".join(f"'{word}'" for word in words)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_{column}_known"), type_="check")
            batch_op.create_check_constraint(
                op.f(f"ck_{table}_{column}_known"), f"{column} IN ({listed})"
            )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
