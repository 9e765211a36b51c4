"""Let the showroom word its agreement."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "agreement_text",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "written_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "language IN ('id', 'en')", name=op.f("ck_agreement_text_language_known")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["user_account.id"],
            name=op.f("fk_agreement_text_written_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_text")),
    )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
