"""Keep who was merged into whom."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "maker_merge",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("keeps_terms", sa.Boolean(), nullable=False),
        sa.Column("goods", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "started_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("business_date", sa.Date(), nullable=True),
        sa.Column("stated", sa.BigInteger(), nullable=True),
        sa.Column("unstated", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state = 'done') = (done_at IS NOT NULL) AND (done_at IS NULL) = (stated IS NULL) AND (done_at IS NULL) = (unstated IS NULL) AND (done_at IS NULL) = (business_date IS NULL)",
            name=op.f("ck_maker_merge_done_is_whole"),
        ),
        sa.CheckConstraint("state IN ('moving', 'done')", name=op.f("ck_maker_merge_state_known")),
        sa.CheckConstraint("from_id <> into_id", name=op.f("ck_maker_merge_two_makers")),
        sa.ForeignKeyConstraint(
            ["from_id"], ["maker.id"], name=op.f("fk_maker_merge_from_id_maker")
        ),
        sa.ForeignKeyConstraint(
            ["into_id"], ["maker.id"], name=op.f("fk_maker_merge_into_id_maker")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_maker_merge_job_id_job")),
        sa.ForeignKeyConstraint(
            ["started_by"], ["user_account.id"], name=op.f("fk_maker_merge_started_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maker_merge")),
        sa.UniqueConstraint("from_id", name=op.f("uq_maker_merge_from_id")),
    )
    with op.batch_alter_table("maker_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_maker_merge_into_id"), ["into_id"], unique=False)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
