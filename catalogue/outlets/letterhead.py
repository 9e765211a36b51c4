"""The head of every paper: who the showroom is."""

from datetime import date

from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from printers.documents import Letterhead


def letterhead(session: Session, *, on: date) -> Letterhead:
    """Return the showroom's name, address and telephone as papers carry them on a date."""
    house = showroom.current(session, on=on)
    lines = tuple(line.strip() for line in house.address.splitlines() if line.strip())
    return Letterhead(name=house.name, address=lines, phone=house.phone)
