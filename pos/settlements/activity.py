"""What the activity log says about settling, paying and moving money."""

from core.i18n import _

WORDS = {
    "settlement.started": _("Hasilnya dihitung"),
    "settlement.resumed": _("Dilanjutkan setelah berhenti"),
    "payout.paid": _("Dibayar"),
    "payout.paid_below": _("Dibayar walau catatan kas bendahara kurang: %(reason)s"),
    "payout.reversed": _("Dibatalkan: %(reason)s"),
    "opening.started": _("Mulai dicatat"),
    "opening.posted": _("Saldo awal dicatat"),
    "opening.taken_back": _("Dibatalkan: %(reason)s"),
    "fee.set": _("Ditentukan"),
    "adjustment.proposed": _("Diusulkan"),
    "adjustment.approved": _("Disetujui dan dicatat"),
    "adjustment.declined": _("Tidak jadi: %(reason)s"),
    "payout.slip_kept": _("Bukti transfer disimpan"),
    "transfer.sent": _("Disiapkan untuk bank"),
    "transfer.fetched": _("Berkas dengan nomor rekening diunduh"),
    "transfer.answered": _("Jawaban bank dibawa"),
    "qris.matched": _("Dicocokkan dengan uang yang masuk"),
    "qris.taken_back": _("Dibatalkan: %(reason)s"),
    "means.cash": _("Dibayar tunai mulai sekarang"),
    "means.transfer": _("Dibayar lewat transfer mulai sekarang"),
    "paying_list.made": _("Dicetak untuk ditandatangani"),
    "money.moved": _("Dicatat"),
    "adjustment.approved_below": _("Disetujui walau catatan kas bendahara kurang: %(reason)s"),
    "surplus.back_below": _("Dikembalikan walau catatan kas bendahara kurang: %(reason)s"),
    "money.moved_below": _("Dipindah walau catatan kas bendahara kurang: %(reason)s"),
}
