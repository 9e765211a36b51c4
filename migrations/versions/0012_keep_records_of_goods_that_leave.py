"""Keep records of goods that leave."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "departure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=True),
        sa.Column(
            "outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("witnesses", sa.Text(), nullable=False),
        sa.Column("photo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(kind = 'loss') = (happened_on IS NOT NULL)", name=op.f("ck_departure_loss_has_day")
        ),
        sa.CheckConstraint(
            "(kind = 'return') = (cause IS NOT NULL)", name=op.f("ck_departure_return_has_cause")
        ),
        sa.CheckConstraint(
            "(kind = 'return') = (maker_id IS NOT NULL)", name=op.f("ck_departure_return_has_maker")
        ),
        sa.CheckConstraint(
            "(state = 'done') = (done_at IS NOT NULL) AND (state = 'done') = (number IS NOT NULL)",
            name=op.f("ck_departure_done_has_number"),
        ),
        sa.CheckConstraint(
            "cause IN ('contract_over', 'unsold', 'asked', 'expired', 'faulty', 'other')",
            name=op.f("ck_departure_cause_known"),
        ),
        sa.CheckConstraint("kind IN ('return', 'loss')", name=op.f("ck_departure_kind_known")),
        sa.CheckConstraint(
            "state IN ('draft', 'done', 'cancelled')", name=op.f("ck_departure_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_departure_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["done_by"], ["user_account.id"], name=op.f("fk_departure_done_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["maker.id"], name=op.f("fk_departure_maker_id_maker")
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_departure_outlet_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_departure_photo_id_photo")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure")),
        sa.UniqueConstraint("number", name=op.f("uq_departure_number")),
    )
    with op.batch_alter_table("departure", schema=None) as batch_op:
        batch_op.create_index("ix_departure_kind", ["kind", "id"], unique=False)
        batch_op.create_index("ix_departure_maker", ["maker_id", "id"], unique=False)

    op.create_table(
        "departure_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "departure_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(length=8), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "fate IN ('returned', 'lost', 'damaged')", name=op.f("ck_departure_line_fate_known")
        ),
        sa.CheckConstraint(
            "owed BETWEEN 0 AND value", name=op.f("ck_departure_line_owed_within_value")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_departure_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["departure_id"],
            ["departure.id"],
            name=op.f("fk_departure_line_departure_id_departure"),
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_departure_line_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_departure_line_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure_line")),
    )
    with op.batch_alter_table("departure_line", schema=None) as batch_op:
        batch_op.create_index("ix_departure_line_departure", ["departure_id"], unique=False)
        batch_op.create_index("ix_departure_line_product", ["product_id"], unique=False)

    op.create_table(
        "comeback",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("owed >= 0", name=op.f("ck_comeback_owed_not_negative")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_comeback_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_comeback_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["departure_line.id"], name=op.f("fk_comeback_line_id_departure_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comeback")),
    )
    with op.batch_alter_table("comeback", schema=None) as batch_op:
        batch_op.create_index("ix_comeback_line", ["line_id"], unique=False)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
