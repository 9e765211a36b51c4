"""A received consignment is never edited: what was wrong is set right by a counter-entry."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.outlets import queries as places
from catalogue.outlets.first import first_outlet
from catalogue.products import service as products
from catalogue.products.queries import current_price
from catalogue.stock import queries, service
from catalogue.stock.cards import queries as cards
from catalogue.stock.corrections import queries as corrections
from catalogue.stock.corrections.models import Correction, CorrectionLine
from catalogue.stock.corrections.service import Right, correct
from catalogue.stock.models import Consignment, ConsignmentLine, Movement
from core.db import Database
from core.errors import Refused
from core.users import service as people
from printers.models import PrintJob
from tests.catalogue.desk import Desk
from tests.tools.reading import page_texts

PATH = "/manage/consignments/1"
CLOTH, CRISPS = 1, 2
"""The lines of the desk's one consignment: a unique cloth, and seven crisps of one lot."""


def right(desk: Desk, line_id: int = CRISPS, **changes: Any) -> dict[str, Any]:
    """The form's fields of one line as it stands, some of them changed."""
    standing = desk.read(lambda s: corrections.standings(s, 1))[line_id]
    fields = {
        "quantity": standing.quantity,
        "price": standing.price,
        "expires_on": standing.expires_on.isoformat() if standing.expires_on else "",
    } | changes
    return {f"{name}-{line_id}": value for name, value in fields.items()}


def entries(desk: Desk) -> list[tuple[int, int | None]]:
    return desk.read(
        lambda s: [
            (e.quantity, e.price)
            for e in s.scalars(select(CorrectionLine).order_by(CorrectionLine.id))
        ]
    )


def on_hand(desk: Desk, product_id: int) -> int:
    return desk.read(lambda s: queries.on_hand(s, product_id))


def take(desk: Desk, product_id: int, pieces: int, reason: str = "sold") -> None:
    """Let pieces leave the shelf."""

    def work(session):
        lots = queries.lots_on_hand(session, product_id, 1)
        lot = lots[0][0] if lots else None
        service.move(
            session, product_id, 1, -pieces, reason=reason, source=("test", pieces), by=None,
            business_date=desk.today(), at=desk.app.house.clock.now(),
            lot_id=lot.id if lot else None,
        )  # fmt: skip

    desk.write(work)


def test_goods_that_were_forgotten_come_in_as_a_supplement(desk: Desk):
    page = desk.get("/manage/consignments/1/correction").text
    form = page.split("Ada barang yang lupa dicatat?")[0].rsplit("<form", 1)[1]
    fields = dict(re.findall(r'name="(maker|outlet|note)" value="([^"]+)"', form))

    draft = desk.done("/manage/consignments/new", **fields)

    assert fields["maker"] == str(desk.maker_id) and "Susulan TT000001" in draft


def test_a_wrong_count_is_set_right_by_a_paper_of_its_own(desk: Desk):
    page = desk.done(f"{PATH}/correction", reason="salah hitung", **right(desk, quantity=5))

    assert "Koreksi KT000001" in page and "salah hitung" in page and "−2" in page
    assert entries(desk) == [(-2, None)] and on_hand(desk, desk.crisps_id) == 5
    moved = desk.read(lambda s: s.scalars(select(Movement).order_by(Movement.id.desc())).first())
    assert (moved.reason, moved.quantity, moved.source_kind) == (
        "correction",
        -2,
        "correction_line",
    )


def test_the_consignment_and_the_stock_card_show_it(desk: Desk):
    desk.done(f"{PATH}/correction", reason="salah hitung", **right(desk, quantity=9))

    page = desk.get(PATH).text
    assert "→ 9" in page and "KT000001" in page and ">7<" in page
    row = desk.read(lambda s: cards.card(s, desk.crisps_id, cards.Wanted())[0][0])
    assert (row.quantity, row.left) == (2, 9)
    assert row.paper is not None and row.paper.path == "/manage/corrections/1"
    assert "Koreksi KT000001" in desk.get(f"/manage/products/{desk.crisps_id}/card").text


def test_the_received_line_stays_as_it_was(desk: Desk):
    desk.done(f"{PATH}/correction", reason="salah hitung", **right(desk, quantity=5, price=21_000))

    line = desk.read(lambda s: queries.lines_of(s, 1))[1]
    assert (line.quantity, line.price) == (7, 20_000)


def test_its_paper_comes_in_two_copies_and_again_as_a_marked_copy(desk: Desk):
    form = right(desk, quantity=5, price="22.500", expires_on=desk.today().isoformat())
    desk.done(f"{PATH}/correction", reason="salah hitung", print="1", **form)

    text = " ".join(" ".join(page_texts(desk.get("/manage/corrections/1/record.pdf").data)).split())
    for words in (
        "KT000001", "TT000001", "salah hitung", "jumlah 7 menjadi 5", "Lembar untuk perajin",
        "harga jual 20.000 menjadi 22.500", "baik sebelum", "Lembar untuk galeri",
    ):  # fmt: skip
        assert words in text
    assert "Cetak salinan" in desk.done("/manage/corrections/1/record", printer="1")
    copies = desk.read(lambda s: list(s.scalars(select(PrintJob.copy).order_by(PrintJob.id))))
    assert copies == [0, 1]


