"""Correct a received consignment by a counter-entry."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "correction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column(
            "consignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_correction_has_reason")),
        sa.ForeignKeyConstraint(
            ["consignment_id"],
            ["consignment.id"],
            name=op.f("fk_correction_consignment_id_consignment"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_correction_created_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("number", name=op.f("uq_correction_number")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_correction_consignment_id"), ["consignment_id"], unique=False
        )

    op.create_table(
        "correction_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "correction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "consignment_line_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("net_price", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(quantity = 0) = (price IS NOT NULL)", name=op.f("ck_correction_line_pieces_or_price")
        ),
        sa.CheckConstraint(
            "net_price IS NULL OR (net_price > 0 AND net_price <= price)",
            name=op.f("ck_correction_line_net_below_price"),
        ),
        sa.CheckConstraint(
            "price IS NULL OR price > 0", name=op.f("ck_correction_line_price_positive")
        ),
        sa.ForeignKeyConstraint(
            ["consignment_line_id"],
            ["consignment_line.id"],
            name=op.f("fk_correction_line_consignment_line_id_consignment_line"),
        ),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["correction.id"],
            name=op.f("fk_correction_line_correction_id_correction"),
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_correction_line_lot_id_lot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_line")),
    )
    with op.batch_alter_table("correction_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_correction_line_consignment_line", ["consignment_line_id"], unique=False
        )
        batch_op.create_index("ix_correction_line_correction", ["correction_id"], unique=False)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
