"""Goods back to their maker on the office's pages: proposal, scan, check, signature, paper."""

import re
from datetime import timedelta

import pytest

from catalogue.outlets import queries as places
from catalogue.products.models import Product
from catalogue.stock import service as stocks
from catalogue.stock.departures import queries
from catalogue.stock.models import Movement
from printers.models import PrintJob
from tests.catalogue.desk import Desk
from tests.catalogue.stock.departures.cast import begin_return, departure_of, goods, now, on_hand
from tests.tools.reading import page_texts

NEW = "/manage/returns/new"


def moved(desk: Desk) -> list[tuple[str, int]]:
    return desk.read(
        lambda s: [
            (m.reason, m.quantity)
            for m in s.query(Movement).order_by(Movement.id)
            if m.source_kind in (queries.LINE, queries.COMEBACK)
        ]
    )


def test_a_whole_return_from_the_proposal_to_the_paper(desk: Desk):
    proposal = desk.get(f"{NEW}?maker={desk.maker_id}").text
    assert "Kain Tapis Siger" in proposal and "Keripik Pisang" in proposal
    keys = re.findall(r'name="take" value="([\d-]+)" checked', proposal)
    assert len(keys) == 2
    crisps = next(key for key in keys if key.startswith(f"{desk.crisps_id}-"))

    draft = desk.done(
        NEW, maker=desk.maker_id, outlet=1, cause="contract_over", take=keys,
        **{f"pieces-{crisps}": "4"},
    )  # fmt: skip
    assert on_hand(desk, desk.crisps_id) == 7, "a draft moves nothing"
    assert "Keripik Pisang" in draft and "baik sebelum" not in draft

    check = desk.get("/manage/returns/1/check").text
    assert "Rp2.580.000" in check and "menurut catatan hanya" not in check
    signed = desk.done("/manage/returns/1/hand-over", print="1")

    assert "Retur RT000001" in signed and "Antre" in signed
    assert on_hand(desk, desk.crisps_id) == 3
    assert on_hand(desk, desk.cloth_id) == 0
    assert moved(desk) == [("returned_to_maker", -1), ("returned_to_maker", -4)]
    assert desk.read(lambda s: [job.kind for job in s.query(PrintJob)]) == ["record"]


def test_the_record_is_two_copies_to_sign(desk: Desk):
    number = begin_return(desk, (desk.cloth_id, 1))
    desk.done(f"/manage/returns/{number}/hand-over")

    answer = desk.get(f"/manage/returns/{number}/record.pdf")

    (text,) = page_texts(answer.data)
    assert text.count("Berita acara retur") == 2
    assert "Lembar untuk perajin" in text and "Lembar untuk galeri" in text
    assert text.count("Yang menyerahkan,") == text.count("Yang menerima,") == 2
    for told in ("RT000001", "Sekar Contoh", "Ibu Contoh", "Kain Tapis Siger", "2.500.000"):
        assert told in text


def test_a_scan_adds_one_from_the_lot_that_expires_first(desk: Desk):
    number = begin_return(desk)
    code = desk.product(desk.crisps_id).code
    for _again in range(2):
        desk.done(f"/manage/returns/{number}/scan", q=code)

    (line,) = departure_of(desk, number).lines

    assert (line.quantity, line.lot.expires_on) == (2, desk.today() + timedelta(days=90))


def test_other_words_search_the_goods_of_the_maker(desk: Desk):
    goods(desk, "Keripik Singkong", maker="Dapur Lain")
    number = begin_return(desk)

    page = desk.done(f"/manage/returns/{number}/scan", q="keripik")

    assert "Keripik Pisang" in page and "Keripik Singkong" not in page


def test_only_what_the_address_names_is_ticked(desk: Desk):
    page = desk.get(f"{NEW}?maker={desk.maker_id}&outlet=1&product={desk.crisps_id}&cause=unsold")

    ticked = re.findall(r'name="take" value="(\d+)-\d+" checked', page.text)
    assert ticked == [str(desk.crisps_id)]
    assert '<option value="unsold" selected>' in page.text


