"""The till's pane of discounts: works, bad input, wrong method, wrong role."""

from datetime import date

import pytest

from catalogue.products import contracts
from catalogue.products.contracts import Terms
from pos.sales import queries
from pos.sales.models import Sale
from tests.pos.sales.conftest import MANAGER_PIN, Counter, give_manager_a_pin


@pytest.fixture
def busy(counter: Counter) -> Counter:
    """A counter with a scarf on the ticket, whose maker's floor is Rp390.000."""
    room = counter.room
    house = counter.cashier.application.house
    with house.database.writer() as session:
        contracts.agree(
            session, Terms("percent", 2000, "shared", floor_price=390_000),
            starts_on=date(2020, 1, 1), by=None, at=room.at, product=room.goods["selendang"],
        )  # fmt: skip
    give_manager_a_pin(counter.cashier.application, room)
    counter.post("/pos/scan", code=room.goods["selendang"].code)
    return counter


def ticket(counter: Counter) -> Sale:
    with counter.cashier.application.house.database.reader() as session:
        sale = queries.current(session, counter.room.till.id)
        assert sale is not None
        return sale


def test_an_agreed_total_stands_on_the_ticket(busy: Counter) -> None:
    answer = busy.post("/pos/discount", agreed="400.000")

    assert answer.status_code == 303
    assert ticket(busy).net_total == 400_000
    assert "potongan 5.000" in busy.cashier.get("/pos").text


@pytest.mark.parametrize("amount, off", [("5.000", 5_000), ("1%", 4_050), ("", 0), ("0", 0)])
def test_a_discount_in_rupiah_or_percent(busy: Counter, amount: str, off: int) -> None:
    line = ticket(busy).lines[0]

    assert busy.post(f"/pos/lines/{line.id}/discount", amount=amount).status_code == 303
    assert ticket(busy).lines[0].given == off

    assert busy.post("/pos/discount", amount=amount).status_code == 303
    assert ticket(busy).discount_total == off + (off if amount != "1%" else 4_009)


def test_the_pane_says_the_lowest_total(busy: Counter) -> None:
    pane = busy.cashier.get("/pos?pane=discount").text

    assert 'data-testid="lowest-total" data-amount="390000"' in pane
    assert "approver_pin" not in pane


def test_below_the_floor_the_pane_asks_for_a_manager(busy: Counter) -> None:
    answer = busy.post("/pos/discount", agreed="300.000")

    assert answer.status_code == 422
    assert "Total paling rendah Rp390.000" in answer.text
    assert 'name="approver_pin"' in answer.text and "Ibu Pengurus" in answer.text
    assert 'value="300.000"' in answer.text
    assert ticket(busy).discount_total == 0


def approved(counter: Counter, **form: str) -> dict[str, str]:
    manager = str(counter.room.manager.id)
    return {"approver": manager, "approver_pin": MANAGER_PIN, "reason": "Cacat sedikit", **form}


def test_a_manager_s_pin_lets_it_pass_and_the_sale_completes(busy: Counter) -> None:
    form = approved(busy, agreed="300.000")

    assert busy.post("/pos/discount", **form).status_code == 303
    assert busy.post("/pos/complete", pane="cash").status_code == 303

    with busy.cashier.application.house.database.reader() as session:
        sale = queries.last_completed(session, busy.room.till.id)
        assert sale is not None
        assert (sale.net_total, sale.lines[0].bearer) == (300_000, "house")
        assert sale.lines[0].maker_share == 324_000


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"approver_pin": "0000"}, "approver_pin"),
        ({"approver": ""}, "approver"),
        ({"approver": "99999"}, "approver"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_wrong_approval_changes_nothing(busy: Counter, wrong: dict, field: str) -> None:
    answer = busy.post("/pos/discount", **approved(busy, agreed="300.000", **wrong))

    assert answer.status_code == 422
    assert f'id="{field}-salah"' in answer.text
    assert ticket(busy).discount_total == 0


def test_a_cashier_cannot_approve(busy: Counter) -> None:
    cashier = str(busy.room.cashier.id)

    answer = busy.post("/pos/discount", **approved(busy, agreed="300.000", approver=cashier))

    assert answer.status_code == 422
    assert ticket(busy).discount_total == 0


@pytest.mark.parametrize(
    "form, field",
    [
        ({"agreed": "x"}, "agreed"),
        ({"agreed": "405.001"}, "agreed"),
        ({"agreed": "-1"}, "agreed"),
        ({"amount": "x"}, "amount"),
        ({"amount": "101%"}, "amount"),
        ({"amount": "405.001"}, "amount"),
        ({"amount": "2,5"}, "amount"),
    ],
)
def test_what_is_no_amount_is_refused_beside_its_field(
    busy: Counter, form: dict, field: str
) -> None:
    answer = busy.post("/pos/discount", **form)

    assert answer.status_code == 422
    assert f'id="{field}-salah"' in answer.text
    assert ticket(busy).discount_total == 0


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_discount_that_looks_like_a_slip_is_asked_about_once_more(counter: Counter) -> None:
    for _ in range(2):
        counter.post("/pos/scan", code=counter.room.goods["tas"].code)  # twice Rp5.050
    line = ticket(counter).lines[0]

    for path, form, amount in (
        ("/pos/discount", {"agreed": "2.000"}, 8_100),  # the discount typed as the agreed total
        ("/pos/discount", {"amount": "50%"}, 5_050),
        (f"/pos/lines/{line.id}/discount", {"amount": "8.100"}, 8_100),
    ):
        asked = counter.post(path, **form)
        assert asked.status_code == 422
        assert "persen dari Rp10.100" in asked.text and "Ya, potong" in asked.text
        assert f'name="sure" value="{amount}"' in asked.text
        assert f'id="{next(iter(form))}-salah"' in asked.text  # beside what was typed
        counter.post(path, **form, sure=str(amount - 1))
        assert ticket(counter).discount_total == 0  # sure of another sum

    counter.post("/pos/discount", agreed="2.000", sure="8100")
    assert ticket(counter).discount_total == 8_100
    counter.post("/pos/discount", amount="1.000")
    assert ticket(counter).discount_total == 1_000  # so little is not asked about


def test_a_line_of_another_ticket_is_none_of_ours(busy: Counter) -> None:
    assert busy.post("/pos/lines/999/discount", amount="1.000").status_code == 409


def test_looking_changes_nothing(busy: Counter) -> None:
    assert busy.cashier.get("/pos/discount").status_code == 405
    assert busy.cashier.get("/pos?pane=discount&line=999").status_code == 200


def test_an_officer_and_a_stranger_give_nothing(busy: Counter) -> None:
    assert busy.post("/pos/discount", busy.officer, agreed="400.000").status_code == 403
    assert busy.post("/pos/discount", busy.stranger, agreed="400.000").status_code == 303
    assert ticket(busy).discount_total == 0
