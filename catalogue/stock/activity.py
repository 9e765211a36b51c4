"""What the activity log says about deliveries, transfers, bazars and sheets."""

from core.i18n import _

WORDS = {
    "agreement.worded": _("Teks perjanjian diganti"),
    "product.shelved": _("Raknya dicatat"),
    "consignment.received": _("Diterima"),
    "announcement.made": _("Dikabarkan"),
    "announcement.partly": _("Sebagian datang"),
    "announcement.received": _("Diterima"),
    "announcement.closed": _("Tidak ditunggu lagi"),
    "consignment.corrected": _("Dikoreksi"),
    "consignment.cancelled": _("Dibatalkan"),
    "transfer.sent": _("Berangkat"),
    "transfer.received": _("Diterima di tujuan"),
    "transfer.decided": _("Diputuskan: %(n)s buah %(title)s"),
    "transfer.cancelled": _("Dibuang"),
    "bazar.opened": _("Dibuka"),
    "bazar.changed": _("Harinya diubah"),
    "bazar.completed": _("Yang ikut terbawa dicatat: %(n)s buah"),
    "bazar.closed": _("Ditutup dengan hitungannya"),
    "bazar.cancelled": _("Dibatalkan"),
    "import.tried": _("Lembar %(name)s dicoba"),
    "import.started": _("Lembar %(name)s dimasukkan"),
    "tags.printed": _("Label disusun"),
    "departure.done": _("Ditandatangani"),
    "departure.cancelled": _("Dibuang"),
    "departure.corrected": _("Koreksi: %(reason)s"),
}
