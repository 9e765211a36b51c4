"""Let agents print and buyers choose their receipt."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "print_agent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "enrolled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolled_by"],
            ["user_account.id"],
            name=op.f("fk_print_agent_enrolled_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_agent")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_print_agent_token_hash")),
    )
    op.create_table(
        "till_display",
        sa.Column("till_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("shows", sa.String(length=8), nullable=False),
        sa.Column("sale_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("shows IN ('', 'qris')", name=op.f("ck_till_display_shows_known")),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sale.id"], name=op.f("fk_till_display_sale_id_sale")
        ),
        sa.ForeignKeyConstraint(
            ["till_id"], ["till.id"], name=op.f("fk_till_display_till_id_till")
        ),
        sa.PrimaryKeyConstraint("till_id", name=op.f("pk_till_display")),
        sa.UniqueConstraint("token", name=op.f("uq_till_display_token")),
    )
    with op.batch_alter_table("printer", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("letters", sa.String(length=8), nullable=False, server_default="ascii")
        )
        batch_op.add_column(
            sa.Column(
                "agent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_printer_agent_id_print_agent"), "print_agent", ["agent_id"], ["id"]
        )
    with op.batch_alter_table("printer", schema=None) as batch_op:
        batch_op.alter_column("letters", existing_type=sa.String(length=8), server_default=None)
        batch_op.drop_constraint(op.f("ck_printer_connection_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_printer_connection_known"),
            "connection IN ('network', 'usb', 'serial', 'lp', 'file', 'browser', 'webusb', 'bridge')",
        )
        batch_op.create_check_constraint(
            op.f("ck_printer_letters_known"), "letters IN ('ascii', 'cp437', 'cp858', 'cp1252')"
        )
        batch_op.create_check_constraint(
            op.f("ck_printer_agent_reaches_it"),
            "agent_id IS NULL OR connection IN ('network', 'usb', 'serial', 'lp', 'file')",
        )

    with op.batch_alter_table("sale", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("language", sa.String(length=2), nullable=False, server_default="id")
        )
    with op.batch_alter_table("sale", schema=None) as batch_op:
        batch_op.alter_column("language", existing_type=sa.String(length=2), server_default=None)
        batch_op.create_check_constraint(op.f("ck_sale_language_known"), "language IN ('id', 'en')")

    with op.batch_alter_table("till", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("prints_itself", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("till", schema=None) as batch_op:
        batch_op.alter_column("prints_itself", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
