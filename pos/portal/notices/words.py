"""The words of a notice: they are the product, so they read without anything being opened.

Notices are Indonesian whatever the page speaks, and shorter than 400 letters: a long list is cut
by what it says least, never by an amount that a sum needs. Where two sums of hers stand in one
notice, words say what joins them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from catalogue.makers.models import Maker
from core.i18n import use_locale
from core.money import rupiah
from pos.portal.greeting import called, whose
from pos.portal.money_words import in_cash
from pos.portal.notices.news import News, Owing, Paid, ToldLine
from pos.portal.words import short_day
from pos.settlements.payable import payable_amount

MOST = 399
SHORT_TITLE = 28
NAME = 40
PAYMENTS = 2
"""More payments than these are on her page."""
EARLIER, PAID_BEFORE = "penjualan sebelumnya", "yang sudah dibayar"


@dataclass(frozen=True)
class Telling:
    """What a notice needs beside its news: whom, when, the next paying day, where to look."""

    maker: Maker
    today: date
    payday: date | None = None
    address: str | None = None
    names_business: bool = False

    @property
    def paid(self) -> str:
        """When money is paid, as the end of a sentence; empty while nobody said."""
        return f", dibayar {self.day(self.payday)}" if self.payday else ""

    def day(self, when: date) -> str:
        """Return a day as her page writes it."""
        return short_day(when, self.today)


@dataclass(frozen=True)
class Shape:
    """How much a notice says: letters of a title, how many titles, and whether it is brief."""

    title: int | None
    goods: int
    is_brief: bool = False


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
        for shape in _shapes(len(goods)):
            said = _said(news, told, goods, shape)
            if len(said) <= MOST:
                break
        with_address = f"{said} Rincian: {told.address}/maker" if told.address else said
        return with_address if len(with_address) <= MOST else said[:MOST]


def _shapes(goods: int) -> Iterator[Shape]:
    """Yield shorter and shorter shapes."""
    yield Shape(None, goods)
    for is_brief in (False, True):
        for shown in range(goods, -1, -1):
            yield Shape(SHORT_TITLE, shown, is_brief)


def _said(news: News, told: Telling, goods: Sequence[Sold], shape: Shape) -> str:
    name = _cut(called(told.maker), NAME)
    if told.names_business and told.maker.owner:
        name = f"{name} ({_cut(told.maker.name, NAME)})"
    payments = news.payments[-1:] if shape.is_brief else news.payments[-PAYMENTS:]
    parts = [_payment(one, told) for one in payments]
    parts += _sold(news, told, goods, shape)
    if news.lines:
        parts.append(_share(news, told))
    if news.owing is not None and not _is_one_sum(news):
        parts.append(_statement(news, news.owing, told, is_brief=shape.is_brief))
    first, *rest = parts or [""]
    return " ".join([f"{name}, {first[:1].lower()}{first[1:]}", *(_capital(one) for one in rest)])


def _payment(one: Paid, told: Telling) -> str:
    if one.is_reversed:
        return f"Pembayaran {rupiah(one.amount)}, {one.number}, {told.day(one.day)}, dibatalkan."
    how = "transfer" if one.is_transfer else "tunai"
    left = f", {rupiah(one.carried)} ikut berikutnya" if one.carried else ""
    return f"Sudah dibayar {rupiah(one.amount)} ({how}{left}), {one.number}, {told.day(one.day)}."


def _sold(news: News, told: Telling, goods: Sequence[Sold], shape: Shape) -> list[str]:
    back = _together([line for line in news.lines if line.quantity < 0])
    pieces, when = sum(one.pieces for one in goods), _when(news.lines, told.today)
    said = []
    if goods:
        said.append(f"{when} laku {pieces}: {_list(goods, shape.goods, shape.title)}.")
    if back:
        what = _list(back, min(len(back), 3), shape.title)
        said.append(f"{'' if goods else when + ' '}dikembalikan pembeli: {what}.")
    return said


def _share(news: News, told: Telling) -> str:
    """Say what of the lines is hers, and where that money stands."""
    hers, share = whose(told.maker), sum(line.share for line in news.lines)
    if share < 0:
        return f"Hak {hers} berkurang {rupiah(-share)}."
    waits = sum(line.share for line in news.lines if line.waits)
    paid = [line for line in news.lines if line.paid_on is not None]
    had = sum(line.share for line in paid)
    said = f"Hak {hers} {rupiah(share)}"
    if _is_one_sum(news):
        assert news.owing is not None
        said += f" (laporan {news.owing.number}){_when_paid(news.owing, told)}"
    elif news.owing is None and share > waits + had:
        said += _promise(news, told, share - waits - had)
    if had:
        days = {line.paid_on for line in paid}
        when = f"pembayaran {told.day(days.pop() or told.today)}" if len(days) == 1 else PAID_BEFORE
        said += _part_of(share, had, f"termasuk {when}")
    said += _part_of(share, waits, "menunggu uang QRIS")
    if news.owing is not None:
        before = sum(line.share for line in news.lines if _stands_before(line, news.owing))
        later = share - waits - had - before - _on(news)
        said += _part_of(share, before, "di laporan lalu")
        said += _part_of(share, later, "ikut laporan berikutnya")
    return f"{said}."


def _part_of(share: int, part: int, what: str) -> str:
    """Return what becomes of a part of what is hers: without the amount where it is all of it."""
    if part <= 0:
        return ""
    return f", {what}" if part == share else f", {rupiah(part)} {what}"


def _stands_before(line: ToldLine, owing: Owing) -> bool:
    """Say that a line is in what an earlier statement left over."""
    return line.paid_on is None and line.statement_id not in (None, owing.id)


def _promise(news: News, told: Telling, amount: int) -> str:
    """Say when an amount is paid; where she had more already than is due, that it goes against it."""
    if news.owed is None or news.owed >= amount:
        return told.paid
    if news.owed <= 0:
        return ", dipotong untuk yang sudah diterima"
    return f"{told.paid} sesudah dikurangi yang sudah diterima"


def _statement(news: News, owing: Owing, told: Telling, *, is_brief: bool) -> str:
    on = _on(news)
    parts = [(EARLIER, owing.shares - on), *owing.parts] if on else []
    parts = [(name, amount) for name, amount in parts if amount]
    if is_brief and len(parts) > 1:
        parts = [("yang lain", sum(amount for _name, amount in parts))]
    more = _and([f"{name} {rupiah(amount)}" for name, amount in parts if amount > 0])
    less = _and([f"{name} {rupiah(-amount)}" for name, amount in parts if amount < 0])
    joined = (f", termasuk {more}" if more else "") + (f", dikurangi {less}" if less else "")
    if owing.closing < 0:
        amount = rupiah(-owing.closing)
        return f"Laporan {owing.number}{joined}: {amount} dipotong dari hasil berikutnya."
    hers = whose(told.maker)
    said = f"Laporan {owing.number} sudah jadi: hak {hers} {rupiah(owing.closing)}"
    return f"{said}{joined}{_when_paid(owing, told)}."


def _when_paid(owing: Owing, told: Telling) -> str:
    """Say when a statement is paid, and what of it in notes."""
    handed = payable_amount(owing.closing, owing.means)
    rest = owing.closing - handed
    return f"{told.paid}, {in_cash(handed, rest)}" if rest and handed else told.paid


def _is_one_sum(news: News) -> bool:
    """Say that the statement is nothing but these lines: then one sum says both."""
    owing = news.owing
    return (
        owing is not None
        and not owing.parts
        and owing.closing == owing.shares == _on(news) == sum(line.share for line in news.lines)
    )


def _on(news: News) -> int:
    """Rupiah of the lines that stand on the statement that is told of."""
    owing = news.owing
    return sum(line.share for line in news.lines if owing and line.statement_id == owing.id)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _and(words: Sequence[str]) -> str:
    return " dan ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


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
    said = [one.said(most) for one in goods[:shown]]
    rest = goods[shown:]
    if rest:
        pieces, listed = sum(one.pieces for one in rest), sum(one.listed for one in rest)
        said.append(f"{pieces} barang{' lain' if said else ''} {rupiah(listed)}")
    return ", ".join(said)
