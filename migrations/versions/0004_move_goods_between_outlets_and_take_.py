"""Move goods between outlets and take them to bazars."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "bazar",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "origin_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state <> 'closed' OR (closed_at IS NOT NULL AND account IS NOT NULL)",
            name=op.f("ck_bazar_closed_has_account"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'closed', 'cancelled')", name=op.f("ck_bazar_state_known")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_bazar_days_in_order")),
        sa.CheckConstraint("origin_id <> outlet_id", name=op.f("ck_bazar_goes_somewhere")),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["user_account.id"], name=op.f("fk_bazar_closed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_bazar_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["outlet.id"], name=op.f("fk_bazar_origin_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_bazar_outlet_id_outlet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bazar")),
        sa.UniqueConstraint("number", name=op.f("uq_bazar_number")),
    )
    with op.batch_alter_table("bazar", schema=None) as batch_op:
        batch_op.create_index(
            "uq_bazar_open",
            ["outlet_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "transfer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=True),
        sa.Column(
            "origin_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "destination_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("bazar_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'closed' OR closed_at IS NOT NULL", name=op.f("ck_transfer_closed_has_time")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'cancelled') OR (sent_at IS NOT NULL AND number IS NOT NULL)",
            name=op.f("ck_transfer_sent_has_number"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'received', 'closed', 'cancelled')",
            name=op.f("ck_transfer_state_known"),
        ),
        sa.CheckConstraint("origin_id <> destination_id", name=op.f("ck_transfer_goes_somewhere")),
        sa.ForeignKeyConstraint(
            ["bazar_id"], ["bazar.id"], name=op.f("fk_transfer_bazar_id_bazar")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_transfer_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["destination_id"], ["outlet.id"], name=op.f("fk_transfer_destination_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["outlet.id"], name=op.f("fk_transfer_origin_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["user_account.id"], name=op.f("fk_transfer_sent_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("number", name=op.f("uq_transfer_number")),
    )
    with op.batch_alter_table("transfer", schema=None) as batch_op:
        batch_op.create_index("ix_transfer_bazar", ["bazar_id"], unique=False)
        batch_op.create_index("ix_transfer_state", ["state", "id"], unique=False)

    op.create_table(
        "transfer_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("scanned", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_transfer_line_quantity_positive")),
        sa.CheckConstraint(
            "scanned BETWEEN 0 AND quantity", name=op.f("ck_transfer_line_scanned_within")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_transfer_line_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_transfer_line_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_transfer_line_transfer_id_transfer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_line")),
    )
    with op.batch_alter_table("transfer_line", schema=None) as batch_op:
        batch_op.create_index("ix_transfer_line_product", ["product_id"], unique=False)

    op.create_table(
        "transfer_outcome",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column(
            "outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.String(length=24), nullable=True),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "kind IN ('received', 'returned', 'corrected', 'lost', 'seen')",
            name=op.f("ck_transfer_outcome_kind_known"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_transfer_outcome_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["user_account.id"],
            name=op.f("fk_transfer_outcome_actor_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["transfer_line.id"],
            name=op.f("fk_transfer_outcome_line_id_transfer_line"),
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_transfer_outcome_outlet_id_outlet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_outcome")),
    )
    with op.batch_alter_table("transfer_outcome", schema=None) as batch_op:
        batch_op.create_index("ix_transfer_outcome_line", ["line_id"], unique=False)

    op.create_index(
        "uq_transfer_line_goods",
        "transfer_line",
        ["transfer_id", "product_id", sa.literal_column("coalesce(lot_id, 0)")],
        unique=True,
    )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
