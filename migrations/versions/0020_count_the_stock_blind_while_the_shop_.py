"""Count the stock blind while the shop sells."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "stock_count",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column(
            "outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("shelf", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "started_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("maker_name", sa.Text(), nullable=False),
        sa.Column("house_name", sa.Text(), nullable=False),
        sa.Column("photo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'posted') = (posted_at IS NOT NULL) AND (state = 'posted') = (document IS NOT NULL)",
            name=op.f("ck_stock_count_posted_is_whole"),
        ),
        sa.CheckConstraint(
            "(state IN ('posting', 'posted')) = (signed_at IS NOT NULL)",
            name=op.f("ck_stock_count_signed_to_post"),
        ),
        sa.CheckConstraint("maker_id IS NULL OR shelf = ''", name=op.f("ck_stock_count_one_scope")),
        sa.CheckConstraint(
            "signed_at IS NULL OR (maker_name <> '' AND house_name <> '')",
            name=op.f("ck_stock_count_two_signatures"),
        ),
        sa.CheckConstraint(
            "state IN ('counting', 'review', 'posting', 'posted', 'cancelled')",
            name=op.f("ck_stock_count_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["maker.id"], name=op.f("fk_stock_count_maker_id_maker")
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_stock_count_outlet_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_stock_count_photo_id_photo")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["user_account.id"], name=op.f("fk_stock_count_signed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["user_account.id"], name=op.f("fk_stock_count_started_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count")),
        sa.UniqueConstraint("number", name=op.f("uq_stock_count_number")),
    )
    with op.batch_alter_table("stock_count", schema=None) as batch_op:
        batch_op.create_index("ix_stock_count_maker", ["maker_id"], unique=False)
        batch_op.create_index("ix_stock_count_outlet", ["outlet_id", "id"], unique=False)

    op.create_table(
        "count_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("count_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("is_again", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("at_till", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(state = 'posted') = (counted IS NOT NULL AND expected IS NOT NULL)",
            name=op.f("ck_count_line_posted_has_figures"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'posted', 'left')", name=op.f("ck_count_line_state_known")
        ),
        sa.CheckConstraint(
            "owed BETWEEN 0 AND value", name=op.f("ck_count_line_owed_within_value")
        ),
        sa.CheckConstraint("round > 0", name=op.f("ck_count_line_round_positive")),
        sa.ForeignKeyConstraint(
            ["count_id"], ["stock_count.id"], name=op.f("fk_count_line_count_id_stock_count")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_count_line_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_count_line_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_line")),
    )
    with op.batch_alter_table("count_line", schema=None) as batch_op:
        batch_op.create_index("ix_count_line_product", ["product_id"], unique=False)

    op.create_table(
        "count_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at_till", sa.Integer(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("at_till >= 0", name=op.f("ck_count_entry_at_till_not_negative")),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_count_entry_quantity_not_negative")),
        sa.ForeignKeyConstraint(
            ["by"], ["user_account.id"], name=op.f("fk_count_entry_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["count_line.id"], name=op.f("fk_count_entry_line_id_count_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_entry")),
    )
    with op.batch_alter_table("count_entry", schema=None) as batch_op:
        batch_op.create_index("ix_count_entry_by", ["by", "id"], unique=False)
        batch_op.create_index("ix_count_entry_line", ["line_id", "round"], unique=False)

    op.create_index(
        "uq_count_line_product",
        "count_line",
        ["count_id", "product_id", sa.literal_column("coalesce(lot_id, 0)")],
        unique=True,
    )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
