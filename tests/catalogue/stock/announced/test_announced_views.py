"""A maker tells what she will bring; what comes is received against it, and differences show."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock.announced import queries
from catalogue.stock.announced.models import Announcement, AnnouncementLine
from catalogue.stock.tags import papers
from printers.models import PrintJob
from tests.catalogue.desk import Desk
from tests.catalogue.stock.test_consignment_views import another_makers_product
from tests.tools.reading import page_texts

NEW = "/manage/announcements/new"


def day(desk: Desk, days: int) -> str:
    return (desk.today() + timedelta(days=days)).isoformat()


@pytest.fixture
def told(desk: Desk) -> str:
    """The address of an announcement of ten crisps and two new brooches, for tomorrow."""
    path = str(desk.send(NEW, maker=str(desk.maker_id), expected_on=day(desk, 1)).location)
    desk.done(f"{path}/lines", title="keripik pisang", quantity="10")
    desk.done(f"{path}/lines", title="Bros Tapis", quantity="2", price="45.000")
    return path


def announcement(desk: Desk, number: int = 1) -> Announcement:
    return desk.read(lambda s: queries.require_announcement(s, number))


def lines(desk: Desk, number: int = 1) -> list[AnnouncementLine]:
    return list(announcement(desk, number).lines)


def receive(desk: Desk, told: str, *, crisps: int, brooches: int) -> str:
    """Receive so many of each against the announcement and return the delivery's address."""
    draft = str(desk.send(f"{told}/receive").location)
    first, second = lines(desk)
    if crisps:
        desk.done(f"{draft}/announced", line=str(first.id))
        line = drafted(desk, draft)[0]
        desk.done(f"{draft}/lines", **{f"quantity-{line.id}": crisps, f"price-{line.id}": "20.000"})
    if brooches:
        desk.done(
            f"{draft}/new-goods", title="Bros Tapis", kind="counted", quantity=str(brooches),
            price="45.000", announced=str(second.id),
        )  # fmt: skip
    desk.done(f"{draft}/receive", note="1")
    return draft


def drafted(desk: Desk, draft: str):
    return desk.read(lambda s: stock.lines_of(s, int(draft.rsplit("/", 1)[1])))


def test_an_announcement_names_who_what_where_and_when(desk: Desk, told: str):
    page = desk.get(told).text

    assert "Sekar Contoh" in page and "Keripik Pisang" in page and "Barang baru" in page
    known, new = lines(desk)
    assert (known.product_id, known.quantity) == (desk.crisps_id, 10)
    assert (new.product_id, new.title, new.price) == (None, "Bros Tapis", 45_000)
    assert "Sekar Contoh" in desk.get("/manage/announcements").text
    assert "Kabar kiriman (1)" in desk.get("/manage/consignments").text


def test_known_goods_are_meant_by_code_or_name_and_added_up(desk: Desk, told: str):
    desk.done(f"{told}/lines", title=desk.product(desk.crisps_id).code, quantity="5")

    assert [line.quantity for line in lines(desk)] == [15, 2]


def test_what_was_announced_is_counted_with_one_press_and_all_has_come(desk: Desk, told: str):
    draft = receive(desk, told, crisps=10, brooches=2)

    assert announcement(desk).state == "received"
    assert desk.read(lambda s: stock.on_hand(s, desk.crisps_id)) == 17
    page = desk.get(draft).text
    assert 'data-equal="yes"' in page and "Sesuai dengan yang dikabarkan" in page
    assert "Kabar kiriman (" not in desk.get("/manage/consignments").text


