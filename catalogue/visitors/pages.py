"""Putting a page together: which works hang side by side, and what search engines are told."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, islice, zip_longest
from typing import Any

from catalogue.products.fact_words import english_colour
from catalogue.products.glossary import english_craft, english_motif, english_technique
from catalogue.visitors import search, traits
from catalogue.visitors.meanings import craft_name
from catalogue.visitors.shown import Cluster, Detail, Hand, Work
from core.i18n import current_locale
from core.text import fold, key


def mixed(works: list[Work], count: int, *, by: Callable[[Work], str]) -> list[Work]:
    """Return `count` works, taking turns between the groups of `by` and between makers.

    Within a group one of a kind goes first, then what came last.
    """
    groups: dict[str, list[Work]] = defaultdict(list)
    for work in sorted(works, key=lambda work: not work.unique):
        groups[by(work)].append(work)
    turns = zip_longest(*(_one_a_maker(group) for group in groups.values()))
    return list(islice((work for turn in turns for work in turn if work is not None), count))


def in_turns(works: list[Work]) -> list[Work]:
    """Return the works day by day as they were hung, those of one day in turns between crafts and makers.

    A delivery comes sentra by sentra: without this a wall would be two hundred times the same fish.
    """
    days = (list(some) for _day, some in groupby(works, lambda work: work.hung))
    return [work for day in days for work in mixed(day, len(day), by=lambda work: work.craft)]


def _one_a_maker(works: list[Work]) -> list[Work]:
    """Return the works with each maker's (and motif's) second one behind everyone's first."""
    makers: Counter[str] = Counter()
    motifs: Counter[str] = Counter()
    ranked = []
    for index, work in enumerate(works):
        ranked.append((makers[work.maker_slug] + motifs[work.motif], index, work))
        makers[work.maker_slug] += 1
        motifs[work.motif] += 1
    return [work for _turn, _index, work in sorted(ranked, key=lambda r: r[:2])]


def alike(work: Work, others: list[Work], count: int) -> list[Work]:
    """Return works by other hands that are most like this one: motif, craft, technique, price."""

    def distance(other: Work) -> tuple[int, int]:
        same = (
            4 * (other.craft == work.craft)
            + 3 * (bool(work.motif) and other.motif == work.motif)
            + (other.technique == work.technique)
        )
        return -same, abs(other.price - work.price)

    foreign = [other for other in others if other.maker_slug != work.maker_slug]
    return sorted(foreign, key=distance)[:count]


def by_motif(works: Iterable[Work]) -> Counter[str]:
    """Return how many works bear each motif, by its folded name."""
    found: Counter[str] = Counter()
    for motif, number in count(work.motif for work in works).items():
        found[fold(motif)] += number
    return found


def count(values: Iterable[str]) -> Counter[str]:
    """Return how often each value stands there, empty ones left out."""
    return Counter(value for value in values if value)


def with_counts(hands: list[Hand], works: list[Work]) -> list[Hand]:
    """Return the makers with the number of works each has on show."""
    counts = count(work.maker_slug for work in works)
    return [replace(hand, works=counts[hand.slug]) for hand in hands]


def clusters(found: list[Cluster], works: list[Work]) -> list[Cluster]:
    """Return the sentra with the number of works each has on show."""
    counts = count(key(work.sentra) for work in works)
    return [replace(one, works=counts[one.slug]) for one in found]


