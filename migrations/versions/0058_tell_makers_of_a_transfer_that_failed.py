"""Tell makers of a transfer that failed, and let a decided notice be taken back."""

from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

KNOWN = (
    ("notice", "state", "'ready', 'empty', 'sent', 'skipped', 'wrong_number'"),
    ("notice_item", "kind", "'line', 'statement', 'payout', 'failed'"),
)


def upgrade() -> None:
    """Apply this change; triggers follow by themselves (migrations.schema)."""
    for table, column, words in KNOWN:
        with op.batch_alter_table(table, schema=None) as batch_op:
            name = op.f(f"ck_{table}_{column}_known")
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, f"{column} IN ({words})")


def downgrade() -> None:
    """Titip goes back by restoring a backup, not by undoing a change of its tables."""
    raise NotImplementedError
