"""Verbs about announced deliveries: announce, write the goods, receive against them, close."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.products.queries import current_price
from catalogue.stock import checking
from catalogue.stock import service as stock
from catalogue.stock.announced import queries
from catalogue.stock.announced.models import Announcement, AnnouncementLine
from catalogue.stock.models import Consignment, ConsignmentLine
from core.errors import Refused
from core.i18n import _
from core.users import service as people

FURTHEST = timedelta(days=365)
MOST_LINES = 100
LONGEST_TITLE = 120


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Goods that will come: known ones as a product, new ones by their title; prices in rupiah."""

    title: str
    quantity: int
    product: Product | None = None
    price: int | None = None
    net_price: int | None = None


def announce(
    session: Session,
    maker: Maker,
    outlet: Outlet,
    *,
    came_by: str,
    expected_on: date | None,
    note: str,
    today: date,
    by: int | None,
    at: datetime,
    goods: Sequence[Wanted] = (),
) -> Announcement:
    """Write down that a maker will bring goods to an outlet; `came_by` is one of models.WAYS.

    Which goods may be told at once, or line by line later.
    """
    if expected_on is not None and not today <= expected_on <= today + FURTHEST:
        raise Refused(_("Pilih tanggal antara hari ini dan setahun lagi."), field="expected_on")
    announcement = Announcement(
        maker_id=maker.id, maker=maker, outlet_id=outlet.id, outlet=outlet, state="open",
        came_by=came_by, expected_on=expected_on, note=note.strip(), created_at=at, created_by=by,
    )  # fmt: skip
    session.add(announcement)
    session.flush()
    _record(session, "announcement.made", announcement, by=by, at=at)
    for wanted in goods:
        add_line(session, announcement, wanted)
    return announcement


def add_line(session: Session, announcement: Announcement, wanted: Wanted) -> AnnouncementLine:
    """Write goods on an announcement; the same product again is added up."""
    _refuse_closed(announcement)
    title = " ".join((wanted.product.title if wanted.product else wanted.title).split())
    if not title:
        raise Refused(_("Tulis nama barangnya."), field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(_("Nama barang paling panjang %(n)s huruf.", n=LONGEST_TITLE), field="title")
    if not 0 < wanted.quantity <= stock.MAX_PIECES:
        raise Refused(_("Jumlah harus antara 1 dan %(n)s.", n=stock.MAX_PIECES), field="quantity")
    if wanted.product is not None and wanted.product.maker_id != announcement.maker_id:
        raise Refused(_("Barang ini titipan perajin lain."), field="title")
    if wanted.price is not None and not 0 < wanted.price <= products.MAX_PRICE:
        raise Refused(_("Harga harus lebih dari Rp0 dan masuk akal."), field="price")
    if wanted.net_price is not None and not 0 < wanted.net_price <= (
        wanted.price or wanted.net_price
    ):
        raise Refused(_("Harga jual tidak boleh di bawah harga titip."), field="net_price")
    lines = list(announcement.lines)
    for line in lines:
        if wanted.product is not None and line.product_id == wanted.product.id:
            line.quantity = min(line.quantity + wanted.quantity, stock.MAX_PIECES)
            session.flush()
            return line
    if len(lines) >= MOST_LINES:
        raise Refused(
            _("Paling banyak %(n)s macam barang sekali kabar.", n=MOST_LINES), field="title"
        )
    line = AnnouncementLine(
        announcement=announcement, product_id=wanted.product.id if wanted.product else None,
        product=wanted.product, title=title, quantity=wanted.quantity, price=wanted.price,
        net_price=wanted.net_price,
    )  # fmt: skip
    session.add(line)
    session.flush()
    return line


def remove_line(session: Session, line: AnnouncementLine) -> None:
    """Take goods off an announcement of which nothing came yet."""
    if line.announcement.state != "open" or queries.deliveries_of(session, line.announcement_id):
        raise Refused(_("Kiriman ini sudah mulai diterima, jadi kabarnya tidak diubah lagi."))
    session.delete(line)
    session.flush()


def close(session: Session, announcement: Announcement, *, by: int, at: datetime) -> None:
    """Wait no longer: nothing will come (cancelled), or not the rest (it stays partly received)."""
    _refuse_closed(announcement)
    if any(one.state == "draft" for one in queries.deliveries_of(session, announcement.id)):
        raise Refused(_("Titipannya sedang dicatat. Terima atau buang catatannya dulu."))
    if announcement.state == "open":
        announcement.state = "cancelled"
    announcement.closed_at, announcement.closed_by = at, by
    session.flush()
    _record(session, "announcement.closed", announcement, by=by, at=at)


def begin(session: Session, announcement: Announcement, *, by: int, at: datetime) -> Consignment:
    """Start receiving what was announced; a delivery that is being written down already goes on."""
    _refuse_closed(announcement)
    for there in queries.deliveries_of(session, announcement.id):
        if there.state == "draft":
            return there
    consignment = stock.draft(
        session, announcement.maker, announcement.outlet, by=by, at=at, note=announcement.note
    )
    consignment.announcement_id = announcement.id
    session.flush()
    return consignment


def count(session: Session, consignment: Consignment, line: AnnouncementLine) -> ConsignmentLine:
    """Put the rest of an announced line on the draft, at the price proposed; then it is corrected."""
    if line.announcement_id != consignment.announcement_id or line.product is None:
        raise Refused(_("Barang ini belum dikenal. Isi sebagai barang baru."))
    comparison = queries.compared(session, consignment)
    assert comparison is not None
    (row,) = (row for row in comparison.expected if row.line.id == line.id)
    if row.missing <= 0:
        raise Refused(_("%(title)s sudah dihitung semua.", title=line.title))
    checking.refuse_a_piece_that_is_there(session, line.product)
    now_ = current_price(session, line.product.id)
    made = stock.add_line(
        session, consignment, line.product,
        quantity=1 if line.product.is_unique else row.missing,
        price=line.price or now_.price, net_price=line.net_price or now_.net_price,
    )  # fmt: skip
    made.announcement_line_id = line.id
    session.flush()
    return made


def settle(session: Session, consignment: Consignment, *, by: int, at: datetime) -> None:
    """After a delivery was received: its announcement has come, or some of it."""
    if consignment.announcement_id is None:
        return
    announcement = queries.require_announcement(session, consignment.announcement_id)
    missing = [row for row in queries.progress(session, announcement) if row.missing > 0]
    announcement.state = "partly" if missing else "received"
    if not missing:
        announcement.closed_at, announcement.closed_by = at, by
    session.flush()
    _record(session, f"announcement.{announcement.state}", announcement, by=by, at=at)


def _refuse_closed(announcement: Announcement) -> None:
    if announcement.closed_at is not None:
        raise Refused(_("Kabar kiriman ini sudah ditutup. Buat yang baru."))


def _record(
    session: Session, action: str, announcement: Announcement, *, by: int | None, at: datetime
) -> None:
    people.record(session, action, kind="announcement", subject_id=announcement.id, by=by, at=at)
