"""The pages and papers of paying day."""

import io
import re

import pypdfium2
import zxingcpp
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from core.money import terbilang
from core.users import service as people
from core.users.models import User
from pos.settlements import treasury
from pos.settlements.adjusting import service as adjusting
from pos.settlements.adjusting.models import Adjustment
from pos.settlements.models import Payout
from tests.pos.portal.conftest import one_engine
from tests.pos.settlements.adjusting.test_service import proposed
from tests.pos.settlements.office import browser, rows, send
from tests.pos.settlements.paying_day.desk import move
from tests.pos.settlements.stage import Stage
from tests.pos.settlements.transfers.test_transfers import decide, keep_account, sent

DESK = "/manage/payouts/payday"


def amount(page: str, testid: str) -> int:
    return int(rows(page, testid)[0]["amount"])


def words_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_the_treasurer_fetches_the_money_and_hands_over_slip_by_slip(
    office: FlaskClient, settled: Stage
):
    page = office.get(DESK).text
    assert (amount(page, "payday-total"), amount(page, "payday-lacks")) == (379_000, 379_000)

    send(office, f"{DESK}/fetch", **{"from": "bank"}, amount="379.000")
    for code in ("S000002", "http://192.168.1.5:8000/manage/payouts/payday/S000001"):
        said = send(office, DESK, code=code, source="treasury")
        assert said.status_code == 303
    last = office.get(said.location).text

    assert rows(last, "payout-done")[0] == {
        "testid": "payout-done", "number": "K000002", "amount": "324000",
    }  # fmt: skip
    assert "Tidak ada yang menunggu dibayar" in last
    assert settled.balance("treasury") == 0


def test_a_slip_scanned_twice_says_how_it_was_paid(office: FlaskClient, settled: Stage):
    send(office, f"{DESK}/fetch", **{"from": "bank"}, amount="379000")
    send(office, DESK, code="S000001", source="treasury")
    again = send(office, DESK, code="S000001", source="treasury")
    assert again.status_code == 409
    assert "sudah dibayar dengan K000001" in again.text
    assert rows(again.text, "payday-row")  # and the next slip can be scanned at once


def test_too_little_in_kas_bendahara_asks_why_and_keeps_the_slip(
    office: FlaskClient, settled: Stage
):
    said = send(office, DESK, code="S000001", source="treasury")
    assert said.status_code == 422
    assert 'name="below"' in said.text
    assert 'value="S000001"' in said.text
    paid = send(office, DESK, code="S000001", source="treasury", below="uangnya dari kas koperasi")
    assert paid.status_code == 303
    assert "uangnya dari kas koperasi" in office.get("/manage/payouts/K000001").text


def test_the_square_on_a_slip_opens_one_envelope_with_one_button(
    office: FlaskClient, settled: Stage
):
    page = office.get(f"{DESK}/S000001")
    assert page.text.count('data-testid="payday-pay"') == 1
    assert f"drawer:{settled.room.till.id}" in page.text  # the open drawer has the money
    done = send(office, f"{DESK}/S000001", source=f"drawer:{settled.room.till.id}")
    shown = office.get(done.location).text
    assert rows(shown, "payout-done")[0]["amount"] == "324000"
    assert send(office, f"{DESK}/S000001", source="treasury").status_code == 409
    assert office.get(f"{DESK}/S000099").status_code == 404


def make_list(office: FlaskClient, **means: str) -> str:
    """Have the list made and return its number."""
    assert send(office, f"{DESK}/means", then="list", **means).status_code == 303
    return rows(office.get(DESK).text, "payday-printed")[0]["number"]


def test_the_list_has_every_maker_the_total_in_words_and_the_notes(
    office: FlaskClient, settled: Stage
):
    move(settled, treasury.OUTSIDE, treasury.TREASURY, 100_000)
    number = make_list(office)
    text = words_of(office.get(f"/manage/payouts/lists/{number}.pdf").data)
    for said in ("DP-0001", "Sekar Benangmas", "Dapur Emping Rekaan", "324.000", "55.000",
                 "379.000", "Tanda tangan", f"# {terbilang(379_000)} rupiah #", "Isi amplop",
                 "Minta ke bank", "279.000"):  # fmt: skip
        assert said in text
    assert "belum" not in text
    assert office.get("/manage/payouts/lists/DP-0009.pdf").status_code == 404


