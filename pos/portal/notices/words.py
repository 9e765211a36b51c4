"""The words of a notice: they are the product, so they read without anything being opened.

Notices are Indonesian whatever the page speaks, and shorter than 400 letters: a long list is cut
by what it says least, never by an amount that the sum needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from catalogue.makers.models import Maker
from core.i18n import use_locale
from core.money import rupiah
from pos.portal.greeting import called, whose
from pos.portal.notices.queries import News, ToldLine
from pos.portal.words import short_day

MOST = 399
SHORT_TITLE = 28
NAME = 40
PAYOUTS = 2
"""More payouts than these are on her page."""


@dataclass(frozen=True)
class Telling:
    """What a notice needs beside its news: whom, when, the next paying day, where to look."""

    maker: Maker
    today: date
    payday: date | None = None
    address: str | None = None
    names_business: bool = False


@dataclass(frozen=True)
class Sold:
    """The lines of one title together: pieces and list price in rupiah."""

    title: str
    pieces: int
    listed: int

    def said(self, most: int | None = None) -> str:
        """Return it as the notice says it: `Selendang (2) Rp810.000`."""
        title = self.title if most is None else _cut(self.title, most)
        many = f" ({self.pieces})" if self.pieces > 1 else ""
        return f"{title}{many} {rupiah(self.listed)}"


def text_of(news: News, told: Telling) -> str:
    """Return the notice of what is new, at most 399 letters."""
    with use_locale("id"):
        goods = _together([line for line in news.lines if line.quantity > 0])
        back = _together([line for line in news.lines if line.quantity < 0])
        tries: list[tuple[int | None, int]] = [(None, len(goods)), (SHORT_TITLE, len(goods))]
        tries += [(SHORT_TITLE, shown) for shown in range(len(goods) - 1, -1, -1)]
        for most, shown in tries:
            said = _said(
                news, told, _list(goods, shown, most), _list(back, min(len(back), 3), most)
            )
            if len(said) <= MOST:
                break
        with_address = f"{said} Rincian: {told.address}/maker" if told.address else said
        return with_address if len(with_address) <= MOST else said[:MOST]


def _said(news: News, told: Telling, goods: str, back: str) -> str:
    hers = whose(told.maker)
    name = _cut(called(told.maker), NAME)
    if told.names_business and told.maker.owner:
        name = f"{name} ({_cut(told.maker.name, NAME)})"
    parts = []
    pieces = sum(line.quantity for line in news.lines if line.quantity > 0)
    when = _when(news.lines, told.today)
    if goods:
        parts.append(f"{when} laku {pieces}: {goods}.")
    if back:
        parts.append(f"{'' if goods else when + ' '}dikembalikan pembeli: {back}.".strip())
    if news.lines:
        share = sum(line.share for line in news.lines)
        waits = sum(line.share for line in news.lines if line.waits)
        paid = _paid(told) if waits < share else ""
        said = f", {rupiah(waits)} menunggu uang QRIS" if waits > 0 else ""
        parts.append(f"Hak {hers} {rupiah(share)}{paid}{said}.")
    parts += [
        f"Laporan {one.number} sudah jadi: hak {hers} {rupiah(one.closing)}"
        f"{_paid(told) if one.closing > 0 else ''}."
        for one in news.statements
        if one.id not in {payout.statement_id for payout in news.payouts}
    ]
    parts += [
        f"Sudah dibayar {rupiah(one.amount)} "
        f"({'transfer' if one.method == 'transfer' else 'tunai'}), {one.number}, "
        f"{short_day(one.business_date, told.today)}."
        for one in news.payouts[-PAYOUTS:]
    ]
    first, *rest = parts or [""]
    return " ".join([f"{name}, {first[:1].lower()}{first[1:]}", *(_capital(one) for one in rest)])


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _paid(told: Telling) -> str:
    return f", dibayar {short_day(told.payday, told.today)}" if told.payday else ""


def _when(lines: Sequence[ToldLine], today: date) -> str:
    days = sorted({line.day for line in lines})
    if not days:
        return ""
    if days == [today]:
        return "hari ini"
    if days == [today - timedelta(days=1)]:
        return "kemarin"
    first, last = short_day(days[0], today), short_day(days[-1], today)
    return first if first == last else f"{first} sampai {last}"


def _together(lines: Sequence[ToldLine]) -> list[Sold]:
    """Return the lines by title, in the order in which they sold."""
    found: dict[str, Sold] = {}
    for line in lines:
        before = found.get(line.title, Sold(line.title, 0, 0))
        found[line.title] = Sold(
            line.title, before.pieces + abs(line.quantity), before.listed + abs(line.listed)
        )
    return list(found.values())


def _list(goods: Sequence[Sold], shown: int, most: int | None) -> str:
    """Return the first `shown` of the goods, the rest as one sum."""
    if not goods:
        return ""
    said = [one.said(most) for one in goods[:shown]]
    rest = goods[shown:]
    if rest:
        pieces, listed = sum(one.pieces for one in rest), sum(one.listed for one in rest)
        said.append(f"{pieces} barang{' lain' if said else ''} {rupiah(listed)}")
    return ", ".join(said)
