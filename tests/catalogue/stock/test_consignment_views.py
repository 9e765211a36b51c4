"""Receiving what a maker brings: scan, correct, bring something new, check, receive, print."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalogue.makers import queries as makers_read
from catalogue.makers import service as makers
from catalogue.outlets import queries as places
from catalogue.products import certificates, contracts
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.products.queries import current_price
from catalogue.stock import queries, service
from catalogue.stock.models import Consignment, TagPrint
from catalogue.stock.transfers import service as moving
from printers.models import PrintJob
from tests.catalogue.desk import Desk
from tests.tools.reading import page_texts, pages, scan

NEW = {"title": "Bros Tapis", "kind": "counted", "quantity": "4", "price": "45.000", "unit": "buah"}


@pytest.fixture
def draft(desk: Desk) -> str:
    """The address of a draft of the maker's."""
    answer = desk.send("/manage/consignments/new", maker=str(desk.maker_id), note="pagi")
    assert answer.status_code == 303
    return str(answer.location)


def lines(desk: Desk, path: str):
    number = int(path.rsplit("/", 1)[1])
    return desk.read(lambda s: queries.lines_of(s, number))


def jobs(desk: Desk) -> list[str]:
    return desk.read(lambda s: list(s.scalars(select(PrintJob.kind).order_by(PrintJob.id))))


def take_away(desk: Desk, product_id: int, reason: str) -> None:
    """Let a piece leave the main place for `reason`."""
    desk.write(
        lambda s: service.move(
            s, product_id, 1, -1, reason=reason, source=("product", product_id),
            business_date=desk.today(), by=None, at=desk.app.house.clock.now(),
        )
    )  # fmt: skip


def another_makers_product(session, desk: Desk) -> Product:
    """Coffee of a maker of her own, on the maker's default terms."""
    at = desk.app.house.clock.now()
    maker = makers.register(
        session, "Kopi Contoh", sentra=makers.sentra_named(session, "Kopi"), by=None, at=at
    )
    contracts.agree(
        session, contracts.Terms("percent", commission_bps=1000), starts_on=desk.today(), by=None,
        at=at, maker=maker,
    )  # fmt: skip
    return products.create(
        session, products.Facts("Kopi Bubuk"), maker=maker, kind="counted", price=38_000,
        net_price=None, by=None, at=at,
    )  # fmt: skip


def licensed(session, desk: Desk, maker_id: int) -> None:
    """Give the maker a registration that stands in for P-IRT."""
    certificates.note(
        session, makers_read.require_maker(session, maker_id), "bpom", "MD 123456789012",
        expires_on=None, at=desk.app.house.clock.now(),
    )  # fmt: skip


def test_the_maker_is_found_by_a_piece_of_the_name(desk: Desk):
    assert "Sekar Contoh" in desk.get("/manage/consignments/new?q=sek").text
    assert "Tidak ada perajin yang cocok" in desk.get("/manage/consignments/new?q=zz").text


def test_a_delivery_without_a_maker_is_refused(desk: Desk):
    assert "Pilih perajinnya dulu." in desk.refused("/manage/consignments/new", note="x")


def test_scanning_twice_raises_the_line(desk: Desk, draft: str):
    code = desk.product(desk.crisps_id).code

    for _time in range(2):
        page = desk.done(f"{draft}/scan", q=code)

    assert [(line.product_id, line.quantity) for line in lines(desk, draft)] == [
        (desk.crisps_id, 2)
    ]
    assert "Keripik Pisang" in page


def test_the_tags_address_is_read_like_the_code(desk: Desk, draft: str):
    code = desk.product(desk.crisps_id).code

    desk.done(f"{draft}/scan", q=f"https://titip.contoh.id/k/{code}")

    assert len(lines(desk, draft)) == 1


def test_words_search_the_makers_goods(desk: Desk, draft: str):
    page = desk.done(f"{draft}/scan", q="keripik")

    assert "Yang cocok" in page and lines(desk, draft) == []
    assert "belum punya barang" in desk.done(f"{draft}/scan", q="gerabah")


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("", "Pindai label atau tulis nama barangnya."),
        ("8993899690945", "belum dikenal"),
        ("8993899690944", "salah baca"),
    ],
)
def test_a_scan_that_says_nothing_comes_back_with_a_sentence(
    desk: Desk, draft: str, typed: str, sentence: str
):
    assert sentence in desk.refused(f"{draft}/scan", q=typed)


