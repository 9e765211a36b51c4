"""Kuitansi of a payout: A5, the amount in words, a place for the duty stamp where it is due."""

from typing import Any

from reportlab.lib.pagesizes import A5, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Spacer, Table

from core.clock import local_date
from core.i18n import _
from core.money import rupiah, terbilang
from printers.documents import PayoutSlip
from printers.pdf.sheet import (
    INK,
    LARGE,
    LINE,
    RIGHT,
    SMALL,
    WORDS,
    StampBox,
    build,
    letterhead,
    signatures,
    text,
)
from printers.words import long_day, moment


def payout_pdf(slip: PayoutSlip) -> bytes:
    """Return a kuitansi on A5, lying."""
    title = _("Kuitansi")
    story = letterhead(slip, title, _("No. %(number)s", number=slip.number))
    maker = f"{slip.maker} ({slip.maker_code})"
    rows = [
        (_("Sudah terima dari"), text(maker if slip.from_maker else slip.house.name)),
        (_("Banyaknya uang"), text(f"# {terbilang(slip.amount)} rupiah #", WORDS)),
        (_("Untuk pembayaran"), text(slip.purpose)),
        (_("Cara bayar"), text(slip.method)),
    ]
    if slip.statement:
        rows.append((_("Menurut laporan"), text(slip.statement)))
    if slip.carried:
        rows.append((_("Sisa laporan ini"), text(rupiah(slip.carried))))
    if slip.approved_by:
        rows.append((_("Disetujui oleh"), text(slip.approved_by)))
    table = Table([[text(label, SMALL), value] for label, value in rows],
                  colWidths=[38 * mm, 140 * mm])  # fmt: skip
    table.setStyle([
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LINEBELOW", (1, 0), (1, -1), 0.4, LINE),
        ("LEFTPADDING", (0, 0), (0, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ])  # fmt: skip
    story += [table, Spacer(0, 3 * mm), *_foot(slip)]
    footer = "   ".join((slip.number, moment(slip.paid_at, slip.zone)))
    return build(story, slip, title=f"{title} {slip.number}", footer=footer, size=landscape(A5))


def _foot(slip: PayoutSlip) -> list[Any]:
    """Return the amount in figures, and the signatures with the stamp if it is due."""
    amount = Table([[text(rupiah(slip.amount), LARGE)]], colWidths=[52 * mm], hAlign="LEFT")
    amount.setStyle([("BOX", (0, 0), (-1, -1), 0.9, INK), ("TOPPADDING", (0, 0), (-1, -1), 4),
                     ("BOTTOMPADDING", (0, 0), (-1, -1), 7)])  # fmt: skip
    when = long_day(local_date(slip.paid_at, slip.zone))
    dated = text(", ".join(filter(None, (slip.place, when))), RIGHT)
    head = Table([[amount, dated]], colWidths=[89 * mm, 89 * mm])
    head.setStyle([("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (-1, 0), (-1, -1), 0)])
    giver, taker = slip.paid_by, f"{slip.maker} ({slip.maker_code})"
    if slip.from_maker:
        giver, taker = taker, giver
    people = ((_("Yang menyerahkan,"), giver), (_("Yang menerima,"), taker))
    stamp = StampBox() if slip.needs_stamp else ""
    return [head, Spacer(0, 3 * mm), signatures(people, above=22, stamp=stamp)]
