"""A maker's slip on the roll: what her page says, in the same words and order."""

from core.i18n import _
from core.money import plain, rupiah
from printers.documents import MakerSlip
from printers.layout import Roll
from printers.words import day, moment


def maker_sections(roll: Roll, slip: MakerSlip) -> None:
    """Write a maker's slip: the sum, where the money is, what sold, what is left."""
    roll.head(_("HAK PERAJIN"))
    roll.say(f"{slip.maker} ({slip.maker_code})", bold=True)
    roll.say(moment(slip.printed_at, slip.zone))
    roll.rule()
    for row in slip.rows:
        roll.row(row.label, plain(row.amount))
    roll.grand(_("HAK"), rupiah(slip.total))
    _where(roll, slip)
    roll.rule()
    roll.row(_("Laku hari ini"), plain(slip.today))
    roll.row(_("Laku bulan ini"), plain(slip.month))
    roll.row(_("Omzet tahun ini"), plain(slip.year))
    if slip.lines:
        roll.rule()
        roll.say(_("Baru laku"), bold=True)
        for line in slip.lines:
            roll.say(f"{line.title} ({line.quantity})" if abs(line.quantity) != 1 else line.title)
            roll.row(f"  {day(line.day)} {line.number}", plain(line.share))
        if slip.more:
            roll.say(_("dan %(n)s baris lagi", n=slip.more))
    if slip.stock:
        roll.rule()
        roll.say(_("Masih di galeri"), bold=True)
        for left in slip.stock:
            roll.say(left.title)
            roll.row(f"  {left.outlet}", plain(left.pieces))
            if left.note:
                roll.say(f"  {left.note}")


def _where(roll: Roll, slip: MakerSlip) -> None:
    """Write what can be paid and when, what waits, and what came into her hands."""
    if slip.title:
        roll.say(slip.title)
    roll.row(_("Siap dibayar"), plain(slip.payable))
    if slip.when:
        roll.say(f"  {slip.when}")
    if slip.behind:
        roll.row(_("Dipotong berikutnya"), plain(slip.behind))
    roll.row(_("Masih ditahan"), plain(slip.held))
    roll.row(_("Sudah dibayar"), plain(slip.paid))
    for one in slip.received:
        roll.row(f"  {day(one.day)} {one.label}", plain(one.amount))
