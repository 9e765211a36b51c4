"""The words of a notice: they read without opening anything, fit 400 letters, and lose no rupiah."""

import re
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from catalogue.makers.models import Maker
from core.i18n import use_locale
from core.money import rupiah
from pos.portal.greeting import called, whose
from pos.portal.notices.parts import LEFT, SALES, Parts, added, total
from pos.portal.notices.told import Failed, News, Owing, Paid, ToldLine
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
    statement = Owing(1, "S000012", 2_000_000, ((SALES, 2_000_000),))
    payout = Paid(1, "K000007", 1_500_000, False, TODAY, 40, ((SALES, 1_500_040),))

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
    assert text_of(news(), told) == "", "a notice that tells nothing has no words"


def test_a_statement_says_what_it_is_made_of_and_what_came_after_it():
    told = Telling(maker(), TODAY, date(2026, 11, 30))
    on = {"statement_id": 7}
    sold = (line("Emping", 180_000, 132_000, **on), line("Teh", 50_000, 40_000, waits=True))
    made = ((SALES, 140_000), (LEFT, 333_200), ("ganti rugi", 26_350))
    owing = Owing(7, "S000022", 499_550, made)
    alone = Owing(7, "S000022", 132_050, ((SALES, 132_050),))
    less = Owing(7, "S000022", -68_000, ((SALES, 132_000), ("uang muka", -200_000)))
    before = (line("Teri", 50_000, 40_000, statement_id=3), line("Kopi", 9_000, 7_000))

    said = text_of(news(*sold, owing=owing, now=added([*made, (SALES, 40_000)])), told)
    alike = text_of(news(line("Emping", 180_000, 132_050, **on), owing=alone), told)
    by_bank = text_of(news(sold[0], owing=replace(alone, means="transfer")), told)
    three = text_of(news(sold[0], *before, owing=owing, now=made), told)
    short = text_of(news(sold[0], owing=less, now=less.parts), told)

    assert said == (
        "Bu Rohaya, hari ini laku 2: Emping Rp180.000, Teh Rp50.000. Hak Ibu Rp172.000, "
        "Rp40.000 menunggu uang QRIS. Laporan S000022 sudah jadi: hak Ibu Rp499.550, yaitu "
        "penjualan Rp140.000, sisa lalu Rp333.200 dan ganti rugi Rp26.350, dibayar 30 Nov, tunai "
        "Rp499.500, Rp50 ikut berikutnya. Belum dibayar sekarang: Rp539.550, yaitu laporan itu "
        "Rp499.550 dan penjualan Rp40.000."
    )
    assert by_bank.endswith("hak Ibu Rp132.050, dibayar 30 Nov.")
    assert (
        "Hak Ibu Rp179.000, Rp40.000 di laporan lalu, Rp7.000 ikut laporan berikutnya. Laporan "
        "S000022 sudah jadi: hak Ibu Rp499.550, yaitu" in three
    )
    assert "Belum dibayar sekarang" not in three, "the statement is all of it"
    assert alike.endswith(
        "Hak Ibu Rp132.050 (laporan S000022), dibayar 30 Nov, tunai Rp132.000, Rp50 ikut berikutnya."
    )
    assert short.endswith(
        "Hak Ibu Rp132.000. Laporan S000022: Rp68.000 dipotong dari hasil berikutnya, yaitu "
        "uang muka Rp200.000 dikurangi penjualan Rp132.000."
    )


def test_what_was_paid_is_explained_and_ends_with_what_is_owed_now():
    told = Telling(maker(), TODAY, date(2026, 11, 30))
    when = date(2026, 11, 20)
    paid = line("Kain", 600_000, 400_000, day=when, paid_on=when)
    made = ((SALES, 473_458), (LEFT, 612_651), ("ganti rugi", 57_800), ("uang muka", -100_000))
    payout = Paid(3, "K000009", 1_043_900, False, when, 9, made)

    had = text_of(news(paid, payments=(payout,), now=((LEFT, 9),)), told)
    too_much = text_of(news(payments=(payout,), now=((LEFT, 9), ("uang muka", -500_000))), told)
    all_paid = text_of(news(payments=(replace(payout, carried=0),), now=()), told)

    assert had == (
        "Bu Rohaya, sudah dibayar Rp1.043.900 (tunai, Rp9 ikut berikutnya), K000009, 20 Nov, "
        "yaitu penjualan Rp473.458, sisa lalu Rp612.651 dan ganti rugi Rp57.800 dikurangi uang "
        "muka Rp100.000. 20 Nov laku 1: Kain Rp600.000. Hak Ibu Rp400.000, termasuk pembayaran "
        "20 Nov. Belum dibayar sekarang: Rp9."
    )
    assert "(tunai, sisa Rp9)" in too_much, "nothing is promised that will not come"
    assert too_much.endswith(
        "Sekarang Rp499.991 dipotong dari hasil berikutnya, yaitu uang muka Rp500.000 dikurangi "
        "sisa lalu Rp9."
    )
    assert all_paid.endswith("Sekarang semua sudah dibayar.")


