"""The drawn pictures."""

import xml.etree.ElementTree as ET

import pytest

from catalogue.visitors.pictures import emblem, picture
from catalogue.visitors.pictures.choice import CRAFTS, craft_of, is_drawn
from catalogue.visitors.pictures.motifs import MOTIFS


@pytest.mark.parametrize("craft", CRAFTS)
def test_every_craft_and_motif_gives_one_small_well_formed_picture(craft: str) -> None:
    for motif in [*MOTIFS, "", "tidak dikenal"]:
        for seed in ("a", "b", "c"):
            drawn = picture(craft, motif, seed)
            root = ET.fromstring(drawn)
            assert root.get("viewBox") == "0 0 600 750"
            assert len(drawn) < 6_500
            assert "nan" not in drawn


def test_a_flower_is_drawn_as_one() -> None:
    assert len({emblem(motif) for motif in MOTIFS}) == len(MOTIFS)
    assert emblem("Bunga") != emblem("tidak dikenal")
    told = [is_drawn("sulam usus", "Bunga"), is_drawn("tapis", "Naga"), is_drawn("kopi", "siger")]
    assert told == [True, False, False]


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
