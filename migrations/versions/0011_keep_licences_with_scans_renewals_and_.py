"""Keep licences with scans, renewals and holders."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CHECKS = {
    "kind_known": "kind IN ('nib', 'pirt', 'halal', 'bpom', 'sni', 'merek', 'batikmark', 'ig')",
    "has_holder": "maker_id IS NOT NULL OR product_id IS NOT NULL",
    "dates_in_order": "expires_on IS NULL OR expires_on >= issued_on",
    "scan_has_type": "(scan IS NULL) = (scan_type IS NULL)",
}


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("detail", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("issued_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("scan", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("scan_type", sa.String(length=20), nullable=True))
        batch_op.add_column(
            sa.Column(
                "renews_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column(
                "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("maker_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.drop_constraint(batch_op.f("uq_certificate_maker_id_kind_number"), type_="unique")
        batch_op.drop_constraint(batch_op.f("ck_certificate_kind_known"), type_="check")
        batch_op.create_index("ix_certificate_maker", ["maker_id"], unique=False)
        batch_op.create_index("ix_certificate_product", ["product_id"], unique=False)
        batch_op.create_index(
            "uq_certificate_renewal",
            ["renews_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_certificate_renews_id_certificate"), "certificate", ["renews_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_certificate_created_by_user_account"),
            "user_account",
            ["created_by"],
            ["id"],
        )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.alter_column("detail", existing_type=sa.Text(), server_default=None)
        for name, rule in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_certificate_{name}"), rule)


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
