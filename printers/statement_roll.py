"""A maker's statement on a receipt printer: every line with how its share came about, then the sum."""

from core.i18n import _
from core.money import plain, rupiah
from printers import statement_sums
from printers.documents import Statement, StatementLine
from printers.layout import Roll
from printers.words import day, moment


def statement_sections(roll: Roll, statement: Statement) -> None:
    """Write a statement down to the heads of the chains."""
    roll.head(_("LAPORAN HASIL"))
    roll.row(_("No. %(number)s", number=statement.number), statement.maker_code)
    roll.say(statement.maker, bold=True)
    roll.say(_("%(start)s sampai %(end)s", start=day(statement.period_from),
               end=day(statement.period_to)))  # fmt: skip
    if statement.terms:
        roll.say(statement.terms)
    roll.rule()
    places = statement_sums.outlets(statement)
    for place in places:
        _place(roll, statement, place, is_one=len(places) == 1)
    if not places:
        roll.say(_("Tidak ada penjualan dalam masa ini."))
    for entry in statement.entries:
        roll.say(entry.label)
        roll.row("  " + day(entry.day), plain(entry.amount))
    roll.rule()
    for label, amount in statement_sums.pairs(statement):
        roll.row(label, amount)
    roll.grand(_("HAK PERAJIN"), rupiah(statement.closing))
    roll.say(statement_sums.words(statement))
    for sentence in (statement.payment, statement_sums.held(statement)):
        roll.say(sentence)
    roll.rule()
    roll.say(_("Dibuat oleh Titip, %(when)s", when=moment(statement.posted_at, statement.zone)))
    for head in statement.heads:
        roll.say(head)
    roll.rule()


def _place(roll: Roll, statement: Statement, place: str, *, is_one: bool) -> None:
    mine = [line for line in statement.lines if line.outlet == place]
    if place:
        roll.say(place, bold=True)
    for line in mine:
        _line(roll, line)
    if not is_one:
        roll.row(_("Jumlah"), plain(sum(line.share for line in mine)), bold=True)
    roll.rule()


def _line(roll: Roll, line: StatementLine) -> None:
    roll.row(line.number, day(line.day))
    roll.row(f"{line.quantity} x {line.title}", plain(line.amount))
    if line.discount:
        roll.row("  " + _("Potongan"), plain(-line.discount))
    if line.note:
        roll.say("  " + line.note)
    roll.row("  " + _("Komisi"), plain(-line.commission))
    roll.row("  " + _("Hak perajin"), plain(line.share), bold=True)
