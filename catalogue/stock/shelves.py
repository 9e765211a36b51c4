"""On which shelf (rak) goods stand at each outlet: a word that the house chose, or none."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.products.models import Product
from catalogue.stock.models import ShelfPlace
from core.errors import Refused
from core.i18n import _
from core.users import service as people

LONGEST = 20


def put(
    session: Session, product: Product, places: Mapping[int, str], *, by: int, at: datetime
) -> bool:
    """Write on which shelf a product stands, by outlet id ('' = none); say whether that is new.

    'a 3' and 'A 3' are one shelf. Raises Refused for a name longer than 20 letters.
    """
    before = of_product(session, product.id)
    changed = {
        outlet_id: shelf
        for outlet_id, written in places.items()
        if (shelf := _named(written, outlet_id)) != before.get(outlet_id, "")
    }
    for outlet_id, shelf in changed.items():
        held = session.get(ShelfPlace, (product.id, outlet_id))
        if held is None:
            session.add(ShelfPlace(product_id=product.id, outlet_id=outlet_id, shelf=shelf))
        elif shelf:
            held.shelf = shelf
        else:
            session.delete(held)
    session.flush()
    if changed:
        people.record(
            session, "product.shelved", kind="product", subject_id=product.id, by=by, at=at
        )
    return bool(changed)


def of_product(session: Session, product_id: int) -> dict[int, str]:
    """Return on which shelf a product stands, by outlet id."""
    rows = session.execute(
        select(ShelfPlace.outlet_id, ShelfPlace.shelf).where(ShelfPlace.product_id == product_id)
    )
    return {row.outlet_id: row.shelf for row in rows}


def names(session: Session) -> list[str]:
    """Return the shelves that the house uses, in order."""
    return list(session.scalars(select(ShelfPlace.shelf).distinct().order_by(ShelfPlace.shelf)))


def _named(written: str, outlet_id: int) -> str:
    shelf = " ".join(written.upper().split())
    if len(shelf) > LONGEST:
        raise Refused(
            _("Nama rak paling panjang %(n)s huruf.", n=LONGEST), field=f"shelf-{outlet_id}"
        )
    return shelf
