"""The sum of a statement, told the same way on paper and on the roll: line by line to the maker's share."""

from collections.abc import Sequence

from core.i18n import _
from core.money import in_words, plain
from printers.documents import Statement, StatementEntry

COMPENSATION, ADVANCES, FEES = ("compensation",), ("advance", "repayment"), ("fee", "fee_back")
"""Reasons of entries that the sum tells apart."""


def kinds(statement: Statement) -> list[tuple[str, int]]:
    """Return what the entries are and come to: balances brought along, compensation, and so on."""
    groups: dict[str, list[StatementEntry]] = {}
    for entry in statement.entries:
        groups.setdefault(_kind(entry), []).append(entry)
    order = (_("Saldo pindahan"), _("Ganti rugi"), _("Uang muka perajin"), _("Biaya"),
             _("Pembayaran, penyesuaian"))  # fmt: skip
    return [(name, sum(e.amount for e in groups[name])) for name in order if name in groups]


def _kind(entry: StatementEntry) -> str:
    if entry.carried:
        return _("Saldo pindahan")
    for name, reasons in (
        (_("Ganti rugi"), COMPENSATION), (_("Uang muka perajin"), ADVANCES), (_("Biaya"), FEES),
    ):  # fmt: skip
        if entry.kind in reasons:
            return name
    return _("Pembayaran, penyesuaian")


def pairs(statement: Statement) -> list[tuple[str, str]]:
    """Return (what, rupiah) of every part of the closing balance."""
    lines = statement.lines
    found = [
        (_("Harga barang terjual"), plain(sum(line.amount for line in lines))),
        (_("Potongan harga"), plain(-sum(line.discount for line in lines))),
        (_("Komisi galeri"), plain(-sum(line.commission for line in lines))),
    ]
    # What a house-borne discount gives back is neither discount nor commission of the maker.
    rest = sum(line.share - line.amount + line.discount + line.commission for line in lines)
    if rest:
        found.append((_("Ditanggung galeri"), plain(rest)))
    found += [(name, plain(amount)) for name, amount in kinds(statement)]
    found.append((_("Sisa laporan lalu"), plain(statement.opening)))
    return found


def heading(statement: Statement) -> str:
    """Return what stands over the entries that are no sales."""
    names = ", ".join(name for name, _amount in kinds(statement))
    return names[:1] + names[1:].lower()


def words(statement: Statement) -> str:
    """Return the closing balance in words."""
    said = in_words(statement.closing)
    return f"{said[:1].upper()}{said[1:]} rupiah"


def held(statement: Statement) -> str:
    """Return the sentence about money that waits, empty where none does."""
    if not statement.held:
        return ""
    return _("Di luar itu Rp%(amount)s masih ditahan: belum jatuh tempo atau pembayarannya "
             "belum dikonfirmasi.", amount=plain(statement.held))  # fmt: skip


def outlets(statement: Statement) -> Sequence[str]:
    """Return the outlets that something was sold at, in the order of the lines."""
    return list(dict.fromkeys(line.outlet for line in statement.lines))