def test_differences_show_before_receiving_after_it_and_on_the_paper(desk: Desk, told: str):
    draft = str(desk.send(f"{told}/receive").location)
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)
    line = drafted(desk, draft)[0]
    desk.done(f"{draft}/lines", **{f"quantity-{line.id}": "8", f"price-{line.id}": "20.000"})
    desk.done(f"{draft}/new-goods", title="Gantungan", kind="counted", quantity="4", price="9.000")

    check = desk.get(f"{draft}/check").text
    assert 'data-equal="no"' in check
    assert "kurang 2" in check and "tidak dikabarkan" in check
    desk.done(f"{draft}/receive", note="1")

    said = (
        "Keripik Pisang: dikabarkan 10, datang 8 (kurang 2)",
        "Bros Tapis: dikabarkan 2, datang 0 (tidak datang)",
        "Gantungan: datang 4, tidak dikabarkan",
    )
    number = int(draft.rsplit("/", 1)[1])
    note = desk.read(lambda s: papers.note(s, stock.require_consignment(s, number)))
    assert note.differences == said
    sheet = " ".join(" ".join(page_texts(desk.get(f"{draft}/note.pdf").data)).split())
    assert all(sentence in sheet for sentence in said)
    job = desk.read(lambda s: s.scalars(select(PrintJob)).one())
    assert job.document["differences"] == list(said)
    assert 'data-equal="no"' in desk.get(draft).text


def test_a_part_comes_then_the_rest(desk: Desk, told: str):
    receive(desk, told, crisps=6, brooches=2)
    assert announcement(desk).state == "partly" and announcement(desk).is_waited_for
    assert "Terima sisanya" in desk.get(told).text

    draft = str(desk.send(f"{told}/receive").location)
    page = desk.done(f"{draft}/announced", line=str(lines(desk)[0].id))
    assert "sebelumnya 6" in page and [line.quantity for line in drafted(desk, draft)] == [4]
    desk.done(f"{draft}/receive")

    assert announcement(desk).state == "received" and not announcement(desk).is_waited_for


def test_the_rest_may_never_come(desk: Desk, told: str):
    receive(desk, told, crisps=6, brooches=0)

    page = desk.done(f"{told}/close")

    assert "Sebagian datang, sisanya tidak" in page and not announcement(desk).is_waited_for
    assert "sudah ditutup" in desk.refused(f"{told}/receive")


def test_more_than_was_announced_is_said(desk: Desk, told: str):
    draft = receive(desk, told, crisps=12, brooches=2)

    assert "lebih 2" in desk.get(draft).text and announcement(desk).state == "received"


def test_new_goods_come_filled_with_what_was_said(desk: Desk, told: str):
    draft = str(desk.send(f"{told}/receive").location)

    page = desk.get(f"{draft}?announced={lines(desk)[1].id}").text

    assert 'value="Bros Tapis"' in page and 'value="45.000"' in page
    assert f'name="announced" value="{lines(desk)[1].id}"' in page


def test_unique_pieces_that_were_announced_get_a_code_each(desk: Desk, told: str):
    draft = str(desk.send(f"{told}/receive").location)
    desk.done(
        f"{draft}/new-goods", title="Bros Tapis", kind="unique", quantity="2", price="45.000",
        announced=str(lines(desk)[1].id),
    )  # fmt: skip
    desk.done(f"{draft}/receive")

    rows = desk.read(lambda s: queries.progress(s, announcement(desk)))
    assert [row.missing for row in rows] == [10, 0]
    codes = desk.read(lambda s: [p.code for p in s.scalars(select(Product)) if p.kind == "unique"])
    assert len(set(codes)) == 3


def test_receiving_twice_goes_on_with_the_same_draft(desk: Desk, told: str):
    first, second = (desk.send(f"{told}/receive").location for _time in range(2))

    assert first == second
    assert "Lanjutkan menerima" in desk.get(told).text
    assert "sedang dicatat" in desk.refused(f"{told}/close")


def test_a_discarded_draft_leaves_the_announcement_open(desk: Desk, told: str):
    draft = str(desk.send(f"{told}/receive").location)
    desk.done(f"{draft}/cancel")

    assert announcement(desk).state == "open"
    desk.done(f"{told}/close")
    assert announcement(desk).state == "cancelled"


def test_counting_again_what_is_all_there_is_refused(desk: Desk, told: str):
    draft = str(desk.send(f"{told}/receive").location)
    number = str(lines(desk)[0].id)
    desk.done(f"{draft}/announced", line=number)

    assert "sudah dihitung semua" in desk.refused(f"{draft}/announced", line=number)
    assert "belum dikenal" in desk.refused(f"{draft}/announced", line=str(lines(desk)[1].id))


