"""What the activity log says about enquiries."""

from core.i18n import _

WORDS = {
    "enquiry.asked": _("Permintaan diterima"),
    "enquiry.answered": _("Dibalas"),
    "enquiry.quoted": _("Ditawarkan dengan %(note)s"),
    "enquiry.accepted": _("Penawaran %(note)s diterima"),
    "enquiry.declined": _("Ditolak"),
    "enquiry.lapsed": _("Penawaran %(note)s lewat masa berlakunya"),
    "product.firm_prices": _("Harga untuk kantor: %(prices)s"),
    "enquiry.erased": _("Data orangnya dihapus"),
}
