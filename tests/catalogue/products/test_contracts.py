"""Which contract holds: the most specific level that has one, whole."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.products import contracts
from catalogue.products import service as products
from catalogue.products.contracts import Terms
from catalogue.products.models import Category, Contract, Product
from catalogue.products.service import Facts
from core.errors import Refused


def bring(session: Session, at: datetime, *, bps: int | None) -> Product:
    """Register a maker, with a contract of her own if `bps` is given, and one thing of hers."""
    sentra = makers.sentra_named(session, "Sentra Tapis")
    name = f"Sekar Contoh {bps}"
    maker = makers.register(session, name, sentra=sentra, by=None, at=at)
    if bps is not None:
        terms = Terms("percent", bps, "shared")
        contracts.agree(session, terms, starts_on=at.date(), by=None, at=at, maker=maker)
    return products.create(
        session, Facts(title=f"Kain {bps}"), maker=maker, kind="counted", price=50_000,
        net_price=None, by=None, at=at,
    )  # fmt: skip


def test_a_makers_own_contract_goes_before_the_showrooms(session: Session, at: datetime):
    terms = Terms("percent", 1500, "shared")
    contracts.agree(session, terms, starts_on=at.date(), by=None, at=at)
    own, plain = bring(session, at, bps=2000), bring(session, at, bps=None)

    found = contracts.all_in_force(session, [own, plain], on=at.date())

    assert found[own.id].commission_bps == 2000
    assert found[plain.id].commission_bps == 1500


def test_a_products_contract_goes_before_its_makers(session: Session, at: datetime):
    product = bring(session, at, bps=2000)
    terms = Terms("percent", 500, "house")
    contracts.agree(session, terms, starts_on=at.date(), by=None, at=at, product=product)

    contract = contracts.in_force(session, product, on=at.date())

    assert contract is not None
    assert (contract.commission_bps, contract.bearer) == (500, "house")


def test_all_that_was_agreed_comes_back_as_it_was_said(session: Session, at: datetime):
    said = Terms(
        "percent", 1750, "maker", floor_price=40_000, period_days=90, afterwards="markdown",
        steps=((90, 1000), (120, 2500)), cadence="weekly", payout_minimum=50_000,
        fee_bearer="maker", loss_bearer="shared",
    )  # fmt: skip
    version = contracts.agree(session, said, starts_on=at.date(), by=None, at=at)
    session.expire_all()

    assert contracts.terms_of(session.get_one(Contract, version.id)) == said


def test_a_category_goes_before_the_maker_and_after_the_product(session: Session, at: datetime):
    product = bring(session, at, bps=2000)
    category = Category(name="Keripik")
    session.add(category)
    session.flush()
    product.category_id = category.id
    agreed = {"starts_on": at.date(), "by": None, "at": at}
    contracts.agree(session, Terms("percent", 800), category=category, **agreed)

    assert rate_of(session, product, at) == 800

    contracts.agree(session, Terms("percent", 500), product=product, **agreed)
    assert rate_of(session, product, at) == 500


def rate_of(session: Session, product: Product, at: datetime) -> int | None:
    """The commission in force for a product."""
    return contracts.require_in_force(session, product, on=at.date()).commission_bps


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms("percent"), "commission"),
        (Terms("net", 1500), "commission"),
        (Terms("percent", 10_001), "commission"),
        (Terms("percent", 1500, floor_price=0), "floor_price"),
        (Terms("percent", 1500, period_days=0), "period_days"),
        (Terms("percent", 1500, period_days=40_000), "period_days"),
        (Terms("percent", 1500, afterwards="return"), "period_days"),
        (Terms("percent", 1500, payout_minimum=-1), "payout_minimum"),
        (Terms("percent", 1500, period_days=30, afterwards="markdown"), "steps"),
        (Terms("percent", 1500, steps=((30, 1000),)), "steps"),
        (Terms("percent", 1500, period_days=30, afterwards="markdown", steps=((29, 10),)), "steps"),
        (
            Terms(
                "percent", 1500, period_days=30, afterwards="markdown",
                steps=((30, 2000), (60, 1000)),
            ),
            "steps",
        ),
        (
            Terms("percent", 1500, period_days=30, afterwards="markdown", steps=((30, 10_000),)),
            "steps",
        ),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_meant_are_refused_beside_their_field(
    session: Session, at: datetime, terms: Terms, field: str
):
    with pytest.raises(Refused) as refused:
        contracts.agree(session, terms, starts_on=at.date(), by=None, at=at)

    assert refused.value.field == field


def test_a_version_that_would_never_hold_is_refused(session: Session, at: datetime):
    terms, today = Terms("percent", 1500), at.date()
    contracts.agree(session, terms, starts_on=today, by=None, at=at)

    with pytest.raises(Refused) as refused:
        contracts.agree(session, terms, starts_on=today - timedelta(days=1), by=None, at=at)

    assert refused.value.field == "starts_on"