def test_a_unique_piece_stands_on_a_delivery_once(desk: Desk, draft: str):
    desk.done(f"{draft}/new-goods", **{**NEW, "kind": "unique", "quantity": "1"})
    code = lines(desk, draft)[0].product.code

    assert "sudah ada di daftar" in desk.refused(f"{draft}/scan", q=code)


def test_a_unique_piece_that_is_on_hand_is_not_brought_again(desk: Desk, draft: str):
    page = desk.refused(f"{draft}/scan", q=desk.product(desk.cloth_id).code)

    assert "masih ada di sini" in page and lines(desk, draft) == []


def test_a_unique_piece_that_was_sold_is_not_brought_again(desk: Desk, draft: str):
    take_away(desk, desk.cloth_id, "sold")

    assert "sudah terjual" in desk.refused(f"{draft}/scan", q=desk.product(desk.cloth_id).code)


def test_a_unique_piece_that_is_on_its_way_is_not_brought_again(desk: Desk, draft: str):
    at = desk.app.house.clock.now()

    def send(session):
        gallery, stall = places.active(session)
        transfer = moving.start(session, gallery, stall, by=desk.user_id, at=at)
        moving.scan(session, transfer, session.get_one(Product, desk.cloth_id), at=at)
        moving.send(session, transfer, carrier="Pak Sopir", by=desk.user_id, at=at)

    desk.write(send)

    page = desk.refused(f"{draft}/scan", q=desk.product(desk.cloth_id).code)
    assert "sedang dipindah" in page


def test_a_unique_piece_given_back_may_be_brought_again_once(desk: Desk, draft: str):
    take_away(desk, desk.cloth_id, "returned_to_maker")
    other = desk.send("/manage/consignments/new", maker=str(desk.maker_id)).location
    for path in (draft, other):
        desk.done(f"{path}/scan", q=desk.product(desk.cloth_id).code)
    desk.done(f"{draft}/receive")

    assert "masih ada di sini" in desk.refused(f"{other}/receive")
    assert desk.read(lambda s: queries.on_hand(s, desk.cloth_id)) == 1


def test_goods_of_another_maker_are_named_and_refused(desk: Desk, draft: str):
    code = desk.write(lambda s: another_makers_product(s, desk).code)

    page = desk.refused(f"{draft}/scan", q=code)

    assert "Kopi Bubuk milik Kopi Contoh, bukan Sekar Contoh." in page


@pytest.mark.parametrize(
    "days, sentence", [(-1, "sudah lewat"), (-400, "sudah lewat"), (4000, "terlalu jauh")]
)
def test_an_odd_day_of_expiry_is_refused_at_its_field(
    desk: Desk, draft: str, days: int, sentence: str
):
    day = (desk.today() + timedelta(days=days)).isoformat()

    page = desk.refused(f"{draft}/new-goods", **NEW, expires_on=day)
    assert 'id="expires_on-salah"' in page and sentence in page

    desk.done(f"{draft}/new-goods", **NEW)
    line = lines(desk, draft)[0]
    form = {f"quantity-{line.id}": "4", f"price-{line.id}": "45.000", f"expires_on-{line.id}": day}
    page = desk.refused(f"{draft}/lines", **form)
    assert f'id="expires_on-{line.id}-salah"' in page and f'value="{day}"' in page


def test_what_expired_while_it_was_a_draft_is_not_received(desk: Desk, draft: str):
    number = int(draft.rsplit("/", 1)[1])

    def write(session):
        draft_of = queries.require_consignment(session, number)
        crisps = session.get_one(Product, desk.crisps_id)
        service.add_line(
            session, draft_of, crisps, quantity=1, price=20_000, net_price=None,
            expires_on=desk.today() - timedelta(days=1),
        )  # fmt: skip

    desk.write(write)

    assert "sudah lewat" in desk.refused(f"{draft}/receive")
    assert desk.read(lambda s: queries.on_hand(s, desk.crisps_id)) == 7


