"""A manager who stands behind a maker lets the house pay for nothing through an agreement of hers."""

from sqlalchemy import select

from catalogue.makers import owners
from catalogue.makers.models import Maker
from catalogue.products import contracts
from catalogue.products.models import Category, Product
from core.dispatch import TitipFlask
from core.users.models import User
from pos.sales.models import Sale
from tests.pos.sales.conftest import Counter

ALL_FOR_HER = {"terms": "percent", "commission": "0", "bearer": "house"}


def test_no_sale_at_one_rupiah_by_a_category_that_was_empty(app: TitipFlask, counter: Counter):
    room, by = counter.room, counter.manager
    with app.house.database.writer() as session:
        maker, person = (
            session.get_one(Maker, room.maker.id),
            session.get_one(User, room.manager.id),
        )
        owners.say(session, maker, person, by=room.cashier.id, at=room.at)
    purse = room.goods["dompet"]
    counter.post("/manage/categories", by, name="Kerajinan lain")
    with app.house.database.reader() as session:
        held = contracts.require_in_force(session, session.get_one(Product, purse.id),
                                          on=room.shift.business_date).id  # fmt: skip
        category = session.scalars(select(Category.id)).one()
    path = f"/manage/contracts/new?category={category}"
    assert counter.post(path, by, **ALL_FOR_HER).status_code == 303, "nobody's goods are in it"

    for where, form in (
        (f"/manage/products/{purse.id}/category", {"category": category}),
        (f"/manage/categories/{category}/goods", {"product": purse.id}),
    ):
        said = counter.post(where, by, **form)
        assert (said.status_code, "dipilih pengurus lain" in said.text) == (403, True)

    counter.post("/pos/scan", code=purse.code)
    with app.house.database.reader() as session:
        line = session.scalars(select(Sale)).one().lines[0]
        line_id, off = line.id, line.list_amount - 1
    counter.post(f"/pos/lines/{line_id}/discount", amount=off, sure=off)
    counter.post("/pos/complete", pane="cash")
    with app.house.database.reader() as session:
        line = session.scalars(select(Sale)).one().lines[0]
        assert (line.contract_id, line.discount) == (held, off)
        assert (line.maker_share or 0) <= 1 and line.house_share == 1 - (line.maker_share or 0)
