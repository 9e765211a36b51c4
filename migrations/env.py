"""What Alembic runs: compares or changes the tables over the connection it was handed.

`migrations.schema.upgrade` and `migrations.make` prepare that connection; Alembic's own command
line is not used, so there is no ini file.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from core.db import Base, CanonicalJson, UtcDateTime


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as plain ones: an old revision must not need today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, CanonicalJson):
        return "sa.Text()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
