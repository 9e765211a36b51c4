"""What one row says, what makes it wrong, and what makes it the same row again."""

import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from catalogue.stock import sheet
from catalogue.stock.rows import WrongRow, expired, identities, read_row
from catalogue.stock.sheet import RawRow

DATA = Path(__file__).parents[2] / "data"
DELIVERED = date(2026, 11, 22)


def raw(**changes):
    fields = {
        "business": "Keripik Ratu",
        "title": "Keripik Pisang 200 g",
        "quantity": 12,
        "unit": "bungkus",
        "price": "20.000",
        "commission": "20%",
        "phone": "081234567890",
        "nib": "1234567890123",
        "expiry": "Jul 2027",
        **changes,
    }
    return RawRow(5, tuple(fields.values()), fields)


def row(**changes):
    return read_row(raw(**changes))


def reason(**changes):
    with pytest.raises(WrongRow) as refusal:
        row(**changes)
    return refusal.value.message


def test_a_good_row_is_normalised_whole():
    found = row(note="Karya  Tunggal", quantity=1)

    assert (found.price, found.commission_bps, found.net) == (20_000, 2000, None)
    assert (found.net_weight, found.expiry) == ("200 g", date(2027, 7, 31))
    assert found.is_unique


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"net": 90000, "commission": None}, "harga titip lebih besar"),
        ({"net": 15000}, "dua-duanya"),
        ({"commission": None}, "isi salah satu"),
        ({"commission": 140}, "komisi “140”"),
        ({"business": None}, "nama IKM kosong"),
        ({"title": "-"}, "nama barang kosong"),
        ({"quantity": None}, "jumlah kosong"),
        ({"quantity": "2,5"}, "jumlah “2,5”"),
        ({"price": None}, "harga jual kosong"),
        ({"price": 0}, "harga jual kosong"),
        ({"barcode": "8991234567890"}, "barcode"),
        ({"note": "karya tunggal", "quantity": 2}, "karya tunggal hanya berjumlah 1"),
        ({"title": "#REF!"}, "tidak dapat dipakai"),
        ({"title": "x" * 500}, "tidak dapat dipakai"),
    ],
)
def test_a_wrong_row_says_why(changes, words):
    assert words in reason(**changes)


def test_every_reason_of_a_row_is_given_once():
    assert reason(price="mahal", net="murah", commission=None).count("harga “") == 2
    assert reason(quantity="", business="").count(";") >= 1


def test_a_net_price_beside_a_commission_of_nothing_is_net_terms():
    found = row(net=15000, commission=0)

    assert (found.net, found.commission_bps) == (15000, None)
    assert row(net=0, commission=20).commission_bps == 2000


def test_goods_that_had_expired_when_brought_are_refused():
    assert "01/02/2026" in (expired(row(expiry="01/02/2026"), delivered_on=DELIVERED) or "")
    assert expired(row(expiry="22/11/2026"), delivered_on=DELIVERED) is None
    assert expired(row(expiry=None), delivered_on=DELIVERED) is None


def test_a_row_in_other_spellings_is_the_same_row():
    spelled = row(
        business="KERIPIK  RATU ",
        price=20000.0,
        commission=0.2,
        phone=6281234567890,
        nib=1234567890123,
        expiry="31/07/2027",
        quantity="12 bungkus",
        unit="Bungkus",
    )

    assert identities([spelled]) == identities([row()])


def test_a_corrected_phone_number_does_not_make_another_row():
    assert identities([row(phone="081999999999", address="Kemiling")]) == identities([row()])


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": 13},
        {"price": 21000},
        {"commission": 15},
        {"expiry": "Agu 2027"},
        {"title": "Keripik Pisang 100 g"},
        {"barcode": "8998036282021"},
        {"motif": "Siger"},
        {"nib": "1234567890124"},
        {"note": "sisa pameran"},
        {"commission": None, "net": 16000},
    ],
)
def test_other_goods_are_another_row(changes):
    assert identities([row(**changes)]) != identities([row()])


def test_equal_rows_of_one_sheet_are_told_apart_by_how_often_they_occur():
    twice = identities([row(), row(quantity=3), row()])

    assert len(set(twice)) == 3
    assert twice[0] == identities([row()])[0]


def read_all(name):
    found = sheet.read(DATA / name)
    good, wrong = [], {}
    for each in found.rows:
        try:
            good.append(read_row(each))
        except WrongRow as refusal:
            wrong[each.number] = refusal.message
    return found, good, wrong


def test_the_clean_sheet_is_read_to_the_last_row():
    found, good, wrong = read_all("titipan_bersih.csv")

    assert (len(good), wrong, found.batch) == (1249, {}, None)
    assert len(set(identities(good))) == 1249
    assert len({each.maker_key for each in good}) == 189
    assert len({each.sentra for each in good}) == 8


def test_the_real_sheet_gives_405_rows_and_8_reasons():
    found, good, wrong = read_all("titipan_asli.xlsx")

    assert (len(good), found.batch) == (405, "2026-11")
    assert {number: message.split(" ")[0] for number, message in wrong.items()} == {
        21: "harga",
        28: "komisi",
        148: "nama",
        177: "barcode",
        223: "jumlah",
        255: "nama",
        303: "jumlah",
        328: "harga",
    }


def test_the_identities_of_a_sheet_do_not_depend_on_its_order():
    _, good, _ = read_all("titipan_asli.xlsx")
    doubled = good + good[:50]
    shuffled = doubled.copy()
    random.Random(3).shuffle(shuffled)

    assert Counter(identities(doubled)) == Counter(identities(shuffled))
    assert len(set(identities(doubled))) == len(doubled)