def test_food_without_licences_or_expiry_is_warned_of_and_still_received(desk: Desk):
    code = desk.write(lambda s: another_makers_product(s, desk).code)
    maker_id = desk.maker_id + 1
    path = desk.send("/manage/consignments/new", maker=str(maker_id)).location

    page = desk.done(f"{path}/scan", q=code)
    assert "Kopi Bubuk: belum ada P-IRT dan sertifikat halal yang berlaku." in page
    assert "Kopi Bubuk: belum ada tanggal kedaluwarsanya." in page
    assert "Kopi Bubuk: belum ada P-IRT" in desk.get(f"{path}/check").text

    desk.write(lambda s: licensed(s, desk, maker_id))
    assert "Kopi Bubuk: belum ada sertifikat halal" in desk.get(f"{path}/check").text
    assert "diterima" in desk.done(f"{path}/receive")


def test_cloth_is_not_warned_of(desk: Desk, draft: str):
    desk.done(f"{draft}/new-goods", **NEW)

    assert "intake-warnings" not in desk.get(f"{draft}/check").text


def test_food_that_expires_soon_is_said_before_receiving(desk: Desk, draft: str):
    ends = (desk.today() + timedelta(days=12)).isoformat()
    desk.done(f"{draft}/new-goods", **NEW, expires_on=ends)

    assert "kedaluwarsa 12 hari lagi" in desk.get(f"{draft}/check").text


def test_new_unique_pieces_get_a_code_each(desk: Desk, draft: str):
    desk.done(f"{draft}/new-goods", **{**NEW, "kind": "unique", "quantity": "3"})

    codes = {line.product.code for line in lines(desk, draft)}
    assert len(codes) == 3


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"title": ""}, "title"),
        ({"price": ""}, "price"),
        ({"price": "seribu"}, "price"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "banyak"}, "quantity"),
        ({"expires_on": "besok"}, "expires_on"),
        ({"code": "123"}, "code"),
        ({"kind": "unique", "code": "8993899690945", "quantity": "2"}, "code"),
    ],
)
def test_new_goods_that_cannot_be_come_back_filled(
    desk: Desk, draft: str, changed: dict[str, str], field: str
):
    page = desk.refused(f"{draft}/new-goods", **{**NEW, "motif": "Sasab", **changed})

    assert f'id="{field}-salah"' in page and 'value="Sasab"' in page
    assert lines(desk, draft) == []
    assert desk.read(lambda s: len(s.scalars(select(Product)).all())) == 2


def test_lines_are_corrected_removed_and_kept_when_one_is_wrong(desk: Desk, draft: str):
    desk.done(f"{draft}/new-goods", **NEW)
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)
    first, second = lines(desk, draft)
    form = {f"quantity-{first.id}": "6", f"price-{first.id}": "50.000",
            f"quantity-{second.id}": "x", f"price-{second.id}": "20.000"}  # fmt: skip

    page = desk.refused(f"{draft}/lines", **form)
    assert f'id="quantity-{second.id}-salah"' in page and 'value="50.000"' in page
    assert lines(desk, draft)[0].quantity == 4

    ends = (desk.today() + timedelta(days=30)).isoformat()
    desk.done(f"{draft}/lines", **{**form, f"quantity-{second.id}": "5",
                                   f"expires_on-{second.id}": ends})  # fmt: skip
    kept = lines(desk, draft)
    assert [(k.quantity, k.price) for k in kept] == [(6, 50_000), (5, 20_000)]
    assert kept[1].lot is not None and kept[1].lot.expires_on.isoformat() == ends

    desk.done(f"{draft}/lines", **{**form, f"quantity-{second.id}": "5"}, remove=str(first.id))
    assert [line.id for line in lines(desk, draft)] == [second.id]


def test_the_check_shows_what_a_new_price_was_before(desk: Desk, draft: str):
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)
    line = lines(desk, draft)[0]

    page = desk.done(f"{draft}/lines", check="1",
                     **{f"quantity-{line.id}": "5", f"price-{line.id}": "23.000"})  # fmt: skip

    assert "Harga yang berubah" in page and "20.000" in page and "23.000" in page
    assert desk.read(lambda s: current_price(s, desk.crisps_id)).price == 20_000