def test_the_list_is_printed_again_as_it_was_signed_after_makers_were_paid(
    office: FlaskClient, settled: Stage
):
    send(office, f"{DESK}/fetch", **{"from": "bank"}, amount="379000")
    first = make_list(office)
    send(office, DESK, code="2", source="treasury")

    assert make_list(office) == first  # everybody still stands on it
    text = words_of(office.get(f"/manage/payouts/lists/{first}.pdf").data)
    assert f"# {terbilang(379_000)} rupiah #" in text and "Dapur Emping Rekaan" in text
    assert "K000001" in text and "belum" in text

    send(office, DESK, code="S000001", source="treasury")
    text = words_of(office.get(f"/manage/payouts/lists/{first}.pdf").data)
    assert "K000002" in text and "belum" not in text and "379.000" in text
    assert rows(office.get(DESK).text, "payday-printed") == [
        {"testid": "payday-printed", "number": first, "amount": "379000"}
    ]

    with settled.database.reader() as session:
        taken_back = session.scalars(select(Payout).where(Payout.number == "K000002")).one()
    settled.take_back(taken_back)
    settled.settle()
    text = words_of(office.get(f"/manage/payouts/lists/{first}.pdf").data)
    newest = settled.latest(taken_back.maker_id).number
    assert f"K000002 dibatalkan, diganti {newest}" in " ".join(text.split())
    settled.all_agree()


@one_engine
def test_a_list_printed_again_says_what_the_bank_does_with_a_transfer(
    office: FlaskClient, settled: Stage
):
    settled.do(lambda session: keep_account(session, settled, settled.room.maker.id))
    listed = f"/manage/payouts/lists/{make_list(office)}.pdf"
    batch = sent(settled, "S000001")
    assert "menunggu bank, TB-0001" in " ".join(words_of(office.get(listed).data).split())
    decide(settled, batch, reason="rekening ditutup")
    assert "transfer gagal" in " ".join(words_of(office.get(listed).data).split())
    assert "Transfer gagal: rekening ditutup" in office.get(DESK).text


def test_cash_or_transfer_is_chosen_before_the_money_is_fetched_and_remembered(
    office: FlaskClient, settled: Stage
):
    maker = settled.room.maker.id
    assert (
        "Rekeningnya belum ditulis"
        in send(office, f"{DESK}/means", **{f"means-{maker}": "transfer"}).text
    )
    settled.do(lambda session: keep_account(session, settled, maker))

    def seen() -> tuple[list[str], int]:
        page = office.get(DESK).text
        return [row["means"] for row in rows(page, "payday-row")], amount(page, "payday-lacks")

    assert seen() == (["cash", "transfer"], 55_000)  # an account, and never paid before
    assert office.get("/manage/bank-transfers").text.count(" checked") == 1
    slip = office.get(f"{DESK}/S000001").text
    assert "dibayar lewat transfer" in slip and "payday-pay" not in slip
    assert "Ganti ke tunai dulu" in send(office, DESK, code="S000001", source="treasury").text

    assert send(office, f"{DESK}/means", **{f"means-{maker}": "cash"}).status_code == 303
    assert seen() == (["cash", "cash"], 379_000)
    assert office.get("/manage/bank-transfers").text.count(" checked") == 0
    assert "Dibayar tunai mulai sekarang" in office.get(f"/manage/makers/{maker}").text

    send(office, f"{DESK}/means", **{f"means-{maker}": "transfer"})
    number = make_list(office)
    send(office, f"{DESK}/fetch", **{"from": "bank"}, amount="55000")
    send(office, DESK, code="M0002", source="treasury")
    send(office, "/manage/statements/S000001/pay", source="bank")
    text = words_of(office.get(f"/manage/payouts/lists/{number}.pdf").data)
    assert "lewat bank" in text and "K000002" in text and settled.balance("treasury") == 0
    assert settled.balance("bank") == 1_000_000 - 379_000


def test_an_advance_is_seen_before_she_is_paid_and_in_what_is_lacking(
    office: FlaskClient, settled: Stage
):
    room = settled.room

    def propose(session: Session) -> int:
        wish = adjusting.Wish("advance", 20_000, "untuk benang", "treasury")
        by = {"by": session.get_one(User, room.manager.id), "at": settled.at}
        return adjusting.propose(session, session.get_one(Maker, room.maker.id), wish, **by).id

    move(settled, treasury.OUTSIDE, treasury.TREASURY, 50_000)
    row_id = settled.do(propose)
    page = office.get(DESK).text
    assert rows(page, "payday-proposal") == [{"testid": "payday-proposal", "number": "P00001"}]
    assert amount(page, "payday-lacks") == 329_000

    for path in (DESK, f"{DESK}/S000001", "/manage/statements/S000001/pay"):
        asked = send(
            office, path, code="S000001", source="bank" if path[-3:] == "pay" else "treasury"
        )
        assert asked.status_code == 422, path
        assert rows(asked.text, "undecided") == [{"testid": "undecided", "number": "P00001"}]
        assert "Uang muka perajin Rp20.000 untuk" in asked.text and 'name="anyway"' in asked.text
    assert settled.balance("treasury") == 50_000

    def approve(session: Session) -> None:
        second = people.create_user(
            session, "Bu Dua", login="dua", roles=("manager",), at=settled.at, by=None
        )
        row = session.get_one(Adjustment, row_id)
        adjusting.approve(session, row, by=second, at=settled.at)

    settled.do(approve)
    page = office.get(DESK).text
    assert amount(page, "payday-lacks") == 349_000
    assert 'P00001</a> <span class="minus">−20.000' in page
    assert "Uang muka perajin Rp20.000 sesudah laporan ini" in page  # it does not tell of it yet
    assert "Hitung hasilnya lagi" in office.get("/manage/statements/S000001").text
    settled.settle()
    again = office.get(f"/manage/statements/{settled.latest().number}").text
    assert "Hitung hasilnya lagi" not in again and rows(again, "payday-proposal") == []
    assert '<a href="/manage/adjustments/P00001">' in again


