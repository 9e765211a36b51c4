"""Paying in parts: the parts stand on the open ticket, and completing makes tenders of them."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.dispatch import TitipFlask
from core.errors import NotFound
from pos.ledger import queries as ledger
from pos.reports.verify import verify
from pos.sales import paying, queries
from pos.sales import service as tickets
from pos.sales.models import Sale, Tender
from pos.sales.paying import PartRefused
from pos.sales.tenders import Offer
from pos.settlements import documents
from pos.settlements.due import Terms, draft_of
from tests.pos.sales.conftest import Counter
from tests.pos.sales.test_qris import DYNAMIC, STATIC
from tests.pos.sales.test_views import FORM
from tests.pos.showroom import Showroom, open_showroom
from tests.tools.reading import drawn, scan


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def ticket_of(session: Session, room: Showroom, wanted: dict[str, int]) -> Sale:
    """An open ticket with goods on it."""
    sale = room.ticket(session)
    for name, quantity in wanted.items():
        tickets.scan(
            session, sale, room.goods[name].code, quantity=quantity, by=room.cashier.id, at=room.at
        )
    return sale


def add(session: Session, room: Showroom, sale: Sale, kind: str, amount: int | None) -> None:
    offer = Offer(kind, amount)
    paying.add_part(session, sale, offer, on=room.shift.business_date, at=room.at)


def test_parts_stand_on_the_ticket_until_it_completes(session: Session, room: Showroom) -> None:
    sale = ticket_of(session, room, {"selendang": 1, "dompet": 1})  # 438.333
    add(session, room, sale, "cash", 100_000)
    add(session, room, sale, "card", 38_333)
    session.commit()
    session.expire_all()

    found = queries.current(session, room.till.id)
    assert found is not None
    stands = paying.standing_of(session, found, on=room.shift.business_date)
    assert (stands.left, stands.is_paid) == (300_000, False)
    assert ledger.balance_of(session, "clearing") == 0

    add(session, room, found, "cash", 350_000)
    assert paying.standing_of(session, found, on=room.shift.business_date).change == 50_000


def test_one_qris_part_above_the_limit_is_several(session: Session, room: Showroom) -> None:
    sale = ticket_of(session, room, {"kain": 1, "selendang": 15})  # 10.425.000
    add(session, room, sale, "qris", None)

    assert [part.amount for part in sale.tenders] == [10_000_000, 425_000]


@pytest.mark.parametrize(
    ("kind", "amount", "says"),
    [
        ("card", 34_000, "tinggal Rp33.333"),
        ("card", 0, "lebih dari nol"),
        ("card", -5, "lebih dari nol"),
        ("cash", 10_050, "kelipatan Rp100"),
    ],
)
def test_a_part_that_cannot_be_is_refused(
    session: Session, room: Showroom, kind: str, amount: int, says: str
) -> None:
    sale = ticket_of(session, room, {"dompet": 1})

    with pytest.raises(PartRefused, match=says):
        add(session, room, sale, kind, amount)


def test_nothing_is_added_to_what_is_paid(session: Session, room: Showroom) -> None:
    sale = ticket_of(session, room, {"dompet": 1})
    add(session, room, sale, "card", None)

    with pytest.raises(PartRefused, match="sudah lunas"):
        add(session, room, sale, "cash", 10_000)


def test_a_part_of_another_ticket_is_not_found(session: Session, room: Showroom) -> None:
    sold = room.sell(session, {"emping": 1})
    sale = ticket_of(session, room, {"dompet": 1})

    with pytest.raises(NotFound):
        paying.remove_part(session, sale, sold.tenders[0].id)


# -- over HTTP ----------------------------------------------------------------------------------


def test_a_ticket_paid_in_three_ways(counter: Counter, app: TitipFlask) -> None:
    """Cash first, then QRIS, then what is left by card, after a slip that is taken back."""
    counter.post("/pos/scan", code=counter.room.goods["selendang"].code)
    assert 'data-testid="pay-split"' in counter.cashier.get("/pos").text
    counter.post("/pos/parts", way="cash", amount="100.000")
    counter.post("/pos/parts", way="transfer", amount="1.000", reference="Bu Ani")
    with app.house.database.reader() as session:
        slip = session.scalars(select(Tender).where(Tender.kind == "transfer")).one().id
    counter.post(f"/pos/parts/{slip}/remove")
    assert counter.post("/pos/parts", way="qris", amount="200.000").status_code == 303

    page = counter.cashier.get("/pos?pane=split").text
    assert page.count('data-testid="part"') == 2
    assert 'data-testid="rest" data-amount="105000"' in page
    assert "Sudah dibayar" in counter.cashier.get("/pos").text

    done = counter.post("/pos/complete", pane="card", reference="EDC 042").location
    shown = counter.cashier.get(done).text
    assert "EDC 042" in shown
    with app.house.database.reader() as session:
        sale = session.scalars(select(Sale)).one()
        paid = sorted((t.kind, t.amount) for t in sale.tenders)
    assert paid == [("card", 105_000), ("cash", 100_000), ("qris", 200_000)]
    paper = counter.cashier.get(f"/pos/receipt/{sale.id}").text
    assert all(word in paper for word in ("Tunai", "QRIS", "Kartu", "EDC 042"))


def test_cash_as_the_last_part_gives_change(counter: Counter) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)  # 33.333
    counter.post("/pos/parts", way="qris", amount="13.333")
    counter.post("/pos/parts", way="cash", amount="50.000")
    assert "Rp30.000" in counter.cashier.get("/pos?pane=split").text

    done = counter.post("/pos/complete", pane="split").location

    assert 'data-change="30000"' in counter.cashier.get(done).text


@pytest.mark.parametrize(
    "form",
    [
        {"way": "card", "amount": "10.000"},
        {"way": "gold", "amount": "10.000"},
        {"way": "cash", "amount": "ten"},
        {"way": "qris", "amount": "33.334"},
    ],
)
def test_a_wrong_part_comes_back_with_what_was_typed(
    counter: Counter, app: TitipFlask, form: dict[str, str]
) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)

    answer = counter.post("/pos/parts", **form)

    assert answer.status_code == 422
    assert f'value="{form["amount"]}"' in answer.text
    with app.house.database.reader() as session:
        assert session.scalars(select(Tender)).all() == []


def test_parts_that_do_not_cover_it_complete_nothing(counter: Counter, app: TitipFlask) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    counter.post("/pos/parts", way="card", amount="10.000", reference="EDC 1")

    assert counter.post("/pos/complete", pane="split").status_code == 422
    with app.house.database.reader() as session:
        assert session.scalars(select(Sale)).one().number is None


@pytest.mark.parametrize("pane", ["card", "transfer"])
def test_a_card_or_a_transfer_needs_its_number(counter: Counter, pane: str) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)

    assert counter.post("/pos/complete", pane=pane).status_code == 422


@pytest.mark.parametrize("pane", ["card", "transfer"])
@pytest.mark.parametrize("scanned", ["{code}", "https://titip.example/k/{code}", "G1000001"])
@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_tag_or_a_receipt_is_no_payment_s_number(
    counter: Counter, pane: str, scanned: str
) -> None:
    with counter.cashier.application.house.database.writer() as session:
        counter.room.sell(session, {"dompet": 1})
    code = counter.room.goods["emping"].code
    counter.post("/pos/scan", code=code)

    paid = counter.post("/pos/complete", pane=pane, reference=scanned.format(code=code))
    part = counter.post("/pos/parts", way=pane, reference=scanned.format(code=code))

    for answer in (paid, part):
        assert answer.status_code == 422
        assert "bukan nomor pembayaran" in answer.text


def test_exact_cash_is_one_press(counter: Counter) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    assert 'data-testid="pay-exact"' in counter.cashier.get("/pos").text

    done = counter.post("/pos/complete", pane="cash").location

    assert 'data-change="0"' in counter.cashier.get(done).text


def test_the_code_carries_the_amount_only_where_the_setting_says_so(counter: Counter) -> None:
    def shown(query: str) -> str:
        [(_kind, text)] = scan(drawn(counter.cashier.get(f"/pos/qris.svg{query}").data))
        return text

    counter.post("/manage/settings", counter.manager, **{**FORM, "qris": STATIC})
    assert shown("?amount=150000") == STATIC

    counter.post("/manage/settings", counter.manager, **{**FORM, "qris": STATIC, "dynamic": "1"})
    assert shown("") == STATIC
    assert shown("?amount=150000").startswith(DYNAMIC[: DYNAMIC.index("62070703A01")])
    assert counter.cashier.get("/pos/qris.svg?amount=10000001").status_code == 404


@pytest.mark.parametrize("path", ["/pos/parts", "/pos/parts/1/remove"])
def test_looking_changes_nothing(counter: Counter, path: str) -> None:
    assert counter.cashier.get(path).status_code == 405


def test_an_officer_pays_nothing(counter: Counter) -> None:
    assert counter.post("/pos/parts", counter.officer, way="cash").status_code == 403


# -- received directly by the maker ---------------------------------------------------------------


def test_a_maker_who_took_the_money_owes_the_house_its_share(
    session: Session, room: Showroom
) -> None:
    """405.000 at 20 %: her share is 324.000, she has 405.000 in her hand."""
    direct = Offer("maker", maker_id=room.maker.id)
    sale = room.sell(session, {"selendang": 1}, offers=(direct,))

    assert ledger.owed_to(session, room.maker.id) == -81_000
    [tender] = sale.tenders
    paper = queries.receipt_json(session, sale.id)["tenders"]
    assert (paper[0]["label"], paper[0]["reference"]) == ("Diterima perajin", "Sekar Benangmas")
    draft = draft_of(session, Terms(date(2100, 1, 1), 0), room.maker.id)
    assert (draft.closing, {entry.source_kind for entry in draft.due}) == (
        -81_000, {"sale_line", "tender"},
    )  # fmt: skip
    words = documents.statement(
        session, room.maker, draft, terms=Terms(date(2100, 1, 1), 0), number="S1", at=room.at
    )
    assert any(sale.number in entry.label for entry in words.entries)
    assert tender.maker_id == room.maker.id
    assert [verdict.line for verdict in verify(session) if not verdict.is_good] == []


def test_only_a_maker_of_the_ticket_took_its_money(counter: Counter, app: TitipFlask) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    wrong = counter.post("/pos/parts", way="maker", maker=counter.room.other.id)
    assert wrong.status_code == 422

    counter.post("/pos/parts", way="maker", maker=counter.room.maker.id)
    done = counter.post("/pos/complete", pane="split").location

    assert "Diterima perajin" in counter.cashier.get(done).text
