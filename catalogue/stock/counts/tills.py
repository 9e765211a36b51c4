"""What lies on open tickets at the tills: off the shelf already, and still on record.

Whoever keeps tickets says here how many pieces are on them, so that a count does not miss what a
customer is just paying for.
"""

from collections.abc import Callable, Collection
from typing import TypeVar

from sqlalchemy.orm import Session

Reader = Callable[[Session, int, Collection[int]], dict[int, int]]
ReaderT = TypeVar("ReaderT", bound=Reader)
READERS: list[Reader] = []
"""Each returns {product: pieces} on open tickets at an outlet, of these products."""


def tells_at_till(reader: ReaderT) -> ReaderT:
    """Declare a function that knows what lies on open tickets."""
    READERS.append(reader)
    return reader


def at_till(session: Session, outlet_id: int, product_ids: Collection[int]) -> dict[int, int]:
    """Return how many pieces of these products lie on open tickets at an outlet."""
    found: dict[int, int] = {}
    for reader in READERS:
        for product_id, pieces in reader(session, outlet_id, product_ids).items():
            found[product_id] = found.get(product_id, 0) + pieces
    return found
