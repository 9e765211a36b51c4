"""Keep what firms ask a price for."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "enquiry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("firm", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("firm <> ''", name=op.f("ck_enquiry_has_firm")),
        sa.CheckConstraint(
            "forgotten_at IS NULL OR (contact = '' AND phone = '' AND email = '' AND note = '' AND sender IS NULL)",
            name=op.f("ck_enquiry_forgotten_is_empty"),
        ),
        sa.CheckConstraint("language IN ('id', 'en')", name=op.f("ck_enquiry_language_known")),
        sa.CheckConstraint(
            "state IN ('new', 'answered', 'quoted', 'accepted', 'declined', 'lapsed')",
            name=op.f("ck_enquiry_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_enquiry_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["moved_by"], ["user_account.id"], name=op.f("fk_enquiry_moved_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
        sa.UniqueConstraint("number", name=op.f("uq_enquiry_number")),
        sa.UniqueConstraint("token", name=op.f("uq_enquiry_token")),
    )
    with op.batch_alter_table("enquiry", schema=None) as batch_op:
        batch_op.create_index("ix_enquiry_sender", ["sender", "created_at"], unique=False)
        batch_op.create_index("ix_enquiry_state", ["state", "moved_at"], unique=False)

    op.create_table(
        "enquiry_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "enquiry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_enquiry_item_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiry.id"], name=op.f("fk_enquiry_item_enquiry_id_enquiry")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_enquiry_item_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry_item")),
        sa.UniqueConstraint(
            "enquiry_id", "product_id", name=op.f("uq_enquiry_item_enquiry_id_product_id")
        ),
    )
    with op.batch_alter_table("enquiry_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enquiry_item_product_id"), ["product_id"], unique=False
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
