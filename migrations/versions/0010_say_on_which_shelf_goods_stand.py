"""Say on which shelf goods stand."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "shelf_place",
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("shelf", sa.String(length=20), nullable=False),
        sa.CheckConstraint("shelf <> ''", name=op.f("ck_shelf_place_shelf_has_name")),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_shelf_place_outlet_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_shelf_place_product_id_product")
        ),
        sa.PrimaryKeyConstraint("product_id", "outlet_id", name=op.f("pk_shelf_place")),
    )
    with op.batch_alter_table("shelf_place", schema=None) as batch_op:
        batch_op.create_index("ix_shelf_place_shelf", ["shelf"], unique=False)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
