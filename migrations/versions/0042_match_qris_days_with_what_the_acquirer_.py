"""Match QRIS days with what the acquirer paid."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "qris_credit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("charge", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column(
            "reversed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("reversal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(reversed_at IS NULL) = (reversed_by IS NULL) AND (reversed_at IS NULL) = (reversal_reason IS NULL)",
            name=op.f("ck_qris_credit_reversal_is_whole"),
        ),
        sa.CheckConstraint("amount = gross - charge", name=op.f("ck_qris_credit_adds_up")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_qris_credit_amount_positive")),
        sa.CheckConstraint("charge >= 0", name=op.f("ck_qris_credit_charge_not_negative")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_qris_credit_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["reversed_by"],
            ["user_account.id"],
            name=op.f("fk_qris_credit_reversed_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qris_credit")),
    )
    with op.batch_alter_table("qris_credit", schema=None) as batch_op:
        batch_op.create_index("ix_qris_credit_day", ["day"], unique=False)

    op.create_table(
        "qris_credit_part",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "credit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("tender_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "surplus_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(tender_id IS NULL) <> (surplus_id IS NULL)",
            name=op.f("ck_qris_credit_part_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["credit_id"],
            ["qris_credit.id"],
            name=op.f("fk_qris_credit_part_credit_id_qris_credit"),
        ),
        sa.ForeignKeyConstraint(
            ["surplus_id"],
            ["surplus_money.id"],
            name=op.f("fk_qris_credit_part_surplus_id_surplus_money"),
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tender.id"], name=op.f("fk_qris_credit_part_tender_id_tender")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qris_credit_part")),
    )
    with op.batch_alter_table("qris_credit_part", schema=None) as batch_op:
        batch_op.create_index("ix_qris_credit_part_credit", ["credit_id"], unique=False)
        batch_op.create_index(
            "uq_qris_credit_part_surplus",
            ["surplus_id"],
            unique=True,
            sqlite_where=sa.text("NOT is_released"),
            postgresql_where=sa.text("NOT is_released"),
        )
        batch_op.create_index(
            "uq_qris_credit_part_tender",
            ["tender_id"],
            unique=True,
            sqlite_where=sa.text("NOT is_released"),
            postgresql_where=sa.text("NOT is_released"),
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
