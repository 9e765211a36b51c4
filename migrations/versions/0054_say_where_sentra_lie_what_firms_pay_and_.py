"""Say where sentra lie, what firms pay and leave."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "price_tier",
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("pieces", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pieces > 1", name=op.f("ck_price_tier_pieces_some")),
        sa.CheckConstraint("price > 0", name=op.f("ck_price_tier_price_positive")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_price_tier_product_id_product")
        ),
        sa.PrimaryKeyConstraint("product_id", "pieces", name=op.f("pk_price_tier")),
    )
    op.create_table(
        "quotation_deposit",
        sa.Column(
            "deposit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "quotation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["deposit.id"], name=op.f("fk_quotation_deposit_deposit_id_deposit")
        ),
        sa.ForeignKeyConstraint(
            ["quotation_id"],
            ["quotation.id"],
            name=op.f("fk_quotation_deposit_quotation_id_quotation"),
        ),
        sa.PrimaryKeyConstraint("deposit_id", name=op.f("pk_quotation_deposit")),
    )
    with op.batch_alter_table("quotation_deposit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_quotation_deposit_quotation_id"), ["quotation_id"], unique=False
        )

    with op.batch_alter_table("sentra", schema=None) as batch_op:
        batch_op.add_column(sa.Column("regency", sa.Text(), nullable=False, server_default=""))

    with op.batch_alter_table("sentra", schema=None) as batch_op:
        batch_op.alter_column("regency", server_default=None)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
