"""From the firm's question to the till: the pages of quotations, and who may open them."""

import re
from typing import Any
from urllib.parse import unquote

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import select

from catalogue.products.models import Product
from core.dispatch import TitipFlask
from core.ids import in_store_code, new_uuid
from pos.reports.checks import Book
from pos.reports.checks.quotations import promised
from pos.sales.models import Sale
from pos.sales.quotations.models import Quotation, QuotationLine
from tests.pos.sales.conftest import Counter
from tests.pos.sales.quotations.offers import ask, quoted

one_engine = pytest.mark.parametrize("engine_kind", ["sqlite"])


@pytest.fixture
def enquiry(app: TitipFlask, counter: Counter) -> Any:
    """A firm asks for twenty wallets."""
    with app.house.database.writer() as session:
        return ask(session, counter.room, {"dompet": 20})


def written(app: TitipFlask, counter: Counter, enquiry: Any, **more: str) -> dict[str, str]:
    """What the form holds when it is opened, and what is typed over it."""
    page = counter.manager.get(f"/manage/enquiries/{enquiry.id}/quotation").text
    form = dict(re.findall(r'<input[^>]* name="([\w-]+)"[^>]* value="([^"]*)"', page))
    form |= re.findall(r'<textarea[^>]* name="([\w-]+)"[^>]*>\n([^<]*)</textarea>', page)
    return {name: value for name, value in form.items() if name != "key"} | more


def newest(app: TitipFlask) -> Quotation:
    with app.house.database.reader() as session:
        return session.scalars(select(Quotation).order_by(Quotation.id.desc())).first()


def pdf_text(answer: Any) -> str:
    assert answer.mimetype == "application/pdf"
    text = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.data)
    )
    return " ".join(text.split())


