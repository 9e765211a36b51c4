"""Remember when a maker's account became another."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    with op.batch_alter_table("maker_private", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bank_changed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("transfer_row", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
