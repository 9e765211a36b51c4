"""What the activity log says about agencies and visits."""

from core.i18n import _

WORDS = {
    "agency.added": _("Dicatat"),
    "agency.changed": _("Diubah"),
    "agency.archived": _("Diarsipkan"),
    "agency.brought_back": _("Diaktifkan lagi"),
    "footfall.undone": _("Hitungan pengunjung dibatalkan"),
    "visit.announced": _("Dikabarkan"),
    "visit.changed": _("Diubah"),
    "visit.confirmed": _("Dikonfirmasi"),
    "visit.arrived": _("Datang"),
    "visit.done": _("Selesai"),
    "visit.cancelled": _("Tidak jadi datang"),
}
