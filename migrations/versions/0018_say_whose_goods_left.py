"""Say whose goods left."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    with op.batch_alter_table("departure_line", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_departure_line_maker_id_maker"), "maker", ["maker_id"], ["id"]
        )
    op.execute(
        "UPDATE departure_line SET maker_id ="
        " (SELECT p.maker_id FROM product p WHERE p.id = departure_line.product_id)"
        " WHERE departure_id IN (SELECT id FROM departure WHERE state = 'done')"
    )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
