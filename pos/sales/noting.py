"""Goods that nobody recorded (belum terdaftar): what their pane asks, and selling them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.products import categories
from catalogue.products.models import Category
from catalogue.stock.unrecorded import service as unrecorded
from catalogue.stock.unrecorded.service import Noted
from core.errors import Refused
from core.i18n import _
from core.ids import normalise_code
from core.images import Ready
from core.text import fold
from pos.sales import service
from pos.sales.models import Sale, SaleLine

OFFERED = 5
"""Makers to touch where it is not clear who is meant."""


@dataclass(frozen=True)
class Noting:
    """What the pane needs: the code that was scanned, makers to choose from, categories."""

    code: str
    makers: list[str]
    categories: list[Category]


def noting(session: Session, code: str) -> Noting:
    """Return what the pane of goods that nobody recorded shows."""
    return Noting(
        normalise_code(code) or "",
        [label for label, _maker in _labelled(session)],
        [category for category, _count in categories.every(session)],
    )


class WhichMaker(Refused):
    """Several makers may be meant, or none quite; `likely` are offered: (code, name, owner)."""

    def __init__(self, sentence: str, likely: Sequence[Maker]) -> None:
        super().__init__(sentence, field="maker")
        self.likely = [(maker.code, maker.name, maker.owner) for maker in likely]


def maker_called(session: Session, words: str) -> Maker:
    """Return the maker that a label of the list, a code, or a name or part of it means.

    Money goes to whoever is chosen here, so nothing is guessed: part of a name counts only where it
    is one maker's. Raises WhichMaker with those who may be meant.
    """
    exact = [
        maker
        for label, maker in _labelled(session)
        if words.casefold() in (label.casefold(), maker.code.casefold(), maker.name.casefold())
    ]
    found = exact or _with_every_word(session, words)
    if len(found) == 1:
        return found[0]
    likely = found[:OFFERED] or makers.likely(session, words, limit=OFFERED)
    raise WhichMaker(
        _("Perajin yang mana? Sentuh namanya.")
        if likely
        else _("Perajin ini tidak ada dalam daftar. Pilih dari daftarnya, atau panggil pengurus."),
        likely,
    )


def sell(
    session: Session,
    sale: Sale,
    maker: Maker,
    said: Noted,
    *,
    quantity: int,
    shots: Sequence[Ready],
    by: int,
    at: datetime,
) -> SaleLine:
    """Note goods that nobody recorded and put them on the ticket under their maker's terms."""
    product = unrecorded.note(session, maker, sale.till.outlet, said, shots=shots, by=by, at=at)
    return service.add_product(
        session, sale, product, code=product.code, by=by, at=at, quantity=quantity
    )


def _with_every_word(session: Session, words: str) -> list[Maker]:
    """Return the makers in use in whose name, or whose owner's, every word stands."""
    asked = fold(words).split()
    return [
        maker
        for maker in makers.in_use(session)
        if asked and all(word in fold(f"{maker.name} {maker.owner}") for word in asked)
    ]


def _labelled(session: Session) -> list[tuple[str, Maker]]:
    return [(_label(maker), maker) for maker in makers.in_use(session)]


def _label(maker: Maker) -> str:
    return f"{maker.name} ({maker.code})"
