"""Signing papers about goods on the screen: it stands on the page and on the PDF, once, and for good."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from catalogue.stock.signing import queries
from tests.catalogue.desk import Desk
from tests.catalogue.stock.departures.cast import begin_return
from tests.catalogue.stock.transfers.test_transfer_views import draft, sent  # noqa: F401
from tests.tools.reading import page_texts, pages

DRAWING = "20,150 120,20 220,150 320,20;60,180 540,180"


def ink(desk: Desk, path: str) -> int:
    """The dark dots of a PDF."""
    return sum(sum(page.histogram()[:120]) for page in pages(desk.get(path).data, 60))


def signature(place: str, name: str = "Ibu Contoh", drawing: str = DRAWING) -> dict[str, str]:
    return {"place": place, f"name-{place}": name, f"drawing-{place}": drawing}


def test_the_acknowledgement_is_signed_by_both(desk: Desk):
    here = "/manage/consignments/1"
    before = ink(desk, f"{here}/note.pdf")
    assert desk.get(here).text.count('data-testid="sign-here"') == 2

    page = desk.done(f"{here}/signature", **signature("maker", "Pak Suami"))
    page = desk.done(f"{here}/signature", **signature("house", "Bu Ratna"))

    assert page.count('data-testid="signed"') == 2 and 'data-testid="sign-here"' not in page
    assert 'd="M20 150L120 20L220 150L320 20M60 180L540 180"' in page
    assert "Ditandatangani di layar" in page  # in the record's log
    paper = " ".join(page_texts(desk.get(f"{here}/note.pdf").data))
    assert "Pak Suami" in paper and "Bu Ratna" in paper
    assert ink(desk, f"{here}/note.pdf") > before + 100


def test_a_return_is_signed_by_who_takes_it_home(desk: Desk):
    number = begin_return(desk, (desk.cloth_id, 1))
    here = f"/manage/returns/{number}"
    assert desk.send(f"{here}/signature", **signature("maker")).status_code == 404, "a draft"
    desk.done(f"{here}/hand-over")
    before = ink(desk, f"{here}/record.pdf")

    assert 'data-place="maker"' in desk.done(f"{here}/signature", **signature("maker"))
    assert ink(desk, f"{here}/record.pdf") > before + 100


def test_the_carrier_signs_the_packing_list(desk: Desk, sent: str):  # noqa: F811
    before = ink(desk, f"{sent}/list.pdf")

    page = desk.done(f"{sent}/signature", **signature("carrier", "Pak Sopir"))

    assert page.count('data-testid="signed"') == 1 and page.count('data-testid="sign-here"') == 2
    assert ink(desk, f"{sent}/list.pdf") > before + 100


def test_a_list_that_has_not_left_is_not_signed(desk: Desk, draft: str):  # noqa: F811
    assert desk.send(f"{draft}/signature", **signature("carrier")).status_code == 404


@pytest.mark.parametrize(
    "changed, status, sentence",
    [
        ({"name-maker": ""}, 422, "Tulis nama"), ({"drawing-maker": ""}, 422, "di dalam kotaknya"),
        ({"drawing-maker": "5,5"}, 422, "baru titik"), ({"drawing-maker": "x"}, 422, "tidak terbaca"),
        ({"place": "nobody"}, 404, "tempat tanda tangan"), ({"place": ""}, 404, "tempat tanda tangan"),
    ],
)  # fmt: skip
def test_what_is_no_signature_is_not_kept(
    desk: Desk, changed: dict[str, str], status: int, sentence: str
):
    answer = desk.send("/manage/consignments/1/signature", **signature("maker", "Ibu C.") | changed)

    assert answer.status_code == status and sentence in answer.text
    assert desk.read(lambda s: queries.of(s, ("consignment", 1))) == {}
    if changed.get("drawing-maker") == "x":
        assert 'value="Ibu C."' in answer.text


def test_nobody_signs_over_a_signature(desk: Desk):
    desk.done("/manage/consignments/1/signature", **signature("maker"))

    again = desk.send("/manage/consignments/1/signature", **signature("maker", "Lain"))

    assert again.status_code == 409 and "sudah ditandatangani" in again.text
    with pytest.raises(DBAPIError, match="append-only"):
        desk.write(lambda s: s.execute(text("UPDATE signature SET name = 'Lain'")))


def test_a_cashier_signs_nothing(cashier_desk: Desk):
    answer = cashier_desk.send("/manage/consignments/1/signature", **signature("maker"))
    assert answer.status_code == 403
    assert cashier_desk.get("/manage/consignments/1/signature").status_code == 405
