"""What the activity log says about people and devices."""

from core.i18n import _

WORDS = {
    "user.created": _("Didaftarkan"),
    "session.opened": _("Masuk dengan sandi atau PIN"),
    "device.enrolled": _("Perangkat didaftarkan"),
}
