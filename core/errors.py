"""Refusals: errors that a person caused or can mend, each a sentence in the person's language."""


class Refused(Exception):
    """Something was asked that a rule does not allow; `message` says what to do instead.

    `field` names the form field it stands beside, if there is one; `others` are wrong fields beside it.
    """

    status = 422
    others: "tuple[Refused, ...]" = ()

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(Refused):
    """There is no such thing, or not for this person."""

    status = 404


class Forbidden(Refused):
    """This person may not do this."""

    status = 403


class Conflict(Refused):
    """Somebody else was first, or the same key came with another body."""

    status = 409


class TooMany(Refused):
    """Too many tries; wait."""

    status = 429
