"""Search that forgives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.visitors.search import names_nothing, search

TEXTS = [
    ("Selendang Tapis Kapal Tapis shawl, ship motif", "Tapis Rekaan Tapis cucuk tangan"),
    ("Dompet Tapis Siger Tapis wallet, siger crown motif", "Sekar Siger Tapis bordir mesin"),
    ("Kopi Robusta Bubuk 200 g Ground robusta coffee, 200 g", "Kopi Kapal Api-api Kopi Coffee"),
    ("Peci/Kopiah Tapis Bintang Tapis peci cap, star motif", "Tapis Rekaan Tapis cucuk tangan"),
]


def test_every_word_must_be_met_in_any_order_and_case() -> None:
    assert search("KAPAL selendang", TEXTS) == ([0], "")


def test_where_nothing_has_every_word_what_has_most_of_them_comes_and_is_said() -> None:
    assert search("selendang siger", TEXTS) == ([0, 1], "selendang / siger")
    assert search("dompet siger kapal bintang robusta", TEXTS)[0] == []


def test_the_title_comes_before_the_rest() -> None:
    assert search("kapal", TEXTS) == ([0, 2], "")
    assert search("siger", TEXTS)[0] == [1]


def test_english_words_find_indonesian_goods() -> None:
    assert search("ship shawl", TEXTS) == ([0], "")
    assert search("coffee", TEXTS) == ([2], "")


def test_the_beginning_of_a_word_is_enough() -> None:
    assert search("selen", TEXTS) == ([0], "")
    assert search("kopiah", TEXTS) == ([3], "")


@pytest.mark.parametrize(
    ("typed", "understood", "found"),
    [
        ("selndang", "selendang", [0]),
        ("kopy robusta", "kopi robusta", [2]),
        ("sigre", "siger", [1]),
    ],
)
def test_a_slip_of_spelling_is_understood_and_said(
    typed: str, understood: str, found: list[int]
) -> None:
    assert search(typed, TEXTS) == (found, understood)


def test_a_word_that_is_nowhere_is_left_out_and_said() -> None:
    assert search("siger zamrud", TEXTS) == ([1], "siger")
    assert search("qwertyuiop", TEXTS) == ([], "")
    assert search("zzzzzz", TEXTS) == ([], "")


@pytest.mark.parametrize("asked", ["kado murah", "cheap gift", "hadiah", "harga", "oleh-oleh"])
def test_words_that_name_no_thing_are_known_and_found_everywhere(asked: str) -> None:
    red = [*TEXTS, ("Kaos Merah Gift card holder", "Kado Jaya Kaos sablon")]
    assert search(asked, TEXTS) == ([0, 1, 2, 3], "")
    assert search(f"{asked} siger", TEXTS) == ([1], "")
    assert search("kado", red) == ([4], "")
    assert search("siger murah", red) == ([1], "")


def test_a_gift_in_one_word_or_in_two_is_a_wish_and_no_thing() -> None:
    typed = ("buah tangan", "buahtangan", "kado murah", "kado dompet", "tangan", "")
    assert [names_nothing(words) for words in typed] == [True, True, True, False, False, False]


def test_a_slip_is_mended_into_words_of_the_language_of_the_page() -> None:
    assert search("walet", TEXTS) == ([1], "wallet")
    assert search("walet", TEXTS, ["Dompet Tapis Siger", "Kopi Robusta"]) == ([], "")
    assert search("sigre", TEXTS, ["Dompet Tapis Siger"]) == ([1], "siger")
    assert search("wallet", TEXTS, ["Dompet Tapis Siger"]) == ([1], "")


def test_of_two_that_meet_as_much_the_word_typed_first_decides() -> None:
    texts = [("Kopi Petik Merah", ""), ("Gantungan Siger", ""), ("Kain Siger", "Merah")]
    assert search("siger merah", texts)[0] == [2]
    assert search("siger merah", texts[:2])[0] == [1, 0]


def test_an_empty_query_or_one_of_little_words_finds_what_it_can() -> None:
    assert search("  ", TEXTS) == ([0, 1, 2, 3], "")
    assert search("tapis dan siger", TEXTS)[0] == [1]


@given(st.text(max_size=200))
def test_nothing_a_visitor_types_breaks_the_search(typed: str) -> None:
    order, _understood = search(typed, TEXTS)
    assert len(set(order)) == len(order)
    assert set(order) <= {0, 1, 2, 3}
