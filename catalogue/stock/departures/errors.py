"""What the verbs about goods that leave refuse."""

from core.errors import Conflict, Refused


class NotDraft(Conflict):
    """The record is signed or cancelled, so it cannot be written on any more."""


class NotHers(Refused):
    """The goods are somebody else's."""


class NotHere(Refused):
    """The piece was sold, or is with its maker already."""


class BeyondRecord(Refused):
    """More leaves than is on record; a person must say that the goods are really in hand."""
