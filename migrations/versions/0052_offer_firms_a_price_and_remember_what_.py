"""Offer firms a price and remember what was sold by it."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "quotation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column(
            "enquiry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("pdf", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "issued_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint("language IN ('id', 'en')", name=op.f("ck_quotation_language_known")),
        sa.CheckConstraint(
            "replaces_id IS NULL OR replaces_id < id", name=op.f("ck_quotation_replaces_an_older")
        ),
        sa.CheckConstraint("total > 0", name=op.f("ck_quotation_total_positive")),
        sa.CheckConstraint("valid_until >= issued_on", name=op.f("ck_quotation_days_in_order")),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiry.id"], name=op.f("fk_quotation_enquiry_id_enquiry")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["user_account.id"], name=op.f("fk_quotation_issued_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["quotation.id"], name=op.f("fk_quotation_replaces_id_quotation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation")),
        sa.UniqueConstraint("number", name=op.f("uq_quotation_number")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_quotation_replaces_id")),
    )
    with op.batch_alter_table("quotation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quotation_enquiry_id"), ["enquiry_id"], unique=False)

    op.create_table(
        "quotation_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "quotation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=13), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_list", sa.BigInteger(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("by_house", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "days IS NULL OR days > 0", name=op.f("ck_quotation_line_days_positive")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_quotation_line_quantity_positive")),
        sa.CheckConstraint(
            "unit_price BETWEEN 1 AND unit_list", name=op.f("ck_quotation_line_price_range")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_quotation_line_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["quotation_id"],
            ["quotation.id"],
            name=op.f("fk_quotation_line_quotation_id_quotation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation_line")),
        sa.UniqueConstraint(
            "quotation_id", "product_id", name=op.f("uq_quotation_line_quotation_id_product_id")
        ),
    )
    with op.batch_alter_table("quotation_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_quotation_line_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "quotation_tier",
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_quotation_tier_pieces_positive")),
        sa.CheckConstraint("price > 0", name=op.f("ck_quotation_tier_price_positive")),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["quotation_line.id"],
            name=op.f("fk_quotation_tier_line_id_quotation_line"),
        ),
        sa.PrimaryKeyConstraint("line_id", "pieces", name=op.f("pk_quotation_tier")),
    )
    with op.batch_alter_table("sale", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "quotation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_index(
            "uq_sale_quotation",
            ["quotation_id"],
            unique=True,
            sqlite_where=sa.text("quotation_id IS NOT NULL AND state <> 'void'"),
            postgresql_where=sa.text("quotation_id IS NOT NULL AND state <> 'void'"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_sale_quotation_id_quotation"), "quotation", ["quotation_id"], ["id"]
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
