"""Know who brings groups, whose a sale is, and the guide's fee."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    op.create_table(
        "agency",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("fee_bps", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("fee_bps BETWEEN 0 AND 10000", name=op.f("ck_agency_fee_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("name_key", name=op.f("uq_agency_name_key")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("agency_name", sa.Text(), nullable=False),
        sa.Column("guide", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column(
            "outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("expected_at", sa.String(length=5), nullable=False),
        sa.Column("colour", sa.String(length=8), nullable=False),
        sa.Column("fee_bps", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("came_by", sa.String(length=8), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(state IN ('done', 'cancelled')) = (closed_at IS NOT NULL)",
            name=op.f("ck_visit_closed_has_time"),
        ),
        sa.CheckConstraint(
            "came_by IN ('form', 'whatsapp', 'phone', 'walk_in')",
            name=op.f("ck_visit_came_by_known"),
        ),
        sa.CheckConstraint(
            "colour IN ('red', 'blue', 'green', 'yellow', 'purple', 'orange')",
            name=op.f("ck_visit_colour_known"),
        ),
        sa.CheckConstraint("language IN ('id', 'en')", name=op.f("ck_visit_language_known")),
        sa.CheckConstraint(
            "state IN ('announced', 'cancelled') OR (agency_id IS NOT NULL AND fee_bps IS NOT NULL)",
            name=op.f("ck_visit_confirmed_is_whole"),
        ),
        sa.CheckConstraint(
            "state IN ('announced', 'confirmed', 'here', 'done', 'cancelled')",
            name=op.f("ck_visit_state_known"),
        ),
        sa.CheckConstraint(
            "fee_bps IS NULL OR fee_bps BETWEEN 0 AND 10000", name=op.f("ck_visit_fee_range")
        ),
        sa.CheckConstraint("people IS NULL OR people > 0", name=op.f("ck_visit_people_positive")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_visit_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["user_account.id"], name=op.f("fk_visit_closed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_visit_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_visit_outlet_id_outlet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("token", name=op.f("uq_visit_token")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_agency", ["agency_id"], unique=False)
        batch_op.create_index("ix_visit_day", ["outlet_id", "expected_on"], unique=False)
        batch_op.create_index("ix_visit_sender", ["sender", "created_at"], unique=False)

    op.create_table(
        "till_visit",
        sa.Column("till_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_till_visit_till_id_till")),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_till_visit_visit_id_visit")
        ),
        sa.PrimaryKeyConstraint("till_id", name=op.f("pk_till_visit")),
    )
    op.create_table(
        "guide_fee",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("sold", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("fee_bps", sa.Integer(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("carried", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "movement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(movement_id IS NOT NULL) = (source = 'drawer' AND amount > 0)",
            name=op.f("ck_guide_fee_drawer_has_movement"),
        ),
        sa.CheckConstraint(
            "source IN ('drawer', 'treasury')", name=op.f("ck_guide_fee_source_known")
        ),
        sa.CheckConstraint(
            "amount <= fee + carried OR amount = 0", name=op.f("ck_guide_fee_amount_is_due")
        ),
        sa.CheckConstraint(
            "fee >= 0 AND amount >= 0", name=op.f("ck_guide_fee_amount_not_negative")
        ),
        sa.CheckConstraint(
            "sold >= 0 AND returned BETWEEN 0 AND sold", name=op.f("ck_guide_fee_base_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_guide_fee_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["movement_id"],
            ["cash_movement.id"],
            name=op.f("fk_guide_fee_movement_id_cash_movement"),
        ),
        sa.ForeignKeyConstraint(
            ["paid_by"], ["user_account.id"], name=op.f("fk_guide_fee_paid_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.id"], name=op.f("fk_guide_fee_shift_id_shift")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_guide_fee_visit_id_visit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_fee")),
        sa.UniqueConstraint("movement_id", name=op.f("uq_guide_fee_movement_id")),
        sa.UniqueConstraint("number", name=op.f("uq_guide_fee_number")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_guide_fee_visit_id")),
    )
    with op.batch_alter_table("guide_fee", schema=None) as batch_op:
        batch_op.create_index("ix_guide_fee_agency", ["agency_id"], unique=False)

    op.create_table(
        "sale_visit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sale_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("visit_id IS DISTINCT FROM from_id", name=op.f("ck_sale_visit_moves")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_sale_visit_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["visit.id"], name=op.f("fk_sale_visit_from_id_visit")
        ),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_visit_sale_id_sale")),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_sale_visit_visit_id_visit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_visit")),
    )
    with op.batch_alter_table("sale_visit", schema=None) as batch_op:
        batch_op.create_index("ix_sale_visit_sale", ["sale_id", "id"], unique=False)
        batch_op.create_index("ix_sale_visit_visit", ["visit_id"], unique=False)

    with op.batch_alter_table("sale", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_index(
            "ix_sale_visit",
            ["visit_id"],
            unique=False,
            sqlite_where=sa.text("visit_id IS NOT NULL"),
            postgresql_where=sa.text("visit_id IS NOT NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_sale_visit_id_visit"), "visit", ["visit_id"], ["id"]
        )


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
