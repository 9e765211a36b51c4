"""Berita acara stok opname on A4: maker by maker, the differences, and both signatures."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, KeepTogether, Spacer

from core.i18n import _
from core.money import plain, rupiah
from printers.documents import CountedGroup, CountedLine, CountRecord
from printers.pdf.sheet import (
    HEADING,
    SMALL,
    build,
    facts,
    grid,
    letterhead,
    signatures,
    text,
    with_note,
)
from printers.words import moment

WIDTHS = (29, 65, 17, 17, 17, 33)


def count_pdf(record: CountRecord) -> bytes:
    """Return the record of a count on A4."""
    title = _("Berita acara stok opname")
    story = letterhead(record, title, record.scope)
    story.append(facts((
        (_("Nomor"), record.number),
        (_("Tempat"), record.outlet),
        (_("Mulai dihitung"), moment(record.started_at, record.zone)),
        (_("Dihitung oleh"), ", ".join(record.counters)),
    )))  # fmt: skip
    story += [Spacer(0, 4 * mm), text(_summary(record)), *(text(n, SMALL) for n in record.notes)]
    for group in record.groups:
        story += _group(group)
    story.append(KeepTogether(_signed(record)))
    when = moment(record.signed_at, record.zone) if record.signed_at else ""
    footer = "   ".join(filter(None, (record.number, when)))
    return build(story, record, title=f"{title} {record.number}", footer=footer)


def _summary(record: CountRecord) -> str:
    lines = record.lines
    differing = sum(1 for line in lines if line.difference)
    said = _("%(kinds)s macam dihitung, %(n)s buah.", kinds=plain(len(lines)),
             n=plain(sum(line.counted for line in lines)))  # fmt: skip
    if not differing:
        return said + " " + _("Semua cocok dengan catatan.")
    owed = sum(group.owed for group in record.groups)
    return " ".join((
        said,
        _("%(kinds)s macam berbeda: kurang %(short)s, lebih %(surplus)s.", kinds=plain(differing),
          short=plain(record.short), surplus=plain(record.surplus)),
        _("Kekurangan bernilai %(value)s bagi perajin; galeri mengganti %(owed)s menurut perjanjian.",
          value=rupiah(sum(line.value for line in lines)), owed=rupiah(owed)) if record.short else "",
    )).strip()  # fmt: skip


def _group(group: CountedGroup) -> list[Any]:
    rows: list[Sequence[Any]] = [
        (line.code, with_note(line.title, line.detail), plain(line.expected), plain(line.counted),
         _signed_pieces(line), plain(line.owed) if line.owed else "")
        for line in group.lines
    ]  # fmt: skip
    rows.append((
        _("Jumlah"), "", plain(sum(x.expected for x in group.lines)),
        plain(sum(x.counted for x in group.lines)), "", plain(group.owed) if group.owed else "",
    ))  # fmt: skip
    header = (
        _("Kode"), _("Barang"), _("Catatan"), _("Hitungan"), _("Selisih"), _("Ganti rugi (Rp)"),
    )  # fmt: skip
    name = f"{group.maker} ({group.maker_code})" if group.maker else _("Barang galeri sendiri")
    return [
        CondPageBreak(36 * mm), Spacer(0, 5 * mm), text(name, HEADING),
        grid(header, rows, WIDTHS, numbers_from=2),
    ]  # fmt: skip


def _signed_pieces(line: CountedLine) -> str:
    if not line.difference:
        return ""
    return f"+{plain(line.difference)}" if line.difference > 0 else plain(line.difference)


def _signed(record: CountRecord) -> list[Any]:
    words = _("Kedua pihak menghitung bersama dan menyetujui angka di atas.")
    several = len([group for group in record.groups if group.maker]) > 1
    people = (
        (
            _("Wakil perajin,") if several else _("Perajin,"),
            record.maker_name,
            record.maker_drawing,
        ),
        (_("Galeri,"), record.house_name, record.house_drawing),
    )
    return [Spacer(0, 6 * mm), text(words, SMALL), Spacer(0, 4 * mm), signatures(people, above=18)]
