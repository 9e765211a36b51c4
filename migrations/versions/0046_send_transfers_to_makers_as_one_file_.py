"""Send transfers to makers as one file for the bank."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "transfer_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("fk_transfer_batch_created_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_batch")),
    )
    op.create_table(
        "transfer_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "statement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("payout_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "(state = 'failed') = (failure <> '')", name=op.f("ck_transfer_row_failed_has_reason")
        ),
        sa.CheckConstraint(
            "(state = 'paid') = (payout_id IS NOT NULL)",
            name=op.f("ck_transfer_row_paid_has_payout"),
        ),
        sa.CheckConstraint(
            "(state = 'sent') = (decided_at IS NULL)", name=op.f("ck_transfer_row_decided_has_time")
        ),
        sa.CheckConstraint(
            "state IN ('sent', 'paid', 'failed')", name=op.f("ck_transfer_row_state_known")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_transfer_row_amount_positive")),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["transfer_batch.id"],
            name=op.f("fk_transfer_row_batch_id_transfer_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_transfer_row_decided_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["maker.id"], name=op.f("fk_transfer_row_maker_id_maker")
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payout.id"], name=op.f("fk_transfer_row_payout_id_payout")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_transfer_row_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_row")),
        sa.UniqueConstraint(
            "batch_id", "statement_id", name=op.f("uq_transfer_row_batch_id_statement_id")
        ),
        sa.UniqueConstraint("payout_id", name=op.f("uq_transfer_row_payout_id")),
    )
    with op.batch_alter_table("transfer_row", schema=None) as batch_op:
        batch_op.create_index("ix_transfer_row_maker", ["maker_id"], unique=False)
        batch_op.create_index(
            "uq_transfer_row_open",
            ["statement_id"],
            unique=True,
            sqlite_where=sa.text("state = 'sent'"),
            postgresql_where=sa.text("state = 'sent'"),
        )

    op.create_table(
        "transfer_slip",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "payout_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("scan", sa.String(length=64), nullable=False),
        sa.Column("scan_type", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_transfer_slip_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payout.id"], name=op.f("fk_transfer_slip_payout_id_payout")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_slip")),
    )
    with op.batch_alter_table("transfer_slip", schema=None) as batch_op:
        batch_op.create_index("ix_transfer_slip_payout", ["payout_id"], unique=False)

    with op.batch_alter_table("skipped_maker", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_skipped_maker_reason_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_skipped_maker_reason_known"), "reason IN ('minimum', 'paying')"
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
