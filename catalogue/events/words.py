"""What events are called on pages, and the file that puts one into a phone's calendar."""

from datetime import UTC, date, datetime, time, timedelta

from babel.dates import format_date

from catalogue.events.models import Event
from core.clock import ZONES
from core.i18n import _, current_locale, spoken


def kind_name(kind: str) -> str:
    """Return what a kind of event is called."""
    return {
        "class": _("Pelatihan"), "show": _("Peragaan busana"), "market": _("Bazar"),
        "other": _("Acara"),
    }[kind]  # fmt: skip


def title(event: Event) -> str:
    """Return an event's title in the language now spoken; what nobody translated stays."""
    return spoken(event.title, event.title_en)


def story(event: Event) -> str:
    """Return what is said of an event in the language now spoken."""
    return spoken(event.story, event.story_en)


def is_original(event: Event) -> bool:
    """True where the page is English and nobody wrote the event's English: it is marked so."""
    return current_locale() == "en" and not event.title_en


def when(event: Event) -> str:
    """Return an event's day or days and its hours: Sabtu, 9 Mei 2026, 09:00–12:00 WIB."""
    first = format_date(event.day, "EEEE, d MMMM yyyy", locale=current_locale())
    if event.last_day != event.day:
        last = format_date(event.last_day, "EEEE, d MMMM yyyy", locale=current_locale())
        first = f"{first} – {last}"
    hours = event.begins + (f"–{event.ends}" if event.begins and event.ends else "")
    return f"{first}, {hours} {event.outlet.zone}" if hours else first


def month(day: date) -> str:
    """Return the short name of a day's month: Mei."""
    return format_date(day, "MMM", locale=current_locale())


def calendar(event: Event, address: str, *, at: datetime) -> str:
    """Return the event as an iCalendar file; lines end as RFC 5545 wants them."""
    zone = event.outlet.zone
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Titip//ID", "BEGIN:VEVENT",
             f"UID:{event.slug}@titip", f"DTSTAMP:{_stamp(at)}"]  # fmt: skip
    if event.begins:
        starts, ends = (
            datetime.combine(day, time.fromisoformat(clock), tzinfo=ZONES[zone])
            for day, clock in (
                (event.day, event.begins),
                (event.last_day, event.ends or event.begins),
            )
        )
        lines += [f"DTSTART:{_stamp(starts)}", f"DTEND:{_stamp(ends)}"]
    else:
        after = event.last_day + timedelta(days=1)
        lines += [f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    place = ", ".join(part for part in (event.outlet.name, event.outlet.address) if part)
    lines += [f"SUMMARY:{_escaped(title(event))}", f"LOCATION:{_escaped(place)}", f"URL:{address}"]
    if event.cancelled_at is not None:
        lines.append("STATUS:CANCELLED")
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VEVENT", "END:VCALENDAR"])


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line broken up: at most 75 bytes may stand in one, and a letter has up to four."""
    step = 70 if line.isascii() else 18
    return "\r\n ".join(line[i : i + step] for i in range(0, len(line), step))
