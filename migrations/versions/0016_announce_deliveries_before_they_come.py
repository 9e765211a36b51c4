"""Announce deliveries before they come."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "announcement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("came_by", sa.String(length=8), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(state IN ('open', 'partly')) OR closed_at IS NOT NULL",
            name=op.f("ck_announcement_closed_has_time"),
        ),
        sa.CheckConstraint(
            "came_by IN ('whatsapp', 'phone', 'visit', 'maker')",
            name=op.f("ck_announcement_came_by_known"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'partly', 'received', 'cancelled')",
            name=op.f("ck_announcement_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["user_account.id"], name=op.f("fk_announcement_closed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("fk_announcement_created_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["maker.id"], name=op.f("fk_announcement_maker_id_maker")
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_announcement_outlet_id_outlet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index("ix_announcement_maker", ["maker_id", "id"], unique=False)

    op.create_table(
        "announcement_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "announcement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("net_price", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "net_price IS NULL OR net_price > 0",
            name=op.f("ck_announcement_line_net_price_positive"),
        ),
        sa.CheckConstraint(
            "price IS NULL OR price > 0", name=op.f("ck_announcement_line_price_positive")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_announcement_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_announcement_line_announcement_id_announcement"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_announcement_line_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_line")),
    )
    with op.batch_alter_table("announcement_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_announcement_line_announcement", ["announcement_id"], unique=False
        )

    with op.batch_alter_table("consignment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "announcement_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.create_index(
            batch_op.f("ix_consignment_announcement_id"), ["announcement_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_consignment_announcement_id_announcement"),
            "announcement",
            ["announcement_id"],
            ["id"],
        )

    with op.batch_alter_table("consignment_line", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "announcement_line_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.create_index(
            batch_op.f("ix_consignment_line_announcement_line_id"),
            ["announcement_line_id"],
            unique=False,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_consignment_line_announcement_line_id_announcement_line"),
            "announcement_line",
            ["announcement_line_id"],
            ["id"],
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
