"""Whatever a maker writes prints something readable on every alphabet, and nothing is lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.layout import COLUMNS
from printers.profile import Profile
from printers.render import render
from printers.words import LETTERS, to_letters
from tests.printers import papers
from tests.tools.escpos_view import View

alphabets = st.sampled_from(sorted(LETTERS))


@given(st.text(max_size=60), alphabets)
def test_any_text_prints_on_any_alphabet_and_no_letter_disappears(text: str, letters: str) -> None:
    said = to_letters(text, letters)

    said.encode(LETTERS[letters] or "ascii")  # never raises: every sign is one the printer has
    assert said.isprintable()
    for letter in text:
        if unicodedata.category(letter)[0] in "LNSPC" and letter.isprintable():
            assert to_letters(letter, letters).strip(), letter


@pytest.mark.parametrize(
    "written, letters, printed",
    [
        ("Kain pucuk rebung é", "ascii", "Kain pucuk rebung e"),
        ("Kain pucuk rebung é", "cp858", "Kain pucuk rebung é"),
        ("Harga €5", "cp858", "Harga €5"),
        ("Harga €5", "cp437", "Harga EUR5"),
        ("東京 тапис ꦧꦠꦶꦏ᭄", "cp1252", "DongJing tapis btik"),
        ("e\u0301", "ascii", "e"),
        ("\U0010ffff", "ascii", "?"),
    ],
)
def test_what_the_alphabet_lacks_sounds_like_it(written: str, letters: str, printed: str) -> None:
    assert to_letters(written, letters) == printed


@pytest.mark.parametrize("columns", COLUMNS)
def test_the_test_page_shows_ruler_every_sign_both_codes_and_the_accents(columns: int) -> None:
    profile = Profile(columns=columns, letters="cp858", cutter=False, drawer=False)

    view = View(profile.dots).feed(render(papers.test_page(), profile))

    assert view.warnings == []
    ruler = "".join(str(n % 10) for n in range(1, columns + 1))
    assert ruler in view.lines
    assert "".join(chr(sign) for sign in range(33, 127)) in "".join(view.lines)
    assert any("éèüñçåßô €" in line for line in view.lines)
    kinds = [event[0] for event in view.events]
    assert "barcode" in kinds and "qr" in kinds
