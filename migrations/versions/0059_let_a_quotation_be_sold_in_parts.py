"""Let a quotation be sold in parts."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    with op.batch_alter_table("sale", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("uq_sale_quotation"),
            sqlite_where=sa.text("quotation_id IS NOT NULL AND state <> 'void'"),
        )
        batch_op.create_index(
            "ix_sale_quotation",
            ["quotation_id"],
            unique=False,
            sqlite_where=sa.text("quotation_id IS NOT NULL"),
            postgresql_where=sa.text("quotation_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_sale_quotation_at_till",
            ["quotation_id"],
            unique=True,
            sqlite_where=sa.text("quotation_id IS NOT NULL AND state IN ('open', 'held')"),
            postgresql_where=sa.text("quotation_id IS NOT NULL AND state IN ('open', 'held')"),
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
