"""Verbs of an open ticket: start, scan, change a quantity, remove, hold, recall, void.

Completing stands in `completing.py`, returns in `returns.py`, closing a shift in `closing.py`.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from catalogue.products.models import Product
from catalogue.products.queries import by_code
from catalogue.stock import queries as stock
from catalogue.stock import service as stock_service
from catalogue.stock.tags.reprint import offered_price
from catalogue.visitors.baskets import queries as baskets
from core.clock import local, local_date
from core.errors import Refused
from core.i18n import _
from core.ids import new_token, new_uuid, normalise_code
from core.money import rupiah
from pos.sales import queries
from pos.sales.baskets.errors import KeptForBasket
from pos.sales.errors import Expired, PieceSold, TicketClosed, UnknownCode
from pos.sales.models import Sale, SaleLine
from pos.sales.pricing import mark_down, spread_ticket_discount
from pos.sales.tours import service as tours

MAX_QUANTITY = 9_999
MAX_CHARGE = 100_000_000
"""Rupiah; nothing is sent for more."""


def open_ticket(session: Session, till: Till, *, by: int, at: datetime) -> Sale:
    """Return the till's open ticket, started if there is none."""
    sale = queries.lock_current(session, till.id)
    if sale is not None:
        return sale
    sale = Sale(
        uid=new_uuid(),
        token=new_token(),
        till_id=till.id,
        till=till,
        cashier_id=by,
        state="open",
        series=till.series,
        opened_at=at,
        list_total=0,
        discount_total=0,
        net_total=0,
        rounding=0,
        ticket_discount=0,
        lines=[],
        tenders=[],
    )
    session.add(sale)
    tours.belong(session, sale, at=at)
    session.flush()
    return sale


def scan(
    session: Session, sale: Sale, text: str, *, by: int, at: datetime, quantity: int = 1
) -> SaleLine:
    """Put what was scanned or typed on the ticket and return its line.

    The same counted code raises its line. Raises UnknownCode, PieceSold, PieceTaken, Expired.
    """
    code = normalise_code(text)
    product = by_code(session, code) if code else None
    if product is None or product.archived_at is not None:
        shown = text.strip()[:40]
        raise UnknownCode(_("Kode %(code)s belum dikenal", code=shown), code=shown)
    assert code is not None
    return add_product(session, sale, product, code=code, by=by, at=at, quantity=quantity)


def add_product(
    session: Session,
    sale: Sale,
    product: Product,
    *,
    code: str,
    by: int,
    at: datetime,
    quantity: int = 1,
) -> SaleLine:
    """Put `quantity` units of a product on the ticket and return the line."""
    require_open(sale)
    line = next((x for x in sale.lines if x.product_id == product.id and x.kind == "sale"), None)
    if product.is_unique:
        if line is not None:
            return line  # scanned twice: it is one piece, and it is here already
        quantity = 1
        _reserve(session, sale, product, at=at)
    elif product.kind == "counted":
        _refuse_expired(session, sale, product, at=at)
    if line is not None:
        set_quantity(session, sale, line, line.quantity + quantity)
        return line
    _refuse_promised(sale, product)
    price = offered_price(session, product.id)
    line = SaleLine(
        sale_id=sale.id,
        sale=sale,
        kind="sale",
        product_id=product.id,
        product=product,
        position=1 + max((x.position for x in sale.lines), default=0),
        maker_id=product.maker_id,
        code=code,
        title=product.title,
        maker_name=product.maker.name if product.maker else "",
        quantity=_checked_quantity(quantity),
        unit_price=price,
        list_amount=price * quantity,
        discount=0,
        markdown=0,
        given=0,
        approval_reason="",
        added_at=at,
        added_by=by,
    )
    session.add(line)
    session.flush()
    mark_down(session, line)
    add_up(session, sale)
    return line


