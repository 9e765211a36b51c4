"""Licences of makers and products: noting one, and what its number says by itself."""

import re
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products.models import Certificate

PIRT = re.compile(r"\d{13}-(\d{2})")
"""P-IRT: thirteen digits, a dash, and the last two of the year in which it ends."""


def pirt_expiry(number: str | None) -> date | None:
    """Return the last day of the year that a P-IRT number ends with, None if it names none."""
    found = PIRT.fullmatch(number or "")
    return date(2000 + int(found[1]), 12, 31) if found else None


def note(
    session: Session,
    maker: Maker,
    kind: str,
    number: str,
    *,
    expires_on: date | None,
    at: datetime,
) -> Certificate:
    """Keep a maker's licence; one that is already there stays as it is.

    `kind` is pirt, halal, bpom, sni, merek, batikmark or ig.
    """
    found = session.scalar(
        select(Certificate).where(
            Certificate.maker_id == maker.id, Certificate.kind == kind, Certificate.number == number
        )
    )
    if found is None:
        found = Certificate(
            maker_id=maker.id, kind=kind, number=number, expires_on=expires_on, created_at=at
        )
        session.add(found)
        session.flush()
    return found
