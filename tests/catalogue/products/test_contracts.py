"""Which contract holds: the most specific level that has one, whole."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.products import contracts
from catalogue.products import service as products
from catalogue.products.contracts import Terms
from catalogue.products.models import Product
from catalogue.products.service import Facts


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