def test_the_check_shows_what_a_new_net_price_was_before(desk: Desk, draft: str):
    desk.write(
        lambda s: products.set_price(
            s, s.get_one(Product, desk.crisps_id), 20_000, net_price=15_000, by=None,
            at=desk.app.house.clock.now(),
        )
    )  # fmt: skip
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)
    line = lines(desk, draft)[0]
    form = {f"quantity-{line.id}": "5", f"price-{line.id}": "20.000",
            f"net_price-{line.id}": "16.500"}  # fmt: skip

    page = desk.done(f"{draft}/lines", check="1", **form)

    assert "Titip, dulu" in page and "15.000" in page and "16.500" in page
    assert desk.read(lambda s: current_price(s, desk.crisps_id)).net_price == 15_000
    desk.done(f"{draft}/receive")
    assert desk.read(lambda s: current_price(s, desk.crisps_id)).net_price == 16_500


def test_receiving_moves_stock_prices_and_paper_in_one_step(desk: Desk, draft: str):
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)
    line = lines(desk, draft)[0]
    desk.done(f"{draft}/lines", **{f"quantity-{line.id}": "5", f"price-{line.id}": "23.000"})

    page = desk.done(f"{draft}/receive", note="1", labels="1")

    assert desk.read(lambda s: queries.on_hand(s, desk.crisps_id)) == 12
    assert desk.read(lambda s: current_price(s, desk.crisps_id)).price == 23_000
    assert jobs(desk) == ["consignment_note", "labels"]
    assert "TT000002" in page and "Tanda terima" in page


def test_receiving_without_paper_prints_nothing(desk: Desk, draft: str):
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)

    desk.done(f"{draft}/receive")

    assert jobs(desk) == []


def test_an_empty_delivery_is_not_received(desk: Desk, draft: str):
    assert "masih kosong" in desk.refused(f"{draft}/receive")


def test_a_delivery_is_received_once(desk: Desk, draft: str):
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)
    desk.done(f"{draft}/receive")

    assert desk.send(f"{draft}/receive").status_code == 422
    assert desk.read(lambda s: queries.on_hand(s, desk.crisps_id)) == 8


def test_net_terms_without_a_net_price_are_not_received(desk: Desk, draft: str):
    desk.write(
        lambda s: contracts.agree(
            s, contracts.Terms("net"), starts_on=desk.today(), by=None,
            at=desk.app.house.clock.now(), maker=makers_read.require_maker(s, desk.maker_id),
        )
    )  # fmt: skip
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)

    assert "Isi harga titip Keripik Pisang" in desk.refused(f"{draft}/receive")
    line = lines(desk, draft)[0]
    desk.done(f"{draft}/lines", **{f"quantity-{line.id}": "1", f"price-{line.id}": "20.000",
                                   f"net_price-{line.id}": "15.000"})  # fmt: skip
    desk.done(f"{draft}/receive")
    assert desk.read(lambda s: current_price(s, desk.crisps_id)).net_price == 15_000


def test_the_acknowledgement_comes_as_pdf_and_again_as_a_copy(desk: Desk):
    note = desk.get("/manage/consignments/1/note.pdf")
    text = " ".join(page_texts(note.data))
    assert "TT000001" in text and "Sekar Contoh" in text and "Keripik Pisang" in text

    for _time in range(2):
        desk.done("/manage/consignments/1/note", printer="1")

    copies = desk.read(lambda s: list(s.scalars(select(PrintJob.copy).order_by(PrintJob.id))))
    assert copies == [0, 1]


def test_one_pdf_has_both_copies_of_the_acknowledgement_and_a_tag_for_each_piece(desk: Desk):
    made = desk.send("/manage/consignments/1/papers", sheet="a4-24", start="3")
    assert made.status_code == 303
    answer = desk.get(made.location)

    assert answer.status_code == 200
    assert desk.read(lambda s: [(t.count, t.is_of_delivery) for t in s.scalars(select(TagPrint))]) == [
        (1, True), (7, True),
    ]  # fmt: skip
    texts = page_texts(answer.data)
    assert "Lembar untuk perajin" in texts[0] and "Lembar untuk galeri" in texts[0]
    assert "Halaman 1 dari 1" in texts[0] and "Halaman" not in texts[1]
    codes = [text for page in pages(answer.data, 300)[1:] for _name, text in scan(page)]
    cloth, crisps = (desk.product(n).code for n in (desk.cloth_id, desk.crisps_id))
    assert sorted(codes) == sorted([cloth] + [crisps] * 7)


