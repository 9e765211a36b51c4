"""Match card money too with what the acquirer paid."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

ONE_THING = (
    "(CASE WHEN tender_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN surplus_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN deposit_id IS NULL THEN 0 ELSE 1 END) = 1"
)
KINDS = (
    "'cash', 'safe', 'treasury', 'holder', 'bank', "
    "'qris_claimed', 'qris', 'qris_missing', 'qris_surplus', "
    "'card', 'card_missing', 'card_surplus', "
    "'payable', 'commission', 'house_sales', 'postage', 'discount', "
    "'rounding', 'over_short', 'loss', 'fees', 'fees_payable', "
    "'deposits', 'charges', 'maker_fees', 'adjustments', 'opening', 'clearing'"
)
KNOWN = (
    ("account", "kind", KINDS),
    ("late_money", "way", "'qris', 'card', 'cash', 'transfer'"),
    ("surplus_return", "source", "'qris', 'card', 'bank', 'treasury'"),
)


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    with op.batch_alter_table("qris_credit", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=4), nullable=False, server_default="qris")
        )
    with op.batch_alter_table("qris_credit", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_qris_credit_kind_known"), "kind IN ('qris', 'card')"
        )

    with op.batch_alter_table("qris_credit_part", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "deposit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column("is_back", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.drop_index(
            batch_op.f("uq_qris_credit_part_tender"), sqlite_where=sa.text("NOT is_released")
        )
        batch_op.create_index(
            "uq_qris_credit_part_tender",
            ["tender_id", "is_back"],
            unique=True,
            sqlite_where=sa.text("NOT is_released"),
            postgresql_where=sa.text("NOT is_released"),
        )
        batch_op.create_index(
            "uq_qris_credit_part_deposit",
            ["deposit_id"],
            unique=True,
            sqlite_where=sa.text("NOT is_released"),
            postgresql_where=sa.text("NOT is_released"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_qris_credit_part_deposit_id_deposit"), "deposit", ["deposit_id"], ["id"]
        )

    with op.batch_alter_table("qris_credit_part", schema=None) as batch_op:
        batch_op.alter_column("is_back", server_default=None)
        batch_op.drop_constraint(op.f("ck_qris_credit_part_one_thing"), type_="check")
        batch_op.create_check_constraint(op.f("ck_qris_credit_part_one_thing"), ONE_THING)
        batch_op.create_check_constraint(
            op.f("ck_qris_credit_part_back_is_tender"), "NOT is_back OR tender_id IS NOT NULL"
        )

    with op.batch_alter_table("surplus_money", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=4), nullable=False, server_default="qris")
        )
    with op.batch_alter_table("surplus_money", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_surplus_money_kind_known"), "kind IN ('qris', 'card')"
        )

    for table, column, words in KNOWN:
        with op.batch_alter_table(table, schema=None) as batch_op:
            name = op.f(f"ck_{table}_{column}_known")
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, f"{column} IN ({words})")


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
