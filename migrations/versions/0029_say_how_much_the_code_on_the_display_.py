"""Say how much the code on the display asks."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    with op.batch_alter_table("till_display", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("amount", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
        )
    with op.batch_alter_table("till_display", schema=None) as batch_op:
        batch_op.alter_column("amount", existing_type=sa.BigInteger(), server_default=None)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
