"""The walk of a delivery: told by WhatsApp, received against it, corrected; a licence noted."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import one_engine
from tests.browser.steps import Photograph
from tests.server import Server
from tests.tools.reading import page_texts


def test_a_manager_receives_what_was_announced_and_corrects_it(
    counter: Page, server: Server, photograph: Photograph
):
    goods = steps.goods_of(server, at_least=3)[0]
    steps.manager_signs_in(counter, server)
    counter.goto(f"{server.url}/manage/announcements/new?q={goods.maker_code}")
    counter.get_by_role("button", name="Pilih").first.click()
    for title, pieces in ((goods.code, "5"), ("Gantungan Kunci Baru", "4")):
        counter.get_by_label("Nama barang, atau kodenya").fill(title)
        counter.get_by_label("Jumlah").fill(pieces)
        counter.get_by_label("Harga jual (boleh kosong)").fill("30.000" if pieces == "4" else "")
        counter.get_by_role("button", name="Tambah").click()
        expect(counter.get_by_test_id("notice")).to_contain_text(pieces)
    photograph(counter, "manager-announced")

    counter.get_by_test_id("receive-announced").click()
    counter.get_by_role("button", name="Datang 5").click()
    counter.get_by_label("Jumlah, ").first.fill("3")
    counter.get_by_role("button", name="Simpan dulu").click()
    counter.get_by_role("button", name="Isi barang baru").click()
    counter.get_by_role("button", name="Tambahkan ke daftar").click()
    photograph(counter, "manager-receiving")
    counter.get_by_role("button", name="Periksa dan terima").click()
    expect(counter.get_by_test_id("compared")).to_contain_text("kurang 2")
    photograph(counter, "manager-compared")
    counter.get_by_test_id("receive-consignment").click()
    expect(counter.get_by_test_id("compared")).to_contain_text("kurang 2")
    note = "".join(page_texts(steps.fetched(counter, f"{counter.url}/note.pdf")))
    assert "dikabarkan 5, datang 3 (kurang 2)" in note
    paper = steps.interpreted(steps.papers(server, "consignment_note")[0].read_bytes())
    assert steps.has_on_paper(paper, "Lembar untuk galeri")

    counter.get_by_role("link", name="Koreksi").click()
    counter.get_by_label("Jumlah seharusnya").first.fill("4")
    counter.get_by_label("Alasan").fill("satu terselip di kantong")
    counter.get_by_test_id("post-correction").click()
    expect(counter.get_by_test_id("notice")).to_contain_text("tercatat")
    photograph(counter, "manager-corrected")
    record = "".join(page_texts(steps.fetched(counter, f"{counter.url}/record.pdf")))
    assert "jumlah 3 menjadi 4" in record


@one_engine
def test_a_manager_notes_a_licence_with_its_photo(
    counter: Page, server: Server, photograph: Photograph, tmp_path: Path
):
    goods = steps.goods_of(server)[0]
    scan = tmp_path / "surat.png"
    Image.new("RGB", (600, 400), "white").save(scan)
    steps.manager_signs_in(counter, server)
    counter.goto(f"{server.url}/manage/certificates/new")
    counter.get_by_label("Perajin").select_option(label=goods.maker)
    counter.get_by_label("Jenis").select_option("halal")
    counter.get_by_label("Nomor, seperti di suratnya").fill("LPPOM 0706004567")
    counter.locator("#scan").set_input_files(scan)
    counter.get_by_test_id("save-certificate").click()
    expect(counter.get_by_test_id("notice")).to_contain_text("ID dan 17 angka")
    counter.get_by_test_id("is-sure").check()
    counter.get_by_test_id("save-certificate").click()
    expect(counter.get_by_test_id("notice")).to_contain_text("tercatat")
    expect(counter.get_by_alt_text("Foto sertifikat")).to_be_visible()
    photograph(counter, "manager-certificate")

    counter.goto(f"{server.url}/p/{goods.slug}")
    expect(counter.locator("main")).to_contain_text("LPPOM0706004567")
