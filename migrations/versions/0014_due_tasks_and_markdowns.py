"""Keep what is due, and the markdown of a line."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "due_task",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_due_task")),
    )
    with op.batch_alter_table("sale_line", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("markdown", sa.BigInteger(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("sale_line", schema=None) as batch_op:
        batch_op.alter_column("markdown", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_sale_line_markdown_range"), "markdown BETWEEN 0 AND discount"
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