def set_quantity(session: Session, sale: Sale, line: SaleLine, quantity: int) -> None:
    """Change how many units a line has; what comes off it follows, or shrinks with the line."""
    require_open(sale)
    if line.kind == "return":
        raise Refused(_("Jumlah retur diubah dari struk asalnya."), field="quantity")
    _refuse_promised(sale, line.product)
    if line.product.is_unique and quantity != 1:
        raise Refused(_("Karya tunggal hanya ada satu."), field="quantity")
    with session.no_autoflush:  # half changed, the discount may be more than the line
        line.quantity = _checked_quantity(quantity)
        line.list_amount = line.unit_price * quantity
        line.approved_by, line.approval_reason = None, ""  # it was for what the line was
        mark_down(session, line)
        add_up(session, sale)


def charge(session: Session, sale: Sale, line: SaleLine, amount: int) -> None:
    """Say what one unit of a passed-on service costs this time; other prices are the list's."""
    require_open(sale)
    if not line.product.is_passed_on or line.kind == "return":
        raise Refused(_("Harga barang ini tidak diketik di kasir."), field="charge")
    if not 0 < amount <= MAX_CHARGE:
        raise Refused(
            _("Ongkosnya harus antara Rp1 dan %(most)s.", most=rupiah(MAX_CHARGE)), field="charge"
        )
    with session.no_autoflush:  # half changed, the discount may be more than the line
        line.unit_price, line.list_amount = amount, amount * line.quantity
        mark_down(session, line)
        add_up(session, sale)


def remove_line(session: Session, sale: Sale, line: SaleLine, *, at: datetime) -> None:
    """Take a line off the ticket; a unique piece is free for others again."""
    require_open(sale)
    if sale.tenders and len(sale.lines) == 1:  # a part of nothing could not be taken off any more
        raise Refused(_("Hapus dulu bagian yang sudah dibayar di nota ini."))
    if line.kind == "sale":
        _refuse_promised(sale, line.product)
    if line.product.is_unique:
        stock_service.release(session, source=("sale", sale.id), product_id=line.product_id, at=at)
    sale.lines.remove(line)
    session.delete(line)
    add_up(session, sale)


def line_of(sale: Sale, line_id: int) -> SaleLine:
    """Return the line of this very ticket, or raise TicketClosed."""
    found = next((line for line in sale.lines if line.id == line_id), None)
    if found is None:
        raise TicketClosed(_("Baris ini sudah tidak ada di nota."))
    return found


def hold(session: Session, sale: Sale, name: str, *, at: datetime) -> None:
    """Set the ticket aside under a name; its unique pieces stay reserved."""
    require_open(sale)
    if not sale.lines:
        raise Refused(_("Nota kosong tidak perlu ditahan."))
    refuse_cash_part(sale)
    sale.state = "held"
    sale.held_as = name.strip()[:60] or local(at, sale.till.outlet.zone).strftime("%H.%M")
    session.flush()


def recall(session: Session, sale: Sale, till: Till, *, by: int) -> None:
    """Bring a held ticket to a till of the same outlet, whose own ticket must be empty."""
    if sale.state != "held" or sale.till.outlet_id != till.outlet_id:
        raise TicketClosed(_("Nota ini sudah diambil kasir lain."))
    here = queries.lock_current(session, till.id)
    if here is not None and here.lines:
        raise Refused(_("Selesaikan atau tahan dulu nota yang terbuka."))
    if here is not None:
        here.state = "void"
        session.flush()
    sale.state, sale.held_as = "open", None
    sale.till_id, sale.till, sale.series, sale.cashier_id = till.id, till, till.series, by
    session.flush()


def void(session: Session, sale: Sale, *, at: datetime) -> None:
    """Cancel an open ticket: nothing was sold, and its pieces are free again."""
    require_open(sale)
    stock_service.release(session, source=("sale", sale.id), at=at)
    for line in [line for line in sale.lines if line.kind == "return"]:
        sale.lines.remove(line)  # its units may be returned on another ticket
        session.delete(line)
    session.flush()
    sale.state = "void"
    session.flush()


