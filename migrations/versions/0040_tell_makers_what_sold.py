"""Tell makers what sold."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "(state = 'ready') = (decided_at IS NULL)", name=op.f("ck_notice_decided_has_time")
        ),
        sa.CheckConstraint(
            "channel IN ('whatsapp', 'email')", name=op.f("ck_notice_channel_known")
        ),
        sa.CheckConstraint(
            "state IN ('ready', 'sent', 'skipped', 'wrong_number')",
            name=op.f("ck_notice_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_notice_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_notice_made_by_user_account")
        ),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_notice_maker_id_maker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_maker", ["maker_id", "id"], unique=False)
        batch_op.create_index(
            "uq_notice_ready",
            ["maker_id"],
            unique=True,
            sqlite_where=sa.text("state = 'ready'"),
            postgresql_where=sa.text("state = 'ready'"),
        )

    op.create_table(
        "notice_choice",
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.Boolean(), nullable=False),
        sa.Column("payout", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("wrong_number_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "channel IN ('whatsapp', 'email')", name=op.f("ck_notice_choice_channel_known")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["maker.id"], name=op.f("fk_notice_choice_maker_id_maker")
        ),
        sa.PrimaryKeyConstraint("maker_id", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "notice_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column(
            "source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "kind IN ('line', 'statement', 'payout')", name=op.f("ck_notice_item_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_item_notice_id_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_item")),
        sa.UniqueConstraint("kind", "source_id", name=op.f("uq_notice_item_kind_source_id")),
    )
    with op.batch_alter_table("notice_item", schema=None) as batch_op:
        batch_op.create_index("ix_notice_item_notice", ["notice_id"], unique=False)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
