"""What a lost piece costs whom, under each kind of terms and each loss rule."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from catalogue.products import contracts, losses
from catalogue.products.contracts import Terms
from catalogue.products.losses import Loss, loss_share
from tests.catalogue.products.test_contracts import bring

DAY = date(2026, 5, 9)


@pytest.mark.parametrize(("bearer", "owed"), [("house", 42_500), ("shared", 21_250), ("maker", 0)])
def test_under_percent_terms_the_value_is_list_less_commission(bearer: str, owed: int):
    loss = loss_share("percent", bearer, price=50_000, quantity=1, commission_bps=1500)

    assert loss == Loss(42_500, owed)


@pytest.mark.parametrize(("bearer", "owed"), [("house", 70_000), ("shared", 35_000), ("maker", 0)])
def test_under_net_terms_the_value_is_the_net_price(bearer: str, owed: int):
    loss = loss_share("net", bearer, price=50_000, quantity=2, net_price=35_000)

    assert loss == Loss(70_000, owed)


def test_the_odd_rupiah_of_a_shared_loss_goes_to_the_maker():
    loss = loss_share("percent", "shared", price=335, quantity=1, commission_bps=0)

    assert loss == Loss(335, 168)


def test_a_net_price_above_the_list_price_counts_as_the_list_price():
    assert loss_share("net", "house", price=30_000, quantity=1, net_price=35_000).value == 30_000


def test_the_contract_in_force_on_that_date_decides(session: Session, at):
    product = bring(session, at, bps=2000)
    bears = Terms("percent", 2000, loss_bearer="maker")
    contracts.agree(session, bears, starts_on=date(2026, 6, 1), by=None, at=at, maker=product.maker)

    before = losses.loss_of(session, product, 3, on=DAY)
    after = losses.loss_of(session, product, 3, on=date(2026, 6, 1))

    assert before == Loss(120_000, 120_000)
    assert after == Loss(120_000, 0)


def test_goods_without_a_contract_have_no_loss_rule(session: Session, at):
    product = bring(session, at, bps=None)

    with pytest.raises(contracts.NoTerms):
        losses.loss_of(session, product, 1, on=DAY)
