"""The words of a notice: they read without opening anything, fit 400 letters, and lose no rupiah."""

import re
from datetime import date, timedelta

import pytest

from catalogue.makers.models import Maker
from core.i18n import use_locale
from pos.portal.greeting import called, whose
from pos.portal.notices.queries import News, ToldLine
from pos.portal.notices.words import Telling, text_of
from pos.settlements.models import Payout, Statement

TODAY = date(2026, 11, 22)


def maker(owner: str = "Ibu Rohaya") -> Maker:
    return Maker(code="M0001", name="Sekar Benangmas", owner=owner, phone="081200000001")


def line(title: str, listed: int, share: int, *, quantity: int = 1, day: date = TODAY) -> ToldLine:
    return ToldLine(0, title, quantity, listed, share, day)


def news(*lines: ToldLine) -> News:
    return News(lines, (), ())


def test_it_says_what_sold_what_is_hers_and_when_it_is_paid():
    sold = news(line("Selendang", 405_000, 364_500), line("Dompet", 140_000, 126_000))

    said = text_of(sold, Telling(maker(), TODAY, date(2026, 11, 30)))

    assert said == (
        "Bu Rohaya, hari ini laku 2: Selendang Rp405.000, Dompet Rp140.000. "
        "Hak Ibu Rp490.500, dibayar 30 Nov."
    )
    with use_locale("en"):
        assert text_of(sold, Telling(maker(), TODAY, date(2026, 11, 30))) == said, (
            "always Indonesian"
        )


def test_other_days_returns_papers_and_payments_have_their_sentences():
    yesterday, before = TODAY - timedelta(days=1), TODAY - timedelta(days=3)
    told = Telling(maker("Bapak Darwis"), TODAY, None, "https://galeri.example.org")
    statement = Statement(id=1, number="S000012", closing=2_000_000)
    payout = Payout(
        number="K000007", amount=1_500_000, method="cash", business_date=TODAY, statement_id=9
    )

    assert text_of(news(line("Kopi", 40_000, 32_000, day=yesterday)), told) == (
        "Pak Darwis, kemarin laku 1: Kopi Rp40.000. Hak Bapak Rp32.000. "
        "Rincian: https://galeri.example.org/maker"
    )
    back = news(
        line("Kopi", 80_000, 64_000, quantity=2, day=before),
        line("Teh", -30_000, -24_000, quantity=-1),
    )
    assert text_of(back, told).startswith(
        "Pak Darwis, 19 Nov sampai 22 Nov laku 2: Kopi (2) Rp80.000. "
        "Dikembalikan pembeli: Teh Rp30.000. Hak Bapak Rp40.000."
    )
    assert text_of(News((), (statement,), (payout,)), told).startswith(
        "Pak Darwis, laporan S000012 sudah jadi: hak Bapak Rp2.000.000. "
        "Sudah dibayar Rp1.500.000 (tunai), K000007, 22 Nov."
    )


@pytest.mark.parametrize("count", [3, 12, 40])
def test_a_long_list_is_shortened_and_its_amounts_still_make_the_sum(count: int):
    lines = [
        line(f"Selendang tapis motif pucuk rebung nomor {n}", 100_000 + n, 80_000 + n, quantity=2)
        for n in range(count)
    ]
    told = Telling(maker(), TODAY, date(2026, 11, 30), "https://galeri.example.org")

    said = text_of(news(*lines), told)

    assert len(said) < 400
    goods, _hak, rest = said.partition(". Hak Ibu ")
    amounts = [int(a.replace(".", "")) for a in re.findall(r"Rp([\d.]+\d)", goods)]
    assert sum(amounts) == sum(one.listed for one in lines)
    share = f"{sum(one.share for one in lines):,}".replace(",", ".")
    assert rest.startswith(f"Rp{share}, dibayar 30 Nov.")
    assert f"laku {2 * count}:" in said


def test_two_makers_of_one_phone_are_told_apart_and_the_name_is_spoken_as_people_do():
    sold = news(line("Dompet", 140_000, 126_000))
    one_of_two = Telling(maker(), TODAY, names_business=True)

    assert text_of(sold, one_of_two).startswith("Bu Rohaya (Sekar Benangmas), hari ini laku 1:")
    assert called(maker("Siti Aminah")) == "Siti Aminah"
    assert whose(maker("Siti Aminah")) == "Ibu/Bapak"
    assert called(maker("")) == "Sekar Benangmas"
    assert called(maker("Pak H. Usman")) == "Pak H. Usman"
