"""Kartu karya: what a card tells of a piece of which there is only one, on A6 and on a roll alike."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from catalogue.visitors import meanings, queries
from catalogue.visitors.pictures import sample
from catalogue.visitors.pictures.choice import PLAIN
from catalogue.visitors.shown import Detail
from core import settings
from core.errors import NotFound
from core.i18n import _, current_locale, use_locale
from printers import spool
from printers.documents import Fact, Keepsake, Ornament
from printers.models import Printer, PrintJob

SOURCE = "product"


def card_of(
    session: Session, slug: str, *, language: str, url: str, at: datetime, today: date
) -> Keepsake:
    """Return a unique piece's card in a language, sold or not; `url` leads to the piece's page.

    Raises NotFound where there is no such piece, or more of it than one.
    """
    with use_locale(language):
        item = queries.detail(session, slug, at=at, today=today)
        return card_from(session, item, url=url, today=today)


def card_from(session: Session, item: Detail, *, url: str, today: date) -> Keepsake:
    """Return the same for a piece as it was read, in the language now spoken; raises the same."""
    work = item.work
    if not work.unique:
        raise NotFound(_("Hanya karya tunggal yang punya kartu."))
    return Keepsake(
        house=letterhead(session, on=today),
        language=current_locale(),
        demo=settings.get(session, showroom.DEMO, on=today),
        title=work.name,
        maker=work.maker,
        sentra=item.hand.sentra if item.hand else "",
        code=item.code,
        told=tuple(Fact(label=label, value=value) for label, value in _told(item) if value),
        url=url,
        photo=item.photos[0].name if item.photos else "",
        ornament=_ornament(item),
    )


def print_card(
    session: Session, printer: Printer, card: Keepsake, *, product_id: int, by: int, at: datetime
) -> PrintJob:
    """Queue a card at a receipt printer; it is no proof of anything, so no second one is a copy."""
    return spool.enqueue(
        session, printer, card, source_kind=SOURCE, source_id=product_id, by=by, at=at
    )


def _told(item: Detail) -> list[tuple[str, str]]:
    """Return the facts of a card with their labels; an empty one is left out."""
    work, sign = item.work, meanings.sign_of(item.work.motif)
    made = work.made[:1].upper() + work.made[1:]
    care = item.care
    if not care and work.craft == "tapis":
        care = " ".join(f"{_(what)}. {_(how)}" for what, how in meanings.TAPIS_CARE)
    return [
        (_("Cara membuat, menurut perajinnya"), made),
        (_("Lama membuat"), _("%(n)s hari", n=item.days_to_make) if item.days_to_make else ""),
        (_("Bahan"), item.material),
        (_("Ukuran"), item.size.replace(" x ", " × ")),
        (
            f"{_('Motif')}: {sign.name}" if sign else _("Motif"),
            _(sign.says) if sign else work.motif,
        ),
        (_("Merawatnya"), care),
    ]


def _ornament(item: Detail) -> Ornament:
    motif, wide, cloth, gold = sample(item.work.craft, item.work.motif or PLAIN, item.work.seed)
    return Ornament(
        thread=motif.thread, a=motif.a, b=motif.b, c=motif.c, wide=wide, cloth=cloth, gold=gold
    )
