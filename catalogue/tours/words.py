"""What visits are called on pages, and the texts that go by WhatsApp."""

import re
from datetime import date

from babel.dates import format_date

from catalogue.tours.models import Visit
from core.forms import iso_day
from core.i18n import _, current_locale, use_locale
from core.text import fold

KEYS = {
    "agency_name": ("biro", "agency", "agen", "travel", "biro perjalanan"),
    "guide": ("pemandu", "guide", "nama pemandu", "tour guide"),
    "phone": ("hp", "wa", "whatsapp", "phone", "no hp", "nomor hp"),
    "expected_on": ("tanggal", "date", "tgl", "hari"),
    "expected_at": ("jam", "time", "pukul"),
    "people": ("orang", "people", "jumlah", "tamu", "pax", "jumlah orang"),
    "country": ("asal", "from", "negara", "country"),
    "note": ("catatan", "note", "notes"),
}
"""What a line of a pasted message may begin with, folded; the first two are our own words."""
TOLD_KEY = {word: name for name, words in KEYS.items() for word in words}
CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])(?:[.:]([0-5]\d))?(?!\d)")
MONTHS = {
    month: number
    for number, names in enumerate(
        (
            "jan januari january", "feb februari february", "mar maret march", "apr april",
            "mei may", "jun juni june", "jul juli july", "agu agt ags agustus aug august",
            "sep sept september", "okt oktober oct october", "nov november",
            "des desember dec december",
        ),
        start=1,
    )
    for month in names.split()
}  # fmt: skip
NUMBERED_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}|\d{2}))?(?!\d)")
NAMED_DAY = re.compile(r"(\d{1,2})\s+([a-z]+)(?:\s+(\d{4}))?")


def state(visit: Visit) -> str:
    """Return how far a visit has come."""
    return state_name(visit.state)


def state_name(word: str) -> str:
    """Return what a state of visits is called."""
    return {
        "announced": _("Menunggu jawaban"), "confirmed": _("Ditunggu"), "here": _("Sedang di sini"),
        "done": _("Selesai"), "cancelled": _("Tidak jadi datang"),
    }[word]  # fmt: skip


def way(came_by: str) -> str:
    """Return how a visit was announced."""
    return {
        "form": _("formulir"), "whatsapp": "WhatsApp", "phone": _("telepon"),
        "walk_in": _("datang langsung"),
    }[came_by]  # fmt: skip


def colour(name: str) -> str:
    """Return what a badge's colour is called."""
    return {
        "red": _("merah"), "blue": _("biru"), "green": _("hijau"), "yellow": _("kuning"),
        "purple": _("ungu"), "orange": _("oranye"),
    }[name]  # fmt: skip


def long_day(day: date) -> str:
    """Return a day with its weekday: Sabtu, 9 Mei 2026."""
    return format_date(day, "EEEE, d MMMM yyyy", locale=current_locale())


# -- WhatsApp --------------------------------------------------------------------------------------


def blank_news() -> str:
    """Return the text that a guide fills in WhatsApp: a word and a colon on each line."""
    lines = [
        _("KABAR ROMBONGAN"), _("Biro: "), _("Pemandu: "), _("Tanggal: "), _("Jam: "),
        _("Orang: "), _("Asal: "),
    ]  # fmt: skip
    return "\n".join(lines)


def news(visit: Visit, address: str | None) -> str:
    """Return what the guide's form said as a message to the showroom, with the way to answer it."""
    told = (
        (_("Biro: "), visit.name), (_("Pemandu: "), visit.guide),
        (_("Tanggal: "), visit.expected_on.strftime("%d/%m/%Y")), (_("Jam: "), visit.expected_at),
        (_("Orang: "), visit.people and str(visit.people)), (_("Asal: "), visit.country),
        (_("Catatan: "), visit.note), (_("HP: "), visit.phone),
    )  # fmt: skip
    lines = [_("KABAR ROMBONGAN"), *(label + text for label, text in told if text)]
    return "\n".join([*lines, address] if address else lines)


def answer(visit: Visit, house: str, address: str | None) -> str:
    """Return the showroom's answer to the guide, in the group's language."""
    with use_locale(visit.language):
        when = long_day(visit.expected_on)
        if visit.expected_at:
            when = _("%(day)s pukul %(clock)s", day=when, clock=visit.expected_at)
        text = _(
            "Rombongan %(name)s, %(when)s, sudah kami catat. Di kasir sebut warna %(colour)s."
            " Sampai jumpa di %(house)s, %(outlet)s.",
            name=visit.name, when=when, colour=colour(visit.colour), house=house,
            outlet=visit.outlet.name,
        )  # fmt: skip
    return f"{text}\n{address}" if address else text


def read_news(text: str, *, today: date) -> dict[str, str]:
    """Return the fields that a pasted message tells, as a form would send them.

    A line is a word, a colon and what it says; what cannot be read is left for the person.
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        label, colon, said = line.partition(":")
        name = TOLD_KEY.get(fold(label))
        if colon and name and said.strip():
            found.setdefault(name, said.strip())
    if "expected_on" in found:
        found["expected_on"] = _day(found["expected_on"], today=today)
    if "expected_at" in found:
        clock = CLOCK.search(found["expected_at"])
        found["expected_at"] = f"{int(clock[1]):02d}:{clock[2] or '00'}" if clock else ""
    if "people" in found:
        number = re.search(r"\d+", found["people"])
        found["people"] = number[0] if number else ""
    return found


def _day(said: str, *, today: date) -> str:
    """Return a day as people write it (9/5, 9-5-2026, 9 Mei) in ISO 8601, empty where unclear."""
    iso = iso_day(said.strip())
    if iso is not None:
        return iso.isoformat()
    numbered, named = NUMBERED_DAY.search(said), NAMED_DAY.search(fold(said))
    if numbered:
        parts = (numbered[1], numbered[2], numbered[3])
    elif named and named[2] in MONTHS:
        parts = (named[1], str(MONTHS[named[2]]), named[3])
    else:
        return ""
    year = int(parts[2]) if parts[2] else today.year
    year += 2000 if year < 100 else 0
    day = iso_day(f"{year:04d}-{int(parts[1]):02d}-{int(parts[0]):02d}")
    if day is not None and day < today and not parts[2]:
        day = iso_day(f"{year + 1:04d}-{day:%m-%d}")
    return day.isoformat() if day else ""
