"""Forgiving search over the works on show: both languages, any word order, small slips of spelling.

It runs in Python over the few thousand works that are on show, so it is the same on every engine.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache

from core.text import fold

CLOSE_ENOUGH = 0.74
SHORTEST_GUESS = 4
STOPWORDS = {"yang", "dan", "dari", "untuk", "dengan", "motif", "the", "and", "of", "with", "for"}


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """Return the words of `text` in small letters without accents: 'Peci/Kopiah' -> peci, kopiah."""
    return tuple(fold(text).split())


def asked(query: str) -> list[str]:
    """Return the words of a query that mean something, at most eight."""
    found = list(words(query[:100]))
    return ([w for w in found if w not in STOPWORDS] or found)[:8]


def search(query: str, texts: Sequence[tuple[str, str]]) -> tuple[list[int], str]:
    """Return the indexes of the `texts` that match every word of `query`, best first.

    A text is (title, all that may be found). For a word found nowhere the nearest known one is
    taken, or if none is near it is left out; the second result is then the query as understood.
    """
    wanted = asked(query)
    if not wanted:
        return list(range(len(texts))), ""
    read = [(words(title), words(rest)) for title, rest in texts]
    known = {word for title, rest in read for word in (*title, *rest)}
    understood = [near for word in wanted if (near := _nearest(word, known))]
    if not understood:
        return [], ""
    ranked = []
    for index, (title, rest) in enumerate(read):
        marks = [_mark(word, title, rest) for word in understood]
        if all(marks):
            ranked.append((-sum(marks), index))
    changed = " ".join(understood) if understood != wanted else ""
    return [index for _mark_sum, index in sorted(ranked)], changed


def _nearest(word: str, known: set[str]) -> str:
    """Return `word`, or where nothing begins with it the known word most like it, or ''."""
    if len(word) < SHORTEST_GUESS or any(k.startswith(word) for k in known):
        return word
    close = get_close_matches(word, known, n=1, cutoff=CLOSE_ENOUGH)
    return close[0] if close else ""


def _mark(word: str, title: tuple[str, ...], rest: tuple[str, ...]) -> int:
    """Return how well a word is met: 4 in the title, 3 at a word's beginning there, 2, 1; 0 not."""
    if word in title:
        return 4
    if any(t.startswith(word) for t in title):
        return 3
    if word in rest:
        return 2
    return 1 if any(t.startswith(word) for t in rest) else 0
