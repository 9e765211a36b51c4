"""Finds Indonesian on an English page: words that our own sentences have in Indonesian only.

What is marked `lang="id"` is an original and stays; names of makers and places are proper names.
"""

import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser

from catalogue.products import fact_words, glossary
from catalogue.visitors.meanings import CLOTHS, SIGNS
from core.i18n import english
from core.text import fold

WORD = re.compile(r"[a-z]{3,}")
SHARED = {
    # the same word in both languages, or a name that has no English
    "tapis", "sulam", "usus", "batik", "emping", "melinjo", "kebaya", "bolero", "peci", "kopiah",
    "siger", "lampung", "jung", "sarat", "sentra", "teri", "sambal", "peyek", "inuh",
    "indonesia",
    *(word for sign in SIGNS for word in fold(sign.name).split()),
    *(word for name, _who in CLOTHS for word in fold(name).split()),
}  # fmt: skip


@cache
def indonesian_words() -> frozenset[str]:
    """Return the words that sentences and glossary have in Indonesian and never in English."""
    tables = (glossary.HEADS, glossary.DESCRIBING, glossary.MOTIFS, glossary.TECHNIQUES,
              glossary.CRAFTS, glossary.UNITS, fact_words.MATERIALS, fact_words.COLOURS,
              fact_words.SENTENCES, fact_words.INGREDIENTS)  # fmt: skip
    pairs = [*english().items(), *(pair for table in tables for pair in table.items())]
    here = {word for said, _ in pairs for word in WORD.findall(said.lower())}
    there = {word for _, said in pairs for word in WORD.findall(str(said).lower())}
    return frozenset(here - there - SHARED)


class _Read(HTMLParser):
    """Collects what a reader of English sees: text and spoken attributes outside lang="id"."""

    SPOKEN = ("alt", "aria-label", "placeholder", "title", "content")
    VOID = {"img", "input", "meta", "link", "br", "hr", "path"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, bool]] = []
        self.said: list[str] = []
        self.feed(page)

    @property
    def is_hidden(self) -> bool:
        return any(hidden for _tag, hidden in self.stack)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        hidden = about.get("lang") == "id" or tag in ("style", "script")
        if not self.is_hidden and not hidden:
            said = [about[name] or "" for name in self.SPOKEN if name in about]
            self.said += [text for text in said if not text.startswith("http")]
        if tag not in self.VOID:
            self.stack.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.is_hidden:
            self.said.append(data)


def left_over(page: str, names: Iterable[str]) -> set[str]:
    """Return the Indonesian words that a page in English still says, proper names left out."""
    text = " ".join(_Read(page).said)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return set(WORD.findall(text.lower())) & indonesian_words()
