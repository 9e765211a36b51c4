"""The maker's page as a slip, for one without a phone. The same reads, so the same figures."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets import showroom
from core import settings
from core.errors import Refused
from core.i18n import _, use_locale
from core.users import service as people
from pos.portal import lines as sold
from pos.portal import queries
from pos.portal.money_words import balance_name, received_name, when_paid
from pos.portal.queries import Reckoning
from pos.portal.received import received
from pos.portal.shelves import Going, Stock, stock
from pos.portal.words import short_day
from pos.settlements.documents import letterhead, zone
from pos.settlements.paying_day.next_day import next_payday
from printers import spool
from printers.documents import MakerSlip, SlipLine, SlipReceived, SlipStock, SumRow
from printers.models import Printer, PrintJob

LINES, RECEIVED = 12, 6


def print_slip(
    session: Session,
    maker: Maker,
    printer: Printer | None,
    *,
    today: date,
    hold_days: int,
    by: int,
    at: datetime,
) -> PrintJob:
    """Queue a maker's slip at a receipt printer; who let it print is written down."""
    if printer is None:
        raise Refused(_("Kasir ini belum punya printer struk."), field="printer")
    made = slip_of(session, maker, today=today, hold_days=hold_days, at=at)
    people.record(session, "maker.slip_printed", kind="maker", subject_id=maker.id, by=by, at=at)
    return spool.enqueue(
        session, printer, made, source_kind="maker", source_id=maker.id, by=by, at=at
    )


def slip_of(
    session: Session, maker: Maker, *, today: date, hold_days: int, at: datetime
) -> MakerSlip:
    """Return what a maker's page says now, as a document."""
    rights = queries.rights(session, maker.id, today=today, hold_days=hold_days)
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    sum_ = queries.reckoning(session, maker.id)
    found, count = sold.lines(
        session, maker.id, today=today, hold_days=hold_days, unstated=True,
        on=sum_.unpaid, limit=LINES,
    )  # fmt: skip
    with use_locale("id"):
        return MakerSlip(
            house=letterhead(session, on=today),
            demo=settings.get(session, showroom.DEMO, on=today),
            maker=maker.name,
            maker_code=maker.code,
            printed_at=at,
            zone=zone(session),
            rows=tuple(_rows(sum_)),
            total=rights.balance,
            held=rights.held,
            payable=rights.payable,
            paid=rights.paid,
            title="" if rights.balance >= 0 else balance_name(rights),
            when=when_paid(rights, next_payday(session, on=today), today),
            behind=rights.behind,
            received=tuple(
                SlipReceived(
                    day=one.day, label=f"{received_name(one)} {one.number}".strip(),
                    amount=one.counted,
                )
                for one in received(session, maker.id, limit=RECEIVED)
            ),
            today=queries.takings(session, maker.id, first=today, last=today).listed,
            month=queries.takings(session, maker.id, first=month, last=today).listed,
            year=queries.takings(session, maker.id, first=year, last=today).listed,
            lines=tuple(
                SlipLine(
                    day=line.business_date, number=line.number, title=line.title,
                    quantity=line.quantity, share=line.share,
                )
                for line in found
            ),
            more=count - len(found),
            stock=tuple(_left(stock(session, maker.id, today=today), today)),
        )  # fmt: skip


def _rows(sum_: Reckoning) -> list[SumRow]:
    """Return the sum as the page writes it; what is zero is left out."""
    named = (
        (_("Harga barang terjual"), sum_.listed),
        (_("Potongan harga"), -sum_.borne),
        (_("Bagian galeri"), -sum_.commission),
        (_("Dari laporan sebelumnya") if sum_.unpaid else _("Dari laporan terakhir"), sum_.opening),
        (_("Diterima dari pembeli"), -sum_.direct),
        (_("Sudah dibayar"), -sum_.paid),
        (_("Saldo pindahan"), sum_.carried),
        (_("Ganti rugi"), sum_.compensation),
        (_("Uang muka perajin"), sum_.advance),
        (_("Biaya"), sum_.fees),
        (_("Lain-lain"), sum_.other),
    )
    return [SumRow(label=label, amount=amount) for label, amount in named if amount]


def _left(found: Stock, today: date) -> list[SlipStock]:
    notes = {(one.title, one.outlet): _note(one, today) for one in reversed(found.going)}
    return [
        SlipStock(
            title=shelf.title, outlet=place.outlet, pieces=place.pieces,
            note=notes.get((shelf.title, place.outlet), ""),
        )
        for shelf in found.shelves
        for place in shelf.places
    ]  # fmt: skip


def _note(one: Going, today: date) -> str:
    day = short_day(one.by, today)
    if one.is_over:
        return _("AMBIL: waktunya habis %(day)s", day=day)
    if one.why == "expiry":
        return _("baik sebelum %(day)s", day=day)
    return _("diambil paling lambat %(day)s", day=day)
