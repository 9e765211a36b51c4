"""Price tags: nothing overlaps, nothing leaves the label, and every symbol reads back."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core.ids import in_store_code
from printers.documents import Label, LabelRun, Labels
from printers.label_bytes import UnknownStock, label_bytes
from printers.labels import (
    DOTS_PER_MM,
    PRINTER,
    SHEET,
    STOCKS,
    Bars,
    Device,
    Placed,
    Square,
    Words,
    arrange,
    draw,
)
from printers.lettering import font
from printers.sheets import SHEETS, sheet_pdf
from printers.symbols import QUIET, UnprintableCode
from tests.printers import papers
from tests.tools.escpos_view import View
from tests.tools.label_view import read_tspl, read_zpl
from tests.tools.reading import hand_held, pages, scan

URL = "https://galeri.example.org/k/2000001000120"
CLOTH = Label(
    code="2000001000120", title="Kain tapis pucuk rebung motif iluk keris", price=4_350_000,
    maker="Sekar Benangmas", facts=("cucuk tangan", "74 hari", "karya tunggal"), url=URL,
)  # fmt: skip
FOOD = Label(
    code="2000001001202", title="Emping melinjo manis 500 g", price=68_000,
    maker="Dapur Emping Rekaan", best_before=date(2027, 2, 14), lot="E-1107",
    marks=("P-IRT", "Halal"),
)  # fmt: skip

texts = st.text(max_size=70)
labels = st.builds(
    Label,
    code=st.integers(0, 10**10 - 1).map(in_store_code),
    title=texts, price=st.integers(0, 999_999_999), maker=texts,
    facts=st.lists(texts, max_size=3).map(tuple), lot=st.text(max_size=12),
    best_before=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    marks=st.lists(st.text(max_size=12), max_size=3).map(tuple),
    url=st.none() | st.just(URL),
)  # fmt: skip
SIZES: list[tuple[str, float, float, Device]] = [
    *((name, *stock.dots, PRINTER) for name, stock in STOCKS.items()),
    *((n, s.width * DOTS_PER_MM, s.height * DOTS_PER_MM, SHEET) for n, s in SHEETS.items()),
]
MARGINS = {name: sheet.margin * DOTS_PER_MM for name, sheet in SHEETS.items()}
"""What stays white inside a label of a sheet, in dots; a roll's labels have their usual edge."""


def batch(*given: Label, count: int = 1) -> Labels:
    """Return a batch of labels."""
    return Labels(house=papers.HOUSE, runs=tuple(LabelRun(label=g, count=count) for g in given))


def overlap(one: Placed, two: Placed) -> bool:
    """Say whether two boxes share a dot."""
    return (
        one.x < two.x + two.width and two.x < one.x + one.width
        and one.y < two.y + two.height and two.y < one.y + one.height
    )  # fmt: skip


@pytest.mark.parametrize("name,width,height,device", SIZES, ids=[s[0] for s in SIZES])
@given(label=labels, demo=st.booleans())
@settings(max_examples=40, deadline=None)
def test_nothing_on_a_label_overlaps_or_leaves_it(
    name: str, width: float, height: float, device: Device, label: Label, demo: bool
) -> None:
    placed = arrange(label, width, height, device=device, margin=MARGINS.get(name, 0), demo=demo)
    for place, one in enumerate(placed):
        assert one.x >= 0 and one.y >= 0
        assert one.x + one.width <= width and one.y + one.height <= height
        assert not any(overlap(one, two) for two in placed[place + 1 :])


@pytest.mark.parametrize("name,width,height,device", SIZES, ids=[s[0] for s in SIZES])
def test_the_bars_keep_their_quiet_zones_and_the_price_is_whole(
    name: str, width: float, height: float, device: Device
) -> None:
    dear = replace(CLOTH, price=112_875_000)
    placed = arrange(dear, width, height, device=device, margin=MARGINS.get(name, 0))
    (bars,) = [thing for thing in placed if isinstance(thing, Bars)]
    assert bars.x >= QUIET * bars.module - 1
    assert bars.x + bars.width + QUIET * bars.module <= width + 1
    assert bars.module in device.bars and bars.height >= 3 * DOTS_PER_MM
    said = [thing.text for thing in placed if isinstance(thing, Words)]
    assert "Rp112.875.000" in said and dear.code in said


