"""Give products photos and the facts of their craft."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXTS = ("material", "colour", "care", "ingredients", "storage")
"""Empty for the products that are there already."""


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "product_photo",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("photo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by"], ["user_account.id"], name=op.f("fk_product_photo_added_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_product_photo_photo_id_photo")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_photo_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_photo")),
        sa.UniqueConstraint("photo_id", name=op.f("uq_product_photo_photo_id")),
    )
    with op.batch_alter_table("product_photo", schema=None) as batch_op:
        batch_op.create_index("ix_product_photo_product", ["product_id", "position"], unique=False)

    with op.batch_alter_table("product", schema=None) as batch_op:
        for name in TEXTS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("days_to_make", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_product_days_make_sense"), "days_to_make BETWEEN 1 AND 3650"
        )
    with op.batch_alter_table("product", schema=None) as batch_op:
        for name in TEXTS:
            batch_op.alter_column(name, existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
