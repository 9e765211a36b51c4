"""What the activity log says about printing."""

from core.i18n import _

WORDS = {
    "print_agent.enrolled": _("Agen cetak didaftarkan"),
    "print_agent.revoked": _("Agen cetak dicabut"),
}
