"""Forgiving search over the works on show: both languages, any word order, slips of spelling.

It runs in Python over the few thousand works that are on show, so it is the same on every engine and
is never older than they are.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from catalogue.visitors.sayings import INSTEAD, SAYINGS
from core.text import fold

LONGEST, MOST_WORDS = 300, 12
SHORTEST_GUESS = 4
CLOSE_ENOUGH = 0.74
SHORT = 4
"""Letters of a word that is so short that a slip leaves little of it: it must begin alike."""
SWAPPED = 0.97
AS_GOOD = 0.03
"""Words that are like what was typed by so little less than the nearest one count too."""
STOPWORDS = {
    "yang", "dan", "dari", "untuk", "dengan", "motif", "saya", "cari", "mau", "ada", "buat", "di",
    "ukuran", "asli", "khas", "lampung", "lokal", "tradisional", "ringan", "bagus", "cantik", "unggulan", "terbaik", "warna", "isi",
    "the", "and", "of", "with", "for", "a", "an", "from", "i", "want", "looking", "some", "in", "to",
    "one", "something", "anything", "local", "traditional", "authentic", "original", "nice", "beautiful", "best", "size", "colour", "color", "made",
}  # fmt: skip
CHEAP = {"murah", "termurah", "hemat", "terjangkau", "cheap", "cheapest", "affordable"}
INTENT = CHEAP | {
    "kado", "hadiah", "buahtangan", "ultah", "lebaran", "natal", "wisuda", "mungil", "bingkisan", "kenang", "kenangan", "suvenir", "souvenir", "souvenirs", "oleh", "cenderamata", "harga",
    "gift", "gifts", "birthday", "christmas", "small", "little", "present", "presents", "price",
}  # fmt: skip
"""Words that say what somebody is after and name no thing; they count where a thing has them."""
SOUNDS = (
    ("oe", "u"), ("tj", "c"), ("dj", "j"), ("ph", "f"), ("kh", "k"), ("sy", "s"), ("sh", "s"),
    ("ck", "k"), ("v", "f"), ("q", "k"), ("x", "ks"), ("z", "s"), ("y", "i"), ("w", "u"), ("ee", "i"),
    ("ie", "i"), ("c", "k"),
)  # fmt: skip
"""Letters that are written for one another in either language, old spelling and chat too."""
DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """Return the words of `text` in small letters without accents: 'Peci/Kopiah' -> peci, kopiah."""
    return tuple(fold(text).split())


@lru_cache(maxsize=16384)
def _apart(text: str) -> frozenset[str]:
    return frozenset(words(text))


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """Return how a folded word sounds, however it is written: koffie and kofi are one."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    return DOUBLED.sub(r"\1", word)


def asked(query: str) -> list[str]:
    """Return the words of a query that mean something, each once, at most MOST_WORDS.

    Two that visitors write as one are put together: table cloth, hand made.
    """
    found = list(dict.fromkeys(words(query[:LONGEST])))
    return _joined(([w for w in found if w not in STOPWORDS] or found)[:MOST_WORDS])


def _joined(wanted: list[str]) -> list[str]:
    for at in range(len(wanted) - 1):
        if (whole := wanted[at] + wanted[at + 1]) in SAYINGS or whole in INTENT:
            return [*wanted[:at], whole, *wanted[at + 2 :]]
    return wanted


def is_for_little(query: str) -> bool:
    """Say whether somebody asks for what costs little."""
    return not CHEAP.isdisjoint(words(query[:LONGEST]))


def names_nothing(query: str) -> bool:
    """Say whether somebody asks for a gift, or what is cheap, and for no thing by its name."""
    return bool(wanted := asked(query)) and INTENT.issuperset(wanted)


def search(
    query: str, texts: Sequence[tuple[str, str]], spoken: Iterable[str] | None = None
) -> tuple[list[int], str]:
    """Return the indexes of the `texts` that match `query`, best first.

    A text is (title, all that may be found). For a word found nowhere the nearest ones of `spoken`
    (texts in the page's language; all words where it is not given) are taken, or if none is near it
    is left out. Where no text has every word, those that have the most
    of them come, at least half. The second result is the query as understood, where that is another.
    """
    wanted = asked(query)
    if not wanted:
        return list(range(len(texts))), ""
    read = [(_apart(title), _apart(rest)) for title, rest in texts]
    known = frozenset[str]().union(*(half for both in read for half in both))
    wishes = [word for word in wanted if word in INTENT and word not in known]
    wanted = [word for word in wanted if word not in wishes]
    if not wanted:
        return list(range(len(texts))), ""
    near_by = known
    if spoken is not None and not all(_begun(word, known) for word in wanted):
        near_by = frozenset[str]().union(*map(_apart, spoken))
    understood = [
        (said, meant)
        for word in wanted
        for said, meant in [_understand(word, known, near_by)]
        if meant
    ]
    if not understood:  # of 'christmas gift' the gift is left
        return (list(range(len(texts))), " ".join(wishes)) if wishes else ([], "")
    looked_for = [[(word, _begun(word, known)) for word in meant] for _said, meant in understood]
    found, whole = _ranked(read, looked_for)
    said = [word for word, _meant in understood]
    changed = "" if said == wanted and whole else (" " if whole else " / ").join(said)
    return found, changed if found else ""


