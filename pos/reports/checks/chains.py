"""The hash chains: recomputed link by link, and each closed by its head."""

from sqlalchemy import select

from core.counters import Counter
from core.i18n import _
from pos.ledger.models import ChainHead, ChainLink
from pos.ledger.service import GENESIS, link_hash
from pos.reports.checks import CHUNK, Book, Result


def chains(book: Book) -> Result:
    """Recompute every chain from its first link to its head."""
    session = book.session
    names = set(session.scalars(select(ChainLink.chain).distinct()))
    heads = {head.chain: head for head in session.scalars(select(ChainHead))}
    for name in sorted(names | set(heads)):
        head = heads.get(name)
        if head is None:
            yield _("rantai %(chain)s tidak punya kepala", chain=name)
        else:
            yield from _chain(book, name, (head.sequence, head.hash))
        session.expunge_all()


def numbers(book: Book) -> Result:
    """Every sale counted on a till stands in that till's chain: none was cut off at the end."""
    rows = book.session.execute(
        select(Counter.name, Counter.last, ChainHead.sequence)
        .outerjoin(ChainHead, ChainHead.chain == Counter.name)
        .where(Counter.name.startswith("till:"))
    )
    for name, last, sequence in rows:
        if last == (sequence or 0):
            yield None
        else:
            yield _(
                "%(chain)s: nomor terakhir %(last)s, tetapi rantainya %(n)s mata",
                chain=name, last=last, n=sequence or 0,
            )  # fmt: skip


def _chain(book: Book, name: str, head: tuple[int, str]) -> Result:
    place, previous = 0, GENESIS
    while True:
        links = book.session.execute(
            select(ChainLink.sequence, ChainLink.previous, ChainLink.version, ChainLink.content,
                   ChainLink.hash)
            .where(ChainLink.chain == name, ChainLink.sequence > place)
            .order_by(ChainLink.sequence)
            .limit(CHUNK)
        ).all()  # fmt: skip
        if not links:
            break
        for link in links:
            right = link_hash(previous, link.version, link.content)
            if (link.sequence, link.previous, link.hash) != (place + 1, previous, right):
                yield _("mata rantai %(n)s dari %(chain)s", n=link.sequence, chain=name)
                return
            yield None
            place, previous = link.sequence, link.hash
    if (place, previous) != head:
        yield _(
            "kepala rantai %(chain)s: %(n)s, mata terakhir %(last)s",
            chain=name, n=head[0], last=place,
        )  # fmt: skip
