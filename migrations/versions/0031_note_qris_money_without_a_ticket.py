"""Note QRIS money without a ticket."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

KINDS = ("cash", "safe", "treasury", "bank", "qris_claimed", "qris", "qris_missing", "qris_surplus",
         "card", "payable", "commission", "house_sales", "postage", "discount", "rounding",
         "over_short", "loss", "fees", "fees_payable", "deposits", "charges", "opening",
         "clearing")  # fmt: skip
"""What an account may be from now on: money that was paid without a ticket has its own."""


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "surplus_money",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("note <> ''", name=op.f("ck_surplus_money_has_note")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_surplus_money_amount_positive")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_surplus_money_actor_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surplus_money")),
    )
    op.create_table(
        "surplus_return",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "surplus_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "source IN ('qris', 'bank', 'treasury')", name=op.f("ck_surplus_return_source_known")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_surplus_return_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["surplus_id"],
            ["surplus_money.id"],
            name=op.f("fk_surplus_return_surplus_id_surplus_money"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surplus_return")),
        sa.UniqueConstraint("surplus_id", name=op.f("uq_surplus_return_surplus_id")),
    )
    listed = ", ".join(f"'{word}'" for word in KINDS)
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_account_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_account_kind_known"), f"kind IN ({listed})")


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