@pytest.mark.parametrize("stock", STOCKS)
@given(code=st.integers(0, 10**10 - 1).map(in_store_code))
@settings(max_examples=15, deadline=None)
def test_every_code_reads_back_from_every_label(stock: str, code: str) -> None:
    image = draw(replace(FOOD, code=code), STOCKS[stock])
    assert scan(image) == [("ean13", code)]


def pictures(data: bytes, language: str) -> list[Image.Image]:
    """Return what a label printer that was sent these bytes has on its paper."""
    if language == "zpl":
        return read_zpl(data)
    if language == "tspl":
        return read_tspl(data)
    view = View(832).feed(data)
    assert view.warnings == []
    return view.papers()


def symbols(
    label: Label, width: float, height: float, device: Device, margin: float = 0
) -> set[tuple[str, str]]:
    """Return the symbols that a label of that size should carry."""
    names = {Bars: "ean13", Square: "qrcode"}
    return {
        (names[type(thing)], thing.code if isinstance(thing, Bars) else thing.text)
        for thing in arrange(label, width, height, device=device, margin=margin)
        if isinstance(thing, Bars | Square)
    }


@pytest.mark.parametrize("language", ["escpos", "zpl", "tspl"])
@pytest.mark.parametrize("stock", STOCKS)
def test_every_symbol_of_every_size_reads_back_from_every_printer_also_soft_and_turned(
    stock: str, language: str
) -> None:
    wanted = {
        symbol for label in (CLOTH, FOOD) for symbol in symbols(label, *STOCKS[stock].dots, PRINTER)
    }
    assert {text for kind, text in wanted if kind == "ean13"} == {CLOTH.code, FOOD.code}
    printed = pictures(label_bytes(batch(CLOTH, FOOD), language, stock), language)

    assert {symbol for picture in printed for symbol in scan(picture)} == wanted
    for zoom in (1.5, 3):
        held = [hand_held(picture, zoom=zoom) for picture in printed]
        assert {symbol for picture in held for symbol in scan(picture)} == wanted


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_symbol_of_every_sheet_reads_back_also_soft_and_turned(sheet: str) -> None:
    paper = SHEETS[sheet]
    tags = [replace(CLOTH, code=in_store_code(n)) for n in range(1, paper.places + 1)]
    size = paper.width * DOTS_PER_MM, paper.height * DOTS_PER_MM
    wanted = {symbol for tag in tags for symbol in symbols(tag, *size, SHEET, MARGINS[sheet])}
    (page,) = pages(sheet_pdf(batch(*tags), sheet), 300)

    assert set(scan(page)) == wanted
    assert set(scan(hand_held(page, zoom=1, blur=1))) == wanted


