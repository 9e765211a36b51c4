"""What the activity log says about selling."""

from core.i18n import _

WORDS = {
    "sale.discount_approved": _("Potongan disetujui pengurus: %(reason)s"),
}
