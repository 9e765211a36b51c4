"""The papers about goods as documents: price tags and the acknowledgement of a delivery."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from catalogue.products import certificate_queries, contracts, wording
from catalogue.products.models import Product
from catalogue.products.queries import current_prices
from catalogue.stock.announced import queries as announced
from catalogue.stock.models import Consignment, ConsignmentLine
from catalogue.stock.signing import queries as signing
from catalogue.stock.signing.queries import Place
from core import settings
from core.clock import local_date
from core.i18n import _, current_locale
from core.money import plain
from core.users.queries import names_of
from printers import documents
from printers.words import day

SOURCE = "consignment"
MARKS = {"halal": "Halal", "pirt": "P-IRT", "bpom": "BPOM", "sni": "SNI"}


@dataclass(frozen=True)
class Wanted:
    """A product's tag, how many times, and the day the food in hand expires."""

    product: Product
    count: int
    best_before: date | None = None


def labels(
    session: Session,
    wanted: Sequence[Wanted],
    *,
    stock: str,
    public_url: str | None,
    on: date,
) -> documents.Labels:
    """Return price tags at the prices in force; `stock` names the paper."""
    prices = current_prices(session, [w.product.id for w in wanted])
    food = [w.product for w in wanted if w.best_before]
    held = certificate_queries.held(session, food, on=on)
    runs = []
    for item in wanted:
        product = item.product
        maker = product.maker
        label = documents.Label(
            code=product.code, title=product.title, price=prices[product.id].price,
            maker=maker.name if maker else "",
            facts=tuple(fact for fact in (product.technique, product.size) if fact),
            best_before=item.best_before,
            marks=_marks(held[product.id]) if item.best_before else (),
            url=f"{public_url}/k/{product.code}" if public_url else None,
        )  # fmt: skip
        runs.append(documents.LabelRun(label=label, count=item.count))
    return documents.Labels(
        house=letterhead(session, on=on), language=current_locale(), runs=tuple(runs),
        stock=stock, demo=is_demo(session, on=on),
    )  # fmt: skip


def is_demo(session: Session, *, on: date) -> bool:
    """Say whether papers must say that the house is the demonstration's."""
    return settings.get(session, showroom.DEMO, on=on)


def note(session: Session, consignment: Consignment) -> documents.ConsignmentNote:
    """Return the acknowledgement (tanda terima) of a delivery that was received."""
    assert consignment.received_at is not None
    assert consignment.number is not None
    on = local_date(consignment.received_at, consignment.outlet.zone)
    names = names_of(session, [consignment.received_by])
    compared = announced.compared(session, consignment)
    return documents.ConsignmentNote(
        house=letterhead(session, on=on), language=current_locale(),
        demo=settings.get(session, showroom.DEMO, on=on), number=consignment.number,
        maker=consignment.maker.name, maker_code=consignment.maker.code,
        outlet=consignment.outlet.name, received_at=consignment.received_at,
        zone=consignment.outlet.zone,
        received_by=names.get(consignment.received_by or 0, ""),
        delivered_by=consignment.maker.owner,
        lines=tuple(_line(line) for line in consignment.lines),
        terms=terms_of(session, consignment.maker_id, on=on),
        notes=(consignment.note,) if consignment.note else (),
        differences=compared.sentences() if compared else (),
        signers=signing.signers(session, (SOURCE, consignment.id), places(session, consignment)),
    )  # fmt: skip


def places(session: Session, consignment: Consignment) -> list[Place]:
    """Return who signs the acknowledgement: who brought the goods, and who took them in."""
    maker = consignment.maker
    names = names_of(session, [consignment.received_by])
    return [
        Place("maker", _("Yang menyerahkan"), maker.owner or maker.name),
        Place("house", _("Yang menerima"), names.get(consignment.received_by or 0, "")),
    ]


def terms_of(session: Session, maker_id: int, *, on: date) -> str:
    """Return a maker's terms in one sentence, empty where nothing was agreed."""
    contract = contracts.of_maker_in_force(session, maker_id, on=on)
    return wording.worded(contract).sharing if contract is not None else ""


def _line(line: ConsignmentLine) -> documents.ConsignmentLine:
    details = []
    if line.net_price is not None:
        details.append(_("harga titip %(amount)s", amount=plain(line.net_price)))
    if line.lot is not None:
        details.append(_("baik sebelum %(day)s", day=day(line.lot.expires_on)))
    return documents.ConsignmentLine(
        code=line.product.code, title=line.product.title, quantity=line.quantity,
        price=line.price, detail=", ".join(details),
    )  # fmt: skip


def _marks(kinds: Collection[str]) -> tuple[str, ...]:
    return tuple(mark for kind, mark in MARKS.items() if kind in kinds)