def test_a_quotation_is_written_given_out_accepted_and_sold(
    app: TitipFlask, counter: Counter, enquiry: Any
):
    form = written(
        app, counter, enquiry, **{"price2-1": "30.000", "price3-1": "27.500", "days-1": "7"}
    )
    assert (form["quantity-1"], form["price1-1"], form["from2-1"]) == ("20", "33.333", "12")
    chips = counter.room.goods["emping"]
    form |= {
        "code-2": chips.code,
        "quantity-2": "2",
        "price1-2": "65.000",
        "house-2": "1",
        "note": "Kotak putih.",
    }
    address = f"/manage/enquiries/{enquiry.id}/quotation"
    assert counter.post(address, counter.manager, **form).status_code == 303

    firm = f"/penawaran/{enquiry.token}"
    letter = pdf_text(counter.stranger.get(f"{firm}/surat.pdf"))
    for words in (
        "PH00001", "PT Umpama Jaya", "Rp30.000", "Rp730.000",
        "1–11: Rp33.333; 12–49: Rp30.000; mulai 50: Rp27.500", "dibuatkan, 7 hari",
        "tujuh ratus tiga puluh ribu rupiah", "Kotak putih.", "Ibu Pengurus",
    ):  # fmt: skip
        assert words in letter, words
    assert "081299990000" not in letter and "Ibu Umpama" not in letter
    assert letter == pdf_text(
        counter.manager.get(f"/manage/enquiries/quotations/{newest(app).id}.pdf")
    )
    agreed = {"number": "PH00001"}
    assert counter.post(f"{firm}/setuju", counter.stranger, **agreed).status_code == 303
    seen = counter.stranger.get(firm).text
    assert "Diterima" in seen
    lines = re.findall(r'data-testid="offered-line">(.*?)</li>', seen, re.DOTALL)
    assert [re.findall(r"(\d+) × ([A-Z]\w+)", line) for line in lines] == [
        [("20", "Dompet")], [("2", "Emping")],
    ]  # fmt: skip
    for price in ("Rp30.000", "mulai 50 Rp27.500", "dibuatkan, 7 hari", "Rp600.000"):
        assert price in lines[0], price
    assert "Kotak putih." in seen and "Emping" not in seen.split("Yang Anda minta")[1]
    app.house.config.__dict__["public_url"] = "https://galeri.example"
    answer = unquote(counter.manager.get(f"/manage/enquiries/{enquiry.id}").text)
    assert "Surat penawaran PH00001, jumlah Rp730.000" in answer
    assert f"https://galeri.example/penawaran/{enquiry.token}" in answer
    assert counter.post(f"{firm}/setuju", counter.stranger, **agreed).status_code == 409

    answer = counter.post("/pos/scan", code="ph00001")
    pane = counter.cashier.get(answer.headers["Location"]).text
    assert "PT Umpama Jaya" in pane and "make-ticket" in pane and "Ibu Umpama" not in pane
    assert counter.post(f"/pos/quotations/{newest(app).id}/ticket").status_code == 303
    till = counter.cashier.get("/pos").text
    assert 'data-testid="ticket-total" data-amount="730000"' in till
    line = re.search(r"/pos/lines/(\d+)/quantity", till)[1]
    changed = counter.post(f"/pos/lines/{line}/quantity", quantity="1")
    assert changed.status_code == 422 and "penawaran PH00001" in changed.text
    counter.post("/pos/complete", pane="cash")
    with app.house.database.reader() as session:
        sale = session.scalars(select(Sale)).one()
        assert (sale.state, sale.net_total) == ("completed", 730_000)
        assert list(promised(Book(session))) == [None, None]
    assert "PT Umpama Jaya" in counter.manager.get(f"/manage/sales/{sale.number}").text
    office = counter.manager.get(f"/manage/enquiries/{enquiry.id}").text
    assert sale.number in office and "write-quotation" not in office
    assert "Dibayar, " in office
    seen = counter.stranger.get(firm).text
    assert f"Sudah dibayar dengan nota {sale.number}" in seen and "Dibayar</dd>" in seen
    paid, unpaid = (
        counter.manager.get(f"/manage/enquiries?state={state}").text
        for state in ("paid", "accepted")
    )
    assert sale.number in paid and "MP00001" in paid and "MP00001" not in unpaid
    assert (
        "Sudah dibayar"
        in counter.cashier.get(f"/pos?pane=quotations&quotation={newest(app).id}").text
    )


@one_engine
def test_a_letter_says_how_to_pay_and_to_say_yes(app: TitipFlask, counter: Counter, enquiry: Any):
    app.house.config.__dict__["public_url"] = "https://galeri.example"
    own = {"bank": "Bank Contoh 000 111, a.n. Galeri", "email": "galeri@contoh.example"}
    assert counter.post("/manage/settings/receipt", counter.manager, **own).status_code == 303
    address, firm = f"/manage/enquiries/{enquiry.id}/quotation", f"/penawaran/{enquiry.token}"
    counter.post(address, counter.manager, **written(app, counter, enquiry))
    page = counter.stranger.get(f"{firm}/surat.pdf")
    letter = pdf_text(page)
    for words in (*own.values(), "Transfer ke", "tanda tangan dan cap", f"galeri.example{firm}"):
        assert words in letter, words
    picture = pypdfium2.PdfDocument(page.data)[0].render(scale=3).to_pil()
    assert [x.text for x in zxingcpp.read_barcodes(picture)] == [f"https://galeri.example{firm}"]
    form = written(app, counter, enquiry, terms="Tunai.")
    counter.post(address, counter.manager, **form)
    assert own["bank"] not in pdf_text(counter.stranger.get(f"{firm}/surat.pdf"))