# -- refused -----------------------------------------------------------------------------------


def test_somebody_elses_goods_are_refused_with_both_names(desk: Desk):
    other = goods(desk, "Tas Rajut", maker="Rajut Lain")
    number = begin_return(desk)

    page = desk.refused(f"/manage/returns/{number}/scan", q=desk.product(other).code)

    assert "Tas Rajut bukan titipan Sekar Contoh, melainkan milik Rajut Lain." in page
    assert departure_of(desk, number).lines == []


def test_a_sold_piece_is_refused(desk: Desk):
    def sell(session):
        stocks.move(
            session, desk.cloth_id, 1, -1, reason="sold", source=("sale_line", 1),
            business_date=desk.today(), by=None, at=now(desk),
        )  # fmt: skip

    desk.write(sell)
    number = begin_return(desk)

    page = desk.refused(f"/manage/returns/{number}/scan", q=desk.product(desk.cloth_id).code)

    assert "Kain Tapis Siger sudah terjual." in page


def test_a_piece_on_a_ticket_is_refused_at_the_scan_and_at_the_signature(desk: Desk):
    late = begin_return(desk, (desk.cloth_id, 1))
    desk.write(
        lambda s: stocks.reserve(
            s, s.get_one(Product, desk.cloth_id), source=("sale", 1), at=now(desk)
        )
    )
    number = begin_return(desk)

    scan = desk.send(f"/manage/returns/{number}/scan", q=desk.product(desk.cloth_id).code)
    hand_over = desk.send(f"/manage/returns/{late}/hand-over")

    assert (scan.status_code, hand_over.status_code) == (409, 409)
    assert "sedang di nota" in scan.text
    assert on_hand(desk, desk.cloth_id) == 1


def test_a_piece_cannot_go_back_twice_but_again_after_it_was_brought_again(desk: Desk):
    first, second = (begin_return(desk, (desk.cloth_id, 1)) for _n in range(2))
    desk.done(f"/manage/returns/{first}/hand-over")

    page = desk.refused(f"/manage/returns/{second}/hand-over", beyond="1")
    assert "sudah kembali ke perajinnya dengan RT000001" in page

    def bring(session):
        cloth = session.get_one(Product, desk.cloth_id)
        brought = stocks.draft(
            session, cloth.maker, places.require_main(session), by=None, at=now(desk)
        )
        stocks.add_line(session, brought, cloth, quantity=1, price=2_500_000, net_price=None)
        stocks.receive(session, brought, by=None, at=now(desk))

    desk.write(bring)
    assert "RT000002" in desk.done(f"/manage/returns/{second}/hand-over")


def test_more_than_on_record_is_asked_then_shows_below_zero(desk: Desk):
    bags = goods(desk, "Tas Kain", pieces=3)
    number = begin_return(desk, (bags, 5))

    asked = desk.refused(f"/manage/returns/{number}/hand-over")
    assert "menurut catatan hanya 3 di tempat ini" in asked
    assert on_hand(desk, bags) == 3

    desk.done(f"/manage/returns/{number}/hand-over", beyond="1")
    assert on_hand(desk, bags) == -2


def test_a_piece_that_the_record_has_elsewhere_is_taken_off_there(desk: Desk):
    def carry(session):
        for outlet, pieces, reason in ((1, -1, "transferred_out"), (2, 1, "transferred_in")):
            stocks.move(
                session, desk.cloth_id, outlet, pieces, reason=reason, source=("test", 1),
                business_date=desk.today(), by=None, at=now(desk),
            )  # fmt: skip

    desk.write(carry)
    number = begin_return(desk, (desk.cloth_id, 1))

    desk.refused(f"/manage/returns/{number}/hand-over")
    desk.done(f"/manage/returns/{number}/hand-over", beyond="1")

    assert on_hand(desk, desk.cloth_id, None) == 0
    assert moved(desk) == [("correction", -1), ("found", 1), ("returned_to_maker", -1)]


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("0", "Jumlah harus antara 1 dan 10000."), ("-3", "Isi dengan angka bulat."),
        ("2,5", "Isi dengan angka bulat."), ("99999", "Jumlah harus antara 1 dan 10000."),
        ("dua", "Isi dengan angka bulat."), ("", "Isi dengan angka bulat."),
    ],
)  # fmt: skip
def test_nonsense_pieces_get_a_sentence_at_their_field(desk: Desk, typed: str, sentence: str):
    number = begin_return(desk, (desk.crisps_id, 2))
    (line,) = departure_of(desk, number).lines

    page = desk.refused(f"/manage/returns/{number}/lines", **{f"quantity-{line.id}": typed})

    assert f'id="quantity-{line.id}-salah">{sentence}' in page
    assert departure_of(desk, number).lines[0].quantity == 2


