"""Which A4 paper tags stand on, and where: the sheet, its first free place, the printer's offset."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from core import forms, settings
from core.errors import Refused
from core.i18n import _
from printers.sheets import SHEETS

MILLIMETRES = re.compile(r"([-+−–]?)(\d{1,2})(?:[.,](\d))?")
MOST = 150
"""Tenths of a millimetre by which a printer may draw askew: more is another kind of sheet."""


def _offset(value: Any) -> list[int]:
    right, down = value
    return [int(right), int(down)]


OFFSET = settings.declare("labels.offset", [0, 0], "Geseran lembar label (0,1 mm)", _offset)
"""To the right and down, in tenths of a millimetre: the same for every sheet of that printer."""


@dataclass(frozen=True)
class Paper:
    """A sheet, its first free place (1 = upper left), and the offset in tenths of a millimetre."""

    sheet: str
    start: int
    right: int = 0
    down: int = 0

    @property
    def offset_mm(self) -> tuple[float, float]:
        """The offset to the right and down in millimetres."""
        return self.right / 10, self.down / 10

    def sheets_for(self, labels: int) -> int:
        """Return how many sheets so many labels take."""
        return (labels + self.start - 2) // SHEETS[self.sheet].places + 1


def read(session: Session, form: Mapping[str, str], *, on: date) -> Paper:
    """Return the paper a form names; what it leaves out is as it was remembered.

    Raises Refused where the sheet has no such place or the offset is no length.
    """
    name = forms.choice(form, "sheet", SHEETS, default="a4-24")
    start = forms.number(form, "start", default=1)
    if not 1 <= start <= SHEETS[name].places:
        raise Refused(
            _("Lembar ini punya tempat 1 sampai %(n)s.", n=SHEETS[name].places), field="start"
        )
    right, down = settings.get(session, OFFSET, on=on)
    return Paper(name, start, _tenths(form, "right", right), _tenths(form, "down", down))


def remember(session: Session, paper: Paper, *, on: date, by: int, at: datetime) -> None:
    """Keep the offset of this house's printer for the next sheets, if it changed."""
    settings.change(session, OFFSET, [paper.right, paper.down], on=on, by=by, at=at)


def written(tenths: int) -> str:
    """Return tenths of a millimetre as a form shows them: 1,5 or -2."""
    whole, rest = divmod(abs(tenths), 10)
    return ("-" if tenths < 0 else "") + (f"{whole},{rest}" if rest else str(whole))


def sheet_names() -> list[tuple[str, str]]:
    """Return the sheets with their names, those that shops sell first."""
    return [
        ("a4-24", _("24 stiker, 70 × 37 mm")),
        ("a4-40", _("40 stiker, 52 × 30 mm")),
        ("a4-65", _("65 stiker (5 × 13), 38 × 21 mm")),
        ("a4-15", _("15 label gantung 40 × 80 mm, dipotong")),
        ("a4-33x15", _("108 label 33 × 15 mm, dipotong")),
        ("a4-40x30", _("45 label 40 × 30 mm, dipotong")),
        ("a4-50x25", _("44 label 50 × 25 mm, dipotong")),
    ]


def _tenths(form: Mapping[str, str], name: str, default: int) -> int:
    typed = forms.text(form, name).replace(" ", "").removesuffix("mm")
    if not typed:
        return default
    found = MILLIMETRES.fullmatch(typed)
    if found is None:
        raise Refused(_("Tulis geserannya dalam mm, misalnya 1,5 atau -2."), field=name)
    tenths = int(found[2]) * 10 + int(found[3] or 0)
    if tenths > MOST:
        raise Refused(_("Geseran paling banyak %(n)s mm.", n=MOST // 10), field=name)
    return -tenths if found[1] in ("-", "−", "–") else tenths