def test_lines_can_be_taken_off_until_receiving_begins(desk: Desk, told: str):
    desk.done(f"{told}/lines/remove", line=str(lines(desk)[1].id))
    assert len(lines(desk)) == 1

    desk.send(f"{told}/receive")
    assert "sudah mulai diterima" in desk.refused(
        f"{told}/lines/remove", line=str(lines(desk)[0].id)
    )


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"title": "8993899690945"}, "title"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "-3"}, "quantity"),
        ({"quantity": "2,5"}, "quantity"),
        ({"quantity": "10001"}, "quantity"),
        ({"price": "0"}, "price"),
        ({"price": "banyak"}, "price"),
        ({"price": "10.000", "net_price": "12.000"}, "net_price"),
    ],
)
def test_goods_that_cannot_be_come_back_beside_their_field(
    desk: Desk, told: str, changes: dict[str, str], field: str
):
    form: dict[str, Any] = {"title": "Syal", "quantity": "1"} | changes

    page = desk.refused(f"{told}/lines", **form)

    assert f'id="{field}-salah"' in page and len(lines(desk)) == 2


@pytest.mark.parametrize("days", [-1, 400])
def test_a_day_that_cannot_be_is_refused(desk: Desk, days: int):
    page = desk.refused(NEW, maker=str(desk.maker_id), expected_on=day(desk, days), note="siang")

    assert 'id="expected_on-salah"' in page and 'value="siang"' in page


def test_without_a_maker_there_is_no_announcement(desk: Desk):
    assert "Pilih perajinnya dulu." in desk.refused(NEW)


def test_another_makers_goods_are_not_announced(desk: Desk, told: str):
    code = desk.write(lambda s: another_makers_product(s, desk).code)

    assert "titipan perajin lain" in desk.refused(f"{told}/lines", title=code, quantity="1")


def test_the_day_names_what_is_expected_and_late(desk: Desk):
    desk.send(NEW, maker=str(desk.maker_id), expected_on=day(desk, 0))
    desk.send(NEW, maker=str(desk.maker_id), expected_on=day(desk, 3))
    desk.send(NEW, maker=str(desk.maker_id))

    assert 'data-key="announced" data-count="1"' in desk.get("/manage").text


def test_the_list_shows_what_is_waited_for_unless_it_is_asked_for_more(desk: Desk, told: str):
    desk.done(f"{told}/close")

    assert "Tidak ada kiriman yang ditunggu" in desk.get("/manage/announcements").text
    assert "Sekar Contoh" in desk.get("/manage/announcements?wait=cancelled").text
    assert "Sekar Contoh" in desk.get("/manage/announcements?wait=&q=sekar").text


def test_a_delivery_that_nobody_announced_compares_with_nothing(desk: Desk):
    page = desk.get("/manage/consignments/1").text

    assert "dikabarkan" not in page
    assert desk.send("/manage/consignments/1/announced", line="1").status_code == 404


def test_what_is_not_there_is_not_found(desk: Desk, told: str):
    assert desk.get("/manage/announcements/9").status_code == 404
    assert desk.send(f"{told}/lines/remove", line="99").status_code == 404


def test_a_cashier_has_no_business_here(cashier_desk: Desk):
    for path in ("/manage/announcements", NEW, "/manage/announcements/1"):
        assert cashier_desk.get(path).status_code == 403
    for verb in ("lines", "lines/remove", "close", "receive"):
        assert cashier_desk.send(f"/manage/announcements/1/{verb}").status_code == 403


def test_what_was_typed_stays_when_the_next_announced_goods_came(desk: Desk, told: str):
    draft = str(desk.send(f"{told}/receive").location)
    desk.done(f"{draft}/announced", line=str(lines(desk)[0].id))
    line = drafted(desk, draft)[0]
    typed = {f"quantity-{line.id}": "3", f"price-{line.id}": "20.000"}

    answer = desk.send(f"{draft}/lines", fill=str(lines(desk)[1].id), **typed)
    assert answer.location.endswith("#barang-baru")
    assert 'value="Bros Tapis"' in desk.get(answer.location).text
    assert drafted(desk, draft)[0].quantity == 3

    page = desk.done(f"{draft}/announced", line=str(lines(desk)[0].id), **typed)
    assert [one.quantity for one in drafted(desk, draft)] == [3, 7] and "7 buah" in page