def used_for(works: Iterable[Work]) -> dict[str, list[tuple[str, int]]]:
    """Return what each motif is worn on here: its key -> things by their key, the most first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for work in works:
        if work.motif:
            found[fold(work.motif)].update(traits.thing(work.title))
    return {motif: counts.most_common(4) for motif, counts in found.items()}


def hands_at_work(hands: list[Hand], works: list[Work], number: int) -> list[Hand]:
    """Return some makers to show first: those with a story, then the most works, crafts in turn."""
    counted = [hand for hand in with_counts(hands, works) if hand.works]
    counted.sort(key=lambda hand: (not hand.story, -hand.works))
    seen: Counter[str] = Counter()
    turns = []
    for index, hand in enumerate(counted):
        turns.append((seen[hand.craft], index, hand))
        seen[hand.craft] += 1
    return [hand for _turn, _index, hand in sorted(turns, key=lambda t: t[:2])][:number]


def by_sentra(hands: list[Hand]) -> list[tuple[str, list[Hand]]]:
    """Return the makers by sentra, those with works first."""
    ordered = sorted(hands, key=lambda hand: (hand.sentra, not hand.works, hand.name))
    return [(sentra, list(group)) for sentra, group in groupby(ordered, lambda hand: hand.sentra)]


def found(works: list[Work], query: str) -> tuple[list[Work], str]:
    """Return the works that meet a query, best first, and the query as understood where that differs."""
    if not search.asked(query):
        return works, ""
    order, understood = search.search(query, [findable(work) for work in works], spoken(works))
    met = [works[index] for index in order]
    if search.names_nothing(understood or query):
        met = _small_first(met)  # a gift, whatever it is
    return met, understood


def _small_first(works: list[Work]) -> list[Work]:
    """Return the works with those that go home in a bag first, these in turns between crafts."""
    halves: tuple[list[Work], list[Work]] = ([], [])
    for work in works:
        halves[traits.fits_a_bag(work.measure, work.weight)].append(work)
    large, small = halves
    return mixed(small, len(small), by=lambda work: work.craft) + large


def findable(work: Work) -> tuple[str, str]:
    """Return a work as search reads it: its title as it is spoken now, and all the rest in both languages."""
    said = craft_name(work.craft)
    english = _english(work.sentra, work.motif, work.technique)
    rest = (work.maker, work.sentra, said, work.motif, work.technique, english, *work.sizes)
    named, other = (
        (work.english, work.title) if current_locale() == "en" else (work.title, work.english)
    )
    marks = (
        "halal" if work.halal else "",
        "tunggal" if work.unique else "",
        work.material,
        *work.places,
    )
    return named, " ".join((*rest, other, work.colour, _colour(work.colour), *marks))


def spoken(works: list[Work]) -> Iterator[str]:
    """Yield what is said of the works in the language now spoken; a slip is mended into these words."""
    if current_locale() == "en":
        facts = {_english(w.sentra, w.motif, w.technique) for w in works}
        facts |= {_colour(work.colour) for work in works}
    else:
        facts = {one for w in works for one in (w.sentra, w.motif, w.technique, w.colour)}
    named = {one for w in works for one in (w.name, w.maker)}
    yield from facts | named | {craft_name(craft) for craft in {work.craft for work in works}}


@lru_cache(maxsize=1024)
def _colour(colour: str) -> str:
    return english_colour(colour)


@lru_cache(maxsize=4096)
def _english(sentra: str, motif: str, technique: str) -> str:
    return " ".join((english_craft(sentra), english_motif(motif), english_technique(technique)))


def product_data(item: Detail, absolute: Callable[[str], str], *, page: str, image: str) -> Any:
    """Return the schema.org description of a product, as JSON-LD wants it."""
    work = item.work
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": absolute(page),
        "availability": "https://schema.org/" + ("InStock" if work.offered else "SoldOut"),
    }
    if not item.sold:  # what was given away as a present does not tell what it cost
        offer |= {"price": item.price_now, "priceCurrency": "IDR"}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": work.name,
        "image": absolute(image),
        "sku": item.code,
        "offers": offer,
    }
    if item.description:
        data["description"] = item.description
    facts = {"material": item.material, "color": item.colour, "size": item.size}
    data |= {name: value for name, value in facts.items() if value}
    if item.hand:
        data["brand"] = {"@type": "Brand", "name": item.hand.name}
    return data
