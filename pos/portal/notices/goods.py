"""What sold and what came back, as a notice says it: title by title, the rest as one sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.money import rupiah
from pos.portal.notices.told import ToldLine
from pos.portal.words import short_day


@dataclass(frozen=True)
class Sold:
    """The lines of one title together: pieces and list price in rupiah."""

    title: str
    pieces: int
    listed: int

    @property
    def said(self) -> str:
        """What the notice says of it: `Selendang (2) Rp810.000`."""
        return f"{self.title}{f' ({self.pieces})' if self.pieces > 1 else ''} {rupiah(self.listed)}"


@dataclass(frozen=True)
class Goods:
    """What sold and what came back, by title, and when."""

    sold: tuple[Sold, ...]
    back: tuple[Sold, ...]
    when: str

    @property
    def titles(self) -> int:
        """How many titles there are to say, of what sold or of what came back."""
        return max(len(self.sold), len(self.back))

    def said(self, titles: int) -> list[str]:
        """Return the sentences of what sold and what came back, each with so many titles at most."""
        pieces, said = sum(one.pieces for one in self.sold), []
        if self.sold:
            many = f"{pieces}: " if titles else ""
            said.append(f"{self.when} laku {many}{_list(self.sold, titles)}.")
        if self.back:
            when = "" if self.sold else f"{self.when} "
            said.append(f"{when}dikembalikan pembeli: {_list(self.back, titles)}.")
        return said


def goods_of(lines: Sequence[ToldLine], *, today: date) -> Goods:
    """Return the goods of these lines."""
    sold = _together([line for line in lines if line.quantity > 0])
    back = _together([line for line in lines if line.quantity < 0])
    return Goods(sold, back, _when(lines, today))


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


def _together(lines: Sequence[ToldLine]) -> tuple[Sold, ...]:
    """Return the lines by title, in the order in which they sold."""
    found: dict[str, Sold] = {}
    for line in lines:
        before = found.get(line.title, Sold(line.title, 0, 0))
        found[line.title] = Sold(
            line.title, before.pieces + abs(line.quantity), before.listed + abs(line.listed)
        )
    return tuple(found.values())


def _list(goods: Sequence[Sold], shown: int) -> str:
    """Return the first `shown` of the goods, the rest as one sum."""
    said = [one.said for one in goods[:shown]]
    rest = goods[shown:]
    if rest:
        pieces, listed = sum(one.pieces for one in rest), sum(one.listed for one in rest)
        said.append(f"{pieces} barang{' lain' if said else ''} {rupiah(listed)}")
    return ", ".join(said)
