"""Give each gallery screen its own secret."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    with op.batch_alter_table("kiosk", schema=None) as batch_op:
        batch_op.drop_index("uq_kiosk_open")
        batch_op.add_column(sa.Column("secret_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(
            sa.Column("code", sa.String(length=6), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("wrong_tries", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("wrong_on", sa.Date(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_kiosk_secret_hash"), ["secret_hash"])
    with op.batch_alter_table("kiosk", schema=None) as batch_op:
        batch_op.alter_column("code", server_default=None)
        batch_op.alter_column("wrong_tries", server_default=None)
        batch_op.create_check_constraint(
            batch_op.f("ck_kiosk_wrong_tries_not_negative"), "wrong_tries >= 0"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_kiosk_begun_with_a_secret"),
            "(begun_at IS NULL) = (secret_hash IS NULL)",
        )
        batch_op.create_index(
            "uq_kiosk_open",
            ["outlet_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL AND begun_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL AND begun_at IS NULL"),
        )
    # Links of before made any browser a screen, and went out by a PIN of the staff: each ends.
    op.execute("UPDATE kiosk SET closed_at = opened_at WHERE closed_at IS NULL")


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
