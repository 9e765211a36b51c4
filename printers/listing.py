"""The list of papers that were queued, printed or not."""

from collections.abc import Sequence

from sqlalchemy import Text, func, or_, select, type_coerce
from sqlalchemy.orm import Session, contains_eager

from core.i18n import _
from core.lists import Column, Condition, Listing, by_id, one_of
from printers import queries
from printers.models import Printer, PrintJob, State

STATES = {
    State.QUEUED: _("antre"),
    State.PRINTING: _("sedang dikirim"),
    State.SENT: _("terkirim"),
    State.UNCONFIRMED: _("periksa kertasnya"),
    State.FAILED: _("gagal"),
    State.EXPIRED: _("kedaluwarsa"),
}
KINDS = {
    "receipt": _("Struk"),
    "labels": _("Label harga"),
    "shift_report": _("Rekap sif"),
    "consignment_note": _("Tanda terima titipan"),
    "payout_slip": _("Bukti bayar"),
    "packing_list": _("Daftar bawaan"),
    "maker_slip": _("Slip perajin"),
    "keepsake": _("Kartu karya"),
    "test_page": _("Uji cetak"),
    "drawer": _("Buka laci"),
}


def kind_name(kind: str) -> str:
    """Return what a kind of paper is called."""
    return _(KINDS.get(kind, kind))


def paper_name(job: PrintJob) -> str:
    """Return what a paper is called, with its number where it has one."""
    number = (job.document or {}).get("number")
    return f"{kind_name(job.kind)} {number}" if number else kind_name(job.kind)


def _has(word: str) -> Condition:
    return or_(
        func.lower(type_coerce(PrintJob.document, Text)).contains(
            f'"number":"{word}', autoescape=True
        ),
        func.lower(func.coalesce(PrintJob.error, "")).contains(word, autoescape=True),
        func.lower(Printer.name).contains(word, autoescape=True),
    )


def _printers(session: Session) -> Sequence[tuple[int, str]]:
    return [(printer.id, printer.name) for printer in queries.printers(session)]


JOBS = Listing(
    name="cetakan",
    label=_("Daftar cetak"),
    query=select(PrintJob)
    .join(Printer, Printer.id == PrintJob.printer_id)
    .options(contains_eager(PrintJob.printer)),
    key=PrintJob.id,
    columns=(
        Column("id", _("No."), lambda job: job.id, sort=PrintJob.id, number=True),
        Column("when", _("Waktu"), lambda job: job.queued_at, sort=PrintJob.queued_at),
        Column("paper", _("Cetakan"), paper_name, sort=PrintJob.kind),
        Column("printer", _("Printer"), lambda job: job.printer.name, sort=Printer.name),
        Column("state", _("Keadaan"), lambda job: _(STATES[job.state]), sort=PrintJob.state),
        Column("copy", _("Salinan"), lambda job: job.copy, on_page=False),
        Column("error", _("Keterangan"), lambda job: job.error, on_page=False),
    ),
    order="-id",
    filters=(
        by_id("printer", _("Printer"), PrintJob.printer_id, _printers),
        one_of("state", _("Keadaan"), {
            str(state): (name, PrintJob.state == state) for state, name in STATES.items()
        }),
        one_of("kind", _("Cetakan"), {
            kind: (name, PrintJob.kind == kind) for kind, name in KINDS.items()
        }),
    ),
    has=_has,
    hint=_("nomor, printer, atau masalahnya"),
)  # fmt: skip
