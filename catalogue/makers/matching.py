"""Which maker a row of a sheet means: by NIB, else phone and similar name, else name.

Pure: the makers already there come in as `KnownMaker`, the sheet's as `NamedMaker`. The answer
does not depend on the order of either. Two different NIB are two businesses; whatever is only
likely to be one and the same comes back as a doubt for a person, since makers can be merged later
but not taken apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from core.text import fold

LEGAL_FORMS = {"cv", "pt", "ud", "pd", "ikm", "ukm", "umkm", "kub", "perajin", "pengrajin"}
SIMILAR = 0.85
VERY_SIMILAR = 0.9


def name_key(name: str) -> str:
    """Return the matching key of a business name, without its legal form at either end."""
    words = fold(name).split()
    while len(words) > 1 and words[0] in LEGAL_FORMS:
        words = words[1:]
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words = words[:-1]
    return " ".join(words)


def similarity(one: str, other: str) -> float:
    """Return how alike two name keys are, 0 to 1; the order of their words does not count much."""
    if set(one.split()) == set(other.split()):
        return 1.0
    first, second = sorted((one, other))  # SequenceMatcher is not symmetric by itself
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def is_similar(one: str, other: str) -> bool:
    """Say whether two name keys may be one name: near in letters, or one inside the other."""
    words, others = set(one.split()), set(other.split())
    inside = min(len(words), len(others)) >= 2 and (words <= others or others <= words)
    return inside or similarity(one, other) >= SIMILAR


@dataclass(frozen=True)
class KnownMaker:
    """A maker already there, by what makers are matched by."""

    id: int
    name_key: str
    phone: str | None
    nib: str | None


@dataclass(frozen=True)
class NamedMaker:
    """A maker as one row names it: normalised, absent facts None."""

    name_key: str
    phone: str | None
    nib: str | None


@dataclass(eq=False)
class Cluster:
    """The spellings in one sheet that mean one maker, and which known maker that is, if any."""

    spellings: set[NamedMaker] = field(default_factory=set)
    maker_id: int | None = None
    doubts: set[int] = field(default_factory=set)
    """Ids of known makers who may be the same."""

    @property
    def nib(self) -> str | None:
        """The one NIB of these spellings, if any has one."""
        return min((s.nib for s in self.spellings if s.nib), default=None)

    @property
    def names(self) -> set[str]:
        """The name keys met."""
        return {s.name_key for s in self.spellings}

    @property
    def phones(self) -> set[str]:
        """The phone numbers met."""
        return {s.phone for s in self.spellings if s.phone}

    @property
    def order(self) -> tuple[str, ...]:
        """What puts clusters in one order, whatever order their rows had."""
        return (min(self.names), self.nib or "", *sorted(self.phones))


def cluster(named: Iterable[NamedMaker]) -> list[Cluster]:
    """Return the makers that the rows of one sheet mean, in an order of their own."""
    by_nib: dict[str, Cluster] = defaultdict(Cluster)
    without: list[NamedMaker] = []
    for spelling in sorted(set(named), key=lambda s: (s.name_key, s.phone or "", s.nib or "")):
        if spelling.nib:
            by_nib[spelling.nib].spellings.add(spelling)
        else:
            without.append(spelling)
    firm = [Cluster(set(c.spellings)) for c in by_nib.values()]
    loose = [Cluster({spelling}) for spelling in without]
    homes = [_only(_likely(each, firm)) for each in loose]
    for each, home in zip(loose, homes, strict=True):
        if home is not None:
            home.spellings |= each.spellings
    left = [each for each, home in zip(loose, homes, strict=True) if home is None]
    return sorted(firm + _join(left), key=lambda c: c.order)


def _likely(one: Cluster, others: Sequence[Cluster]) -> list[Cluster]:
    """Return the clusters that share phone and a similar name with `one`, else the name."""
    by_phone = [o for o in others if o.phones & one.phones and _any_similar(o.names, one.names)]
    return by_phone or [o for o in others if o.names & one.names]


def _any_similar(names: set[str], others: set[str]) -> bool:
    return any(is_similar(a, b) for a in names for b in others)


def _only(found: Sequence[Cluster]) -> Cluster | None:
    return found[0] if len(found) == 1 else None


def _join(left: list[Cluster]) -> list[Cluster]:
    """Join clusters without NIB that are likely to be one, until none is left to join."""
    joined: list[Cluster] = []
    for each in left:
        same = _likely(each, joined)
        for other in same:
            each.spellings |= other.spellings
        joined = [o for o in joined if o not in same] + [each]
    return joined


class Directory:
    """The makers already there, found by what a sheet says of them."""

    def __init__(self, known: Iterable[KnownMaker]) -> None:
        self.by_nib: dict[str, KnownMaker] = {}
        self.by_phone: dict[str, list[KnownMaker]] = defaultdict(list)
        self.by_name: dict[str, list[KnownMaker]] = defaultdict(list)
        self.by_word: dict[str, list[KnownMaker]] = defaultdict(list)
        for maker in known:
            if maker.nib:
                self.by_nib[maker.nib] = maker
            if maker.phone:
                self.by_phone[maker.phone].append(maker)
            self.by_name[maker.name_key].append(maker)
            for word in set(maker.name_key.split()):
                self.by_word[word].append(maker)

    def place(self, clusters: Sequence[Cluster]) -> None:
        """Write into each cluster which known maker it is, or who it may be."""
        for each in clusters:
            each.maker_id, each.doubts = self._match(each)
        self._part_rivals(clusters)

    def _match(self, one: Cluster) -> tuple[int | None, set[int]]:
        if one.nib and one.nib in self.by_nib:
            return self.by_nib[one.nib].id, set()
        by_phone = [
            m for p in one.phones for m in self.by_phone[p] if _any_similar({m.name_key}, one.names)
        ]
        by_name = [m for name in one.names for m in self.by_name[name]]
        for found in (by_phone, by_name):
            fits = {m.id for m in found if not (m.nib and one.nib)}
            if len(fits) == 1:
                return fits.pop(), set()
            if fits:
                return None, fits
        return None, self.doubts(one)

    def doubts(self, one: Cluster) -> set[int]:
        """Return known makers who share a phone or name with a new one, or nearly the name."""
        shared = [m for p in one.phones for m in self.by_phone[p]]
        shared += [m for name in one.names for m in self.by_name[name]]
        near = [m for name in one.names for m in self._near(name) if not (m.nib and one.nib)]
        return {m.id for m in shared + near}

    def _near(self, name: str) -> list[KnownMaker]:
        words = set(name.split())
        shared = Counter(m for word in words for m in self.by_word[word])
        return [
            m
            for m, count in shared.items()
            if count >= len(words) - 1 and similarity(name, m.name_key) >= VERY_SIMILAR
        ]

    @staticmethod
    def _part_rivals(clusters: Sequence[Cluster]) -> None:
        """Two businesses with a NIB each cannot both be one maker who has none: both are new."""
        rivals: Mapping[int, list[Cluster]] = defaultdict(list)
        for each in clusters:
            if each.maker_id is not None:
                rivals[each.maker_id].append(each)
        for maker_id, claims in rivals.items():
            if len({c.nib for c in claims if c.nib}) > 1:
                for each in claims:
                    each.maker_id, each.doubts = None, {maker_id}