@pytest.mark.parametrize("stock", STOCKS)
def test_every_bar_is_whole_dots_and_its_quiet_zones_are_white(stock: str) -> None:
    width, height = STOCKS[stock].dots
    (bars,) = [t for t in arrange(CLOTH, width, height) if isinstance(t, Bars)]
    picture = draw(CLOTH, STOCKS[stock]).convert("L")
    top, foot = round(bars.y), round(bars.y + bars.height)
    for row in (top, (top + foot) // 2, foot - 1):
        ink = "".join("1" if picture.getpixel((x, row)) == 0 else "0" for x in range(width))
        left, right = ink.index("1"), width - 1 - ink.rindex("1")
        assert left >= QUIET * bars.module and right >= QUIET * bars.module
        lengths = [len(run) for run in re.findall("1+|0+", ink.strip("0"))]
        assert all(length % int(bars.module) == 0 for length in lengths)
        assert sum(lengths) == 95 * bars.module


@given(label=labels, size=st.sampled_from(SIZES))
@settings(max_examples=60, deadline=None)
def test_the_ink_of_every_word_stays_in_its_box(
    label: Label, size: tuple[str, float, float, Device]
) -> None:
    name, width, height, device = size
    for thing in arrange(label, width, height, device=device, margin=MARGINS.get(name, 0)):
        if not isinstance(thing, Words) or not thing.text.strip():
            continue
        letters = font(thing.size, bold=thing.bold)
        left, top, right, foot = letters.getbbox(thing.text, anchor="ls")
        assert top + thing.size >= -1 and foot + thing.size <= thing.height + 1, thing
        beyond = max(2, thing.size / 8)  # a J reaches back under the letter before it
        assert left >= -beyond and right <= thing.width + beyond, thing


@pytest.mark.parametrize("stock", ["40x30", "50x25", "50x30", "40x80"])
def test_the_qr_of_the_piece_reads_back_where_it_fits(stock: str) -> None:
    assert ("qrcode", URL) in scan(draw(CLOTH, STOCKS[stock]))
    assert len(scan(draw(replace(CLOTH, url=None), STOCKS[stock]))) == 1


@pytest.mark.parametrize("code", ["2000001000121", "200000100012", "8991234567899", "20-0000"])
def test_a_wrong_check_digit_is_refused_instead_of_corrected(code: str) -> None:
    with pytest.raises(UnprintableCode):
        draw(replace(CLOTH, code=code), STOCKS["50x25"])


def test_the_demonstration_says_so_on_every_label() -> None:
    for name, width, height, device in SIZES:
        margin = MARGINS.get(name, 0)
        placed = arrange(FOOD, width, height, device=device, margin=margin, demo=True)
        assert any(isinstance(t, Words) and "MODE CONTOH" in t.text for t in placed)


def test_the_expiry_of_food_stands_on_every_label() -> None:
    for name, width, height, device in SIZES:
        placed = arrange(FOOD, width, height, device=device, margin=MARGINS.get(name, 0))
        assert any(isinstance(t, Words) and "14 Feb 2027" in t.text for t in placed)


def test_zpl_and_tspl_print_the_same_picture_as_often_as_asked() -> None:
    wanted = draw(CLOTH, STOCKS["50x25"])
    for language, read in (("zpl", read_zpl), ("tspl", read_tspl)):
        printed = read(label_bytes(batch(CLOTH, count=3), language, "50x25"))
        assert len(printed) == 3
        assert all(image.tobytes() == wanted.tobytes() for image in printed)


@pytest.mark.parametrize("language,read", [("zpl", read_zpl), ("tspl", read_tspl)])
def test_three_across_prints_rows_of_three(language: str, read: object) -> None:
    data = label_bytes(batch(CLOTH, FOOD, count=2), language, "33x15x3")
    rows = read(data)  # type: ignore[operator]
    assert [len(scan(row)) for row in rows] == [3, 1]


def test_a_receipt_printer_prints_tags_as_pictures() -> None:
    view = View(576).feed(label_bytes(batch(CLOTH, FOOD), "escpos", "50x30"))
    assert view.warnings == []
    (paper,) = view.papers()
    codes = [text for kind, text in scan(paper) if kind == "ean13"]
    assert codes == [CLOTH.code, FOOD.code]


def test_an_unknown_label_roll_is_refused() -> None:
    with pytest.raises(UnknownStock):
        label_bytes(batch(CLOTH), "zpl", "99x99")


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_label_of_a_full_sheet_reads_back(sheet: str) -> None:
    places = SHEETS[sheet].places
    codes = [in_store_code(n) for n in range(1, places + 3)]
    made = batch(*(replace(FOOD, code=code) for code in codes))
    first, second = pages(sheet_pdf(made, sheet), 300)
    assert {text for _kind, text in scan(first)} == set(codes[:places])
    assert {text for _kind, text in scan(second)} == set(codes[places:])


@pytest.mark.parametrize("sheet", SHEETS)
def test_nothing_is_printed_where_an_office_printer_does_not_reach(sheet: str) -> None:
    tags = batch(CLOTH, FOOD, count=SHEETS[sheet].places // 2 + 1)
    page = pages(sheet_pdf(tags, sheet), 254)[0]
    edge = 40
    inside = page.crop((edge, edge, page.width - edge, page.height - edge))
    blank = Image.new("L", inside.size, 255)
    page.paste(blank, (edge, edge))
    assert page.getextrema() == (255, 255)


def test_a_sheet_that_is_begun_is_used_from_its_first_free_place() -> None:
    (page,) = pages(sheet_pdf(batch(FOOD), "a4-65", start=65), 200)
    left_above = page.crop((0, 0, page.width * 4 // 5, page.height))
    assert left_above.getextrema() == (255, 255)
    assert scan(page) == [("ean13", FOOD.code)]
    with pytest.raises(ValueError, match="places 1 to 65"):
        sheet_pdf(batch(FOOD), "a4-65", start=66)


def test_the_offset_moves_the_whole_sheet() -> None:
    def first_ink(offset: tuple[float, float]) -> tuple[int, int]:
        (page,) = pages(sheet_pdf(batch(FOOD), "a4-65", offset_mm=offset), 254)
        left, top, _right, _bottom = Image.eval(page, lambda level: 255 - level).getbbox() or ()
        return left, top

    x, y = first_ink((0, 0))
    moved_x, moved_y = first_ink((2, 3))
    assert (moved_x - x, moved_y - y) == (20, 30)