def test_a_second_correction_starts_from_what_stands(desk: Desk):
    desk.done(f"{PATH}/correction", reason="salah hitung", **right(desk, quantity=5))
    form = desk.get(f"{PATH}/correction").text
    assert f'id="quantity-{CRISPS}" name="quantity-{CRISPS}" type="text"' in form
    desk.done(f"{PATH}/correction", reason="ternyata 6", **right(desk, quantity=6))

    assert entries(desk) == [(-2, None), (1, None)] and on_hand(desk, desk.crisps_id) == 6
    change = desk.read(lambda s: corrections.changes(s, corrections.require_correction(s, 2)))[0]
    assert (change.before.quantity, change.after.quantity) == (5, 6)


def test_a_wrong_price_holds_rightly_from_now_on(desk: Desk):
    page = desk.done(f"{PATH}/correction", reason="salah harga", **right(desk, price="22.500"))

    assert "harga jual 20.000 → 22.500" in page
    assert desk.read(lambda s: current_price(s, desk.crisps_id)).price == 22_500
    assert entries(desk) == [(0, 22_500)] and on_hand(desk, desk.crisps_id) == 7


def test_a_price_that_was_changed_since_stays(desk: Desk):
    desk.done(f"/manage/products/{desk.crisps_id}/price", price="25.000")

    desk.done(f"{PATH}/correction", reason="salah harga", **right(desk, price="22.500"))

    assert desk.read(lambda s: current_price(s, desk.crisps_id)).price == 25_000
    assert desk.read(lambda s: corrections.standings(s, 1))[CRISPS].price == 22_500


def test_a_wrong_day_of_expiry_moves_the_pieces_to_the_right_lot(desk: Desk):
    before = desk.today() + timedelta(days=90)
    day = desk.today() - timedelta(days=2)  # the pack says it is past already

    page = desk.done(
        f"{PATH}/correction", reason="salah baca", **right(desk, expires_on=day.isoformat())
    )

    assert entries(desk) == [(-7, None), (7, None)]
    lots = desk.read(lambda s: queries.lots_on_hand(s, desk.crisps_id, 1))
    assert [(lot.expires_on, n) for lot, n in lots] == [(day, 7)] and "kedaluwarsa" in page
    assert desk.read(lambda s: corrections.standings(s, 1))[CRISPS].expires_on == day
    assert before != day


def test_a_day_and_a_count_can_be_wrong_at_once(desk: Desk):
    day = (desk.today() + timedelta(days=60)).isoformat()
    desk.done(f"{PATH}/correction", reason="dua-duanya", **right(desk, expires_on=day, quantity=4))

    assert entries(desk) == [(-7, None), (4, None)] and on_hand(desk, desk.crisps_id) == 4


def test_taking_back_what_is_no_longer_here_is_asked_first(desk: Desk):
    take(desk, desk.crisps_id, 6)
    form = {"reason": "salah hitung", **right(desk, quantity=4)}

    page = desk.refused(f"{PATH}/correction", **form)
    assert (
        "Keripik Pisang tinggal 1, hendak dikurangi 3" in page and 'data-testid="is-sure"' in page
    )
    assert 'value="4"' in page and "salah hitung" in page and entries(desk) == []

    desk.done(f"{PATH}/correction", is_sure="1", **form)
    assert on_hand(desk, desk.crisps_id) == -2
    assert "Stok di bawah nol" in desk.get("/manage/products?state=check").text


def test_a_sold_unique_piece_is_asked_about_too(desk: Desk):
    take(desk, desk.cloth_id, 1)

    page = desk.refused(
        f"{PATH}/correction", reason="bukan miliknya", **right(desk, CLOTH, quantity=0)
    )

    assert "tinggal 0, hendak dikurangi 1" in page


def test_a_unique_piece_on_a_ticket_is_not_taken_away(desk: Desk):
    at = desk.app.house.clock.now()
    desk.write(lambda s: service.reserve(s, desk.product(desk.cloth_id), source=("sale", 1), at=at))

    answer = desk.send(f"{PATH}/correction", reason="keliru", **right(desk, CLOTH, quantity=0))

    assert answer.status_code == 409 and "sedang di nota kasir" in answer.text


def test_a_unique_piece_taken_back_may_come_in_again(desk: Desk):
    desk.done(f"{PATH}/correction", reason="bukan miliknya", **right(desk, CLOTH, quantity=0))
    assert on_hand(desk, desk.cloth_id) == 0

    desk.done(f"{PATH}/correction", reason="memang miliknya", **right(desk, CLOTH, quantity=1))
    assert on_hand(desk, desk.cloth_id) == 1


