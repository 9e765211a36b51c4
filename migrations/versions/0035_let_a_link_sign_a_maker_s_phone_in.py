"""Let a link sign a maker's phone in."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "maker_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(spent_at IS NULL) = (session_id IS NULL)", name=op.f("ck_maker_link_spent_by_a_phone")
        ),
        sa.CheckConstraint(
            "spent_at IS NULL OR ended_at IS NULL", name=op.f("ck_maker_link_spent_or_ended")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_maker_link_made_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["maker.id"], name=op.f("fk_maker_link_maker_id_maker")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["web_session.id"], name=op.f("fk_maker_link_session_id_web_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maker_link")),
        sa.UniqueConstraint("session_id", name=op.f("uq_maker_link_session_id")),
    )
    with op.batch_alter_table("maker_link", schema=None) as batch_op:
        batch_op.create_index("ix_maker_link_maker", ["maker_id", "id"], unique=False)

    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("browser", sa.String(length=40), nullable=False, server_default="")
        )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.alter_column("browser", server_default=None)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
