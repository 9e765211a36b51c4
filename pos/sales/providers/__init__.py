"""Payment providers who make a QRIS code for one sum and know whether it was paid.

None is needed: without one the till shows the shop's own code and a person looks in the acquirer's
app. With one the cashier may ask for a code and for news; no sale ever waits for an answer.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.errors import Refused


class ProviderSilent(Refused):
    """The provider gave no usable answer; the till goes on without."""


@dataclass(frozen=True)
class Order:
    """What a code is asked for: `reference` is ours and names one QRIS part of one ticket."""

    reference: str
    amount: int


class QrisProvider(Protocol):
    """What a provider can do. Both calls take seconds at most and raise ProviderSilent."""

    def issue(self, order: Order, *, at: datetime) -> str:
        """Return the text of a QRIS code for this order."""

    def is_paid(self, order: Order, *, at: datetime) -> bool:
        """Say whether the order was paid, as far as the provider knows."""
