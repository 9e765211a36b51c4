"""What is given away on an open ticket: on a line, on the whole, or as an agreed total (harga jadi).

The till takes any discount that every maker's agreement allows. Below that a manager may let the
house bear it, with a reason; nobody but the house then loses a rupiah.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.makers import owners
from core.errors import Refused
from core.i18n import _
from core.money import rupiah, spread
from core.users import service as people
from core.users.models import User
from pos.sales.models import Sale, SaleLine
from pos.sales.service import add_up, require_open
from pos.sales.terms import Agreed, BelowFloor

MUCH_BPS = 2_500
"""From a quarter on a discount is asked about once more: the agreed total was typed as the discount,
or the other way round."""


class Doubted(Refused):
    """A discount so large that it may be a slip; `amount` is the rupiah it would come to."""

    def __init__(self, amount: int, whole: int) -> None:
        super().__init__(
            _("Potongannya %(amount)s, %(share)s persen dari %(whole)s. Kalau memang begitu, tekan "
              "sekali lagi.", amount=rupiah(amount), whole=rupiah(whole),
              share=amount * 100 // whole), field="amount",
        )  # fmt: skip
        self.amount = amount


@dataclass(frozen=True)
class Approval:
    """A manager's word, given by PIN, that the house bears what the agreement does not allow."""

    manager: User
    reason: str


def give_on_line(
    session: Session,
    sale: Sale,
    line: SaleLine,
    amount: int,
    *,
    on: date,
    by: int,
    at: datetime,
    approval: Approval | None = None,
) -> None:
    """Take `amount` rupiah off a line, beside what its plan takes off; 0 takes it back.

    Raises BelowFloor with the lowest price of the line if the agreement does not allow it and
    no manager approves.
    """
    _require_ours(sale)
    if line.kind == "return":
        raise Refused(_("Barang retur tidak dipotong harganya."), field="amount")
    most = line.list_amount - line.markdown
    if not 0 <= amount <= most:
        raise Refused(_("Potongan paling banyak %(most)s.", most=rupiah(most)), field="amount")
    line.given = amount
    _settle(session, sale, [line], of_line=True, on=on, by=by, at=at, approval=approval)


def give_on_ticket(
    session: Session,
    sale: Sale,
    amount: int,
    *,
    on: date,
    by: int,
    at: datetime,
    approval: Approval | None = None,
) -> None:
    """Take `amount` rupiah off the whole ticket, spread over its sale lines; 0 takes it back.

    Raises BelowFloor with the lowest total if an agreement does not allow it and no manager
    approves.
    """
    _require_ours(sale)
    most = undiscounted(sale)
    if not 0 <= amount <= most:
        raise Refused(_("Potongan paling banyak %(most)s.", most=rupiah(most)), field="amount")
    sale.ticket_discount = amount
    _settle(session, sale, sale_lines(sale), of_line=False, on=on, by=by, at=at, approval=approval)


def agree_on_total(
    session: Session,
    sale: Sale,
    total: int,
    *,
    on: date,
    by: int,
    at: datetime,
    approval: Approval | None = None,
) -> None:
    """Let the ticket come to `total` rupiah (harga jadi), cash rounding apart."""
    require_open(sale)
    before = sale.net_total + sum(part_of_ticket(line) for line in sale_lines(sale))
    if total > before:
        raise Refused(
            _("Harga jadi tidak boleh di atas %(most)s.", most=rupiah(before)), field="agreed"
        )
    give_on_ticket(session, sale, before - total, on=on, by=by, at=at, approval=approval)


def refuse_doubted(amount: int, whole: int) -> None:
    """Raise Doubted for a discount of `amount` rupiah that is much of the `whole` before it."""
    if amount * 10_000 >= whole * MUCH_BPS and amount:
        raise Doubted(amount, whole)


def lowest_total(session: Session, sale: Sale, *, on: date) -> int:
    """Return the lowest total that a discount on the whole ticket may bring it to without a PIN."""
    lines = sale_lines(sale)
    agreed = Agreed(session, lines, on=on)
    nets = [_without_ticket_part(line) for line in lines]
    rooms = [
        max(0, net - agreed.of(line).lowest_paid(line))
        for line, net in zip(lines, nets, strict=True)
    ]
    before = sale.net_total + sum(part_of_ticket(line) for line in lines)
    return before - largest_discount(nets, rooms)


