"""What the activity log says about selling."""

from core.i18n import _

WORDS = {
    "sale.discount_approved": _("Potongan disetujui pengurus: %(reason)s"),
    "sale.return_approved": _("Retur tanpa struk, disetujui pengurus: %(reason)s"),
    "sale.refund_approved": _("Uang kembali dengan cara lain, disetujui pengurus: %(reason)s"),
    "sale.claim_accepted": _("Uang QRIS yang belum masuk ditanggung galeri: %(reason)s"),
    "surplus.noted": _("Uang lebih dicatat"),
    "surplus.given_back": _("Uang lebih dikembalikan"),
    "deposit.taken": _("Uang muka diterima"),
    "deposit.given_back": _("Uang muka dikembalikan: %(reason)s"),
    "shift.closed_by_office": _("Ditutup dari halaman pengurus"),
    "cash.handed_in": _("Uang yang dibawa diserahkan"),
    "drawer.opened": _("Laci dibuka tanpa penjualan"),
    "sale.visit_changed": _("Rombongan diganti: %(from)s menjadi %(to)s"),
    "basket.overridden": _("Dijual meski ditahan untuk sebuah keranjang"),
    "visit.fee_paid": _("Uang pemandu dibayar, %(number)s"),
}
