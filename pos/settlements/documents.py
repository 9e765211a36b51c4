"""The papers of settling, made from rows: the statement of a maker and the slip of a payout.

They name a maker by code and business name only. A statement speaks the maker's language, a slip
Indonesian, whatever the page speaks.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from catalogue.makers.models import Maker
from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from catalogue.outlets.models import Outlet, Till
from catalogue.stock.departures.queries import COMEBACK, LINE
from core import settings
from core.i18n import _, use_locale
from core.money import percent, rupiah
from pos.ledger.models import ChainHead
from pos.sales.models import Sale, SaleLine, Tender
from pos.settlements import compensation, counting
from pos.settlements.adjusting import words as adjusting
from pos.settlements.due import Draft, OpenEntry, Terms
from pos.settlements.fees import words as fees
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.models import Payout
from printers import documents as papers

CARRIED = ("opening_balance", "maker_merge")
"""Sources of entries that are a balance carried over (saldo pindahan), not a payment or a fee."""
LABELS: dict[str, Callable[[Session, int], str]] = {
    counting.LINE: counting.label_of,
    adjusting.SOURCE: adjusting.label_of,
    fees.SOURCE: fees.label_of,
}
"""What says how an entry of each of these sources is called."""
HEAD_LENGTH = 16
"""Hex digits of a chain's head on paper: enough to compare by eye, short enough to be read."""


def statement(
    session: Session, maker: Maker, draft: Draft, *, terms: Terms, number: str, at: datetime
) -> papers.Statement:
    """Return the statement that `draft` comes to; raises BrokenDocument if it does not add up."""
    with use_locale(maker.language):
        rows = _lines(session, draft)
        shares = {entry.source_id: entry.effect for entry in draft.due if entry.is_line}
        return papers.Statement(
            house=letterhead(session, on=terms.cutoff),
            demo=settings.get(session, showroom.DEMO, on=terms.cutoff),
            language=maker.language,
            number=number,
            maker=maker.name,
            maker_code=maker.code,
            period_from=_period_from(draft, terms),
            period_to=terms.cutoff,
            posted_at=at,
            zone=zone(session),
            opening=draft.opening,
            closing=draft.closing,
            lines=tuple(_line(row, shares[row[0].id]) for row in rows),
            entries=tuple(_entry(session, entry) for entry in draft.due if not entry.is_line),
            held=draft.held,
            terms=_terms_of(rows),
            heads=_heads(session),
        )


def slip(session: Session, payout: Payout, *, payer: str) -> papers.PayoutSlip:
    """Return the kuitansi of a payout that is about to be written."""
    with use_locale("id"):
        stands = payout.statement
        return papers.PayoutSlip(
            house=letterhead(session, on=payout.business_date),
            demo=settings.get(session, showroom.DEMO, on=payout.business_date),
            number=payout.number,
            maker=payout.maker.name,
            maker_code=payout.maker.code,
            amount=payout.amount,
            purpose=_("Hasil titip jual, laporan %(n)s", n=stands.number),
            method=source_label(payout),
            paid_at=payout.paid_at,
            zone=zone(session),
            paid_by=payer,
            statement=stands.number,
            place=place(session),
            carried=stands.closing - payout.amount,
        )


def source_label(payout: Payout) -> str:
    """Return how a payout was made, in words."""
    return {
        "drawer": _("Tunai dari laci kasir"),
        "treasury": _("Tunai dari kas bendahara"),
        "bank": _("Transfer bank"),
    }[payout.source]


def letterhead(session: Session, *, on: date) -> papers.Letterhead:
    """Return the head of every paper: the showroom's name, address and telephone."""
    house = showroom.current(session, on=on)
    main = outlets.main_outlet(session)
    address = house.address or (main.address if main else "")
    return papers.Letterhead(
        name=house.name or (main.name if main else "Titip"),
        address=tuple(line.strip() for line in address.splitlines() if line.strip()),
        phone=house.phone,
    )


def zone(session: Session) -> str:
    """Return the house's time zone: the main outlet's."""
    return outlets.house_zone(session)


Origin = aliased(SaleLine)
OriginSale = aliased(Sale)
Row = tuple[SaleLine, Sale, Outlet, str | None]


def _lines(session: Session, draft: Draft) -> list[Row]:
    """The sale lines behind the due entries, in the order they were sold."""
    wanted = [entry.source_id for entry in draft.due if entry.is_line]
    found = session.execute(
        select(SaleLine, Sale, Outlet, OriginSale.number)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Till, Till.id == Sale.till_id)
        .join(Outlet, Outlet.id == Till.outlet_id)
        .outerjoin(Origin, Origin.id == SaleLine.return_of_id)
        .outerjoin(OriginSale, OriginSale.id == Origin.sale_id)
        .where(SaleLine.id.in_(wanted))
        .order_by(Sale.completed_at, Sale.id, SaleLine.position)
    )
    return [(line, sale, outlet, number) for line, sale, outlet, number in found]


