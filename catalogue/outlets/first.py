"""The first place of a house that starts with real goods and without the demonstration."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.outlets import queries, service
from catalogue.outlets.models import Outlet


def first_outlet(session: Session, at: datetime) -> Outlet:
    """Return the main outlet; where there is none yet make `G1`, Galeri, with one till."""
    found = queries.main_outlet(session)
    if found is not None:
        return found
    outlet = service.open_outlet(session, "G1", "Galeri", at=at)
    service.set_up_till(session, outlet, "Kasir 1", series="G1")
    return outlet
