"""What a till refuses of baskets, each with a sentence for the cashier."""

from catalogue.stock.service import PieceTaken
from core.errors import Refused


class UnknownBasket(Refused):
    """No living basket has this code; each is counted, so that nobody guesses for long."""


class KeptForBasket(PieceTaken):
    """A unique piece is kept for a visitor's basket; `code` is the piece's own."""

    def __init__(self, message: str, *, held_by: tuple[str, int], code: str) -> None:
        super().__init__(message, held_by=held_by)
        self.kept_code = code
