"""What a maker's money is called: the same words on her page and on her slip."""

from datetime import date

from core.i18n import _
from core.money import rupiah
from pos.portal.queries import Rights
from pos.portal.received import Received
from pos.portal.words import short_day


def balance_name(rights: Rights) -> str:
    """Return what the balance is: hers, or why the house takes it off what sells next."""
    if rights.balance >= 0:
        return _("Hak Ibu/Bapak, belum dibayar")
    return {
        "advance": _("Uang muka, dipotong dari hasil berikutnya"),
        "overpaid": _("Kelebihan bayar, dipotong dari hasil berikutnya"),
        "direct": _("Sudah diterima dari pembeli, dipotong dari hasil berikutnya"),
    }.get(rights.cause, _("Dipotong dari hasil berikutnya"))


def when_paid(rights: Rights, payday: date | None, today: date) -> str:
    """Return when what can be paid is paid, and what of it in cash: notes go in hundreds."""
    if not rights.payable:
        return _("belum ada")
    if not rights.handed:
        return _("di bawah Rp100, ikut pembayaran berikutnya")
    if rights.failed:
        return _("transfernya gagal: perbaiki rekening, atau ambil tunai")
    when = (
        _("dibayar %(day)s", day=short_day(payday, today))
        if payday
        else _("pada hari bayar berikutnya")
    )
    if rights.means == "transfer":
        return f"{when}, {_('lewat transfer')}"
    rest = rights.payable - rights.handed
    return f"{when}; {in_cash(rights.handed, rest)}" if rest else when


def in_cash(cash: int, rest: int) -> str:
    """Return how an amount is handed over in notes: `tunai Rp667.200, Rp50 ikut berikutnya`."""
    return _("tunai %(cash)s, %(rest)s ikut berikutnya", cash=rupiah(cash), rest=rupiah(rest))


def received_name(one: Received) -> str:
    """Return how money came into the maker's hands."""
    if one.kind == "tender":
        return _("Diterima dari pembeli") if one.amount >= 0 else _("Dikembalikan ke pembeli")
    if one.kind == "opening_balance":
        return _("Uang muka sebelum catatan ini")
    if one.kind == "adjustment" and one.is_advance:
        return _("Uang muka, transfer") if one.is_transfer else _("Uang muka, tunai")
    if one.kind == "adjustment":
        return _("Dikembalikan, transfer") if one.is_transfer else _("Dikembalikan, tunai")
    return _("Transfer") if one.is_transfer else _("Tunai")
