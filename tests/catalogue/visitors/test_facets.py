"""Narrowing down and counting."""

from hypothesis import given
from hypothesis import strategies as st

from catalogue.visitors.facets import (
    BANDS,
    Asked,
    asked_for,
    band_of,
    chips,
    facets,
    in_order,
    label_of,
    narrow,
    page_number,
)
from catalogue.visitors.shown import Work
from core.i18n import use_locale


def work(slug: str, **changes: object) -> Work:
    values: dict[str, object] = {
        "title": slug,
        "english": slug,
        "maker": "Tapis Rekaan",
        "maker_slug": "tapis-rekaan",
        "sentra": "Tapis",
        "craft": "tapis",
        "motif": "Siger",
        "technique": "cucuk tangan",
        "price": 100_000,
        "unique": False,
        "places": ("Galeri",),
        **changes,
    }
    return Work(slug=slug, **values)  # type: ignore[arg-type]


WORKS = [
    work("a"),
    work("b", motif="Pucuk Rebung", price=300_000),
    work("c", craft="sulam usus", technique="sulam tangan", price=1_200_000, places=("Lapak",)),
    work("d", craft="kopi", motif="", technique="", price=45_000, places=("Galeri", "Lapak")),
]


def slugs(works: list[Work]) -> str:
    return "".join(w.slug for w in works)


def options(group: str, asked: Asked) -> dict[str, int]:
    found = next(f for f in facets(WORKS, asked) if f.name == group)
    return {option.value: option.count for option in found.options}


def test_choices_of_one_group_add_up_and_groups_narrow_down() -> None:
    both = Asked(motif=frozenset(["siger", "pucuk-rebung"]))
    assert slugs(narrow(WORKS, both)) == "abc"
    assert slugs(narrow(WORKS, Asked(motif=both.motif, craft=frozenset(["tapis"])))) == "ab"
    assert slugs(narrow(WORKS, Asked(place=frozenset(["Lapak"])))) == "cd"
    assert slugs(narrow(WORKS, Asked(maker="someone-else"))) == ""


def test_a_count_says_what_ticking_that_box_would_leave() -> None:
    asked = Asked(craft=frozenset(["tapis"]))
    assert options("craft", asked) == {"tapis": 2, "sulam-usus": 1, "kopi": 1}
    assert options("motif", asked) == {"siger": 1, "pucuk-rebung": 1}


def test_a_choice_that_is_on_stays_on_the_page_even_when_nothing_is_left() -> None:
    asked = Asked(craft=frozenset(["kopi"]), motif=frozenset(["siger"]))
    assert slugs(narrow(WORKS, asked)) == ""
    assert options("motif", asked) == {"siger": 0}


def test_prices_sort_both_ways_and_new_keeps_the_order() -> None:
    assert slugs(in_order(WORKS, "low")) == "dabc"
    assert slugs(in_order(WORKS, "high")) == "cbad"
    assert slugs(in_order(WORKS, "new")) == "abcd"


@given(st.integers(1, 1_000_000_000))
def test_every_price_falls_into_exactly_one_band(price: int) -> None:
    low, high = BANDS[band_of(price)]
    assert low <= price
    assert high is None or price <= high


def test_labels_are_in_the_language_spoken() -> None:
    assert label_of("motif", "pucuk-rebung") == "Pucuk rebung"
    with use_locale("en"):
        assert label_of("motif", "pucuk-rebung") == "Bamboo shoot"
        assert label_of("technique", "bordir-mesin") == "Machine embroidery"
        assert label_of("price", "1000") == "Above Rp1 million"
    assert label_of("price", "from-nowhere") == "from-nowhere"


def test_each_chip_takes_its_own_choice_off_and_goes_back_to_the_first_page() -> None:
    pairs = [
        ("q", "siger"),
        ("craft", "tapis"),
        ("motif", "siger"),
        ("motif", "kapal"),
        ("motif", "kapal"),
        ("page", "3"),
        ("sort", ""),
    ]
    assert chips(pairs, "/browse") == [
        ("Tapis", "/browse?q=siger&motif=siger&motif=kapal&motif=kapal"),
        ("Siger", "/browse?q=siger&craft=tapis&motif=kapal&motif=kapal"),
        ("Kapal", "/browse?q=siger&craft=tapis&motif=siger"),
    ]
    assert chips([("craft", "kopi")], "/en/browse") == [("Kopi", "/en/browse")]


def test_an_address_is_read_as_far_as_it_makes_sense() -> None:
    asked = asked_for([("q", "  a   b "), ("craft", "tapis"), ("craft", ""), ("sort", "drop")])
    assert (asked.query, asked.craft, asked.sort) == ("a b", frozenset(["tapis"]), "new")
    assert asked.chosen == 1
    assert [page_number([("page", n)], 9) for n in ("0", "4", "99", "x", "-1", "²")] == [
        1,
        4,
        9,
        1,
        1,
        1,
    ]