@pytest.mark.parametrize(
    "line_id, changes, field",
    [
        (CRISPS, {"quantity": "-1"}, "quantity-2"),
        (CRISPS, {"quantity": "2,5"}, "quantity-2"),
        (CRISPS, {"quantity": "banyak"}, "quantity-2"),
        (CRISPS, {"quantity": "10001"}, "quantity-2"),
        (CRISPS, {"price": "0"}, "price-2"),
        (CRISPS, {"price": "9.999.999.999"}, "price-2"),
        (CRISPS, {"price": "seribu"}, "price-2"),
        (CRISPS, {"net_price": "30.000"}, "net_price-2"),
        (CRISPS, {"expires_on": "besok"}, "expires_on-2"),
        (CRISPS, {"expires_on": "2999-01-01"}, "expires_on-2"),
        (CLOTH, {"quantity": "2"}, "quantity-1"),
    ],
)
def test_what_no_line_can_be_comes_back_beside_its_field(
    desk: Desk, line_id: int, changes: dict[str, str], field: str
):
    answer = desk.send(f"{PATH}/correction", reason="coba", **right(desk, line_id, **changes))

    assert answer.status_code == 422 and entries(desk) == []
    assert f'id="{field}-salah"' in answer.text or field.startswith("net_price")


def test_without_a_reason_or_a_change_there_is_no_correction(desk: Desk):
    assert 'id="reason-salah"' in desk.refused(
        f"{PATH}/correction", reason=" ", **right(desk, quantity=5)
    )
    assert "Belum ada yang diubah" in desk.refused(
        f"{PATH}/correction", reason="coba", **right(desk)
    )
    assert desk.read(lambda s: s.scalars(select(Correction)).all()) == []


def test_a_draft_is_changed_not_corrected(desk: Desk):
    draft = desk.send("/manage/consignments/new", maker=str(desk.maker_id)).location

    assert desk.get(f"{draft}/correction").status_code == 404
    assert desk.send(f"{draft}/correction", reason="coba").status_code in (404, 422)


def test_a_correction_that_is_not_there_is_not_found(desk: Desk):
    assert desk.get("/manage/corrections/9").status_code == 404


def test_the_log_of_the_consignment_names_it(desk: Desk):
    desk.done(f"{PATH}/correction", reason="salah hitung", **right(desk, quantity=5))

    assert "Dikoreksi" in desk.get(PATH).text


def test_a_cashier_corrects_nothing(cashier_desk: Desk):
    assert cashier_desk.get(f"{PATH}/correction").status_code == 403
    assert cashier_desk.send(f"{PATH}/correction", reason="x").status_code == 403
    assert cashier_desk.get("/manage/corrections/1").status_code == 403


AT = datetime(2026, 5, 9, 2, 0, tzinfo=UTC)


def brought(session: Session, pieces: int) -> ConsignmentLine:
    """Receive so many new crisps at a place of their own."""
    outlet = next(iter(places.active(session)), None) or first_outlet(session, AT)
    sentra = makers.sentra_named(session, "Aneka Keripik")
    maker = makers.register(session, "Keripik Contoh", sentra=sentra, by=None, at=AT)
    product = products.create(
        session, products.Facts("Keripik"), maker=maker, kind="counted", price=20_000,
        net_price=None, by=None, at=AT,
    )  # fmt: skip
    consignment = service.draft(session, maker, outlet, by=None, at=AT)
    line = service.add_line(
        session, consignment, product, quantity=pieces, price=20_000, net_price=None
    )
    service.receive(session, consignment, by=None, at=AT)
    return line


def put_right(
    session: Session, line: ConsignmentLine, pieces: int, days: int | None, *, by: int
) -> None:
    """Correct a line to so many pieces that expire in so many days; the same again is refused."""
    ends = AT.date() + timedelta(days=days) if days else None
    wanted = Right(quantity=pieces, price=20_000, net_price=None, expires_on=ends)
    consignment = session.get_one(Consignment, line.consignment_id)
    with suppress(Refused):
        correct(session, consignment, {line.id: wanted}, reason="coba", is_sure=False, by=by, at=AT)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    turns=st.lists(
        st.tuples(st.integers(0, 12), st.sampled_from([20, 40, 60, None])), min_size=1, max_size=5
    )
)
def test_whatever_is_corrected_stock_is_what_stands_last(
    sqlite_database: Database, turns: list[tuple[int, int | None]]
):
    with sqlite_database.writer() as session:
        manager = people.create_user(session, "Ibu", login=None, roles=["manager"], at=AT, by=None)
        line = brought(session, pieces=7)
        for pieces, days in turns:
            put_right(session, line, pieces, days, by=manager.id)
        standing = corrections.standings(session, line.consignment_id)[line.id]
        on_shelf = queries.lots_on_hand(session, line.product_id, 1)

        assert standing.quantity == queries.on_hand(session, line.product_id) == turns[-1][0]
        assert all(n > 0 for _lot, n in on_shelf) and len(on_shelf) <= 1
        assert queries.levels_that_disagree(session) == []
