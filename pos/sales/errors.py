"""What a ticket refuses, each with a sentence for the cashier."""

from core.errors import Conflict, Refused


class UnknownCode(Refused):
    """Nothing in the showroom has this code."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


class PieceSold(Conflict):
    """A unique piece was sold already; in a customer's hand it comes back."""

    comes_back = True


class Expired(Refused):
    """Only expired packs are on record."""


class EmptyTicket(Refused):
    """A ticket without lines cannot be completed."""


class NotPaid(Refused):
    """The tenders do not come to what is to be paid."""


class TicketClosed(Conflict):
    """The ticket was completed or voided meanwhile."""


class TotalChanged(Conflict):
    """The ticket no longer comes to what stood on the screen when it was completed."""
