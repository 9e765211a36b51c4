"""Let a drawer pass to the next person in a shift."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "shift_handover",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=True),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(counted IS NULL) = (expected IS NULL)",
            name=op.f("ck_shift_handover_counted_is_compared"),
        ),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_shift_handover_counted_not_negative")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_shift_handover_two_people")),
        sa.ForeignKeyConstraint(
            ["from_id"], ["user_account.id"], name=op.f("fk_shift_handover_from_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.id"], name=op.f("fk_shift_handover_shift_id_shift")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["user_account.id"], name=op.f("fk_shift_handover_to_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_handover")),
    )
    with op.batch_alter_table("shift_handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_handover_shift_id"), ["shift_id"], unique=False)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
