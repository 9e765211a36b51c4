"""What is read from a work's facts, and what is left open where nothing is written."""

import pytest

from catalogue.visitors import traits


@pytest.mark.parametrize(
    ("size", "weight", "box", "bag"),
    [
        ("200 x 50 cm", "", "cm-more", False),
        ("118 × 124 cm", "", "cm-more", False),
        ("20 x 15 cm", "", "cm-30", True),
        ("diameter 30 cm", "", "cm-30", True),
        ("60,5 cm", "", "cm-100", False),
        ("xl", "", "xl", False),
        ("", "Keripik Nangka 100 g", "g-100", True),
        ("", "250 gr", "g-250", True),
        ("", "0,5 kg", "g-more", False),
        ("", "Kopi Drip Bag isi 5", "", False),
        ("satu ukuran", "Kebaya Siger", "", False),
        ("", "", "", False),
    ],
)
def test_a_size_goes_into_one_box_and_a_handbag_only_where_it_is_known_to_fit(
    size: str, weight: str, box: str, bag: bool
) -> None:
    assert traits.size_of(size, weight) == box
    assert traits.fits_a_bag(size, weight) is bag


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Selendang Tapis Belah Ketupat", {"selendang"}),
        ("Sarung Bantal Tapis Gajah", {"sarung-bantal"}),
        ("Batik Tulis Mata Kibau", {"kain"}),
        ("Kopi Robusta Bubuk 200 g", {"kopi-robusta-bubuk"}),
        ("Sesuatu", set()),
        ("", set()),
    ],
)
def test_a_title_says_what_the_thing_is(title: str, found: set[str]) -> None:
    assert traits.thing(title) == found


def test_hand_machine_and_print_are_told_apart() -> None:
    assert traits.made_by("Cucuk  Tangan") == "hand"
    assert traits.made_by("bordir mesin") == "machine"
    assert traits.made_by("motif cetak") == "print"
    assert traits.made_by("kombinasi") == "mixed"
    assert traits.made_by("entah") == ""


def test_lists_of_materials_and_colours_are_taken_apart() -> None:
    assert traits.listed("katun, benang emas; manik-manik dan kaca") == {
        "katun", "benang-emas", "manik-manik", "kaca",
    }  # fmt: skip
    assert traits.listed(" , ") == frozenset()
