"""Tagging day: a tag for every piece that a sheet brought, and the printing taken up in the middle."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.stock import service as stock
from catalogue.stock.models import ImportBatch, TagPrint
from catalogue.stock.tagging import printing, queries
from catalogue.stock.tagging.queries import Line
from catalogue.stock.tags import reprint
from core import jobs
from core.jobs import Job
from tests.catalogue.desk import Desk
from tests.tools.reading import page_texts, pages, scan

ENDS = date(2027, 3, 1)
BROUGHT = (("Tapis Ruwa", ("Kain Siger", 2), ("Dompet", 5)), ("Dapur Way", ("Keripik", 30)))


@pytest.fixture
def batch_id(desk: Desk) -> int:
    """A delivery of two makers: 2 cloths, 5 purses, and 30 bags of crisps that expire."""
    at = desk.app.house.clock.now()

    def bring(session: Session) -> int:
        outlet = stock.queries.require_consignment(session, 1).outlet
        batch = ImportBatch(name="Awal Mei", name_key="awal mei", created_at=at)
        session.add(batch)
        session.flush()
        for name, *goods in BROUGHT:
            sentra = makers.sentra_named(session, "Tapis")
            maker = makers.register(session, name, sentra=sentra, by=None, at=at)
            brought = stock.draft(session, maker, outlet, by=None, at=at, batch=batch)
            for title, pieces in goods:
                product = products.create(
                    session, products.Facts(title), maker=maker, kind="counted", price=50_000,
                    net_price=None, by=None, at=at,
                )  # fmt: skip
                stock.add_line(
                    session, brought, product, quantity=pieces, price=50_000, net_price=None,
                    expires_on=ENDS if title == "Keripik" else None,
                )  # fmt: skip
            stock.receive(session, brought, by=None, at=at)
        return batch.id

    return desk.write(bring)


def run(desk: Desk) -> Job:
    """Let the worker finish the newest job."""
    number = desk.read(lambda s: s.scalars(select(Job.id).order_by(Job.id.desc())).first())
    house = desk.app.house
    jobs.run_to_end(house.database, number, now=house.clock.now, files=house.files)
    job = desk.read(lambda s: s.get_one(Job, number))
    assert job.state == "done", job.error
    return job


def print_all(desk: Desk, batch_id: int, **form: str) -> Job:
    desk.done(f"/manage/tagging/{batch_id}/print", **{"sheet": "a4-24", "start": "1", **form})
    return run(desk)


def resume(desk: Desk, job: Job, **form: str) -> str:
    path = f"/manage/tagging/{job.payload['batch_id']}/{job.id}/resume"
    asked = {"part": "all", "sheet_no": "1", "place_no": "1", "fresh": "1", **form}
    return desk.done(path, **asked)


def pdf(desk: Desk, job: Job, part: str) -> bytes:
    answer = desk.get(f"/manage/tagging/{job.payload['batch_id']}/{job.id}/{part}.pdf")
    assert answer.status_code == 200
    return answer.data


def tags(content: bytes) -> list[list[str]]:
    """Return the bar codes on each page, row by row."""
    return [[text for kind, text in scan(page) if kind == "ean13"] for page in pages(content, 200)]


def codes(desk: Desk, batch_id: int) -> dict[str, str]:
    """Return the code of each thing by its title."""

    def read(session: Session) -> dict[str, str]:
        lines = queries.lines(session, batch_id, last_line=10**9)
        found = products.queries.by_ids(session, [line.product_id for line in lines])
        return {product.title: product.code for product in found.values()}

    return desk.read(read)


def test_every_piece_gets_a_tag_in_the_makers_pdf_and_in_the_one_of_all(
    desk: Desk, batch_id: int
) -> None:
    job = print_all(desk, batch_id)
    code = codes(desk, batch_id)

    assert set(job.result["files"]) == {"list", "all", "M0002", "M0003"}
    assert (job.progress, job.total, job.result["tags"]) == (74, 74, 37)
    first, second = tags(pdf(desk, job, "all"))
    assert (len(first), len(second)) == (24, 13)
    each = [*first, *second]
    assert [each.count(code[t]) for t in ("Kain Siger", "Dompet", "Keripik")] == [2, 5, 30]
    (own,) = tags(pdf(desk, job, "M0002"))
    assert sorted(own) == sorted([code["Kain Siger"]] * 2 + [code["Dompet"]] * 5)
    assert "1 Mar 2027" in page_texts(pdf(desk, job, "M0003"))[0]


def test_the_list_says_what_to_fetch_and_on_which_sheet_its_tags_are(
    desk: Desk, batch_id: int
) -> None:
    job = print_all(desk, batch_id)
    text = " ".join(" ".join(page_texts(pdf(desk, job, "list"))).split())

    assert "Awal Mei" in text and "Tapis Ruwa (M0002): 2 macam, 7 buah" in text
    assert f"{codes(desk, batch_id)['Keripik']} Keripik" in text
    assert "30 1-2" in text and "5 1" in text


def test_the_page_shows_each_maker_with_pieces_sheets_and_pdf(desk: Desk, batch_id: int) -> None:
    assert "Awal Mei" in desk.get("/manage/tagging").text
    before = desk.get(f"/manage/tagging/{batch_id}").text
    assert "2 perajin, 37 label" in before and "all.pdf" not in before

    job = print_all(desk, batch_id)
    page = desk.get(f"/manage/tagging/{batch_id}").text

    for part in ("all", "list", "M0002", "M0003"):
        assert f"/{job.id}/{part}.pdf" in page
    assert "PDF semua perajin, 2 lembar" in page


@pytest.mark.parametrize("first", range(1, 38))
def test_the_printing_goes_on_at_any_tag(first: int) -> None:
    order = printing.Order(
        batch_id=1, last_line=9, sheet="a4-24", start=1, right=0, down=0, language="id", url=None
    )
    found = [Line(1, 1, 2, None), Line(1, 2, 5, None), Line(2, 3, 30, ENDS)]
    whole = [1] * 2 + [2] * 5 + [3] * 30

    left = printing.after(found, first - 1)

    assert [x.product_id for x in left for _piece in range(x.quantity)] == whole[first - 1 :]
    sheet_number, place = divmod(first - 1, 24)
    assert order.tag_at(sheet_number + 1, place + 1) == first


def test_it_goes_on_by_sheet_and_place_and_on_a_half_used_sheet(desk: Desk, batch_id: int) -> None:
    job = print_all(desk, batch_id, start="3")
    resume(desk, job, sheet_no="2", place_no="1", fresh="20")
    again = run(desk)

    # 22 tags stood on the first sheet; 15 are left, five of them fit the sheet that is begun.
    assert again.result["tags"] == 15
    assert [len(page) for page in tags(pdf(desk, again, "all"))] == [5, 10]
    assert "15 label mulai dari label ke-23" in desk.get(f"/manage/tagging/{batch_id}").text


def test_it_goes_on_at_the_product_whose_tag_is_scanned_in_one_makers_pdf(
    desk: Desk, batch_id: int
) -> None:
    job = print_all(desk, batch_id)
    code = codes(desk, batch_id)
    resume(desk, job, part="M0002", code=code["Dompet"])
    again = run(desk)

    assert tags(pdf(desk, again, "M0002")) == [[code["Dompet"]] * 5]


def test_what_came_later_does_not_move_the_tags_of_a_printing(desk: Desk, batch_id: int) -> None:
    job = print_all(desk, batch_id)

    def bring_more(session: Session) -> None:
        brought = stock.queries.require_consignment(session, 2)
        at = desk.app.house.clock.now()
        more = stock.draft(
            session, brought.maker, brought.outlet, by=None, at=at,
            batch=session.get_one(ImportBatch, batch_id),
        )  # fmt: skip
        first = stock.queries.lines_of(session, brought.id)[0]
        stock.add_line(session, more, first.product, quantity=9, price=50_000, net_price=None)
        stock.receive(session, more, by=None, at=at)

    desk.write(bring_more)
    resume(desk, job, sheet_no="2", place_no="1")
    assert run(desk).result["tags"] == 13
    assert print_all(desk, batch_id).result["tags"] == 46


@pytest.mark.parametrize(
    "form, field",
    [
        ({"sheet_no": "3"}, "sheet_no"), ({"sheet_no": "0", "place_no": "1"}, "sheet_no"),
        ({"sheet_no": "2", "place_no": "14"}, "sheet_no"), ({"place_no": "25"}, "place_no"),
        ({"place_no": "dua"}, "place_no"), ({"fresh": "25"}, "fresh"), ({"fresh": "x"}, "fresh"),
        ({"code": "2000000000015"}, "code"), ({"code": "abc"}, "code"),
    ],
)  # fmt: skip
def test_a_tag_that_is_not_there_gets_a_sentence(
    desk: Desk, batch_id: int, form: dict[str, str], field: str
) -> None:
    job = print_all(desk, batch_id)
    path = f"/manage/tagging/{batch_id}/{job.id}/resume"

    page = desk.refused(path, **{"part": "all", "place_no": "1", "fresh": "1", **form})

    assert f'id="{field}-salah"' in page
    assert desk.read(lambda s: len(s.scalars(select(Job)).all())) == 1


def test_a_printing_goes_on_after_the_worker_was_killed(desk: Desk, batch_id: int) -> None:
    desk.done(f"/manage/tagging/{batch_id}/print", sheet="a4-24", start="1")
    house, at = desk.app.house, desk.app.house.clock.now()
    for _step in range(3):
        assert not jobs.advance(house.database, 1, at=at, files=house.files)
        printing._works.clear()  # what a new process begins with

    job = run(desk)

    assert (job.progress, set(job.result["files"])) == (74, {"list", "all", "M0002", "M0003"})
    assert sum(len(page) for page in tags(pdf(desk, job, "all"))) == 37


def test_a_step_writes_one_row_however_many_tags(desk: Desk, batch_id: int) -> None:
    desk.done(f"/manage/tagging/{batch_id}/print", sheet="a4-24", start="1")
    house = desk.app.house
    with house.database.reader() as session:
        job = session.get_one(Job, 1)
        ready = printing.prepare(session, job, house.clock.now(), house.files)
    with house.database.writer() as session:
        job = session.get_one(Job, 1)
        printing.advance(session, job, house.clock.now(), ready)
        assert list(session.dirty) == [job] and not session.new


def test_what_is_not_there_is_not_found(desk: Desk, batch_id: int) -> None:
    job = print_all(desk, batch_id)

    assert desk.get("/manage/tagging/99").status_code == 404
    assert desk.get(f"/manage/tagging/99/{job.id}/all.pdf").status_code == 404
    assert desk.get(f"/manage/tagging/{batch_id}/{job.id}/M0099.pdf").status_code == 404
    assert desk.send(f"/manage/tagging/{batch_id}/99/resume", fresh="1").status_code == 404
    wrong = desk.send(f"/manage/tagging/{batch_id}/{job.id}/resume", part="M0001", fresh="1")
    assert wrong.status_code == 404


def test_a_house_without_imports_is_told_where_tags_come_from(bare_desk: Desk) -> None:
    assert "Belum ada kiriman yang diimpor" in bare_desk.get("/manage/tagging").text


def test_a_cashier_has_no_tagging_day(cashier_desk: Desk) -> None:
    assert cashier_desk.get("/manage/tagging").status_code == 403
    assert cashier_desk.send("/manage/tagging/1/print").status_code == 403


def noted(desk: Desk) -> dict[str, list[tuple[int, int, bool]]]:
    """(tags, price, whether they are of a delivery) written down, by the goods' titles."""
    found: dict[str, list[tuple[int, int, bool]]] = {}
    for one in desk.read(lambda s: s.scalars(select(TagPrint).order_by(TagPrint.id)).all()):
        title = desk.product(one.product_id).title
        found.setdefault(title, []).append((one.count, one.price, one.is_of_delivery))
    return found


def test_the_tags_of_all_makers_are_written_down_once(desk: Desk, batch_id: int):
    job = print_all(desk, batch_id)

    assert noted(desk) == {
        "Kain Siger": [(2, 50_000, True)], "Dompet": [(5, 50_000, True)],
        "Keripik": [(30, 50_000, True)],
    }  # fmt: skip
    resume(desk, job, sheet_no="1", place_no="7")
    run(desk)
    assert noted(desk)["Dompet"] == [(5, 50_000, True), (1, 50_000, True)]


def test_a_price_that_changed_before_tagging_day_is_on_the_tags_from_the_start(
    desk: Desk, batch_id: int
):
    purse = desk.read(
        lambda s: s.scalars(select(Product.id).where(Product.title == "Dompet")).one()
    )
    later = desk.app.house.clock.now()
    desk.write(lambda s: products.set_price(
        s, s.get_one(Product, purse), 60_000, net_price=None, by=None, at=later
    ))  # fmt: skip
    assert [one.product_id for one in desk.read(reprint.due)] == [purse]

    print_all(desk, batch_id)

    assert noted(desk)["Dompet"] == [(5, 60_000, False)]
    assert desk.read(reprint.due) == [], "the tags that were just printed say the new price"
