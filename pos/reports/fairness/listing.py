"""The list of all makers side by side: shelf, sales, days, and when each was sold, stocked, paid."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.makers.listing import sentra
from core.i18n import _
from core.lists import Column, Listing, by_id, one_of
from core.money import percent
from pos.reports.dates import Span
from pos.reports.dinas.queries import active, food, licensed
from pos.reports.fairness import queries
from pos.reports.fairness.queries import Fair

LONG_AGO = date(1970, 1, 1)


def makers(span: Span, *, today: date) -> Listing:
    """Return the list of every maker in use over a span."""
    found = queries.per_maker(span, today=today).subquery("fair").c

    def day(key: str, label: str) -> Column:
        return Column(
            key, label, lambda row: getattr(row, key), sort=func.coalesce(found[key], LONG_AGO),
            spare=True,
        )  # fmt: skip

    return Listing(
        name=f"pemerataan-{span.first}-{span.last}",
        label=_("Pemerataan antarperajin"),
        query=select(*found),
        key=found.id,
        columns=(
            Column("code", _("Kode"), lambda r: r.code, sort=found.code, on_page=False),
            Column("maker", _("Perajin"), lambda r: r.name, sort=func.lower(found.name)),
            Column("sentra", _("Sentra"), lambda r: r.sentra, sort=func.lower(found.sentra),
                   on_page=False),
            Column("on_hand", _("Di rak"), lambda r: r.on_hand, sort=found.on_hand, number=True),
            Column("shelf", _("Bagian rak"), lambda r: percent(r.shelf_bps), sort=found.on_hand,
                   number=True, on_page=False),
            Column("pieces", _("Laku"), lambda r: r.pieces, sort=found.pieces, number=True),
            Column("net", _("Dibayar pembeli"), lambda r: r.net, sort=found.net, number=True),
            Column("turnover", _("Bagian penjualan"), lambda r: percent(r.net_bps), sort=found.net,
                   number=True, on_page=False),
            Column("through", _("Laku dari yang dititip"), _through, number=True, spare=True),
            Column("age", _("Hari di rak"), lambda r: r.shelf_days, sort=found.shelf_days,
                   number=True, spare=True),
            Column("wait", _("Hari sampai dibayar"), lambda r: r.pay_days, sort=found.pay_days,
                   number=True, spare=True),
            day("last_sold", _("Terakhir laku")),
            day("last_brought", _("Terakhir menitip")),
            day("last_paid", _("Terakhir dibayar")),
        ),
        order="-net",
        filters=(
            by_id("sentra", _("Sentra"), found.sentra_id, sentra, everything=_("Semua sentra")),
            one_of("state", _("Keadaan"), {
                "unsold": (_("Tidak laku"), found.pieces <= 0),
                "empty": (_("Raknya kosong"), found.on_hand <= 0),
                "active": (_("Aktif"), found.id.in_(active(span))),
            }),
            one_of("licence", _("Izin"), {
                "nib": (_("Punya NIB"), found.id.in_(licensed("nib", span.last))),
                "pirt": (_("Pangan, punya P-IRT atau BPOM"),
                         found.id.in_(licensed("pirt", span.last))),
                "halal": (_("Pangan, punya sertifikat halal"),
                          found.id.in_(licensed("halal", span.last))),
                "food": (_("Perajin pangan"), found.id.in_(food())),
            }),
        ),
        has=lambda word: func.lower(found.name).contains(word, autoescape=True)
        | (func.lower(found.code) == word),
        hint=_("nama atau kode"),
        fill=lambda session, rows: _filled(session, rows, span),
        sums=(found.on_hand, found.pieces, found.net),
        per_page=200,
    )  # fmt: skip


def _through(row: Fair) -> str:
    return "" if row.sold_bps is None else percent(row.sold_bps)


def _filled(session: Session, rows: Sequence[Any], span: Span) -> Sequence[Fair]:
    whole = queries.wholes(session, span)
    return [queries.fair(row, whole) for row in rows]