def refuse_cash_part(sale: Sale) -> None:
    """Refuse while cash was taken for a ticket and not booked yet.

    It lies in this very drawer: held, the ticket might be paid into another one or another day's,
    and counted now it would be called too much.
    """
    if any(part.kind == "cash" for part in sale.tenders):
        raise Refused(
            _("Tunai untuk nota ini sudah diterima di laci ini. Selesaikan notanya, atau hapus "
              "bagian tunainya dan kembalikan uangnya dulu.")
        )  # fmt: skip


def _reserve(session: Session, sale: Sale, product: Product, *, at: datetime) -> None:
    if stock.is_sold(session, product.id):
        raise PieceSold(_("%(title)s sudah terjual.", title=product.title))
    try:
        stock_service.reserve(session, product, source=("sale", sale.id), at=at)
    except stock_service.PieceTaken as taken:
        kind, source_id = taken.held_by
        if kind == "transfer":
            raise stock_service.PieceTaken(
                _("%(title)s sedang disiapkan untuk dibawa ke tempat lain. Keluarkan dulu dari "
                  "daftarnya (Pindah barang).", title=product.title),
                held_by=taken.held_by,
            ) from taken  # fmt: skip
        if kind == baskets.SOURCE:
            raise _kept_for_basket(session, sale, product, source_id) from taken
        if kind != "sale":
            raise
        other = queries.require(session, source_id)
        sentence = _(
            "%(title)s sedang di nota %(till)s (%(cashier)s).",
            title=product.title,
            till=other.till.name,
            cashier=other.cashier.name,
        )
        raise stock_service.PieceTaken(sentence, held_by=taken.held_by) from taken


def _kept_for_basket(
    session: Session, sale: Sale, product: Product, basket_id: int
) -> KeptForBasket:
    held = stock.live_reservation(session, product.id)
    assert held is not None
    until = local(held.expires_at, sale.till.outlet.zone)
    return KeptForBasket(
        _("%(title)s ditahan untuk keranjang %(code)s sampai pukul %(time)s.", title=product.title,
          code=baskets.name_of(session, basket_id), time=until.strftime("%H.%M")),
        held_by=(baskets.SOURCE, basket_id), code=product.code,
    )  # fmt: skip


def _refuse_expired(session: Session, sale: Sale, product: Product, *, at: datetime) -> None:
    lots = stock.lots_on_hand(session, product.id, sale.till.outlet_id)
    today = local_date(at, sale.till.outlet.zone)
    if lots and all(lot is not None and lot.expires_on < today for lot, _pieces in lots):
        raise Expired(
            _(
                "%(title)s sudah lewat tanggal kedaluwarsa. Jangan dijual; panggil pengurus.",
                title=product.title,
            )
        )


def _checked_quantity(quantity: int) -> int:
    if not 1 <= quantity <= MAX_QUANTITY:
        raise Refused(_("Jumlah harus antara 1 dan %(n)s.", n=MAX_QUANTITY), field="quantity")
    return quantity


def _refuse_promised(sale: Sale, product: Product) -> None:
    if sale.promises(product):
        assert sale.quotation is not None
        raise Refused(
            _("%(title)s dijual menurut penawaran %(number)s, jadi tidak diubah di sini. Yang lain "
              "dijual dengan nota sendiri.", title=product.title, number=sale.quotation.number),
            field="quantity",
        )  # fmt: skip


def require_open(sale: Sale) -> None:
    """Raise TicketClosed for a ticket that was completed, held or cancelled meanwhile."""
    if not sale.is_open:
        raise TicketClosed(_("Nota ini sudah selesai. Buka nota baru."))


def add_up(session: Session, sale: Sale) -> None:
    """Keep the sums that the screen shows; completing computes them once more from the lines."""
    spread_ticket_discount(sale)
    sale.add_up()
    session.flush()
