"""Her money pages: what she earned less every rupiah she had is what is owed, and adds up by reading."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalogue.makers import private
from core.dispatch import TitipFlask
from core.files import Files
from core.users import service as people
from pos.ledger.queries import owed_to
from pos.portal import received
from pos.portal.slip import slip_of
from pos.sales.models import Sale
from pos.sales.tenders import Offer
from pos.settlements.adjusting import service as adjusting
from pos.settlements.adjusting.service import Wish
from printers.profile import Profile
from printers.render import render
from tests.pos.portal.conftest import one_engine, sign_in
from tests.pos.settlements.stage import Stage
from tests.pos.showroom import Showroom
from tests.tools.escpos_view import View
from tests.tools.reading import amounts, page_texts

SHARE = 583_200
"""Hers of the first sale; that of the QRIS sale waits."""


@pytest.fixture
def stage(app: TitipFlask, home: Path, shop: tuple[Showroom, list[Sale]]) -> Stage:
    room, _sales = shop
    return Stage(app.house.database, Files(home), room)


def rows_of(html: str) -> list[int]:
    """The figures of a readable sum, as they are printed, its result last."""
    block = html[html.index('data-testid="all-time"') :]
    block = block[: block.index("</dl>")]
    printed = re.findall(r"<dd[^>]*>(?:<span[^>]*>)?(?:Rp)?([−+]?[\d.]+)", block)
    return [int(one.replace("−", "-").replace(".", "")) for one in printed]


def adds_up(html: str) -> dict[str, int]:
    """Hold the sums of /maker/payouts against each other by reading; return its figures."""
    *parts, result = rows_of(html)
    found = amounts(html)
    found.pop("maker-received", None)
    stated = re.findall(r'data-testid="maker-statement"[^>]*data-amount="(-?\d+)"', html)
    had = re.findall(r'data-testid="maker-received" data-amount="(-?\d+)"', html)
    assert sum(parts) == result == found["maker-balance"]
    assert sum(map(int, stated)) == parts[0]
    assert sum(map(int, had)) == found.get("received-total", 0)
    assert found["maker-payable"] + found["maker-held"] - found.get("maker-behind", 0) == result
    return found


def give(stage: Stage, wish: Wish) -> str:
    """Propose and approve money that is handed over; return the number of its receipt."""

    def work(session: Session) -> str:
        room = stage.room_in(session)
        other = people.create_user(
            session, "Pak Bendahara", login=f"b{stage.at:%H%M%S}", roles=("manager",),
            at=stage.at, by=None,
        )  # fmt: skip
        row = adjusting.propose(session, room.maker, wish, by=room.manager, at=stage.at)
        adjusting.approve(session, row, by=other, at=stage.at, below="uangnya ada")
        return row.number

    return stage.database.write(work)


def test_an_advance_after_a_payment_is_called_what_it_is_and_nothing_is_promised(
    phone: FlaskClient, stage: Stage
):
    stage.settle()
    paid = stage.pay(stage.latest())
    number = give(stage, Wish("advance", 200_000, "benang", "treasury"))
    sign_in(phone)

    home, money = phone.get("/maker").text, phone.get("/maker/payouts").text
    papers = [phone.get(f"/maker/receipts/{one}.pdf") for one in (paid.number, number)]

    held = 80_000
    assert adds_up(money) == {
        "maker-balance": held - 200_000, "maker-paid": SHARE + 200_000, "maker-payable": 0,
        "maker-behind": 200_000, "maker-held": held, "received-total": SHARE + 200_000,
    }  # fmt: skip
    assert amounts(home)["maker-paid"] == SHARE + 200_000 and amounts(home)["maker-payable"] == 0
    for html in (home, money):
        assert "Uang muka, dipotong dari hasil berikutnya" in html and "Kelebihan" not in html
        assert "−Rp" not in re.sub(r"<output.*?</output>", "", html, flags=re.S)
    assert "Uang muka, tunai" in money and money.count("/maker/receipts/") == 3
    assert ["200.000" in page_texts(one.data)[0] for one in papers] == [False, True]
    assert phone.get("/maker/receipts/K999999.pdf").status_code == 404
    sign_in(phone, "081200000002")
    assert phone.get(f"/maker/receipts/{paid.number}.pdf").status_code == 404, "another maker's"


@one_engine
def test_cash_goes_in_hundreds_and_the_page_and_the_slip_say_so(
    phone: FlaskClient, stage: Stage, shop: tuple[Showroom, list[Sale]]
):
    stage.sell({"selendang": 1}, discount=55)
    stage.settle()
    closing = stage.latest().closing
    rest = closing % 100
    assert rest
    sign_in(phone)
    words = f"tunai {rupiah(closing - rest)}, {rupiah(rest)} ikut berikutnya"
    assert words in phone.get("/maker").text and words in phone.get("/maker/payouts").text
    lines = phone.get("/maker/sum").text
    before = amounts(phone.get("/maker").text)
    assert "Belum dibayar" in phone.get("/maker/payouts").text
    assert lines.count("/maker/sales/") == 3, "the unpaid statement's lines and what waits"
    assert amounts(lines)["sum-total"] == before["maker-balance"]
    assert "Harga barang terjual<small>6 barang" in phone.get("/maker").text, "as before settling"

    with stage.database.writer() as session:
        room = stage.room_in(session)
        private.keep(
            session, room.maker, nik="", bank_name="Bank Contoh", bank_account="1234567890123",
            bank_holder="Ibu Contoh", by=room.manager.id, at=stage.at,
        )  # fmt: skip
    assert "lewat transfer" in phone.get("/maker").text and words not in phone.get("/maker").text

    stage.pay(stage.latest())
    after = phone.get("/maker/payouts").text
    with stage.database.reader() as session:
        room = stage.room_in(session)
        slip = slip_of(session, room.maker, today=stage.today, hold_days=0, at=stage.at)
        sold = shop[1][0].lines[0].id
    paper = "\n".join(View(Profile().dots).feed(render(slip, Profile(columns=32))).lines)

    found = adds_up(after)
    assert (found["maker-payable"], found["maker-paid"]) == (rest, closing - rest)
    assert "di bawah Rp100" in after and f"dibayar {rupiah(closing - rest)}, 9 Mei" in after
    assert (slip.total, slip.payable, slip.held, slip.paid) == tuple(
        found[f"maker-{name}"] for name in ("balance", "payable", "held", "paid")
    )
    assert "di bawah Rp100" in paper and "Tunai K000001" in paper
    line = phone.get(f"/maker/sales/{sold}").text
    assert "Sudah dibayar 9 Mei" in line and "/maker/receipts/K000001.pdf" in line
    assert "Di nota ini ada 1 baris lain" in line and "Emping" not in line


@one_engine
@pytest.mark.parametrize(
    ("story", "name"),
    [("returned", "Kelebihan bayar"), ("direct", "Sudah diterima dari pembeli")],
)
def test_a_balance_below_zero_says_why(
    phone: FlaskClient, stage: Stage, shop: tuple[Showroom, list[Sale]], story: str, name: str
):
    stage.settle()
    stage.pay(stage.latest())
    with stage.database.writer() as session:
        room, sale = stage.room_in(session), session.get_one(Sale, shop[1][0].id)
        if story == "returned":
            room.give_back(session, sale.lines[0], 1)
        else:
            room.sell(session, {"selendang": 3}, offers=(Offer("maker", maker_id=room.maker.id),))
    sign_in(phone)

    html = phone.get("/maker/payouts").text

    assert adds_up(html)["maker-balance"] < 0
    assert f"{name}, dipotong dari hasil berikutnya" in html
    with stage.database.reader() as session:
        sums = received.sums(session, stage.room.maker.id)
        assert sums.balance == owed_to(session, stage.room.maker.id)


def rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")
