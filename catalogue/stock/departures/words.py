"""What the records of goods that leave say, on pages and papers."""

from collections.abc import Mapping

from catalogue.stock.departures.models import Departure, DepartureLine
from core.i18n import _
from printers.words import day


def causes() -> Mapping[str, str]:
    """Return what each cause of a return is called."""
    return {
        "contract_over": _("Masa titip atau perjanjian berakhir"), "unsold": _("Lama tidak laku"),
        "asked": _("Diminta perajin"), "expired": _("Kedaluwarsa atau hampir"),
        "faulty": _("Cacat atau rusak"), "other": _("Sebab lain"),
    }  # fmt: skip


def fates() -> Mapping[str, str]:
    """Return what became of the pieces of a line."""
    return {"returned": _("kembali"), "lost": _("hilang"), "damaged": _("rusak")}


def title_of(departure: Departure) -> str:
    """Return the title of a record: what it tells of."""
    if departure.kind == "return":
        return _("Berita acara retur")
    gone = {line.fate for line in departure.lines}
    if gone == {"damaged"}:
        return _("Berita acara kerusakan")
    if gone == {"lost"}:
        return _("Berita acara kehilangan")
    return _("Berita acara kerusakan dan kehilangan")


def detail_of(line: DepartureLine) -> str:
    """Return the small words of a line: what became of it, its lot, what turned out otherwise."""
    told = [] if line.fate == "returned" else [fates()[line.fate]]
    if line.lot is not None:
        told.append(_("baik sebelum %(day)s", day=day(line.lot.expires_on)))
    if line.came_back:
        told.append(_("%(n)s ternyata ada", n=line.came_back))
    return ", ".join(told)