@pytest.mark.parametrize(
    "form, sentence",
    [
        ({"cause": "unsold"}, "Pilih perajinnya dulu."),
        ({"maker": "1"}, "Pilih sebab barangnya kembali."),
        ({"maker": "1", "cause": "because"}, "Pilih sebab barangnya kembali."),
    ],
)
def test_a_return_needs_a_maker_and_a_cause(desk: Desk, form: dict[str, str], sentence: str):
    assert sentence in desk.refused(NEW, outlet="1", **form)


@pytest.mark.parametrize("code", ["2000000000999", "20000000000"])
def test_a_code_that_nobody_carries_gets_a_sentence(desk: Desk, code: str):
    number = begin_return(desk)

    page = desk.refused(f"/manage/returns/{number}/scan", q=code)

    assert 'id="q-salah"' in page


def test_nothing_gets_lost_by_way_of_a_return(desk: Desk):
    number = begin_return(desk, (desk.crisps_id, 1))
    (line,) = departure_of(desk, number).lines
    code = desk.product(desk.crisps_id).code

    for step, form in (
        ("scan", {"q": code, "fate": "lost"}),
        ("lines", {f"quantity-{line.id}": "1", f"fate-{line.id}": "damaged"}),
    ):
        page = desk.refused(f"/manage/returns/{number}/{step}", **form)
        assert "dicatat di Rusak dan hilang" in page
    assert [one.fate for one in departure_of(desk, number).lines] == ["returned"]


def test_an_empty_list_is_not_signed(desk: Desk):
    number = begin_return(desk)

    assert "masih kosong" in desk.refused(f"/manage/returns/{number}/hand-over")


def test_a_signed_record_is_never_written_on(desk: Desk):
    number = begin_return(desk, (desk.crisps_id, 1))
    desk.done(f"/manage/returns/{number}/hand-over")
    code = desk.product(desk.crisps_id).code

    for step, form in (("scan", {"q": code}), ("hand-over", {}), ("cancel", {})):
        answer = desk.send(f"/manage/returns/{number}/{step}", **form)
        assert answer.status_code == 409, step
    assert on_hand(desk, desk.crisps_id) == 6


def test_a_draft_given_up_moves_nothing_and_leaves_the_list(desk: Desk):
    number = begin_return(desk, (desk.crisps_id, 1))

    page = desk.done(f"/manage/returns/{number}/cancel")

    assert "Belum ada retur" in page
    assert moved(desk) == []
    assert "dibuang" in desk.get(f"/manage/returns/{number}").text
    assert desk.get(f"/manage/returns/{number}/record.pdf").status_code == 404


# -- what turned out otherwise -----------------------------------------------------------------


