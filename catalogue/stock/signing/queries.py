"""Reads of signatures: where a paper is signed, and what is drawn there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.stock.signing.models import Signature
from printers.documents import Signer

Source = tuple[str, int]


@dataclass(frozen=True)
class Place:
    """A place to sign on a paper: its key, whose it is, and the name that is proposed."""

    key: str
    role: str
    name: str = ""


def of(session: Session, source: Source) -> dict[str, Signature]:
    """Return what was signed on a screen, by the key of the place."""
    kind, number = source
    found = session.scalars(
        select(Signature)
        .where(Signature.source_kind == kind, Signature.source_id == number)
        .order_by(Signature.id)
    )
    return {one.place: one for one in found}


def signers(session: Session, source: Source, places: Sequence[Place]) -> tuple[Signer, ...]:
    """Return the places of a paper as they are printed, with what is drawn there."""
    return tuple(
        Signer(role=place.role, name=one.name, drawing=one.drawing)
        if one
        else Signer(role=place.role, name=place.name)
        for place, one in panel(session, source, places)
    )


def panel(
    session: Session, source: Source, places: Sequence[Place]
) -> list[tuple[Place, Signature | None]]:
    """Return every place of a paper with what is drawn there, None where nobody has signed."""
    signed = of(session, source)
    return [(place, signed.get(place.key)) for place in places]