def test_nothing_is_promised_that_is_not_paid_and_losses_are_named_before_settling():
    told = Telling(maker(), TODAY, date(2026, 11, 30))
    when = date(2026, 11, 20)
    paid = line("Kain", 600_000, 400_000, day=when, paid_on=when)
    fresh = line("Dompet", 90_000, 72_000)
    owed = [(SALES, 72_000)]

    partly = text_of(news(paid, fresh, now=added(owed)), told)
    behind = text_of(news(fresh, now=added([*owed, ("uang muka", -200_000)])), told)
    after = text_of(news(fresh, now=added([*owed, (LEFT, -50_000)])), told)
    lost = text_of(news(fresh, now=added([*owed, (LEFT, 66), ("ganti rugi", 57_800)])), told)

    assert partly.endswith("Rp472.000, dibayar 30 Nov, Rp400.000 termasuk pembayaran 20 Nov.")
    assert behind.endswith(
        "Hak Ibu Rp72.000, dipotong untuk yang sudah diterima. Sekarang Rp128.000 dipotong dari "
        "hasil berikutnya, yaitu uang muka Rp200.000 dikurangi penjualan Rp72.000."
    )
    assert after.endswith(
        "dibayar 30 Nov sesudah dikurangi yang sudah diterima. Belum dibayar sekarang: Rp22.000, "
        "yaitu penjualan Rp72.000 dikurangi kelebihan lalu Rp50.000."
    )
    assert lost.endswith(
        "Belum dibayar sekarang: Rp129.866, yaitu penjualan Rp72.000, sisa lalu Rp66 dan ganti "
        "rugi Rp57.800."
    )


def test_a_failed_transfer_says_why_and_what_she_can_do():
    told = Telling(maker(), TODAY, date(2026, 11, 30))
    failed = Failed(4, "S000018", 127_980, "Rekening ditutup.")

    said = text_of(news(failed=failed, now=((SALES, 127_980),)), told)
    unknown = text_of(news(failed=replace(failed, reason="-"), now=((SALES, 127_980),)), told)

    assert said == (
        "Bu Rohaya, transfer Rp127.980 (laporan S000018) gagal: Rekening ditutup. Uangnya aman di "
        "galeri. Beri tahu nomor rekening yang benar, atau ambil tunai."
    )
    assert "(laporan S000018) gagal. Uangnya" in unknown


NAMES = ("Bu", "Ibu Hajjah Siti Nurhaliza Rahmawati Binti Abdullah Pasaribu Lubis")
TITLES = (
    "Keripik Pisang Original 250 gram",
    "Selendang tapis motif pucuk rebung sasab emas dengan tepi sulaman usus",
)


def any_news(chance: Random) -> News:
    """News that can be, its sums whole: amounts of up to a hundred million, every kind of thing."""

    def some() -> int:
        return chance.choice((50, 4_321, 132_050, 7_777_777, 123_456_789))

    def made(*, least: int) -> Parts:
        names = chance.sample(
            ("ganti rugi", "uang muka", "biaya", "saldo pindahan", "pembetulan"),
            chance.randint(0, 4),
        )
        parts = [(name, chance.choice((1, -1)) * some()) for name in names]
        return added([(SALES, some()), (LEFT, chance.choice((0, some(), -some()))), *parts])

    lines = [
        line(
            f"{chance.choice(TITLES)} {n}", sign * 3 * some(), sign * 2 * some(),
            quantity=sign * chance.randint(1, 3), waits=chance.random() < 0.2,
            statement_id=chance.choice((None, 3, 7)),
            paid_on=chance.choice((None, None, TODAY, TODAY - timedelta(days=2))),
        )
        for n in range(chance.choice((0, 1, 3, 25)))
        for sign in (chance.choice((1, 1, 1, -1)),)
    ]  # fmt: skip
    payments = []
    for number in range(chance.choice((0, 0, 1, 4))):
        parts = made(least=100)
        if (whole := total(parts)) >= 100:
            left = whole % 100
            payments.append(
                Paid(number, f"K00000{number}", whole - left, False, TODAY, left, parts)
            )
    on = made(least=0)
    owing = Owing(7, "S000022", total(on), on) if chance.random() < 0.5 and total(on) else None
    reason = chance.choice(("-", "rekening ditutup", "nama pemilik tidak sama " * 5))
    failed = Failed(4, "S000018", some(), reason) if chance.random() < 0.2 else None
    return news(*lines, owing=owing, payments=tuple(payments), failed=failed, now=made(least=0))


def rupiahs(words: str) -> list[int]:
    return [int(one.replace(".", "")) for one in re.findall(r"Rp([\d.]*\d)", words)]


def test_whatever_happened_it_fits_and_every_named_sum_is_what_its_parts_come_to():
    chance, explained = Random(1908), 0
    for _n in range(200):
        one, name = any_news(chance), chance.choice(NAMES)
        told = Telling(
            maker(name), TODAY, chance.choice((None, date(2026, 11, 30))),
            chance.choice((None, "https://galeri.example.org")), chance.random() < 0.1,
        )  # fmt: skip

        said = text_of(one, told)

        assert len(said) < 400, said
        assert "…" not in said and not re.search(r"Original 250(?! gram)", said), said
        for sentence in said.split(". "):
            named, _yaitu, parts = sentence.partition(", yaitu ")
            if not parts:
                continue
            more, _less, less = re.split(", (?:dibayar|tunai) ", parts)[0].partition(" dikurangi ")
            sums = rupiahs(named)
            is_payment = "udah dibayar" in named  # what was handed over and what cash left behind
            whole = sum(rupiahs(more)) - sum(rupiahs(less))
            assert (sum(sums) if is_payment else sums[-1]) == whole, said
            explained += 1
        owed = total(one.now or ())
        if one.owing or one.payments or one.failed:
            assert rupiah(abs(owed)) in said or not owed, said
    assert explained > 100


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