def _line(row: Row, share: int) -> papers.StatementLine:
    """Amount − the maker's part of the discount − commission = share, negative on a return."""
    line, sale, outlet, original = row
    assert sale.business_date is not None
    assert sale.number is not None
    sign = -1 if line.kind == "return" else 1
    return papers.StatementLine(
        day=sale.business_date,
        number=sale.number,
        title=line.title,
        quantity=sign * line.quantity,
        amount=sign * line.list_amount,
        discount=sign * (line.discount - (line.house_discount or 0)),
        commission=sign * (line.commission or 0),
        share=share,
        outlet=outlet.name,
        note=_note(line, original),
    )


def _note(line: SaleLine, original: str | None) -> str:
    parts = [_("retur dari nota %(number)s", number=original)] if original else []
    if line.discount:
        borne = line.house_discount or 0
        who = (
            _("ditanggung perajin")
            if borne == 0
            else _("ditanggung galeri")
            if borne == line.discount
            else _("%(amount)s ditanggung galeri", amount=rupiah(borne))
        )
        parts.append(_("potongan %(amount)s, %(who)s", amount=rupiah(line.discount), who=who))
    return "; ".join(parts)


def _entry(session: Session, entry: OpenEntry) -> papers.StatementEntry:
    return papers.StatementEntry(
        day=entry.booked_on,
        label=label_of(session, entry.source_kind, entry.source_id, entry.reason),
        amount=entry.effect,
        carried=entry.source_kind in CARRIED,
        kind=entry.reason,
    )


def label_of(session: Session, source_kind: str, source_id: int, reason: str) -> str:
    """Return what an entry without a sale line is called, in the language now spoken."""
    if source_kind == "payout":
        number = session.scalar(select(Payout.number).where(Payout.id == source_id))
        return {
            "reversal": _("Pembayaran %(number)s dibatalkan", number=number),
            "fee": _("Biaya transfer %(number)s", number=number),
            "fee_back": _("Biaya transfer %(number)s kembali", number=number),
        }.get(reason, _("Pembayaran %(number)s", number=number))
    if source_kind == "tender":
        number = session.scalar(
            select(Sale.number)
            .join(Tender, Tender.sale_id == Sale.id)
            .where(Tender.id == source_id)
        )
        return _("Diterima langsung oleh perajin, nota %(number)s", number=number)
    if source_kind == "maker_merge":
        code = session.scalar(
            select(Maker.code)
            .join(MakerMerge, MakerMerge.from_id == Maker.id)
            .where(MakerMerge.id == source_id)
        )
        return _("Saldo pindahan dari %(code)s", code=code)
    if source_kind == "opening_balance":
        return {
            "owed": _("Saldo pindahan: utang galeri"),
            "advance": _("Saldo pindahan: uang muka"),
            "owed_back": _("Saldo pindahan dibatalkan: utang galeri"),
            "advance_back": _("Saldo pindahan dibatalkan: uang muka"),
        }[reason]
    if source_kind in (LINE, COMEBACK):
        return compensation.label_of(session, source_kind, source_id)
    if source_kind in LABELS:
        return LABELS[source_kind](session, source_id)
    return _("Penyesuaian")


def _terms_of(rows: Sequence[Row]) -> str:
    rates = sorted(
        {line.commission_bps for line, *_rest in rows if line.commission_bps is not None}
    )
    words = []
    if rates:
        words.append(_("Komisi %(rates)s", rates=", ".join(percent(rate) for rate in rates)))
    if any(line.terms == "net" for line, *_rest in rows):
        words.append(_("Harga titip"))
    return "; ".join(words)


def _period_from(draft: Draft, terms: Terms) -> date:
    """The day after the last statement, or the first entry's where that lies further back."""
    days = [entry.booked_on for entry in draft.due]
    if draft.previous_cutoff is not None:
        days.append(draft.previous_cutoff + timedelta(days=1))
    return min([*days, terms.cutoff])


def _heads(session: Session) -> tuple[str, ...]:
    rows = session.execute(select(ChainHead.chain, ChainHead.hash).order_by(ChainHead.chain))
    return tuple(f"{chain}: {digest[:HEAD_LENGTH]}" for chain, digest in rows)


def place(session: Session) -> str:
    """Return where papers are signed: the main outlet's name."""
    main = outlets.main_outlet(session)
    return main.name if main else ""
