"""A ticket from a quotation: what is fetched now, at exactly the prices that the firm was told."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.outlets.models import Till
from catalogue.partners import service as enquiries
from catalogue.stock import queries as stock
from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from core.users import service as people
from pos.sales import service as tickets
from pos.sales.discounts import sale_lines
from pos.sales.models import Sale, SaleLine
from pos.sales.quotations import queries, service
from pos.sales.quotations.models import Quotation, QuotationLine
from pos.sales.quotations.nets import above, nets_now
from pos.sales.quotations.ordering import put_on_ticket
from pos.sales.quotations.sold import Sold
from pos.sales.terms import Agreed

Pieces = dict[QuotationLine, int]


def to_ticket(
    session: Session,
    quotation: Quotation,
    till: Till,
    *,
    on: date,
    by: int,
    at: datetime,
    pieces: Mapping[int, int] | None = None,
    knowing: bool = False,
) -> Sale:
    """Put a quotation onto the till's empty ticket and return it; it counts as accepted with that.

    `pieces`: how many of each product are fetched now, all that is left where it is None. `knowing`:
    it was seen what the house adds where a maker asks more by now than the firm pays. What is left
    of the firm's deposits stands on the ticket as parts of the payment. Raises Conflict where the
    quotation was replaced, is past its day, on a ticket or all sold; Refused for more than is left,
    where the goods are not here, the ticket is not empty, or the house adds something unseen.
    """
    quotation = queries.lock(session, quotation.id)
    service.refuse_void(session, quotation, on=on)
    wanted = _wanted(service.refuse_sold(session, quotation), pieces)
    _refuse_missing(session, wanted, till, on=on)
    nets = nets_now(session, wanted, on=on)
    if not knowing:
        _refuse_unseen(wanted, nets)
    sale = tickets.open_ticket(session, till, by=by, at=at)
    if sale.lines:
        raise Refused(_("Selesaikan atau tahan dulu nota yang terbuka."))
    for quoted in sorted(wanted, key=lambda line: line.product_id):
        tickets.add_product(
            session, sale, quoted.product, code=quoted.code, by=by, at=at,
            quantity=wanted[quoted],
        )  # fmt: skip
    _price(session, sale, quotation, nets, on=on)
    sale.quotation_id, sale.quotation, sale.language = quotation.id, quotation, quotation.language
    session.flush()
    put_on_ticket(session, sale, quotation, on=on, at=at)
    if quotation.enquiry.state == "quoted":
        enquiries.move(session, quotation.enquiry, "accepted", by=by, at=at, note=quotation.number)
    people.record(
        session, "quotation.ticketed", kind="quotation", subject_id=quotation.id, by=by, at=at,
        detail={"till": till.name},
    )  # fmt: skip
    return sale


def _wanted(found: Sold, pieces: Mapping[int, int] | None) -> Pieces:
    """Return how many pieces of each line are fetched now; refuse more than is left, and nothing."""
    wanted: Pieces = {}
    for quoted in found.quotation.lines:
        left = found.left(quoted)
        count = left if pieces is None else pieces.get(quoted.product_id, 0)
        if count > left:
            raise Refused(
                _("%(title)s tinggal %(left)s dalam penawaran ini.", title=quoted.title, left=left),
                field=f"pieces-{quoted.product_id}",
            )
        if count:
            wanted[quoted] = count
    if not wanted:
        raise Refused(_("Isi berapa banyak yang diambil sekarang."))
    return wanted


def _refuse_missing(session: Session, wanted: Pieces, till: Till, *, on: date) -> None:
    # A service is never missing; a unique piece says itself who has it.
    counted = [quoted for quoted in wanted if quoted.product.kind == "counted"]
    ids = [quoted.product_id for quoted in counted]
    here = stock.fresh_at(session, ids, till.outlet_id, on=on)
    missing = [
        _("%(title)s baru %(here)s dari %(wanted)s", title=quoted.title,
          here=here[quoted.product_id], wanted=wanted[quoted])
        for quoted in counted
        if here[quoted.product_id] < wanted[quoted]
    ]  # fmt: skip
    if missing:
        raise Refused(_("Barangnya belum cukup di sini: %(missing)s.", missing="; ".join(missing)))


def _refuse_unseen(wanted: Pieces, nets: Mapping[int, int]) -> None:
    adds = above(wanted, nets)
    total = sum(adds.get(quoted.product_id, 0) * n for quoted, n in wanted.items())
    if total:
        raise Refused(
            _("Harga titip perajinnya sekarang di atas harga penawaran: galeri menambah %(total)s. "
              "Centang bahwa pengurus sudah tahu, atau minta penawaran baru.",
              total=rupiah(total)), field="knowing",
        )  # fmt: skip


def _price(
    session: Session, sale: Sale, quotation: Quotation, nets: Mapping[int, int], *, on: date
) -> None:
    """Write the promised prices on the lines: the list price of that day, less what was promised.

    Below what the agreement allows now, or where the quotation says so, the house bears it: it
    gave its word. A maker whose net price rose above that list price gets it whole: her net is the
    line's list price then, and the house bears all that the firm pays less.
    """
    promised = {quoted.product_id: quoted for quoted in quotation.lines}
    with session.no_autoflush:  # half changed, the discount may be more than the line
        for line in sale_lines(sale):
            quoted = promised[line.product_id]
            line.position = quoted.position
            line.unit_price = max(quoted.unit_list, nets.get(line.product_id, 0))
            line.list_amount = line.unit_price * line.quantity
            line.markdown = 0
            line.given = line.discount = line.list_amount - quoted.unit_price * line.quantity
        tickets.add_up(session, sale)
    agreed = Agreed(session, sale_lines(sale), on=on)
    borne = [
        line
        for line in sale_lines(sale)
        if line.discount
        and (
            promised[line.product_id].by_house
            or line.unit_price > promised[line.product_id].unit_list
            or _is_below(line, agreed)
        )
    ]
    if not owners.owned_by(session, quotation.issued_by).isdisjoint(x.maker_id for x in borne):
        raise Refused(_("Potongan barang sendiri diizinkan pengurus lain."))
    for line in borne:
        line.approved_by = quotation.issued_by
        line.approval_reason = _("Penawaran %(number)s", number=quotation.number)
    session.flush()


def _is_below(line: SaleLine, agreed: Agreed) -> bool:
    return line.net_amount < agreed.of(line).lowest_paid(line)
