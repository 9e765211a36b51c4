"""The record of a count (berita acara stok opname) as a document."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from catalogue.outlets.letterhead import letterhead
from catalogue.stock.counts import checking, queries
from catalogue.stock.counts.checking import Standing
from catalogue.stock.counts.models import StockCount
from catalogue.stock.signing import queries as signing
from catalogue.stock.tags.papers import is_demo
from core.clock import local_date
from core.i18n import _, current_locale
from core.users.queries import names_of
from printers import documents
from printers.words import day

SOURCE = "stock_count"


def count_record(
    session: Session, count: StockCount, *, on: date, house_name: str = ""
) -> documents.CountRecord:
    """Return the record of a count as it stands; before it is signed the names are proposals."""
    rows = checking.standings(session, count, on=on)
    counters = queries.counters(session, count.id)
    names = names_of(session, counters)
    left = [row for row in rows if row.line.state == "left"]
    signed = signing.of(session, (SOURCE, count.id))
    drawings = {place: one.drawing for place, one in signed.items()}
    proposed = count.maker.owner or count.maker.name if count.maker else ""
    return documents.CountRecord(
        house=letterhead(session, on=on), language=current_locale(), demo=is_demo(session, on=on),
        number=count.number, outlet=count.outlet.name, scope=scope_of(count),
        started_at=count.started_at, zone=count.outlet.zone,
        counters=tuple(names[number] for number in counters if number in names),
        maker_name=count.maker_name or proposed,
        house_name=count.house_name or house_name, signed_at=count.signed_at,
        maker_drawing=drawings.get("maker", ""), house_drawing=drawings.get("house", ""),
        groups=_groups([row for row in rows if row.line.state != "left"]),
        notes=tuple(_left_out(row) for row in left),
    )  # fmt: skip


def posted_on(count: StockCount) -> date:
    """Return the business date of a count's signatures."""
    assert count.signed_at is not None
    return local_date(count.signed_at, count.outlet.zone)


def scope_of(count: StockCount) -> str:
    """Return in words what a count is about."""
    if count.maker is not None:
        return _("Barang %(maker)s", maker=count.maker.name)
    if count.shelf:
        return _("Rak %(shelf)s", shelf=count.shelf)
    return _("Semua barang")


def _groups(rows: Sequence[Standing]) -> tuple[documents.CountedGroup, ...]:
    by_maker: dict[int | None, list[Standing]] = {}
    for row in rows:
        by_maker.setdefault(row.line.product.maker_id, []).append(row)
    found = []
    for group in by_maker.values():
        maker = group[0].line.product.maker
        found.append(
            documents.CountedGroup(
                maker=maker.name if maker else "", maker_code=maker.code if maker else "",
                lines=tuple(_line(row) for row in group),
            )
        )  # fmt: skip
    return tuple(found)


def _line(row: Standing) -> documents.CountedLine:
    details = []
    if row.line.lot is not None:
        details.append(_("baik sebelum %(day)s", day=day(row.line.lot.expires_on)))
    if row.at_till:
        details.append(_("%(n)s di nota kasir saat dihitung", n=row.at_till))
    product = row.line.product
    return documents.CountedLine(
        code=product.code, title=product.title, detail=", ".join(details),
        counted=(row.counted or 0) + row.at_till, expected=row.expected, value=row.loss.value,
        owed=row.loss.owed,
    )  # fmt: skip


def _left_out(row: Standing) -> str:
    return _(
        "%(title)s tidak dibukukan: catatannya berubah sebelum dibukukan. Hitung sekali lagi.",
        title=row.line.product.title,
    )
