"""What came of an import, kept while it runs and told at its end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.stock.planned import RefusedRow
from catalogue.stock.sheet import NOTHING_NAMED
from core.i18n import _


@dataclass
class Tally:
    """What the steps of an import did so far; made of plain values, so a job can keep it."""

    accepted: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    new_makers: set[str] = field(default_factory=set)
    doubts: set[str] = field(default_factory=set)
    price_changes: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class ImportResult:
    """What an import did, or in a dry run would do."""

    batch: str
    outlet: str
    dry_run: bool
    accepted: int
    already_there: int
    refused: tuple[RefusedRow, ...]
    new_makers: tuple[str, ...]
    doubtful: tuple[str, ...]
    price_changes: tuple[str, ...]
    headers: tuple[str, ...] = ()
    refused_file: Path | None = None

    @property
    def last_line(self) -> str:
        """The counts as outside tools read them."""
        return (
            f"diterima={self.accepted} sudah_ada={self.already_there} ditolak={len(self.refused)}"
        )


def summary(outcome: ImportResult) -> list[str]:
    """Return what a person should read about an import, a sentence a line; counts come last."""
    lines = [_("Batch %(batch)s, tempat %(outlet)s.", batch=outcome.batch, outlet=outcome.outlet)]
    if outcome.batch == NOTHING_NAMED:
        lines.append(
            _("Lembar ini tidak menyebut periode; untuk kiriman berikutnya pakai --batch NAMA.")
        )
    if outcome.dry_run:
        lines.append(_("Ini hanya percobaan: tidak ada yang diubah."))
    lines += _listed(_("Perajin baru: %(n)s", n=len(outcome.new_makers)), outcome.new_makers)
    lines += _listed(_("Harga berubah: %(n)s", n=len(outcome.price_changes)), outcome.price_changes)
    lines += _listed(_("Perlu diperiksa orang: %(n)s", n=len(outcome.doubtful)), outcome.doubtful)
    lines += _listed(
        _("Ditolak: %(n)s", n=len(outcome.refused)),
        [
            _("baris %(number)s: %(reason)s", number=row.number, reason=row.reason)
            for row in outcome.refused
        ],
    )
    if outcome.refused_file:
        lines.append(
            _(
                "Baris yang ditolak ada di %(path)s; perbaiki lalu impor berkas itu.",
                path=outcome.refused_file,
            )
        )
    return lines


def _listed(title: str, entries: Iterable[str]) -> list[str]:
    return [title, *(f"  {entry}" for entry in entries)] if entries else []
