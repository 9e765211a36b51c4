"""Words in two languages: Indonesian is the source text, English comes from `translations/en`.

The language is a context variable, so that rules and jobs can speak without a web request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

LOCALES = ("id", "en")
FOLDER = Path(__file__).parent.parent / "translations"

_locale: ContextVar[str] = ContextVar("locale", default="id")


def current_locale() -> str:
    """Return the language now spoken: `id` or `en`."""
    return _locale.get()


def set_locale(code: str) -> None:
    """Speak `code` from here on in this context; an unknown code means Indonesian."""
    _locale.set(code if code in LOCALES else "id")


@contextmanager
def use_locale(code: str) -> Iterator[None]:
    """Speak `code` inside the block."""
    token = _locale.set(code if code in LOCALES else "id")
    try:
        yield
    finally:
        _locale.reset(token)


def spoken(text: str, english: str) -> str:
    """Return what is written in both languages as the one now spoken has it; `text` where no English is."""
    return (english if current_locale() == "en" else "") or text


@cache
def english() -> dict[str, str]:
    """Return the English of every Indonesian source text, from all `translations/en/*.po`."""
    found: dict[str, str] = {}
    for path in sorted((FOLDER / "en").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en", abort_invalid=True):
                if message.id and message.string:
                    found[str(message.id)] = str(message.string)
    return found


def gettext(text: str, **values: Any) -> str:
    """Return `text` in the language now spoken, with `%(name)s` filled from `values`."""
    if _locale.get() == "en":
        text = english().get(text, text)
    return text % values if values else text


_ = gettext
