"""Paying in parts (bayar campur): each part stands on the open ticket as a tender until it completes.

So a reload, a power cut or another till loses nothing that was typed, and nothing is booked before
everything is paid. The rules of one sum are in `tenders`, which is pure.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from catalogue.products.queries import by_code
from core import settings
from core.errors import NotFound, Refused
from core.i18n import _
from core.ids import normalise_code
from core.money import rupiah
from pos.sales import queries, refunds, rules
from pos.sales.deposits import queries as deposits
from pos.sales.models import Sale, Tender
from pos.sales.rounding import rounding_of
from pos.sales.service import require_open
from pos.sales.tenders import Applied, Offer, Payment, Standing, pay, qris_parts, standing


class PartRefused(Refused):
    """A part of the payment that cannot be taken like that."""


def offers_on(sale: Sale) -> list[Offer]:
    """Return the parts that stand on an open ticket."""
    return [
        Offer(part.kind, part.tendered, part.reference, part.maker_id, part.deposit_id)
        for part in sale.tenders
    ]


def standing_of(session: Session, sale: Sale, *, on: date) -> Standing:
    """Return how far the parts on an open ticket go."""
    return standing(sale.net_total, offers_on(sale), **rounding_rules(session, on=on))


def rounding_rules(session: Session, *, on: date) -> dict[str, Any]:
    """Return the step (rupiah) and direction by which cash is rounded on that date."""
    return {
        "step": settings.get(session, rules.ROUNDING_STEP, on=on),
        "direction": settings.get(session, rules.ROUNDING_DIRECTION, on=on),
    }


def cash_rounding(session: Session, due: int, *, on: date) -> int:
    """Return the rupiah that paying `due` in cash is rounded by on that date."""
    return rounding_of(due, **rounding_rules(session, on=on))


def add_part(session: Session, sale: Sale, offer: Offer, *, on: date, at: datetime) -> Tender:
    """Put a part of the payment on an open ticket and return it (of several QRIS, the first).

    Without an amount it is all that is left. Cash may be more than what is left: the rest is change. Raises TicketClosed, PartRefused.
    """
    require_open(sale)
    _require_maker(sale, offer)
    _refuse_scanned(session, offer)
    before = standing_of(session, sale, on=on)
    left = before.cash_left if offer.kind == "cash" else before.left
    if before.is_paid or left <= 0:
        raise PartRefused(_("Nota ini sudah lunas. Tekan Selesai."))
    amount = left if offer.tendered is None else offer.tendered
    if amount <= 0:
        raise PartRefused(_("Jumlahnya harus lebih dari nol."), field="amount")
    step = rounding_rules(session, on=on)["step"]
    if offer.kind == "deposit":
        amount = _from_deposit(session, sale, offer, amount)
    if offer.kind != "cash" and amount > left:
        raise PartRefused(
            _("Sisanya tinggal %(left)s. Hanya tunai yang ada kembaliannya.", left=rupiah(left)),
            field="amount",
        )
    if offer.kind == "cash" and amount < left and amount % step:
        raise PartRefused(
            _("Bagian tunai dalam kelipatan %(step)s.", step=rupiah(step)), field="amount"
        )
    return _put(session, sale, offer, amount, at=at)


def remove_part(session: Session, sale: Sale, tender_id: int) -> None:
    """Take a part of the payment off an open ticket again; raises TicketClosed, NotFound."""
    require_open(sale)
    part = next((part for part in sale.tenders if part.id == tender_id), None)
    if part is None:
        raise NotFound(_("Bagian pembayaran ini tidak ada di nota."))
    sale.tenders.remove(part)
    session.delete(part)
    session.flush()


def forget_cash(session: Session, sale: Sale) -> None:
    """Take the cash off a ticket that is set aside: whatever lies in the drawer is counted now."""
    for part in [part for part in sale.tenders if part.kind == "cash"]:
        remove_part(session, sale, part.id)


def take(session: Session, sale: Sale, offers: list[Offer], *, on: date, at: datetime) -> Payment:
    """Turn the parts on a ticket and `offers` into what is booked: tenders, change, rounding.

    Raises NotPaid, Refused as `tenders.pay` does; the ticket then stands as it was.
    """
    _lock_deposits(session, sale)
    for offer in offers_on(sale):  # her goods may have left the ticket since
        _require_maker(sale, offer)
    for offer in offers:
        _refuse_scanned(session, offer)
    payment = pay(
        sale.net_total,
        [*offers_on(sale), *offers],
        reversed_rounding=refunds.reversed_rounding(session, sale),
        **rounding_rules(session, on=on),
    )
    for part in list(sale.tenders):
        sale.tenders.remove(part)
        session.delete(part)
    session.flush()
    sale.rounding = payment.rounding
    for applied in payment.tenders:
        _append(sale, applied, at=at)
    session.flush()
    return payment


def _require_maker(sale: Sale, offer: Offer) -> None:
    if offer.kind == "maker" and offer.maker_id not in {
        line.maker_id for line in sale.lines if line.kind == "sale"
    }:
        raise PartRefused(_("Pilih perajin yang barangnya ada di nota ini."), field="maker")


def _refuse_scanned(session: Session, offer: Offer) -> None:
    """Refuse what a scanner typed where the number of a card machine or a transfer belongs."""
    words = offer.reference
    if offer.kind not in ("card", "transfer") or not words:
        return
    code = normalise_code(words)
    if (code and by_code(session, code)) or queries.by_receipt(session, words):
        raise PartRefused(
            _("Itu kode dari label atau struk, bukan nomor pembayaran. Pindai barang setelah "
              "kembali ke nota."), field="reference",
        )  # fmt: skip


def _from_deposit(session: Session, sale: Sale, offer: Offer, amount: int) -> int:
    """Return what a deposit pays of `amount`: all that is left of it where no amount was typed."""
    if offer.deposit_id is None:
        raise PartRefused(_("Pilih uang mukanya."), field="deposit")
    deposit = deposits.require(session, offer.deposit_id)
    left = deposits.left_of(session, [deposit.id])[deposit.id]
    left -= sum(part.tendered for part in sale.tenders if part.deposit_id == deposit.id)
    if offer.tendered is None:
        amount = min(amount, left)
    if not 0 < amount <= left:
        raise PartRefused(
            _("Dari uang muka %(number)s tinggal %(left)s.", number=deposit.number,
              left=rupiah(left)), field="amount",
        )  # fmt: skip
    return amount


def _lock_deposits(session: Session, sale: Sale) -> None:
    """Let no other ticket use up what this one takes from a deposit; refuse what is gone already."""
    used: dict[int, int] = {}
    for part in sale.tenders:
        if part.deposit_id is not None:
            used[part.deposit_id] = used.get(part.deposit_id, 0) + part.tendered
    for deposit_id in sorted(used):
        deposit = deposits.lock(session, deposit_id)
        left = deposits.left_of(session, [deposit_id])[deposit_id]
        if used[deposit_id] > left:
            raise PartRefused(
                _("Dari uang muka %(number)s tinggal %(left)s.", number=deposit.number,
                  left=rupiah(left)),
            )  # fmt: skip


def _put(session: Session, sale: Sale, offer: Offer, amount: int, *, at: datetime) -> Tender:
    cash = next((part for part in sale.tenders if part.kind == offer.kind == "cash"), None)
    if cash is not None:
        cash.tendered = cash.amount = cash.tendered + amount
        session.flush()
        return cash
    amounts = qris_parts(amount) if offer.kind == "qris" else [amount]
    parts = [Applied(offer, part, reference=offer.reference) for part in amounts]
    put = [_append(sale, part, at=at) for part in parts]
    session.flush()
    return put[0]


def _append(sale: Sale, applied: Applied, *, at: datetime) -> Tender:
    tender = Tender(
        sale_id=sale.id,
        kind=applied.kind,
        tendered=applied.tendered,
        change=applied.change,
        amount=applied.amount,
        reference=applied.reference,
        at=at,
        maker_id=applied.offer.maker_id,
        deposit_id=applied.offer.deposit_id,
        confirmation=None,
    )
    sale.tenders.append(tender)
    return tender
