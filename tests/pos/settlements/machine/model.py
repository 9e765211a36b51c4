"""The simple model that the state machine holds the product to: what each maker is owed, in plain integers.

Written from DESIGN's table of splits and nothing of the product's: it must not share its mistakes.
"""

from dataclasses import dataclass, field

CASH_STEP = 100


@dataclass(frozen=True)
class Goods:
    """Goods with their list price, and terms: a rate in basis points, or the net price of one."""

    price: int
    bearer: str
    rate: int | None = None
    net: int | None = None

    def share(self, quantity: int, discount: int) -> int:
        """What the maker gets of `quantity` of these, `discount` rupiah off."""
        listed = self.price * quantity
        paid = listed - discount
        if self.rate is not None:
            if self.bearer == "shared":
                return paid - paid * self.rate // 10_000
            whole = listed if self.bearer == "house" else paid
            return whole - listed * self.rate // 10_000
        assert self.net is not None
        net = self.net * quantity
        if self.bearer == "house":
            return net
        if self.bearer == "maker":
            return paid - (listed - net)
        return net - discount * net // listed


@dataclass
class Sold:
    """A sale of one line: whose, how many, what came back, and whether its money was seen.

    `kept` are the rupiah that were paid for it and not given back.
    """

    sale_id: int
    maker: str
    quantity: int
    share: int
    waits: bool
    returned: int = 0
    kept: int = 0
    stated: bool = False


@dataclass
class Effect:
    """Rupiah that a maker gains or loses, and the sale that they wait with."""

    amount: int
    sold: Sold | None = None
    is_return: bool = False
    is_advance: bool = False

    def is_due(self, hold_days: int) -> bool:
        """Whether it is due on the day itself."""
        if self.sold is None or (self.is_return and self.sold.stated):
            return True
        return not self.sold.waits and hold_days == 0


@dataclass
class Account:
    """One maker: what the last statement closed with, what stands on none yet, and what can be paid."""

    stated: int = 0
    effects: list[Effect] = field(default_factory=list)
    is_unpaid: bool = False

    @property
    def is_outdated(self) -> bool:
        """Whether money was given that no statement tells: then the latest may not be paid."""
        return any(effect.is_advance for effect in self.effects)

    @property
    def balance(self) -> int:
        """What the maker is owed."""
        return self.stated + sum(effect.amount for effect in self.effects)

    def settle(self, *, hold_days: int, minimum: int) -> int | None:
        """Close a statement and return what it closes with; None where there is none."""
        due = [effect for effect in self.effects if effect.is_due(hold_days)]
        closing = self.stated + sum(effect.amount for effect in due)
        if (not due and self.stated == 0) or (minimum and closing < minimum):
            return None
        for effect in due:
            if effect.sold is not None and not effect.is_return:
                effect.sold.stated = True
        self.effects = [effect for effect in self.effects if not any(effect is one for one in due)]
        self.stated, self.is_unpaid = closing, True
        return closing


def payable(closing: int, source: str) -> int:
    """What is handed over: cash rounded down, a transfer exact."""
    return closing if source == "bank" else closing - closing % CASH_STEP


def units(amount: int, quantity: int, first: int, last: int) -> int:
    """What the units after `first` up to `last` carry of an amount of `quantity` units."""
    return amount * last // quantity - amount * first // quantity