@pytest.mark.parametrize("start", ["999", "0", "x"])
def test_papers_that_begin_at_no_place_of_the_sheet_are_refused(desk: Desk, start: str):
    assert desk.get(f"/manage/consignments/1/papers.pdf?start={start}").status_code == 422
    desk.refused("/manage/consignments/1/papers", start=start)
    assert desk.read(lambda s: s.scalars(select(TagPrint)).all()) == []


def test_a_draft_has_no_acknowledgement_and_can_be_discarded(desk: Desk, draft: str):
    assert desk.get(f"{draft}/note.pdf").status_code == 404

    desk.done(f"{draft}/cancel")

    number = int(draft.rsplit("/", 1)[1])
    assert desk.read(lambda s: s.get_one(Consignment, number).state) == "cancelled"
    assert "dibuang" in desk.get(draft).text


def test_the_list_tells_drafts_from_what_was_received(desk: Desk, draft: str):
    page = desk.get("/manage/consignments").text

    assert "TT000001" in page and "Masih dicatat" in page
    assert "TT000001" in desk.get(f"/manage/consignments?maker={desk.maker_id}").text


def test_an_empty_list_says_what_to_do(bare_desk: Desk):
    assert "Belum ada titipan" in bare_desk.get("/manage/consignments").text


def test_what_changes_is_not_a_page(desk: Desk, draft: str):
    for verb in ("scan", "lines", "receive", "cancel", "new-goods", "note"):
        assert desk.get(f"{draft}/{verb}").status_code == 405


def test_a_cashier_receives_nothing(cashier_desk: Desk):
    assert cashier_desk.get("/manage/consignments").status_code == 403
    assert cashier_desk.get("/manage/consignments/1/note.pdf").status_code == 403
    for verb in ("scan", "lines", "receive", "cancel", "new-goods", "note"):
        assert cashier_desk.send(f"/manage/consignments/1/{verb}").status_code == 403


def test_what_was_typed_stays_when_the_next_goods_are_added(desk: Desk, draft: str):
    crisps = desk.product(desk.crisps_id).code
    desk.done(f"{draft}/scan", q=crisps)
    [line] = lines(desk, draft)
    typed = {f"quantity-{line.id}": "9", f"price-{line.id}": "15.500"}

    desk.done(f"{draft}/new-goods", **NEW, **typed)
    assert [(one.quantity, one.price) for one in lines(desk, draft)] == [(9, 15_500), (4, 45_000)]
    desk.done(f"{draft}/scan", add=crisps, **{**typed, f"quantity-{line.id}": "2"})
    assert lines(desk, draft)[0].quantity == 3, "two typed, and the piece scanned"
    desk.done(f"{draft}/scan", q="keripik", **{**typed, f"quantity-{line.id}": "8"})
    assert lines(desk, draft)[0].quantity == 8, "a search keeps them too"

    page = desk.refused(f"{draft}/new-goods", **{**NEW, "title": "Tas"}, **typed | {
        f"quantity-{line.id}": "sembilan"})  # fmt: skip
    assert f'id="quantity-{line.id}-salah">Isi dengan angka bulat.' in page
    assert 'value="sembilan"' in page and 'value="Tas"' in page
    assert len(lines(desk, draft)) == 2


def test_enter_among_the_new_goods_adds_them_and_in_a_row_keeps_it(desk: Desk, draft: str):
    page = desk.done(f"{draft}/scan", q="", **NEW)
    assert "Bros Tapis ditambahkan." in page
    assert 'id="barang-baru" open' in page, "the next new goods are typed at once"
    [line] = lines(desk, draft)

    page = desk.done(
        f"{draft}/scan",
        q="",
        title="",
        **{f"quantity-{line.id}": "6", f"price-{line.id}": "45.000"},
    )

    assert "Daftar tersimpan." in page and lines(desk, draft)[0].quantity == 6
