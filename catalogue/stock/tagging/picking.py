"""The list of tagging day: maker by maker what to fetch, from which shelf, and on which sheet its tags are."""

from datetime import date

from sqlalchemy.orm import Session

from catalogue.outlets.letterhead import letterhead
from catalogue.products import queries as products
from catalogue.products.models import Product
from catalogue.stock.tagging import queries
from catalogue.stock.tagging.queries import Line, Share
from catalogue.stock.tags import papers
from catalogue.stock.tags.paper import Paper
from core.i18n import _, current_locale
from printers import documents
from printers.sheets import SHEETS
from printers.words import day

AT_ONCE = 300


def document(
    session: Session, batch_id: int, last_line: int, paper: Paper, *, on: date
) -> documents.PickingList:
    """Return the list of a batch; sheet numbers are those of the PDF of all makers."""
    batch = queries.require_batch(session, batch_id)
    lines = queries.lines(session, batch_id, last_line=last_line)
    found: dict[int, Product] = {}
    for first in range(0, len(lines), AT_ONCE):
        some = lines[first : first + AT_ONCE]
        found |= products.by_ids(session, [line.product_id for line in some])
    number = 1
    groups = []
    for share in queries.shares(session, batch_id, last_line=last_line):
        rows = []
        for line in (line for line in lines if line.maker_id == share.maker_id):
            rows.append(_row(found[line.product_id], line, number, paper))
            number += line.quantity
        groups.append(_group(share, rows))
    return documents.PickingList(
        house=letterhead(session, on=on), language=current_locale(),
        demo=papers.is_demo(session, on=on), batch=batch.name, outlet=batch.outlet, day=on,
        groups=tuple(groups),
    )  # fmt: skip


def _group(share: Share, rows: list[documents.PickingLine]) -> documents.PickingGroup:
    return documents.PickingGroup(maker=share.name, maker_code=share.code, lines=tuple(rows))


def _row(product: Product, line: Line, number: int, paper: Paper) -> documents.PickingLine:
    places = SHEETS[paper.sheet].places
    first, last = ((number + paper.start - 2 + n) // places + 1 for n in (0, line.quantity - 1))
    facts = [product.motif, product.technique, product.size]
    if line.best_before is not None:
        facts.append(_("baik sebelum %(day)s", day=day(line.best_before)))
    return documents.PickingLine(
        code=product.code, title=product.title, quantity=line.quantity,
        detail=", ".join(filter(None, facts)), shelf=line.shelf,
        sheets=str(first) if first == last else f"{first}-{last}",
    )  # fmt: skip