def test_what_was_not_taken_along_comes_back_by_a_counter_entry(desk: Desk):
    number = begin_return(desk, (desk.crisps_id, 4))
    desk.done(f"/manage/returns/{number}/hand-over")
    (line,) = departure_of(desk, number).lines
    back = f"/manage/returns/{number}/back"
    field = f"pieces-{line.id}"

    page = desk.done(back, reason="Tertinggal satu dus", **{field: "1"})
    assert "1 ternyata ada" in page and "Tertinggal satu dus" in page
    assert on_hand(desk, desk.crisps_id) == 4
    assert moved(desk)[-1] == ("correction", 1)
    texts = page_texts(desk.get(f"/manage/returns/{number}/record.pdf").data)
    assert "1 buah ternyata ada" in texts[0]

    too_many = desk.send(back, reason="lagi", **{field: "4"})
    assert too_many.status_code == 409 and "paling banyak 3" in too_many.text
    desk.done(back, reason="sisanya", **{field: "3"})
    assert on_hand(desk, desk.crisps_id) == 7
    assert "Catat koreksi" not in desk.get(f"/manage/returns/{number}").text


@pytest.mark.parametrize(
    "pieces, reason, sentence",
    [("1", " ", "Tulis bagaimana ketahuannya."), ("0", "x", "Isi berapa buah yang ternyata ada."),
     ("", "x", "Isi berapa buah yang ternyata ada."), ("1.5", "x", "Isi dengan angka bulat.")],
)  # fmt: skip
def test_a_counter_entry_needs_pieces_and_a_reason(
    desk: Desk, pieces: str, reason: str, sentence: str
):
    number = begin_return(desk, (desk.crisps_id, 4))
    desk.done(f"/manage/returns/{number}/hand-over")
    (line,) = departure_of(desk, number).lines

    page = desk.refused(
        f"/manage/returns/{number}/back", reason=reason, **{f"pieces-{line.id}": pieces}
    )

    assert sentence in page
    assert on_hand(desk, desk.crisps_id) == 3


# -- lists and doors ---------------------------------------------------------------------------


def test_the_list_is_narrowed_and_comes_as_a_file(desk: Desk):
    begin_return(desk, (desk.crisps_id, 1))
    number = begin_return(desk, (desk.cloth_id, 1))
    desk.done(f"/manage/returns/{number}/hand-over")

    everything = desk.get("/manage/returns").text
    signed = desk.get("/manage/returns?state=done").text
    file = desk.get("/manage/returns?as=csv&q=sekar")

    assert "RT000001" in everything and "Masih dicatat</" in everything
    assert "RT000001" in signed and "Belum bernomor" not in signed
    assert file.text.splitlines()[1].startswith("RT000001,Sekar Contoh,Galeri,")
    assert desk.get("/manage/returns?as=xlsx").data[:2] == b"PK"


def test_a_second_print_says_that_it_is_a_copy(desk: Desk):
    number = begin_return(desk, (desk.crisps_id, 1))
    desk.done(f"/manage/returns/{number}/hand-over", print="1")

    page = desk.done(f"/manage/returns/{number}/record", printer="1")

    assert "salinan 1" in page


def test_there_is_no_record_of_another_kind_at_an_address(desk: Desk):
    number = begin_return(desk, (desk.crisps_id, 1))

    assert desk.get(f"/manage/losses/{number}").status_code == 404
    assert desk.get("/manage/returns/999").status_code == 404
    assert desk.get(f"/manage/returns/{number}/hand-over").status_code == 405


@pytest.mark.parametrize("path", ["/manage/returns", NEW, "/manage/losses", "/manage/losses/new"])
def test_the_pages_are_the_managers(cashier_desk: Desk, path: str):
    assert cashier_desk.get(path).status_code == 403


def test_what_was_typed_stays_when_the_next_goods_are_scanned(desk: Desk):
    number = begin_return(desk, (desk.crisps_id, 1))
    path = f"/manage/returns/{number}"
    [line] = departure_of(desk, number).lines
    typed = {f"quantity-{line.id}": "3"}

    desk.done(f"{path}/scan", q=desk.product(desk.cloth_id).code, **typed)
    assert [one.quantity for one in departure_of(desk, number).lines] == [3, 1]
    page = desk.refused(f"{path}/scan", q="kain", **{f"quantity-{line.id}": "2,5"})
    assert f'id="quantity-{line.id}-salah">' in page and 'value="2,5"' in page
    assert "Daftar tersimpan." in desk.done(f"{path}/scan", q="", **typed)
