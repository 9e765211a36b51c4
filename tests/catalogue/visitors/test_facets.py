"""Narrowing down and counting."""

from hypothesis import given
from hypothesis import strategies as st

from catalogue.visitors.boxes import label_of
from catalogue.visitors.facets import FIRST, facets, in_order, makers, narrow
from catalogue.visitors.shown import Work
from catalogue.visitors.traits import BANDS, band_of
from catalogue.visitors.wishes import Asked, asked_for, chips, page_number
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


def ticked(**boxes: str) -> Asked:
    """A wish with these boxes ticked, several in a group by commas."""
    return Asked(boxes={group: frozenset(some.split(",")) for group, some in boxes.items()})


def slugs(works: list[Work]) -> str:
    return "".join(w.slug for w in works)


def options(group: str, asked: Asked) -> dict[str, int]:
    found = next(f for f in facets(WORKS, asked, narrow(WORKS, asked)) if f.name == group)
    return {option.value: option.count for option in found.options}


def test_choices_of_one_group_add_up_and_groups_narrow_down() -> None:
    assert slugs(narrow(WORKS, ticked(motif="siger,pucuk-rebung"))) == "abc"
    assert slugs(narrow(WORKS, ticked(motif="siger,pucuk-rebung", craft="tapis"))) == "ab"
    assert slugs(narrow(WORKS, ticked(place="Lapak"))) == "cd"
    assert slugs(narrow(WORKS, Asked(maker="someone-else"))) == ""


def test_a_count_says_what_ticking_that_box_would_leave() -> None:
    asked = ticked(craft="tapis")
    assert options("craft", asked) == {"tapis": 2, "sulam-usus": 1, "kopi": 1}
    assert options("motif", asked) == {"siger": 1, "pucuk-rebung": 1}


def test_a_choice_that_is_on_stays_on_the_page_even_when_nothing_is_left() -> None:
    asked = ticked(craft="kopi", motif="siger")
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


def test_every_way_to_narrow_finds_its_work() -> None:
    cloth = work(
        "e",
        title="Selendang Tapis Kapal",
        material="katun, benang emas",
        colour="merah marun dan emas",
        measure="200 x 50 cm",
        unique=True,
    )
    snack = work(
        "f",
        title="Keripik Pisang 200 g",
        craft="keripik",
        technique="",
        sentra="Aneka Keripik",
        weight="Keripik Pisang 200 g",
        halal=True,
        price=15_000,
        maker="Keripik Umpama",
        maker_slug="keripik-umpama",
    )
    shirt = work("g", title="Kaos Siger", technique="sablon", sizes=("M", "XL"), price=9_000_000)
    wall = [cloth, snack, shirt]
    for found, wish in {
        "e": {"type": "selendang", "trait": "unique", "made": "hand", "material": "benang-emas",
              "colour": "merah-marun", "size": "cm-more", "price": "50-100"},
        "f": {"type": "keripik", "trait": "halal,unique-not", "sentra": "aneka-keripik",
              "size": "g-250", "price": "0-25"},
        "g": {"made": "print", "size": "xl", "price": "5000"},
    }.items():  # fmt: skip
        for group, values in wish.items():
            assert slugs(narrow(wall, ticked(**{group: values}))) == found, group
    assert slugs(narrow(wall, ticked(trait="bag"))) == "f"
    assert slugs(narrow(wall, asked_for([("min", "Rp 15.001"), ("max", "500.000")]))) == "e"
    assert slugs(narrow(wall, asked_for([("min", "-5"), ("max", "1e9")]))) == "efg"
    assert [(one.label, one.count) for one in makers(wall, Asked(maker="keripik-umpama"))] == [
        ("Keripik Umpama", 1),
        ("Tapis Rekaan", 2),
    ]


def test_labels_are_in_the_language_spoken() -> None:
    assert label_of("motif", "pucuk-rebung") == "Pucuk rebung"
    with use_locale("en"):
        assert label_of("motif", "pucuk-rebung") == "Bamboo shoot"
        assert label_of("technique", "bordir-mesin") == "Machine embroidery"
        assert label_of("price", "5000") == "Above Rp5 million"
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
    assert chips([("min", "50000"), ("max", "x")], "/browse") == [
        ("mulai Rp50.000", "/browse?max=x")
    ]


def test_an_address_is_read_as_far_as_it_makes_sense() -> None:
    asked = asked_for([("q", "  a   b "), ("craft", "tapis"), ("craft", ""), ("sort", "drop")])
    assert (asked.query, asked.of("craft"), asked.sort) == ("a b", {"tapis"}, "fit")
    assert asked.chosen == 1
    orders = {q: asked_for([("q", q), ("sort", "fit")]).sort for q in ("", "tapis")}
    assert orders == {"": "new", "tapis": "fit"}
    assert [asked_for([("q", q)]).sort for q in ("", "kado murah", "tapis")] == [
        "new",
        "low",
        "fit",
    ]
    assert [page_number([("page", n)], 9) for n in ("0", "4", "99", "x", "-1", "²")] == [
        1,
        4,
        9,
        1,
        1,
        1,
    ]


def test_a_long_group_shows_its_first_boxes_and_what_is_ticked() -> None:
    many = [work(str(n), motif=f"Motif {n:02}") for n in range(FIRST + 4)]
    asked = ticked(motif="motif-11")
    motifs = next(f for f in facets(many, asked, narrow(many, asked)) if f.name == "motif")
    assert [option.value for option in motifs.first] == [
        *(f"motif-{n:02}" for n in range(FIRST)), "motif-11",
    ]  # fmt: skip
    assert [option.value for option in motifs.more] == ["motif-08", "motif-09", "motif-10"]
    short = next(f for f in facets(WORKS, Asked(), WORKS) if f.name == "motif")
    assert (short.first, short.more) == (short.options, [])
