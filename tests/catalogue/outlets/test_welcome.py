"""What visitors read of a place and of paying: hours, the way there, shipping, foreign money."""

from datetime import datetime, timedelta

from catalogue.outlets import welcome
from core.i18n import use_locale
from tests.catalogue.desk import Desk

WEEK = [("08:30", "17:00")] * 5 + [("09:00", "15:00"), None]


def hours(*pairs: tuple[str, str] | None) -> dict[str, str]:
    return {
        f"{name}_{day}": pair[index]
        for day, pair in enumerate(pairs)
        if pair
        for index, name in enumerate(("opens", "closes"))
    }


def test_a_week_is_read_with_days_alike_together():
    assert welcome.week(WEEK) == [
        ("Senin–Jumat", "08:30–17:00"), ("Sabtu", "09:00–15:00"), ("Minggu", "tutup"),
    ]  # fmt: skip
    with use_locale("en"):
        assert welcome.week(WEEK)[2] == ("Sunday", "closed")


def test_a_place_is_open_from_its_first_minute_to_before_its_last():
    monday = datetime(2026, 5, 4, 8, 30)
    assert welcome.today(WEEK, monday) == welcome.Today(True, "08:30–17:00")
    assert welcome.today(WEEK, monday - timedelta(minutes=1)).is_open is False
    assert welcome.today(WEEK, monday.replace(hour=17)).is_open is False
    assert welcome.today(WEEK, monday + timedelta(days=6)) == welcome.Today(False, "")
    assert welcome.today([None] * 7, monday) is None


def test_the_visit_page_says_when_and_how_in_both_languages(desk: Desk):
    page = desk.done(
        "/manage/outlets/1/welcome", **hours(*WEEK), way="Turun di Kalpataru.", way_en="",
        position="-5.3906, 105.2105",
    )  # fmt: skip
    assert 'value="08:30"' in page
    text = desk.get("/visit").text
    for words in (
        "Senin–Jumat",
        "08:30–17:00",
        "Turun di Kalpataru.",
        'href="geo:-5.3906,105.2105',
    ):
        assert words in text, words
    english = desk.get("/en/visit").text
    assert "Monday–Friday" in english
    assert '<div lang="id"><h3 lang="en">How to get there' in english
    for wrong in ({"opens_1": "17:00", "closes_1": "09:00"}, {"opens_1": "9"}, {"closes_1": "17:00"},
                  {"position": "di sana"}, {"position": "99, 10"}):  # fmt: skip
        desk.refused("/manage/outlets/1/welcome", **wrong)


def test_a_product_says_how_it_is_paid_packed_and_sent(desk: Desk):
    slug = desk.get("/browse").text.partition("/p/")[2].partition('"')[0]
    before = desk.get(f"/p/{slug}").text
    assert "tunai, QRIS" in before and "Kami kemas" in before and "saat dikemas" in before
    assert "rough-price" not in desk.get(f"/en/p/{slug}").text
    desk.done(
        "/manage/settings/visitors", pays_qris="1", pays_card="1", shipping="Kami kirim Senin.",
        shipping_en="We ship on Mondays.", rate_USD="16.000", rate_JPY="110",
    )  # fmt: skip
    english = desk.get(f"/en/p/{slug}").text
    assert "QRIS, debit or credit card" in english and "We ship on Mondays." in english
    assert "About USD" in english and "You pay in rupiah" in english
    assert "rough-price" not in desk.get(f"/p/{slug}").text
    desk.refused("/manage/settings/visitors", shipping="x")
    desk.refused("/manage/settings/visitors", pays_qris="1", shipping="")


def test_a_rough_price_looks_rough():
    buying = welcome.Buying((), "", {"USD": 16_400, "JPY": 108})
    assert buying.rough(405_000) == ["USD 25", "JPY 3,750"]
    assert buying.rough(25_000) == ["USD 1.5", "JPY 230"]