def largest_discount(nets: Sequence[int], rooms: Sequence[int]) -> int:
    """Return the largest discount that spreads over `nets` without any part above its room. Pure.

    Parts are those of `core.money.spread`; every smaller discount that this starts from fits too.
    """
    whole = sum(nets)
    if whole == 0:
        return 0
    # At this one no part rounds up above its room; a few rupiah more may fit by the remainders.
    found = min(room * whole // net for net, room in zip(nets, rooms, strict=True) if net)
    found = min(found, whole)
    while found < whole and all(
        part <= room for part, room in zip(spread(found + 1, nets), rooms, strict=True)
    ):
        found += 1
    return found


def sale_lines(sale: Sale) -> list[SaleLine]:
    """Return the lines that are sold, returns left out."""
    return [line for line in sale.lines if line.kind == "sale"]


def undiscounted(sale: Sale) -> int:
    """Return what the sale lines come to before the ticket's discount."""
    return sum(_without_ticket_part(line) for line in sale_lines(sale))


def part_of_ticket(line: SaleLine) -> int:
    """Return the line's part of the ticket's discount."""
    return line.discount - line.markdown - line.given


def _require_ours(sale: Sale) -> None:
    """Refuse where the ticket is not open any more, or a quotation says its prices."""
    require_open(sale)
    if sale.quotation is not None:
        raise Refused(
            _("Harga nota ini sudah menurut penawaran %(number)s.", number=sale.quotation.number)
        )


def _without_ticket_part(line: SaleLine) -> int:
    return line.list_amount - line.markdown - line.given


def _settle(
    session: Session,
    sale: Sale,
    lines: Sequence[SaleLine],
    *,
    of_line: bool,
    on: date,
    by: int,
    at: datetime,
    approval: Approval | None,
) -> None:
    """Spread, look whether every agreement allows it, and write down who approved what not."""
    for line in lines:
        line.approved_by, line.approval_reason = None, ""
    add_up(session, sale)
    broken = _broken(session, sale, on=on)
    if not broken:
        return
    if approval is None:
        raise _refusal(session, sale, broken, on=on, of_line=of_line and broken == list(lines))
    reason = approval.reason.strip()[:120]
    if not reason:
        raise Refused(_("Tulis alasannya, supaya bisa dibaca lagi nanti."), field="reason")
    if not owners.owned_by(session, approval.manager.id).isdisjoint(
        line.maker_id for line in broken
    ):
        raise Refused(_("Potongan barang sendiri diizinkan pengurus lain."), field="approver")
    for line in broken:
        line.approved_by, line.approval_reason = approval.manager.id, reason
    people.record(
        session, "sale.discount_approved", kind="sale", subject_id=sale.id,
        by=approval.manager.id, at=at, detail={"reason": reason, "asked_by": by},
    )  # fmt: skip
    session.flush()


def _broken(session: Session, sale: Sale, *, on: date) -> list[SaleLine]:
    """Return the discounted lines that come to less than their agreement allows."""
    lines = [line for line in sale_lines(sale) if line.discount and line.approved_by is None]
    agreed = Agreed(session, lines, on=on)
    return [line for line in lines if line.net_amount < agreed.of(line).lowest_paid(line)]


def _refusal(
    session: Session, sale: Sale, asked: Sequence[SaleLine], *, on: date, of_line: bool
) -> BelowFloor:
    if of_line:
        line = asked[0]
        lowest = Agreed(session, [line], on=on).of(line).lowest_paid(line)
        sentence = _(
            "%(title)s paling rendah %(lowest)s. Di bawah itu perlu PIN pengurus.",
            title=line.title,
            lowest=rupiah(lowest),
        )
        return BelowFloor(sentence, field="amount")
    lowest = lowest_total(session, sale, on=on)
    sentence = _(
        "Total paling rendah %(lowest)s. Di bawah itu perlu PIN pengurus.", lowest=rupiah(lowest)
    )
    return BelowFloor(sentence, field="agreed")
