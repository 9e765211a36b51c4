"""Ganti rugi: what the house owes makers for goods that were lost or damaged in its care.

The stock records what is gone and values it by the contract's loss rule; here that is posted. It
is due at once, on the next statement.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.stock.departures import service as departures
from catalogue.stock.departures.models import Comeback, Departure, DepartureLine
from catalogue.stock.departures.queries import COMEBACK, LINE, SOURCE
from catalogue.stock.departures.words import fates
from core.clock import local_date
from core.i18n import _
from core.users.models import User
from pos.ledger import service as ledger
from pos.ledger.service import Posting


def owe(
    session: Session, maker_id: int, amount: int, *, source: tuple[str, int], posting: Posting
) -> None:
    """Post that the house owes a maker `amount` rupiah for lost goods, once for each source.

    A negative amount takes compensation back. Zero posts nothing.
    """
    ledger.post(
        session,
        ledger.account(session, "loss"),
        ledger.account(session, "payable", maker_id=maker_id),
        amount,
        reason="compensation",
        source=source,
        posting=posting,
    )


def sign_loss(session: Session, departure: Departure, *, by: User, at: datetime) -> None:
    """Sign a record of lost and damaged goods: stock falls, and each maker is owed her part.

    Raises Forbidden where the signer's own goods are on it, and what `declare_lost` raises.
    """
    _refuse_own(session, departure, by=by)
    departures.declare_lost(session, departure, by=by.id, at=at)
    posting = _posting(departure, by=by, at=at)
    for line in departure.lines:
        if line.owed:
            assert line.maker_id is not None
            source = (LINE, line.id)
            owe(session, line.maker_id, line.owed, source=source, posting=posting)
    ledger.chain(session, ledger.OFFICE, sealed_loss(departure), source=(SOURCE, departure.id))


def take_back(
    session: Session,
    departure: Departure,
    pieces: Mapping[int, int],
    *,
    reason: str,
    by: User,
    at: datetime,
) -> Sequence[Comeback]:
    """Write that lost goods were found or damaged ones are whole; their compensation goes back.

    `pieces` is {line id: how many}. Raises Forbidden where the signer's own goods are on the
    record, and what `bring_back` raises.
    """
    _refuse_own(session, departure, by=by)
    written = departures.bring_back(session, departure, pieces, reason=reason, by=by.id, at=at)
    posting = _posting(departure, by=by, at=at)
    for one in written:
        maker_id = one.line.maker_id
        if one.owed:
            assert maker_id is not None
            owe(session, maker_id, -one.owed, source=(COMEBACK, one.id), posting=posting)
        ledger.chain(session, ledger.OFFICE, sealed_comeback(one), source=(COMEBACK, one.id))
    return written


def label_of(session: Session, source_kind: str, source_id: int) -> str:
    """Return what compensation is called on a statement: for what, how many, by which record."""
    if source_kind == LINE:
        line = session.get_one(DepartureLine, source_id)
        return _(
            "Ganti rugi: %(title)s, %(n)s buah %(fate)s (%(number)s)",
            title=line.product.title, n=line.quantity, fate=fates()[line.fate],
            number=line.departure.number,
        )  # fmt: skip
    back = session.get_one(Comeback, source_id)
    return _(
        "Ganti rugi ditarik: %(title)s, %(n)s buah ternyata ada (%(number)s)",
        title=back.line.product.title, n=back.quantity, number=back.line.departure.number,
    )  # fmt: skip


def sealed_loss(departure: Departure) -> dict[str, object]:
    """Return what the hash of a signed loss covers."""
    return {
        "event": "loss",
        "id": departure.id,
        "number": departure.number,
        "outlet": departure.outlet_id,
        "lines": [_sealed_line(line) for line in departure.lines],
    }


def _sealed_line(line: DepartureLine) -> list[object]:
    return [
        line.id, line.product_id, line.maker_id, line.fate, line.quantity, line.price, line.value,
        line.owed,
    ]  # fmt: skip


def sealed_comeback(one: Comeback) -> dict[str, object]:
    """Return what the hash of a counter-entry covers."""
    return {
        "event": "comeback",
        "id": one.id,
        "line": one.line_id,
        "quantity": one.quantity,
        "owed": one.owed,
    }


def _posting(departure: Departure, *, by: User, at: datetime) -> Posting:
    return Posting(local_date(at, departure.outlet.zone), departure.outlet_id, by.id, at)


def _refuse_own(session: Session, departure: Departure, *, by: User) -> None:
    sentence = _("Berita acara tentang barang sendiri ditandatangani pengurus lain.")
    theirs = [line.product.maker_id for line in departure.lines]
    owners.refuse_own(session, theirs, sentence, by=by.id)