@one_engine
def test_the_form_comes_back_as_it_was_typed(app: TitipFlask, counter: Counter, enquiry: Any):
    address = f"/manage/enquiries/{enquiry.id}/quotation"
    form = written(app, counter, enquiry, note="Kotak putih.")
    for wrong, sentence in (
        ({"price1-1": "34.000"}, "harga jual Rp33.333"),
        ({"price2-1": "30.000", "from2-1": "1"}, "lebih dari yang di depannya"),
        ({"price1-1": "30.000", "price2-1": "30.001"}, "paling tinggi Rp30.000"),
        ({"price2-1": "29.000", "price3-1": "29.001"}, "paling tinggi Rp29.000"),
        ({"price1-1": "murah"}, "dengan angka saja"), ({"quantity-1": "x"}, "angka bulat"),
        ({"code-2": in_store_code(999_999)}, "belum dikenal"), ({"code-2": "12"}, "angka periksa"),
        ({"valid_until": ""}, "sampai kapan"), ({"valid_until": "2020-01-01"}, "setengah tahun"),
        ({"quantity-1": "0"}, "Isi dulu barangnya"),
    ):  # fmt: skip
        answer = counter.post(address, counter.manager, **{**form, **wrong})
        assert answer.status_code == 422 and sentence in answer.text, wrong
        assert "Kotak putih." in answer.text and "Dompet sasab" in answer.text
    assert newest(app) is None
    cloth = {"code-2": counter.room.goods["kain"].code, "quantity-2": "2"}
    answer = counter.post(address, counter.manager, **{**form, **cloth, "quantity-1": "0"})
    assert answer.status_code == 422 and "Hanya ada satu: Kain tapis" in answer.text
    assert 'id="quantity-2-salah"' in answer.text, "beside the row it was typed in"
    assert counter.manager.get("/manage/enquiries/99/quotation").status_code == 404
    assert counter.stranger.get(f"/penawaran/{enquiry.token}/surat.pdf").status_code == 404


@one_engine
def test_more_than_the_shelf_has_is_asked_about(app: TitipFlask, counter: Counter, enquiry: Any):
    address = f"/manage/enquiries/{enquiry.id}/quotation"
    page = counter.manager.get(address).text
    assert f"di rak 24: {counter.room.outlet.name} 24" in page
    assert 'data-testid="more"' not in page
    form = written(app, counter, enquiry) | {"quantity-1": "60"}
    asked = counter.post(address, counter.manager, **form)
    assert asked.status_code == 422 and "Di rak hanya 24" in asked.text
    assert 'data-testid="more"' in asked.text and newest(app) is None
    assert counter.post(address, counter.manager, **{**form, "days-1": "7"}).status_code == 303
    assert counter.post(address, counter.manager, **{**form, "more-1": "1"}).status_code == 303


@one_engine
def test_a_revised_letter_begins_with_what_was_written(
    app: TitipFlask, counter: Counter, enquiry: Any
):
    address = f"/manage/enquiries/{enquiry.id}/quotation"
    counter.post(
        address,
        counter.manager,
        **written(app, counter, enquiry, **{"price2-1": "30.000", "house-1": "1"}),
    )
    form = written(app, counter, enquiry)
    assert (form["price2-1"], form["from2-1"], form["quantity-1"]) == ("30.000", "12", "20")
    counter.post(address, counter.manager, **form | {"quantity-1": "60", "more-1": "1"})
    letter = pdf_text(counter.stranger.get(f"/penawaran/{enquiry.token}/surat.pdf"))
    assert (
        "PH00002" in letter
        and "Menggantikan penawaran PH00001" in letter
        and "Rp1.800.000" in letter
    )
    office = counter.manager.get(f"/manage/enquiries/{enquiry.id}").text
    assert "sudah diganti" in office
    accepted = counter.post(
        f"/manage/enquiries/quotations/{newest(app).id}/accept", counter.manager
    )
    assert "Jadikan nota di kasir" in counter.manager.get(accepted.headers["Location"]).text


