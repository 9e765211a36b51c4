"""What the activity log says about deliveries and sheets."""

from core.i18n import _

WORDS = {
    "consignment.received": _("Diterima"),
    "consignment.cancelled": _("Dibatalkan"),
    "import.tried": _("Lembar %(name)s dicoba"),
    "import.started": _("Lembar %(name)s dimasukkan"),
    "tags.printed": _("Label disusun"),
}
