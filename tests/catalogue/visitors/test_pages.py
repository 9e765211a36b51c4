"""Which works hang side by side."""

from datetime import date

from catalogue.visitors.pages import by_motif, in_turns, mixed
from catalogue.visitors.shown import Work
from tests.catalogue.visitors.test_facets import work

MONDAY, TUESDAY = date(2026, 5, 4), date(2026, 5, 5)


def delivery() -> list[Work]:
    """A sheet sentra by sentra, maker by maker, as it is imported; and one thing of the day before."""
    return [
        *(work(f"fish-a{n}", craft="teri", maker_slug="a", hung=TUESDAY) for n in range(3)),
        *(work(f"fish-b{n}", craft="teri", maker_slug="b", hung=TUESDAY) for n in range(3)),
        *(work(f"cloth-{n}", craft="tapis", maker_slug="c", hung=TUESDAY) for n in range(2)),
        work("coffee", craft="kopi", maker_slug="d", hung=MONDAY),
    ]


def test_a_delivery_hangs_in_turns_between_crafts_and_makers() -> None:
    hung = [one.slug for one in in_turns(delivery())]

    assert sorted(hung) == sorted(one.slug for one in delivery())
    assert hung == [
        "fish-a0", "cloth-0", "fish-a1", "cloth-1", "fish-b0", "fish-a2", "fish-b1", "fish-b2", "coffee",
    ]  # fmt: skip
    assert in_turns([]) == []


def test_some_of_many_are_the_first_of_each() -> None:
    assert [one.slug for one in mixed(delivery(), 3, by=lambda one: one.craft)] == [
        "fish-a0", "cloth-0", "coffee",
    ]  # fmt: skip


def test_a_motif_counts_however_it_is_spelt() -> None:
    spelt = [work("1", motif="Pucuk Rebung"), work("2", motif="pucuk-rebung"), work("3", motif="")]
    assert by_motif(spelt) == {"pucuk rebung": 2}
