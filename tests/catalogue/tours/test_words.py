"""What goes by WhatsApp: the texts that are prefilled, and reading the one that comes back."""

from datetime import date

import pytest

from catalogue.tours import words
from core.i18n import use_locale

TODAY = date(2026, 5, 9)

FILLED = """KABAR ROMBONGAN
Biro: Wisata Angan
Pemandu: Pak Tunjuk Arah
Tanggal: 10/5
Jam: 10.30 WIB
Orang: 38 orang
Asal: Palembang"""


def test_the_message_that_a_guide_filled_is_read():
    assert words.read_news(FILLED, today=TODAY) == {
        "agency_name": "Wisata Angan", "guide": "Pak Tunjuk Arah", "expected_on": "2026-05-10",
        "expected_at": "10:30", "people": "38", "country": "Palembang",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_blank_message_has_the_words_that_are_read(language: str):
    with use_locale(language):
        blank = words.blank_news()
    filled = "\n".join(line + "7" for line in blank.splitlines())

    assert set(words.read_news(filled, today=TODAY)) == {
        "agency_name", "guide", "expected_on", "expected_at", "people", "country"
    }  # fmt: skip


@pytest.mark.parametrize(
    "said, day",
    [
        ("10/5/2026", "2026-05-10"),
        ("10-05-26", "2026-05-10"),
        ("2026-05-10", "2026-05-10"),
        ("Minggu, 10 Mei 2026", "2026-05-10"),
        ("10 may", "2026-05-10"),
        ("3 Jan", "2027-01-03"),  # without a year it lies ahead
        ("29/2/2027", ""),
        ("besok", ""),
        ("32/13", ""),
    ],
)
def test_days_are_read_as_people_write_them(said: str, day: str):
    assert words.read_news(f"Tanggal: {said}", today=TODAY)["expected_on"] == day


@pytest.mark.parametrize(
    "text", ["", "halo", ":::", "Biro:", "a: b\n" * 99, "Jam: nanti\nOrang: banyak"]
)
def test_what_cannot_be_read_is_left_to_the_person(text: str):
    assert not any(words.read_news(text, today=TODAY).values())
