"""What changes printers themselves; the queue's own verbs are in printers.spool."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Refused
from core.i18n import _
from core.ids import in_store_code
from printers import spool
from printers.documents import Document, Label, LabelRun, Labels, Letterhead, TestPage
from printers.labels import STOCKS
from printers.layout import COLUMNS
from printers.models import BY_HAND, Connection, Printer, PrintJob, State
from printers.words import LETTERS

LANGUAGES = ("escpos", "zpl", "tspl")
NEEDS_ADDRESS = (Connection.NETWORK, Connection.SERIAL, Connection.LP)


class BadPrinter(Refused):
    """A printer's record would not work; `field` says what to change."""


@dataclass(frozen=True, kw_only=True)
class PrinterForm:
    """What a person says about a printer."""

    name: str
    connection: str
    address: str = ""
    language: str = "escpos"
    columns: int = 48
    stock: str = "33x15"
    cutter: bool = False
    drawer: bool = False
    native_barcode: bool = True
    native_qr: bool = True
    answers: bool = False
    letters: str = "ascii"
    agent_id: int | None = None


def add(session: Session, form: PrinterForm) -> Printer:
    """Add a printer; raise BadPrinter where the record would not work."""
    printer = Printer()
    _fill(session, printer, form)
    session.add(printer)
    session.flush()
    return printer


def change(session: Session, printer: Printer, form: PrinterForm, *, at: datetime) -> None:
    """Change a printer; jobs that wait are rendered for what it is then.

    What is just printing when it gets another way there is for a person to look at.
    """
    moved = (printer.agent_id, printer.connection) != (form.agent_id, form.connection)
    _fill(session, printer, form)
    session.flush()
    if moved:
        spool.recover(session, printer.id, at=at)


def archive(session: Session, printer: Printer, *, at: datetime) -> None:
    """Take a printer out of use; what waits there fails, and can be sent elsewhere."""
    waiting = select(PrintJob).where(
        PrintJob.printer_id == printer.id, PrintJob.state == State.QUEUED
    )
    for job in session.scalars(waiting).all():
        spool.mark_failed(session, job, at=at, error=_("Printer dihentikan."))
    printer.archived_at = at
    session.flush()


def test_page(
    session: Session,
    printer: Printer,
    house: Letterhead,
    *,
    zone: str,
    by: int | None,
    at: datetime,
) -> PrintJob:
    """Queue a page that shows what the printer can do; a label printer gets a label."""
    content: Document = TestPage(
        house=house, printer=printer.name, printed_at=at, zone=zone,
        connection=printer.address or printer.connection,
    )  # fmt: skip
    if printer.language != "escpos":
        label = Label(title=f"{_('Uji cetak')} {printer.name}", code=in_store_code(0), price=12_345)
        content = Labels(house=house, runs=(LabelRun(label=label, count=1),))
    return spool.enqueue(
        session, printer, content, source_kind="printer", source_id=printer.id, by=by, at=at
    )


def _fill(session: Session, printer: Printer, form: PrinterForm) -> None:
    name = " ".join(form.name.split())
    _check(form, name)
    taken = select(Printer.id).where(Printer.name == name, Printer.archived_at.is_(None))
    with session.no_autoflush:
        if session.scalar(taken) not in (None, printer.id):
            raise BadPrinter(_("Sudah ada printer bernama %(name)s.", name=name), field="name")
    for field in PrinterForm.__dataclass_fields__:
        setattr(printer, field, getattr(form, field))
    printer.name, printer.address = name, form.address.strip()


def _check(form: PrinterForm, name: str) -> None:
    if not name:
        raise BadPrinter(_("Beri nama printer ini."), field="name")
    if form.connection not in list(Connection):
        raise BadPrinter(_("Pilih cara sambungannya."), field="connection")
    if form.connection in NEEDS_ADDRESS and not form.address.strip():
        raise BadPrinter(
            _("Isi alamatnya, misalnya 192.168.1.50:9100, /dev/ttyUSB0@9600, atau nama antrean."),
            field="address",
        )
    if form.agent_id is not None and form.connection in BY_HAND:
        raise BadPrinter(_("Yang mencetak dari peramban tidak memakai agen."), field="agent")
    if form.letters not in LETTERS:
        raise BadPrinter(_("Pilih huruf yang dipunyai printernya."), field="letters")
    if form.language not in LANGUAGES:
        raise BadPrinter(_("Pilih bahasa printernya."), field="language")
    if form.columns not in COLUMNS:
        raise BadPrinter(_("Pilih 32, 42, atau 48 huruf sebaris."), field="columns")
    if form.stock not in STOCKS:
        raise BadPrinter(_("Pilih ukuran label."), field="stock")
