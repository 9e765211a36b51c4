"""What the activity log says about places and the people who work there."""

from core.i18n import _

WORDS = {
    "outlet.welcome": _("Jam buka atau jalannya diubah"),
    "outlet.changed": _("Nama atau alamat diubah"),
    "till.printers": _("Printer kasir diatur"),
    "till.invited": _("Kode kasir HP dibuat"),
    "user.changed": _("Nama, peran, atau tempat kerja diubah"),
    "user.secret_changed": _("Kata sandi atau PIN diganti"),
    "user.archived": _("Aksesnya ditutup"),
}
