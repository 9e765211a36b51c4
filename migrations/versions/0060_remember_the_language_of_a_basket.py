"""Remember the language of a basket."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    with op.batch_alter_table("basket", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("language", sa.String(length=2), nullable=False, server_default="id")
        )
    with op.batch_alter_table("basket", schema=None) as batch_op:
        batch_op.alter_column("language", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_basket_language_known"), "language IN ('id', 'en')"
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
