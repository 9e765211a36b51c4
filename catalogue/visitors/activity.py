"""What the activity log says about the gallery's screens."""

from core.i18n import _

WORDS = {
    "kiosk.opened": _("Tautan layar galeri dibuat"),
    "kiosk.begun": _("Tablet menjadi layar galeri"),
    "kiosk.closed": _("Layar galeri ditutup"),
    "kiosk.left": _("Keluar dari layar galeri"),
}
