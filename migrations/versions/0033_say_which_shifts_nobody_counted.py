"""Say which shifts nobody counted."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_counted", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.alter_column("is_counted", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_shift_uncounted_is_as_expected"),
            "is_counted OR counted_cash = expected_cash",
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
