"""The words of a notice: they read without opening anything, fit 400 letters, and lose no rupiah."""

import re
from datetime import date, timedelta

import pytest

from catalogue.makers.models import Maker
from core.i18n import use_locale
from pos.portal.greeting import called, whose
from pos.portal.notices.news import News, Owing, Paid, ToldLine
from pos.portal.notices.words import Telling, text_of

TODAY = date(2026, 11, 22)


def maker(owner: str = "Ibu Rohaya") -> Maker:
    return Maker(code="M0001", name="Sekar Benangmas", owner=owner, phone="081200000001")


def line(
    title: str, listed: int, share: int, *, quantity: int = 1, day: date = TODAY, **where: object
) -> ToldLine:
    return ToldLine(0, title, quantity, listed, share, day, **where)  # type: ignore[arg-type]


def news(*lines: ToldLine, **beside: object) -> News:
    return News(lines, **beside)  # type: ignore[arg-type]


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
    statement = Owing(1, "S000012", 2_000_000, 2_000_000)
    payout = Paid(1, "K000007", 1_500_000, False, TODAY, carried=40)

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
    assert text_of(news(owing=statement, payments=(payout,)), told).startswith(
        "Pak Darwis, sudah dibayar Rp1.500.000 (tunai, Rp40 ikut berikutnya), K000007, 22 Nov. "
        "Laporan S000012 sudah jadi: hak Bapak Rp2.000.000."
    )


def test_two_sums_of_hers_are_joined_by_words_that_add_up():
    told = Telling(maker(), TODAY, date(2026, 11, 30))
    on = {"statement_id": 7}
    sold = (line("Emping", 180_000, 132_000, **on), line("Teh", 50_000, 40_000, waits=True))
    left = (("sisa lalu", 333_200), ("ganti rugi", 26_350))

    said = text_of(news(*sold, owing=Owing(7, "S000022", 499_550, 140_000, left)), told)
    one_sum = text_of(news(sold[0], owing=Owing(7, "S000022", 132_050, 132_050)), told)
    alike = text_of(
        news(line("Emping", 180_000, 132_050, **on), owing=Owing(7, "S000022", 132_050, 132_050)),
        told,
    )
    by_bank = text_of(
        news(sold[0], owing=Owing(7, "S000022", 132_050, 132_050, means="transfer")), told
    )
    before = (line("Teri", 50_000, 40_000, statement_id=3), line("Kopi", 9_000, 7_000))
    three = text_of(
        news(sold[0], *before, owing=Owing(7, "S000022", 465_200, 132_000, left[:1])), told
    )
    short = text_of(
        news(sold[0], owing=Owing(7, "S000022", -68_000, 132_000, (("uang muka", -200_000),))), told
    )

    assert said == (
        "Bu Rohaya, hari ini laku 2: Emping Rp180.000, Teh Rp50.000. Hak Ibu Rp172.000, "
        "Rp40.000 menunggu uang QRIS. Laporan S000022 sudah jadi: hak Ibu Rp499.550, termasuk "
        "penjualan sebelumnya Rp8.000, sisa lalu Rp333.200 dan ganti rugi Rp26.350, "
        "dibayar 30 Nov, tunai Rp499.500, Rp50 ikut berikutnya."
    )
    assert "termasuk penjualan sebelumnya Rp50, dibayar" in one_sum
    assert "Rp132.050, termasuk" in by_bank and by_bank.endswith("dibayar 30 Nov.")
    assert (
        "Hak Ibu Rp179.000, Rp40.000 di laporan lalu, Rp7.000 ikut laporan berikutnya. Laporan "
        "S000022 sudah jadi: hak Ibu Rp465.200, termasuk sisa lalu Rp333.200, dibayar 30 Nov."
    ) in three
    assert alike.endswith(
        "Hak Ibu Rp132.050 (laporan S000022), dibayar 30 Nov, tunai Rp132.000, Rp50 ikut berikutnya."
    )
    assert short.endswith(
        "Hak Ibu Rp132.000. Laporan S000022, dikurangi uang muka Rp200.000: "
        "Rp68.000 dipotong dari hasil berikutnya."
    )


def test_what_was_paid_is_told_too_and_nothing_is_promised_that_is_not_paid():
    told = Telling(maker(), TODAY, date(2026, 11, 30))
    when = date(2026, 11, 20)
    paid = line("Kain", 600_000, 400_000, day=when, paid_on=when)
    payout = Paid(3, "K000009", 500_000, True, when)

    had = text_of(news(paid, payments=(payout,)), told)
    partly = text_of(news(paid, line("Dompet", 90_000, 72_000)), told)
    behind = text_of(news(line("Dompet", 90_000, 72_000), owed=-128_000), told)
    after = text_of(news(line("Dompet", 90_000, 72_000), owed=22_000), told)

    assert had == (
        "Bu Rohaya, sudah dibayar Rp500.000 (transfer), K000009, 20 Nov. "
        "20 Nov laku 1: Kain Rp600.000. Hak Ibu Rp400.000, termasuk pembayaran 20 Nov."
    )
    assert partly.endswith("Rp472.000, dibayar 30 Nov, Rp400.000 termasuk pembayaran 20 Nov.")
    assert behind.endswith("Hak Ibu Rp72.000, dipotong untuk yang sudah diterima.")
    assert after.endswith("dibayar 30 Nov sesudah dikurangi yang sudah diterima.")


def test_everything_at_once_still_fits():
    on = {"statement_id": 7}
    lines = [line(f"Selendang motif nomor {n}", 9_999_999, 7_777_777, **on) for n in range(60)]
    lines += [line("Dompet sasab", 1_000_000, 800_000, waits=True)]
    names = ("sisa lalu", "ganti rugi", "saldo pindahan", "uang yang dikembalikan")
    parts = (*((name, 12_345_678) for name in names), ("uang muka", -9_876_543))
    shares = 60 * 7_777_777
    closing = shares + sum(amount for _name, amount in parts)
    paid = tuple(Paid(n, f"K00000{n}", 8_888_800, False, TODAY, 77) for n in range(3))
    one = maker("Ibu Hajjah Siti Nurhaliza Rahmawati Binti Abdullah")
    told = Telling(one, TODAY, date(2026, 11, 30), "https://galeri.example.org", True)

    said = text_of(
        news(*lines, owing=Owing(7, "S000022", closing, shares, parts), payments=paid), told
    )

    assert len(said) < 400
    assert f"hak Ibu Rp{closing:,}".replace(",", ".") in said and said.endswith("berikutnya.")
    rest = sum(amount for _name, amount in parts)
    assert f"termasuk yang lain Rp{rest:,}".replace(",", ".") in said


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
