"""The English of a product that nobody wrote English for."""

import csv
import re
from pathlib import Path

import pytest

from catalogue.products.glossary import (
    CRAFTS,
    DESCRIBING,
    HEADS,
    MOTIFS,
    TECHNIQUES,
    UNITS,
    english_craft,
    english_motif,
    english_technique,
    english_title,
    english_unit,
)

SHEET = Path(__file__).parents[2] / "data" / "titipan_bersih.csv"

# What has no English: names of crafts, cloths, garments, foods and places, and what is spelled alike.
NAMES = {
    "tapis",
    "sulam",
    "usus",
    "batik",
    "kebaya",
    "bolero",
    "peci",
    "kopiah",
    "emping",
    "melinjo",
    "peyek",
    "sambal",
    "balado",
    "robusta",
    "siger",
    "jung",
    "sarat",
    "raja",
    "tunggal",
    "limar",
    "sekebar",
    "cucuk",
    "andak",
    "bintang",
    "perak",
    "way",
    "kambas",
    "lampung",
    "original",
    "drip",
    "bag",
    "g",
    "motif",
    "cap",
}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with SHEET.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


def test_no_indonesian_word_is_left_in_any_title_of_the_real_sheet(
    rows: list[dict[str, str]],
) -> None:
    titles = {row["Nama Barang"] for row in rows}
    assert len(titles) > 200
    indonesian = {word for title in titles for word in words(title)} - NAMES
    left = {
        title: sorted(words(english_title(title)) & indonesian)
        for title in titles
        if words(english_title(title)) & indonesian
    }
    assert left == {}


def test_different_things_keep_different_names_in_english(rows: list[dict[str, str]]) -> None:
    titles = {row["Nama Barang"] for row in rows}
    assert len({english_title(title) for title in titles}) == len(titles)


def test_every_fact_of_the_real_sheet_has_english(rows: list[dict[str, str]]) -> None:
    for column, known in (
        ("Motif", MOTIFS),
        ("Teknik", TECHNIQUES),
        ("Sentra", CRAFTS),
        ("Satuan", UNITS),
    ):
        values = {row[column].lower() for row in rows} - {""}
        assert values and values <= set(known), column


@pytest.mark.parametrize(
    ("indonesian", "english"),
    [
        ("Dompet Tapis Kapal", "Tapis wallet, ship motif"),
        ("Kain Tapis Jung Sarat Siger", "Jung Sarat tapis cloth, siger crown motif"),
        ("Kain Tapis Bintang Perak Bintang", "Bintang Perak tapis cloth, star motif"),
        ("Batik Tulis Gajah", "Hand-drawn batik, elephant motif"),
        ("Kaos Gajah Way Kambas Gajah", "Way Kambas elephant T-shirt, elephant motif"),
        ("Kaos Siger Belah Ketupat", "Siger crown T-shirt, lozenge motif"),
        ("Keripik Pisang Cokelat 200 g", "Chocolate banana crisps, 200 g"),
        ("Kopi Robusta Biji Petik Merah 250 g", "Red-picked robusta coffee beans, 250 g"),
        ("Kopi Drip Bag isi 5", "Drip-bag coffee, pack of 5"),
        ("Kaos Siger Hitam XL", "Black T-shirt, siger crown motif, size XL"),
        ("Kelas Mencucuk 1 Jam", "Couching class, 1 hour"),
        ("  kain   TAPIS  siger ", "Tapis cloth, siger crown motif"),
    ],
)
def test_the_thing_stands_last_and_the_motif_after_a_comma(indonesian: str, english: str) -> None:
    assert english_title(indonesian) == english


def test_a_word_that_is_not_known_stays_as_it_was_written() -> None:
    assert english_title("Selendang Tapis Nuwo") == "Nuwo tapis shawl"
    assert (
        english_title("Kain Tapis Bunga Rampai Ibu Guru")
        == "Rampai Ibu Guru tapis cloth, flower motif"
    )
    assert english_title("Rahasia Ibu") == "Rahasia Ibu"
    assert english_title("") == ""
    assert english_technique("anyaman") == "anyaman"
    assert english_craft("Gerabah") == "Gerabah"
    assert english_unit("ikat") == "ikat"


def test_a_motif_is_named_as_a_label() -> None:
    assert english_motif("Pucuk Rebung") == "Bamboo shoot"
    assert english_motif("Gajah Duduk") == "Gajah Duduk"


def test_the_keys_are_all_small_letters() -> None:
    for table in (HEADS, DESCRIBING, MOTIFS, TECHNIQUES, CRAFTS, UNITS):
        assert all(key == key.lower() for key in table)
