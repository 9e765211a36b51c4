"""No printer ever wraps by itself: every line is measured before it is sent."""

from hypothesis import given
from hypothesis import strategies as st

from printers.layout import COLUMNS, Roll, Text, centred, pair, wrap

columns = st.sampled_from(COLUMNS)
words = st.text(max_size=120)


@given(words, columns)
def test_wrapped_lines_fit_and_are_printable_ascii(text: str, width: int) -> None:
    for line in wrap(text, width):
        assert 0 < len(line) <= width
        assert line.isascii() and line.isprintable()


@given(st.text(alphabet="abc def", max_size=120), columns)
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")


@given(words, st.integers(-(10**12), 10**12), columns)
def test_an_amount_stays_whole_at_the_right_edge(label: str, amount: int, width: int) -> None:
    lines = pair(label, f"{amount:,}", width)
    assert all(len(line) <= width for line in lines)
    assert lines[-1].endswith(f"{amount:,}") and len(lines[-1]) == width


@given(words, words, columns)
def test_a_row_of_two_texts_always_fits(left: str, right: str, width: int) -> None:
    assert all(len(line) <= width for line in pair(left, right, width))


@given(words, columns)
def test_centred_lines_fit(text: str, width: int) -> None:
    assert all(len(line) <= width for line in centred(text, width))


@given(words, words, columns)
def test_large_letters_fit_too(left: str, right: str, width: int) -> None:
    roll = Roll(width)
    roll.head(left)
    roll.grand(left, right)
    for element in roll.elements:
        assert isinstance(element, Text)
        assert element.columns() <= width


def test_a_label_too_long_drops_its_amount_to_the_next_line() -> None:
    label = "Pembayaran QRIS menunggu konfirmasi"
    assert pair(label, "12.875.000", 32) == [
        "Pembayaran QRIS menunggu",
        "konfirmasi",
        "                      12.875.000",
    ]


def test_an_indent_holds_on_every_line() -> None:
    assert wrap("  abcdef ghijkl", 8) == ["  abcdef", "  ghijkl"]


def test_letters_the_printer_lacks_become_ones_it_has() -> None:
    (line,) = wrap("Café “Lampung” – 2 × ½ −Rp5 …", 48)
    assert line == 'Cafe "Lampung" - 2 x 1/2 -Rp5 ...'


def test_a_foreign_script_prints_letters_that_sound_like_it_and_no_control_bytes() -> None:
    (line,) = wrap("刺繍\x1b@\tтапис\x00", 48)
    assert line == "CiXiu@ tapis"
