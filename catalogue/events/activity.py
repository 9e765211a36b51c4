"""What the activity log says about events."""

from core.i18n import _

WORDS = {
    "event.announced": _("Acara dibuat"),
    "event.changed": _("Diubah"),
    "event.cancelled": _("Tidak jadi diadakan"),
    "event.signed_up": _("Ada yang mendaftar"),
    "event.withdrew": _("Ada yang batal datang"),
}
