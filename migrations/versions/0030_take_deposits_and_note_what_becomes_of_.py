"""Take deposits and note what becomes of claims."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

WIDER = (
    ("account", "kind", ("cash", "safe", "treasury", "bank", "qris_claimed", "qris", "qris_missing",
                         "card", "payable", "commission", "house_sales", "postage", "discount",
                         "rounding", "over_short", "loss", "fees", "fees_payable", "deposits",
                         "charges", "opening", "clearing")),
    ("tender_confirmation", "kind", ("confirmed", "accepted", "replaced")),
)  # fmt: skip
"""What these columns may hold from now on: a claim may be accepted, or paid in another way."""


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "deposit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("till_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint("customer <> ''", name=op.f("ck_deposit_has_customer")),
        sa.CheckConstraint(
            "way IN ('cash', 'qris', 'card', 'transfer')", name=op.f("ck_deposit_way_known")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_deposit_amount_positive")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_deposit_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_deposit_shift_id_shift")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_deposit_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit")),
        sa.UniqueConstraint("number", name=op.f("uq_deposit_number")),
    )
    with op.batch_alter_table("deposit", schema=None) as batch_op:
        batch_op.create_index("ix_deposit_shift", ["shift_id"], unique=False)

    op.create_table(
        "deposit_return",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "deposit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("till_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint("way IN ('cash', 'transfer')", name=op.f("ck_deposit_return_way_known")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_deposit_return_amount_positive")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_deposit_return_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["deposit.id"], name=op.f("fk_deposit_return_deposit_id_deposit")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.id"], name=op.f("fk_deposit_return_shift_id_shift")
        ),
        sa.ForeignKeyConstraint(
            ["till_id"], ["till.id"], name=op.f("fk_deposit_return_till_id_till")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_return")),
    )
    with op.batch_alter_table("deposit_return", schema=None) as batch_op:
        batch_op.create_index("ix_deposit_return_deposit", ["deposit_id"], unique=False)
        batch_op.create_index("ix_deposit_return_shift", ["shift_id"], unique=False)

    op.create_table(
        "claim_look",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "tender_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_claim_look_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tender.id"], name=op.f("fk_claim_look_tender_id_tender")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_look")),
    )
    with op.batch_alter_table("claim_look", schema=None) as batch_op:
        batch_op.create_index("ix_claim_look_tender", ["tender_id"], unique=False)

    op.create_table(
        "late_money",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "tender_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(way = 'cash') = (shift_id IS NOT NULL)", name=op.f("ck_late_money_cash_has_shift")
        ),
        sa.CheckConstraint(
            "way IN ('qris', 'cash', 'transfer')", name=op.f("ck_late_money_way_known")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_late_money_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.id"], name=op.f("fk_late_money_shift_id_shift")
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tender.id"], name=op.f("fk_late_money_tender_id_tender")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_money")),
        sa.UniqueConstraint("tender_id", name=op.f("uq_late_money_tender_id")),
    )
    with op.batch_alter_table("late_money", schema=None) as batch_op:
        batch_op.create_index("ix_late_money_shift", ["shift_id"], unique=False)

    with op.batch_alter_table("tender", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column(
                "deposit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_index(batch_op.f("ix_tender_deposit_id"), ["deposit_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_tender_deposit_id_deposit"), "deposit", ["deposit_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_tender_maker_id_maker"), "maker", ["maker_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_tender_maker_is_named"), "(kind = 'maker') = (maker_id IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_tender_deposit_is_named"), "(kind = 'deposit') = (deposit_id IS NOT NULL)"
        )
    for table, column, words in WIDER:
        listed = ", ".join(f"'{word}'" for word in words)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_{column}_known"), type_="check")
            batch_op.create_check_constraint(
                op.f(f"ck_{table}_{column}_known"), f"{column} IN ({listed})"
            )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
