"""Say why goods come back."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    with op.batch_alter_table("sale_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("return_reason", sa.String(length=6), nullable=True))
        batch_op.add_column(
            sa.Column("is_damaged", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("sale_line", schema=None) as batch_op:
        batch_op.alter_column("is_damaged", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_sale_line_return_reason_known"),
            "return_reason IN ('unfit', 'wrong', 'faulty')",
        )
        batch_op.create_check_constraint(
            op.f("ck_sale_line_only_returns_have_reasons"),
            "kind = 'return' OR (return_reason IS NULL AND NOT is_damaged)",
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
