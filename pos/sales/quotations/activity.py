"""What the activity log says about quotations."""

from core.i18n import _

WORDS = {
    "quotation.issued": _("Terbit"),
    "quotation.ticketed": _("Jadi nota di %(till)s"),
}
