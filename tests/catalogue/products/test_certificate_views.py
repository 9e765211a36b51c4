"""Licences: noted after a look at the number, scanned, renewed by a new one, called to mind in time."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from catalogue.products import certificate_queries as queries
from catalogue.products.models import Certificate
from core.ids import new_uuid
from tests.catalogue.desk import Desk
from tests.core.test_scans import pdf, photo

NEW = "/manage/certificates/new"
HALAL = "ID18110000000000018"


def pirt(desk: Desk, years: int = 3) -> str:
    """A P-IRT number that ends with the year in so many years."""
    return f"2141871000017-{(desk.today().year + years) % 100:02d}"


def ask(desk: Desk, **changes: Any) -> dict[str, Any]:
    """A form about a halal certificate of the maker."""
    return {"maker": str(desk.maker_id), "kind": "halal", "number": HALAL} | changes


def noted(desk: Desk) -> list[Certificate]:
    return desk.read(lambda s: list(s.scalars(select(Certificate).order_by(Certificate.id))))


def day(desk: Desk, days: int) -> str:
    return (desk.today() + timedelta(days=days)).isoformat()


def test_a_certificate_is_noted_and_stands_on_the_makers_page(desk: Desk):
    page = desk.done(NEW, **ask(desk))

    assert HALAL in page and "tanpa batas waktu" in page
    assert HALAL in desk.get(f"/manage/makers/{desk.maker_id}").text
    assert HALAL in desk.get(f"/manage/products/{desk.crisps_id}").text


def test_one_of_a_product_stands_with_that_product_only(desk: Desk):
    desk.done(NEW, product=str(desk.cloth_id), kind="batikmark", number="B 12/2026", detail="tulis")

    assert "B 12/2026" in desk.get(f"/manage/products/{desk.cloth_id}").text
    assert "B 12/2026" not in desk.get(f"/manage/products/{desk.crisps_id}").text
    assert "B 12/2026" in desk.get(f"/manage/makers/{desk.maker_id}").text


def test_a_pirt_without_a_day_ends_with_the_year_in_its_number(desk: Desk):
    desk.done(NEW, **ask(desk, kind="pirt", number=pirt(desk)))

    ends = noted(desk)[0].expires_on
    assert ends is not None and (ends.year, ends.month, ends.day) == (desk.today().year + 3, 12, 31)


def test_a_doubt_is_asked_about_and_does_not_block(desk: Desk):
    form = ask(desk, number="LPPOM 0706004567")

    page = desk.refused(NEW, **form)
    assert "ID dan 17 angka" in page and 'data-testid="is-sure"' in page
    assert 'value="LPPOM 0706004567"' in page and noted(desk) == []

    page = desk.done(NEW, **form, is_sure="1")
    assert len(noted(desk)) == 1 and "Cocokkan dengan surat aslinya" in page


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"expires_on": -1}, "sudah berakhir"),
        ({"issued_on": 2}, "belum tiba"),
        ({"kind": "batikmark", "number": "12"}, "jenis Batikmark"),
    ],
)
def test_odd_dates_and_details_are_asked_about(desk: Desk, changes: dict[str, Any], said: str):
    form = {k: day(desk, v) if isinstance(v, int) else v for k, v in changes.items()}

    assert said in desk.refused(NEW, **ask(desk, **form))


def test_an_end_in_another_year_than_the_number_says_is_asked_about(desk: Desk):
    form = ask(desk, kind="pirt", number=pirt(desk), expires_on=day(desk, 30))

    assert "lain dari nomornya" in desk.refused(NEW, **form)


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"number": ""}, "number"),
        ({"number": "halal"}, "number"),
        ({"kind": "nib", "number": "12"}, "number"),
        ({"expires_on": "besok"}, "expires_on"),
        ({"issued_on": "2026-05-09", "expires_on": "2026-05-08"}, "expires_on"),
        ({"maker": ""}, "maker"),
    ],
)
def test_what_is_plainly_wrong_comes_back_beside_its_field(
    desk: Desk, changes: dict[str, str], field: str
):
    page = desk.refused(NEW, **ask(desk, **changes))

    assert f'id="{field}-salah"' in page and noted(desk) == []


def test_the_same_twice_is_refused(desk: Desk):
    desk.done(NEW, **ask(desk))

    assert "sudah tercatat" in desk.refused(NEW, **ask(desk))


def test_a_renewal_is_a_new_row_and_takes_the_old_one_s_place(desk: Desk):
    desk.done(NEW, **ask(desk, kind="pirt", number=pirt(desk, 0)))
    old = noted(desk)[0].id
    assert f"renews={old}" in desk.get(f"/manage/certificates/{old}").text
    assert pirt(desk, 0) in desk.get(f"{NEW}?renews={old}").text

    page = desk.done(NEW, renews=str(old), number=pirt(desk, 4))

    first, second = noted(desk)
    assert (first.number, second.number) == (pirt(desk, 0), pirt(desk, 4))
    assert (second.renews_id, second.maker_id, second.kind) == (old, desk.maker_id, "pirt")
    assert "Perpanjangan dari" in page and pirt(desk, 0) in page
    listed = desk.get("/manage/certificates").text
    assert pirt(desk, 4) in listed and pirt(desk, 0) not in listed
    answer = desk.send(NEW, renews=str(old), number=pirt(desk, 3))
    assert answer.status_code == 409 and "sudah diperpanjang" in answer.text


def test_a_withdrawn_renewal_brings_the_old_one_back(desk: Desk):
    desk.done(NEW, **ask(desk, kind="pirt", number=pirt(desk, 0)))
    desk.done(NEW, renews="1", number=pirt(desk, 4))

    desk.done("/manage/certificates/2/withdraw")

    listed = desk.get("/manage/certificates").text
    assert pirt(desk, 0) in listed and pirt(desk, 4) not in listed
    desk.done(NEW, renews="1", number=pirt(desk, 5))
    assert "sudah dicabut" in desk.refused("/manage/certificates/2/withdraw")


SPANS = {-400: "expired", -1: "expired", 0: "week", 7: "week", 8: "month", 30: "month", 31: "later"}


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """A house with certificates that end in so many days, and one without an end."""

    def write(session):
        for number, days in enumerate(SPANS):
            session.add(
                Certificate(
                    maker_id=desk.maker_id, kind="sni", number=f"SNI {number}:2020",
                    expires_on=desk.today() + timedelta(days=days),
                    created_at=desk.app.house.clock.now(),
                )
            )  # fmt: skip
        session.add(
            Certificate(
                maker_id=desk.maker_id, kind="halal", number=HALAL,
                created_at=desk.app.house.clock.now(),
            )
        )  # fmt: skip

    desk.write(write)
    return desk


@pytest.mark.parametrize("span", ["expired", "week", "month", "later", "never"])
def test_the_list_shows_what_ends_when(shelf: Desk, span: str):
    page = shelf.get(f"/manage/certificates?span={span}").text

    shown = set(re.findall(r"SNI (\d):2020", page))
    assert shown == {str(n) for n, of in enumerate(SPANS.values()) if of == span}
    assert (HALAL in page) == (span == "never")


def test_the_day_calls_them_to_mind(shelf: Desk):
    page = shelf.get("/manage").text

    for key, span in (("expired", "expired"), ("week", "week"), ("month", "month")):
        assert f'data-key="licences_{key}" data-count="2"' in page
        assert f'href="/manage/certificates?span={span}"' in page


def test_what_an_archived_maker_held_is_not_called_to_mind(shelf: Desk):
    shelf.done(f"/manage/makers/{shelf.maker_id}/archive")

    assert sum(shelf.read(lambda s: queries.counts(s, today=shelf.today())).values()) == 0


def test_valid_means_begun_not_over_and_not_withdrawn(shelf: Desk):
    shelf.done(NEW, **ask(shelf, kind="ig", number="IG 26", issued_on=day(shelf, 5)), is_sure="1")
    product = shelf.product(shelf.crisps_id)

    def held(days: int) -> dict[str, str]:
        on = shelf.today() + timedelta(days=days)
        return shelf.read(lambda s: queries.numbers(s, product, on=on))

    assert held(0) == {"sni": "SNI 6:2020", "halal": HALAL}
    assert held(31)["ig"] == "IG 26" and "sni" not in held(32)


def test_the_catalogue_shows_only_what_is_allowed_and_valid(shelf: Desk):
    shelf.done(NEW, **ask(shelf, kind="nib", number="1234000000084"))
    page = shelf.get(f"/p/{shelf.product(shelf.crisps_id).slug}").text

    assert HALAL in page and "SNI 6:2020" in page
    assert "SNI 1:2020" not in page and "1234000000084" not in page
    shelf.done("/manage/certificates/8/withdraw")
    assert HALAL not in shelf.get(f"/p/{shelf.product(shelf.crisps_id).slug}").text


@pytest.mark.parametrize(
    "content, mimetype, kept",
    [(photo(), "image/jpeg", "inline"), (pdf(), "application/pdf", "attachment")],
)
def test_a_scan_is_kept_and_shown_to_a_manager(
    desk: Desk, content: bytes, mimetype: str, kept: str
):
    desk.done(NEW, **ask(desk, scan=(io.BytesIO(content), "surat")))

    answer = desk.get("/manage/certificates/1/scan")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == mimetype
    assert kept in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_scan_can_come_later_and_what_is_no_scan_is_refused(desk: Desk):
    desk.done(NEW, **ask(desk))
    assert desk.get("/manage/certificates/1/scan").status_code == 404
    path = "/manage/certificates/1/scan"

    assert "Pilih foto atau PDF" in desk.refused(path)
    page = desk.refused(path, scan=(io.BytesIO(b"PK\x03\x04"), "surat.pdf"))
    assert 'id="scan-salah"' in page and "bukan foto" in page
    desk.done(path, scan=(io.BytesIO(photo()), "surat.png"))
    assert desk.get(path).status_code == 200


def test_a_scan_survives_the_form_that_came_back(desk: Desk):
    form = ask(desk, number="LPPOM 0706004567")
    page = desk.refused(NEW, **form, scan=(io.BytesIO(pdf()), "surat.pdf"))
    found = re.search(r'name="kept" value="([0-9a-f]{64})"', page)
    assert found is not None

    desk.done(NEW, **form, is_sure="1", kept=found[1], kept_type="application/pdf")

    assert desk.get("/manage/certificates/1/scan").data == pdf()


@pytest.mark.parametrize("kept", ["../../titip.db", "0" * 64, "", "x"])
def test_a_made_up_scan_is_no_scan(desk: Desk, kept: str):
    desk.done(NEW, **ask(desk), kept=kept, kept_type="application/pdf")

    assert noted(desk)[0].scan is None


def test_a_certificate_is_never_edited(desk: Desk):
    desk.done(NEW, **ask(desk))

    with pytest.raises(Exception, match="renewed"):
        desk.write(lambda s: s.execute(Certificate.__table__.update().values(number="x")))


def test_a_change_says_who_did_it(desk: Desk):
    desk.done(NEW, **ask(desk))
    desk.done("/manage/certificates/1/withdraw")

    page = desk.get("/manage/certificates/1").text
    assert "Dicabut dari daftar" in page and "Manager" in page


def test_what_is_not_there_is_not_found(desk: Desk):
    for path in (
        "/manage/certificates/9",
        f"{NEW}?maker=99",
        f"{NEW}?product=99",
        f"{NEW}?renews=9",
    ):
        assert desk.get(path).status_code == 404


def test_a_cashier_neither_sees_nor_notes_any(cashier_desk: Desk):
    for path in ("/manage/certificates", NEW, "/manage/certificates/1/scan"):
        assert cashier_desk.get(path).status_code == 403
    for path in (NEW, "/manage/certificates/1/scan", "/manage/certificates/1/withdraw"):
        assert cashier_desk.client.post(path, data={"key": new_uuid()}).status_code == 403
