"""Which product a consigned row means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.products.matching import Fit, KnownProduct, Offer, fit, grams, kind

CHIPS = kind("Keripik Pisang 200 g", "", "", "", "")
CLOTH = kind("Kain Tapis", "Siger", "cucuk tangan", "L", "")


@pytest.mark.parametrize(
    ("title", "weight"),
    [
        ("Keripik Pisang 200 g", 200),
        ("Kopi 0,25 kg", 250),
        ("Sambal 150gr", 150),
        ("Kain 200 x 50 cm", None),
        ("Kopi Drip Bag isi 5", None),
        ("Sirup 600 ml", None),
    ],
)
def test_the_net_weight_is_read_from_the_end_of_a_title(title, weight):
    assert grams(title) == weight


def test_a_kind_is_known_again_in_other_spellings():
    assert kind("KERIPIK  pisang 200 g", "", " ", "", "0,2 kg") == CHIPS
    assert kind("Keripik Pisang 100 g", "", "", "", "") != CHIPS


def known(product_id, price, net_price=None, of=CHIPS, *, has_own_barcode=False):
    return KnownProduct(product_id, of, price, net_price, has_own_barcode)


def offer(price, net=0, of=CHIPS):
    return Offer(of, (price, net))


@pytest.mark.parametrize(
    ("offers", "there", "result"),
    [
        ([offer(20)], [], (Fit.NEW, None)),
        ([offer(20)], [known(1, 20, of=CLOTH)], (Fit.NEW, None)),
        ([offer(20)], [known(1, 20, has_own_barcode=True)], (Fit.NEW, None)),
        ([offer(20)], [known(1, 20)], (Fit.SAME, 1)),
        ([offer(20)], [known(1, 25)], (Fit.NEW_PRICE, 1)),
        ([offer(20, 15)], [known(1, 20, 14)], (Fit.NEW_PRICE, 1)),
        ([offer(20)], [known(1, 25), known(2, 20)], (Fit.SAME, 2)),
        ([offer(20)], [known(1, 25), known(2, 30)], (Fit.UNCLEAR, None)),
        ([offer(20), offer(25)], [known(1, 30)], (Fit.UNCLEAR, None)),
        ([offer(20), offer(25)], [known(1, 20)], (Fit.SAME, 1)),
        ([offer(25), offer(20)], [known(1, 20)], (Fit.UNCLEAR, None)),
        ([offer(20), offer(20, of=CLOTH)], [known(1, 30)], (Fit.NEW_PRICE, 1)),
    ],
)
def test_an_offer_finds_its_product(offers, there, result):
    assert fit(offers[0], offers, there) == result


OFFERS = st.lists(st.builds(offer, st.integers(1, 3)), min_size=1, max_size=4, unique=True)
THERE = st.lists(st.integers(1, 3), max_size=3)


@given(OFFERS, THERE, st.randoms())
def test_no_order_changes_what_fits(offers, prices, chance):
    there = [known(number, price) for number, price in enumerate(prices)]
    shuffled, elsewhere = offers.copy(), there.copy()
    chance.shuffle(shuffled)
    chance.shuffle(elsewhere)

    assert [fit(o, offers, there) for o in offers] == [fit(o, shuffled, elsewhere) for o in offers]


@given(OFFERS, THERE)
def test_two_offers_never_become_one_product(offers, prices):
    there = [known(number, price) for number, price in enumerate(prices)]
    found = [fit(o, offers, there)[1] for o in offers]
    matched = [product_id for product_id in found if product_id is not None]

    assert len(matched) == len(set(matched))
