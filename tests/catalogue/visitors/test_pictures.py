"""The drawn pictures."""

import xml.etree.ElementTree as ET

import pytest

from catalogue.products import glossary
from catalogue.visitors import meanings
from catalogue.visitors.pictures import emblem, picture, sample
from catalogue.visitors.pictures.choice import CRAFTS, MOTIFS, PLAIN, craft_of, food_of, is_drawn
from catalogue.visitors.pictures.cloth import SHIRT
from core.text import fold
from printers.ornament import lines


@pytest.mark.parametrize("craft", CRAFTS)
def test_every_craft_and_motif_gives_one_small_well_formed_picture(craft: str) -> None:
    for motif in [*MOTIFS, "", "tidak dikenal"]:
        for seed in ("a", "b", "c"):
            drawn = picture(craft, motif, seed)
            root = ET.fromstring(drawn)
            assert root.get("viewBox") == "0 0 600 750"
            assert len(drawn) < 6_500
            assert "nan" not in drawn


def test_every_motif_of_the_glossary_has_a_drawing_of_its_own() -> None:
    names = {fold(name) for name in glossary.MOTIFS} | {sign.key for sign in meanings.SIGNS}
    assert names == set(MOTIFS)
    drawn = {MOTIFS[name]() for name in names}
    assert len(drawn) == len({emblem(name) for name in names}) == len(names)
    for parts in drawn:
        assert all(lines(path) for path in parts), "a paper cannot draw it"


def test_a_name_is_known_by_what_it_says_and_an_unknown_one_is_no_other_motif() -> None:
    for said, motif in (
        ("Kupu-kupu", "kupu kupu"),
        ("Gajah Way Kambas", "gajah"),
        ("kembang", "bunga"),
    ):
        assert emblem(said) == emblem(motif)
        assert is_drawn("tapis", said)
    told = [is_drawn("tapis", "Lada"), is_drawn("tapis", ""), is_drawn("kopi", "siger")]
    assert told == [False, False, False]
    for motif in ("Lada", PLAIN):
        for seed in "abcdef":
            drawn, *_cloth = sample("batik", motif, seed)
            assert drawn not in [own() for own in MOTIFS.values()]


def test_a_picture_has_the_colour_and_the_food_that_its_name_says() -> None:
    red, white = SHIRT[1][0], SHIRT[2][0]
    for number in range(6):
        assert f'fill="{red}"/>' in picture("kaos", "kapal", f"kaos-anak-kapal-merah-{number}")
        assert f'fill="{white}"/>' in picture("kaos", "gajah", f"kaos-gajah-putih-{number}")
    bags = ("keripik-pisang", "keripik-singkong", "keripik-nangka", "peyek-teri")
    assert [food_of("keripik", f"{bag}-200-g") for bag in bags] == [
        "keripik",
        "singkong",
        "nangka",
        "teri",
    ]


def test_no_reference_inside_a_picture_leads_nowhere() -> None:
    for craft in CRAFTS:
        root = ET.fromstring(picture(craft, "siger", "x"))
        ids = {e.get("id") for e in root.iter()} - {None}
        links = {v[1:] for e in root.iter() for k, v in e.attrib.items() if k.endswith("href")}
        fills = {v[5:-1] for e in root.iter() for v in e.attrib.values() if v.startswith("url(#")}
        assert links | fills <= ids


def test_the_same_seed_gives_the_same_picture_and_another_seed_another() -> None:
    assert picture("Tapis", "Siger", "p-1") == picture("tapis", "siger", "p-1")
    assert len({picture("tapis", "siger", f"p-{n}") for n in range(20)}) == 20


def test_a_hostile_seed_or_title_cannot_leave_the_picture() -> None:
    drawn = picture("tapis", '"><script>', "<script>alert(1)</script>", title="<b>&")
    assert "<script" not in drawn
    assert "<title>&lt;b&gt;&amp;</title>" in drawn


def test_an_emblem_takes_the_colour_of_its_text() -> None:
    for motif in MOTIFS:
        assert "currentColor" in emblem(motif)
        ET.fromstring(emblem(motif))


@pytest.mark.parametrize(
    ("name", "craft"),
    [
        ("Batik Lampung", "batik"),
        ("Olahan Ikan Teri", "teri"),
        ("sulam-usus", "sulam usus"),
        ("Gerabah", "tapis"),
    ],
)
def test_a_craft_is_known_by_a_word_of_its_name(name: str, craft: str) -> None:
    assert craft_of(name) == craft
