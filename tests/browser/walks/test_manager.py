"""The manager's walk: what comes in, with its papers, and a sheet imported after a look."""

from pathlib import Path

from playwright.sync_api import Page, expect

from catalogue.products.queries import by_code
from tests.browser import steps
from tests.browser.conftest import one_engine
from tests.browser.steps import Photograph
from tests.server import Server
from tests.tools.label_view import read_tspl
from tests.tools.reading import page_texts, pages, scan

SHEET = Path(__file__).parents[2] / "data" / "titipan_bersih.csv"
DPI = 300


def test_a_manager_receives_a_consignment_with_its_papers_and_tags(
    counter: Page, server: Server, photograph: Photograph
):
    goods = steps.goods_of(server, at_least=3)[0]
    steps.manager_signs_in(counter, server)
    photograph(counter, "manager-home")
    for name, address in (
        ("makers", "/manage/makers"),
        ("products", "/manage/products"),
        ("consignments", "/manage/consignments"),
    ):
        counter.goto(server.url + address)
        expect(counter.get_by_role("heading", level=1)).to_be_visible()
        photograph(counter, f"manager-{name}")

    counter.goto(f"{server.url}/manage/consignments/new?q={goods.maker_code}")
    counter.get_by_role("button", name="Pilih").first.click()
    counter.get_by_label("Pindai label").fill(goods.code)
    counter.keyboard.press("Enter")
    expect(counter.get_by_test_id("notice")).to_contain_text(goods.title)
    counter.get_by_label("Jumlah", exact=False).first.fill("3")
    counter.get_by_role("button", name="Periksa dan terima").click()
    photograph(counter, "manager-check")
    counter.get_by_test_id("receive-consignment").click()
    expect(counter.get_by_test_id("notice")).to_contain_text("diterima")
    photograph(counter, "manager-received")

    note = steps.fetched(counter, f"{counter.url}/note.pdf")
    assert goods.title in "".join(page_texts(note))
    paper = steps.interpreted(steps.papers(server, "consignment_note")[0].read_bytes())
    assert steps.has_on_paper(paper, goods.title)
    assert steps.has_on_paper(paper, goods.maker)
    assert steps.has_on_paper(paper, "Lembar untuk perajin")
    assert steps.has_on_paper(paper, "Lembar untuk galeri")
    assert tags_in(server, 0) == [goods.code] * 3

    both = steps.fetched(counter, f"{counter.url}/papers.pdf")
    assert "Lembar untuk galeri" in page_texts(both)[0]
    codes = [text for tags in pages(both, DPI)[1:] for _name, text in scan(tags)]
    assert codes == [goods.code] * 3

    counter.get_by_role("button", name="Cetak label di").click()
    expect(counter.get_by_test_id("notice")).to_contain_text("Label dikirim")
    assert tags_in(server, 1) == [goods.code] * 3
    photograph(counter, "manager-tags")
    sheet = steps.fetched(
        counter, f"{server.url}/manage/labels.pdf?sheet=a4-24&product={product_id(server, goods)}"
    )
    [page] = pages(sheet, DPI)
    assert [text for _name, text in scan(page)] == [goods.code]


def tags_in(server: Server, nth: int) -> list[str]:
    """Return the codes on the tags of the n-th job of the label printer."""
    job = steps.papers(server, "labels", nth + 1)[nth]
    return [text for tag in read_tspl(job.read_bytes()) for _name, text in scan(tag)]


def product_id(server: Server, goods: steps.Goods) -> int:
    """Return the number of the product in the house's database."""
    with steps.reading(server) as session:
        found = by_code(session, goods.code)
        assert found is not None
        return found.id


@one_engine
def test_a_manager_imports_a_sheet_after_looking_at_it(
    counter: Page, server: Server, photograph: Photograph
):
    steps.manager_signs_in(counter, server)
    counter.goto(f"{server.url}/manage/import")
    counter.get_by_test_id("import-file").set_input_files(SHEET)
    photograph(counter, "manager-import")

    counter.get_by_test_id("import-try").click()
    accepted = counter.get_by_test_id("import-accepted")
    expect(accepted).to_have_attribute("data-amount", "1249", timeout=120_000)
    photograph(counter, "manager-import-preview")
    counter.goto(f"{server.url}/manage/makers")
    expect(counter.locator("main")).to_contain_text("12 perajin")

    counter.go_back()
    counter.get_by_test_id("import-take").click()
    expect(counter.get_by_test_id("import-take")).to_have_count(0)
    expect(accepted).to_have_attribute("data-amount", "1249", timeout=120_000)
    expect(counter.get_by_test_id("import-refused")).to_have_attribute("data-amount", "0")
    photograph(counter, "manager-imported")
    counter.goto(f"{server.url}/manage/makers")
    expect(counter.locator("main")).to_contain_text("201 perajin")
    photograph(counter, "manager-makers-many")
