"""Count the visitors who come on their own."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "footfall",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("kind IN ('local', 'foreign')", name=op.f("ck_footfall_kind_known")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_footfall_undone_by_somebody")
        ),
        sa.CheckConstraint("people BETWEEN 1 AND 5000", name=op.f("ck_footfall_people_range")),
        sa.ForeignKeyConstraint(
            ["by"], ["user_account.id"], name=op.f("fk_footfall_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_footfall_outlet_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["user_account.id"], name=op.f("fk_footfall_undone_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_footfall")),
    )
    with op.batch_alter_table("footfall", schema=None) as batch_op:
        batch_op.create_index("ix_footfall_day", ["outlet_id", "business_date"], unique=False)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