@one_engine
def test_a_letter_in_english_for_who_asked_in_english(app: TitipFlask, counter: Counter):
    with app.house.database.writer() as session:
        product = session.get_one(Product, counter.room.goods["dompet"].id)
        product.title_en = "A sasab wallet"
        enquiry = ask(session, counter.room, {"dompet": 20})
        enquiry.language = "en"
    counter.post(
        f"/manage/enquiries/{enquiry.id}/quotation",
        counter.manager,
        **written(app, counter, enquiry),
    )
    letter = pdf_text(counter.stranger.get(f"/en/penawaran/{enquiry.token}/surat.pdf"))
    assert "A sasab wallet" in letter and "Prices are valid until" in letter
    assert "Goods are collected at the gallery" in letter


@one_engine
def test_a_till_says_what_is_missing_and_lists_what_waits(app: TitipFlask, counter: Counter):
    assert "Tidak ada penawaran" in counter.cashier.get("/pos?pane=quotations").text
    with app.house.database.writer() as session:
        offer = quoted(session, counter.room, "dompet", 60, 30_000)
    listed = counter.cashier.get("/pos?pane=quotations").text
    assert "PH00001 · PT Umpama Jaya" in listed
    assert (
        "baru 24 di sini" in counter.cashier.get(f"/pos?pane=quotations&quotation={offer.id}").text
    )
    answer = counter.post(f"/pos/quotations/{offer.id}/ticket")
    assert answer.status_code == 422 and "Dompet sasab baru 24 dari 60" in answer.text
    assert "Pengurus bisa memindahkannya" in answer.text
    pane = counter.manager.get(f"/pos?pane=quotations&quotation={offer.id}").text
    assert "/manage/transfers/new" in pane
    assert counter.post("/pos/quotations/99/ticket").status_code == 404
    assert counter.post(f"/pos/quotations/{offer.id}/ticket", counter.officer).status_code == 403
    for path in (
        f"/manage/enquiries/{offer.enquiry_id}/quotation",
        f"/manage/enquiries/quotations/{offer.id}.pdf",
    ):
        assert counter.officer.get(path).status_code == 403
        assert counter.stranger.get(path).status_code == 303


@one_engine
def test_the_tills_script_is_answered_at_once(app: TitipFlask, counter: Counter):
    with app.house.database.writer() as session:
        offer = quoted(session, counter.room, "dompet", 10, 30_000)

    def press(path: str, **form: str) -> str:
        answer = counter.cashier.post(
            path, data={"key": new_uuid(), **form}, headers={"HX-Request": "true"}
        )
        assert answer.status_code == 200, answer.text
        return answer.text

    assert "make-ticket" in press("/pos/scan", code="PH00001")
    asked = counter.cashier.get(f"/pos?pane=quotation-deposit&quotation={offer.id}").text
    assert 'value="150.000"' in asked, "half of it is usual"
    paid = press(f"/pos/quotations/{offer.id}/deposit", amount="150.000", way="cash")
    assert "U000001" in paid and "make-ticket" in paid
    refused = counter.post(f"/pos/quotations/{offer.id}/deposit", amount="150.001", way="cash")
    assert refused.status_code == 422 and "paling banyak Rp150.000" in refused.text
    unseen = counter.post(f"/pos/quotations/{offer.id}/deposit", amount="1.000", way="qris")
    assert unseen.status_code == 422 and "setelah uangnya terlihat" in unseen.text
    assert 'data-amount="300000"' in press(f"/pos/quotations/{offer.id}/ticket")


@one_engine
def test_verify_finds_another_price(app: TitipFlask, counter: Counter):
    with app.house.database.writer() as session:
        offer = quoted(session, counter.room, "dompet", 10, 30_000)
    counter.post(f"/pos/quotations/{offer.id}/ticket")
    counter.post("/pos/complete", pane="cash")
    with app.house.database.writer() as session:
        connection = session.connection()
        connection.exec_driver_sql("DROP TRIGGER tr_quotation_line_no_update")
        line = session.scalars(select(QuotationLine)).one()
        line.unit_price = 29_000
        session.flush()
        number = session.scalars(select(Sale.number)).one()
        assert list(promised(Book(session))) == ["penawaran PH00001", f"nota {number}"]
