"""What is looked at before goods come in: what is refused, and what a person is warned of."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from catalogue.products import certificate_queries as certificates
from catalogue.products import contracts
from catalogue.products.models import Product
from catalogue.stock import queries
from catalogue.stock.models import Consignment, ConsignmentLine
from catalogue.stock.transfers.queries import line_on_its_way
from core.errors import Refused
from core.i18n import _
from printers.words import day

SOON = timedelta(days=30)
LONGEST = timedelta(days=3653)
"""No food keeps ten years; a later date is a slip of the finger."""


def refuse_odd_expiry(expires_on: date | None, *, today: date, field: str | None) -> None:
    """Refuse a day of expiry that is past, or so far off that it must be a typing error."""
    if expires_on is None:
        return
    if expires_on < today:
        raise Refused(
            _("Tanggal %(day)s sudah lewat. Periksa kemasannya; barang yang sudah kedaluwarsa "
              "tidak diterima.", day=day(expires_on)),
            field=field,
        )  # fmt: skip
    if expires_on > today + LONGEST:
        raise Refused(
            _("Tanggal %(day)s terlalu jauh. Periksa tahunnya.", day=day(expires_on)), field=field
        )


def refuse_a_piece_that_is_there(
    session: Session, product: Product, *, field: str | None = None
) -> None:
    """Refuse one of a kind that is here, on its way or sold: it cannot be brought again."""
    if not product.is_unique:
        return
    if queries.on_hand(session, product.id) > 0:
        raise Refused(
            _("%(title)s karya tunggal dan menurut catatan masih ada di sini.",
              title=product.title),
            field=field,
        )  # fmt: skip
    if line_on_its_way(session, product.id) is not None:
        raise Refused(
            _("%(title)s karya tunggal dan menurut catatan sedang dipindah.", title=product.title),
            field=field,
        )
    if queries.is_sold(session, product.id):
        raise Refused(
            _("%(title)s karya tunggal dan sudah terjual. Catat yang ini sebagai barang baru.",
              title=product.title),
            field=field,
        )  # fmt: skip


def refuse_what_cannot_come_in(
    session: Session, consignment: Consignment, lines: Sequence[ConsignmentLine], *, on: date
) -> None:
    """Refuse goods that could not be sold, that are there already or have expired meanwhile."""
    for line in lines:
        refuse_a_piece_that_is_there(session, line.product)
        if line.lot is not None:
            refuse_odd_expiry(line.lot.expires_on, today=on, field=f"expires_on-{line.id}")
        contract = contracts.require_in_force(session, line.product, on=on)
        if contract.terms == "net" and line.net_price is None:
            raise Refused(
                _("Isi harga titip %(title)s: perjanjian %(maker)s memakai harga titip.",
                  title=line.product.title, maker=consignment.maker.name),
                field=f"net_price-{line.id}",
            )  # fmt: skip


def warnings(session: Session, lines: Sequence[ConsignmentLine], *, on: date) -> list[str]:
    """Return what a person should know before receiving these lines; none of it forbids it.

    Food wants a day of expiry, P-IRT or BPOM, and halal; what expires soon is said.
    """
    found = []
    held = certificates.held(session, [line.product for line in lines], on=on)
    unlicensed: dict[int, Product] = {}
    for line in lines:
        title = line.product.title
        if line.lot is None and certificates.is_food(line.product):
            found.append(_("%(title)s: belum ada tanggal kedaluwarsanya.", title=title))
        elif line.lot is not None and line.lot.expires_on <= on + SOON:
            found.append(
                _("%(title)s: kedaluwarsa %(n)s hari lagi, %(day)s.", title=title,
                  n=(line.lot.expires_on - on).days, day=day(line.lot.expires_on))
            )  # fmt: skip
        if line.lot is not None or certificates.is_food(line.product):
            unlicensed[line.product_id] = line.product
    for product in unlicensed.values():
        lacks = certificates.lacking(held.get(product.id, frozenset()))
        if lacks:
            found.append(
                _("%(title)s: belum ada %(what)s yang berlaku. Boleh diterima; minta perajinnya "
                  "mengurus.", title=product.title, what=lacks)
            )  # fmt: skip
    return found
