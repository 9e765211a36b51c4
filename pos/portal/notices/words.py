"""The words of a notice: they are the product, so they read without anything being opened.

Notices are Indonesian whatever the page speaks, and shorter than 400 letters. Nothing is cut in the
middle of a name: what a notice can do without is left out whole, in the order of `LEVELS`, never an
amount that a sum needs. Every sum says what it is made of, and its parts add up to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.makers.models import Maker
from core.i18n import use_locale
from core.money import rupiah
from pos.portal.greeting import called, whose
from pos.portal.money_words import in_cash
from pos.portal.notices.goods import Goods, goods_of
from pos.portal.notices.parts import LEFT, SALES, Parts, added, total
from pos.portal.notices.told import Failed, News, Owing, Paid, ToldLine
from pos.portal.words import short_day
from pos.settlements.payable import payable_amount

MOST = 399
NAME, REASON = 40, 60
"""Letters of a name, and of what a bank says; whole words of either."""
MOST_TITLES = 16
"""More do not fit whatever they are called."""
PAID_BEFORE, THAT_STATEMENT, REST = "yang sudah dibayar", "laporan itu", "yang lain"
PLAIN = (SALES, LEFT, THAT_STATEMENT)
"""A sum that is one of these alone needs no word for it."""
BELOW_ZERO = {SALES: "retur", LEFT: "kelebihan lalu"}
"""What a part is called where it takes away; the others are called the same."""


@dataclass(frozen=True)
class Level:
    """How much a notice says: payments in words, parts of a sum (None for all), and whether it is bare.

    Bare, it says amounts alone: not where they stand, nor what a bank answered.
    """

    payments: int = 2
    parts: int | None = None
    is_bare: bool = False


LEVELS = (Level(), Level(1), Level(1, 2), Level(1, 0), Level(1, 0, is_bare=True))
"""At each level titles go first; then the payments before the last, small parts, parts, the rest."""


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


def text_of(news: News, told: Telling) -> str:
    """Return the notice of what is new, at most 399 letters; empty where nothing is."""
    if not news:
        return ""
    with use_locale("id"):
        goods = goods_of(news.lines, today=told.today)
        for titles, level in _shapes(min(goods.titles, MOST_TITLES)):
            said = _said(news, told, goods, titles, level)
            if len(said) <= MOST:
                break
        with_address = f"{said} Rincian: {told.address}/maker" if told.address else said
        return with_address if len(with_address) <= MOST else said


def _shapes(titles: int) -> Iterator[tuple[int, Level]]:
    """Yield shorter and shorter shapes: how many titles, and the level."""
    for level in LEVELS:
        for shown in range(titles, -1, -1):
            yield shown, level


def _said(news: News, told: Telling, goods: Goods, titles: int, level: Level) -> str:
    sentences = [_failed(news.failed, level)] if news.failed else []
    sentences += _payments(news, told, level)
    sentences += goods.said(titles)
    if news.lines:
        sentences.append(_share(news, told, level))
    if news.owing is not None and not _is_one_sum(news):
        sentences.append(_statement(news.owing, told, level))
    sentences += _now(news, level)
    first, *rest = sentences
    name = _name(told, level)
    return " ".join([f"{name}, {first[:1].lower()}{first[1:]}", *(_capital(one) for one in rest)])


def _name(told: Telling, level: Level) -> str:
    """Return whom a notice is to; bare, of two makers with one phone the business alone."""
    most = NAME // 2 if level.is_bare else NAME
    name = _whole_words(called(told.maker), most) or told.maker.code
    if not told.names_business or not told.maker.owner:
        return name
    business = _whole_words(told.maker.name, most) or told.maker.code
    return business if level.is_bare else f"{name} ({business})"


def _failed(one: Failed, level: Level) -> str:
    """Say that the bank did not pay, and what she can do."""
    why = _whole_words(one.reason.strip(" .-"), REASON)
    for_ = "" if level.is_bare else f" (laporan {one.statement})"
    because = f": {why}" if why and not level.is_bare else ""
    safe = "" if level.is_bare else " Uangnya aman di galeri."
    return (
        f"Transfer {rupiah(one.amount)}{for_} gagal{because}.{safe} Beri tahu nomor rekening yang"
        " benar, atau ambil tunai."
    )


def _payments(news: News, told: Telling, level: Level) -> list[str]:
    before, shown = news.payments[: -level.payments], news.payments[-level.payments :]
    earlier = sum(one.amount for one in before if not one.is_reversed)
    said = [f"Sebelumnya sudah dibayar {rupiah(earlier)}."] if earlier else []
    return said + [_payment(one, news, told, level) for one in shown]


def _payment(one: Paid, news: News, told: Telling, level: Level) -> str:
    if one.is_reversed:
        return f"Pembayaran {rupiah(one.amount)}, {one.number}, {told.day(one.day)}, dibatalkan."
    paid = f"Sudah dibayar {rupiah(one.amount)}"
    if level.is_bare:
        return f"{paid}, {one.number}."
    how = "transfer" if one.is_transfer else "tunai"
    goes_along = news.owed is None or news.owed >= one.carried
    rest = f"{rupiah(one.carried)} ikut berikutnya" if goes_along else f"sisa {rupiah(one.carried)}"
    how += f", {rest}" if one.carried else ""
    where = f"{one.number}, {told.day(one.day)}"
    return f"{paid} ({how}), {where}{_made_of(one.parts, level)}."


def _share(news: News, told: Telling, level: Level) -> str:
    """Say what of the lines is hers, and where that money stands."""
    hers, share = whose(told.maker), sum(line.share for line in news.lines)
    if share < 0:
        return f"Hak {hers} berkurang {rupiah(-share)}."
    said = f"Hak {hers} {rupiah(share)}"
    waits = sum(line.share for line in news.lines if line.waits)
    had = sum(line.share for line in news.lines if line.paid_on is not None)
    if _is_one_sum(news):
        assert news.owing is not None
        said += f" (laporan {news.owing.number}){_when_paid(news.owing, told)}"
    elif news.owing is None and share > waits + had:
        said += _promise(news, told, share - waits - had)
    return f"{said}." if level.is_bare else f"{said}{_where(news, told, share, waits, had)}."


def _where(news: News, told: Telling, share: int, waits: int, had: int) -> str:
    """Say which parts of her share were paid, wait, or stand on which statement."""
    said = ""
    if had:
        days = {line.paid_on for line in news.lines if line.paid_on is not None}
        when = f"pembayaran {told.day(days.pop())}" if len(days) == 1 else PAID_BEFORE
        said += _part_of(share, had, f"termasuk {when}")
    said += _part_of(share, waits, "menunggu uang QRIS")
    if news.owing is not None:
        before = sum(line.share for line in news.lines if _stands_before(line, news.owing))
        later = share - waits - had - before - _on(news)
        said += _part_of(share, before, "di laporan lalu")
        said += _part_of(share, later, "ikut laporan berikutnya")
    return said


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


def _statement(owing: Owing, told: Telling, level: Level) -> str:
    made_of = _made_of(owing.parts, level)
    if owing.closing < 0:
        amount = rupiah(-owing.closing)
        return f"Laporan {owing.number}: {amount} dipotong dari hasil berikutnya{made_of}."
    hers = whose(told.maker)
    said = f"Laporan {owing.number} sudah jadi: hak {hers} {rupiah(owing.closing)}"
    return f"{said}{made_of}{told.paid if level.is_bare else _when_paid(owing, told)}."


def _now(news: News, level: Level) -> list[str]:
    """Say what is owed now, unless a sum of this notice is the same."""
    if news.now is None:
        return []
    parts, owed = news.now, total(news.now)
    unpaid = sum(line.share for line in news.lines if line.paid_on is None)
    said = news.owing.closing if news.owing else news.failed.amount if news.failed else unpaid
    if owed == said and not (news.payments and news.owing is None):
        return []
    if news.owing is not None:
        on = [(name, -amount) for name, amount in news.owing.parts]
        parts = added([(THAT_STATEMENT, news.owing.closing), *parts, *on])
    if owed == 0:
        return ["Sekarang semua sudah dibayar."]
    made_of = _made_of(parts, level)
    if owed < 0:
        return [f"Sekarang {rupiah(-owed)} dipotong dari hasil berikutnya{made_of}."]
    return [f"Belum dibayar sekarang: {rupiah(owed)}{made_of}."]


def _made_of(parts: Parts, level: Level) -> str:
    """Return what a sum is made of: `, yaitu penjualan Rp140.000 dikurangi uang muka Rp40.000`.

    Of a sum below zero everything counts the other way round. One plain part needs no words.
    """
    most = len(parts) if level.parts is None else level.parts
    if 0 < most < len(parts):
        parts = added([*parts[: most - 1], (REST, total(parts[most - 1 :]))])
    if not most or not parts or (len(parts) == 1 and parts[0][0] in PLAIN):
        return ""
    sign = 1 if total(parts) >= 0 else -1
    named = [
        (name if amount > 0 else BELOW_ZERO.get(name, name), sign * amount)
        for name, amount in parts
    ]
    more = _and([f"{name} {rupiah(amount)}" for name, amount in named if amount > 0])
    less = _and([f"{name} {rupiah(-amount)}" for name, amount in named if amount < 0])
    return f", yaitu {more}" + (f" dikurangi {less}" if less else "")


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
        and owing.parts == ((SALES, owing.closing),)
        and owing.closing == _on(news) == sum(line.share for line in news.lines)
    )


def _on(news: News) -> int:
    """Rupiah of the lines that stand on the statement that is told of."""
    owing = news.owing
    return sum(line.share for line in news.lines if owing and line.statement_id == owing.id)


def _whole_words(words: str, most: int) -> str:
    """Return as many whole words from the first on as fit; empty where the first is too long."""
    while len(words) > most:
        words = words.rpartition(" ")[0]
    return words


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _and(words: Sequence[str]) -> str:
    return " dan ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