def test_she_is_paid_though_a_proposal_waits_where_somebody_says_so(
    office: FlaskClient, settled: Stage
):
    proposed(settled)
    move(settled, treasury.OUTSIDE, treasury.TREASURY, 500_000)
    asked = send(office, DESK, code="1", source="treasury")
    assert asked.status_code == 422 and 'value="1"' in asked.text  # what was typed stays
    assert send(office, DESK, code="1", source="treasury", anyway="1").status_code == 303
    assert settled.owed() == 0


@one_engine
def test_while_a_run_is_posted_nobody_of_it_is_paid_and_nothing_is_printed(
    office: FlaskClient, settled: Stage
):
    other = settled.room.other.id
    run = settled.start(only=(other,))
    page = office.get(DESK).text
    assert rows(page, "counting")[0]["number"] == "H0002"
    assert [row["number"] for row in rows(page, "payday-row")] == ["S000001"]
    assert "payday-slips" not in page and "payday-make-list" not in page
    assert office.get(f"{DESK}/slips.pdf").status_code == 409
    assert send(office, f"{DESK}/means", then="list").status_code == 409
    said = send(office, DESK, code="2", source="treasury", below="ada")
    assert said.status_code == 409 and "Perhitungan H0002 masih jalan" in said.text
    page = office.get("/manage/bank-transfers").text
    assert [row["number"] for row in rows(page, "transfer-choice")] == ["S000001"]
    assert rows(page, "counting")

    settled.finish(run)
    page = office.get(DESK).text
    assert rows(page, "counting") == [] and len(rows(page, "payday-row")) == 2


def test_each_slip_has_a_square_and_bars_that_read_as_its_statement(
    office: FlaskClient, settled: Stage
):
    pdf = pypdfium2.PdfDocument(io.BytesIO(office.get(f"{DESK}/slips.pdf").data))
    read = sorted(
        (one.format.name, one.text)
        for one in zxingcpp.read_barcodes(pdf[0].render(scale=300 / 72).to_pil())
    )
    assert read == [
        ("Code128", "S000001"), ("Code128", "S000002"), ("QRCode", "S000001"), ("QRCode", "S000002"),
    ]  # fmt: skip


def test_money_moved_has_a_numbered_slip_to_sign(office: FlaskClient, settled: Stage):
    numbers = re.findall(r"PU-\d{5}", office.get("/manage/treasury").text)
    text = words_of(office.get(f"/manage/treasury/{numbers[0]}.pdf").data)
    for said in (numbers[0], "Rp1.000.000", "satu juta rupiah", "Rekening bank", "Yang menerima"):
        assert said in text
    assert office.get("/manage/treasury/PU-00099.pdf").status_code == 404
    assert office.get("/manage/treasury/nonsense.pdf").status_code == 404


def test_a_cashier_pays_no_maker(app, settled: Stage):
    cashier = browser(app, settled.room.cashier)
    for path in (DESK, "/manage/payouts/lists/DP-0001.pdf", f"{DESK}/slips.pdf", f"{DESK}/S000001"):
        assert cashier.get(path).status_code == 403
    assert send(cashier, DESK, code="S000001", source="treasury").status_code == 403


def test_what_is_left_over_goes_back_by_one_press(office: FlaskClient, settled: Stage):
    send(office, f"{DESK}/fetch", **{"from": "bank"}, amount="400.000")
    spare = rows(office.get(DESK).text, "payday-put-back")
    assert [row["amount"] for row in spare] == ["21000"]
    said = send(office, f"{DESK}/put-back", to="bank", amount="21000")
    assert said.status_code == 303
    assert rows(office.get(said.location).text, "movement")[0]["amount"] == "21000"
    assert settled.balance("treasury") == 379_000
    assert rows(office.get(DESK).text, "payday-put-back") == []
    assert send(office, f"{DESK}/put-back", to="bank", amount="400.000").status_code == 422


def test_an_envelope_comes_only_from_a_place_that_was_offered(office: FlaskClient, settled: Stage):
    for source in ("drawer:99999999999999999999", "drawer:", "bank", "safe:99", "drawer:x", ""):
        for path, slip in ((DESK, {"code": "S000001"}), (f"{DESK}/S000001", {})):
            said = send(office, path, source=source, **slip)
            assert (said.status_code, "Pilih dari mana uangnya" in said.text) == (422, True), source
    huge = send(office, "/manage/statements/S000001/pay", source="drawer:99999999999999999999")
    assert (huge.status_code, "Kasir itu belum buka" in huge.text) == (422, True)