def _ranked(
    read: Sequence[tuple[frozenset[str], frozenset[str]]],
    looked_for: Sequence[Sequence[tuple[str, frozenset[str]]]],
) -> tuple[list[int], bool]:
    """Return the indexes of the texts that meet the words, best first, and whether one meets them all.

    A word is looked for as any of its meanings, each with the known words that begin with it.
    """
    marked = []
    for index, (title, rest) in enumerate(read):
        met = [[_mark(*one, title, rest) for one in meant] for meant in looked_for]
        marks = [max(some) for some in met]
        if any(marks):
            twice = sum(bool(mark) for some in met for mark in some)  # a bag that is a tas too
            marked.append((sum(map(bool, marks)), sum(marks), twice, marks, index))
    most = max((met for met, *_rest in marked), default=0)
    whole = most == len(looked_for)
    least = most if whole else max(1, -(-len(looked_for) // 2))
    ranked = sorted(
        (
            -met,
            -total,
            -twice,
            [-mark for mark in marks],
            index,
        )  # as much said: the word typed first decides
        for met, total, twice, marks, index in marked
        if met >= least and least <= most
    )
    return [index for *_marks, index in ranked], whole


def _understand(word: str, known: frozenset[str], near_by: frozenset[str]) -> tuple[str, list[str]]:
    """Return how a typed word is said, and the known words that it means, the likeliest first.

    There are none where none is near. A slip is mended into one of `near_by`.
    """
    meant = [other for other in SAYINGS.get(word, "").split() if other in known]
    if _begun(word, known):
        return word, [word, *meant]
    if meant or len(word) < SHORTEST_GUESS:
        return word, meant
    word = INSTEAD.get(word, word)
    if word in known:
        return word, [word]
    meant = _alike(word, near_by) or _two_in_one(word, known)
    return (meant[0], meant) if meant else (word, [])


def _alike(word: str, known: Iterable[str]) -> list[str]:
    heard = sound(word)
    if len(heard) < SHORTEST_GUESS - 1:
        return []  # of zzzzzz nothing is left to compare
    scored = []
    for other in known:
        if len(other) < SHORTEST_GUESS - 1 or not len(other) - len(word) >= -3:
            continue
        likeness = SWAPPED if _is_swapped(word, other) else _likeness(heard, sound(other))
        if likeness >= CLOSE_ENOUGH:
            scored.append((likeness, other))
    best = max(scored, default=(0.0, ""))[0]
    near = sorted(scored, key=lambda one: (-one[0], abs(len(one[1]) - len(word)), one[1]))
    return [other for likeness, other in near if likeness >= best - AS_GOOD][:3]


def _likeness(heard: str, other: str) -> float:
    """Return how alike two words sound, 0 to 1; what was typed may be the beginning of the other."""
    if heard == other:
        return 1.0
    if not set(heard[:2]) & set(other[:2]):
        return 0.0  # hardly anybody misspells both letters that a word begins with
    if len(heard) <= SHORT and heard[0] != other[0]:
        return 0.0  # meja is no kemeja
    found = _ratio(heard, other)
    if len(other) > len(heard) + 1:
        found = max(found, _ratio(heard, other[: len(heard)]) - 0.06)
    return found


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < CLOSE_ENOUGH or matcher.quick_ratio() < CLOSE_ENOUGH:
        return 0.0
    return matcher.ratio()


def _is_swapped(word: str, other: str) -> bool:
    """Say whether letters changed places: a slip of the fingers, not another word."""
    return len(word) > SHORTEST_GUESS and word[0] == other[0] and sorted(word) == sorted(other)


def _two_in_one(word: str, known: frozenset[str]) -> list[str]:
    """Return the longer half of two known words that were typed as one: tapissiger -> tapis."""
    for cut in range(3, len(word) - 2):
        first, second = word[:cut], word[cut:]
        if first in known and second in known:
            return [max(first, second, key=len)]
    return []


def _begun(word: str, known: frozenset[str]) -> frozenset[str]:
    """Return the known words that begin with one; a single letter is a size and means itself."""
    if len(word) == 1:
        return frozenset([word]) & known
    return frozenset(k for k in known if k.startswith(word))


def _mark(word: str, begun: frozenset[str], title: frozenset[str], rest: frozenset[str]) -> int:
    """Return how well a word is met: 4 in the title, 3 at a word's beginning there, 2, 1; 0 not.

    `begun` are the known words that begin with it.
    """
    if not begun.isdisjoint(title):
        return 4 if word in title else 3
    if not begun.isdisjoint(rest):
        return 2 if word in rest else 1
    return 0
