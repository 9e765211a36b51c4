"""Give discounts on lines and tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    with op.batch_alter_table("sale", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("ticket_discount", sa.BigInteger(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("sale", schema=None) as batch_op:
        batch_op.alter_column("ticket_discount", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_sale_ticket_discount_not_negative"), "ticket_discount >= 0"
        )
    with op.batch_alter_table("sale_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("given", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column(
                "approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column("approval_reason", sa.Text(), nullable=False, server_default="")
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_sale_line_approved_by_user_account"),
            "user_account",
            ["approved_by"],
            ["id"],
        )
    with op.batch_alter_table("sale_line", schema=None) as batch_op:
        batch_op.alter_column("given", server_default=None)
        batch_op.alter_column("approval_reason", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_sale_line_given_range"), "given BETWEEN 0 AND discount"
        )
        batch_op.create_check_constraint(
            op.f("ck_sale_line_approval_has_reason"),
            "(approved_by IS NULL) = (approval_reason = '')",
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
