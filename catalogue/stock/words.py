"""What the events of stock are called on pages and papers."""

from core.i18n import _


def movement_name(reason: str) -> str:
    """Return what a movement's reason means to a reader."""
    return {
        "received": _("Diterima dari perajin"), "sold": _("Terjual"),
        "customer_return": _("Kembali dari pembeli"),
        "returned_to_maker": _("Kembali ke perajin"), "transferred_out": _("Pindah keluar"),
        "transferred_in": _("Pindah masuk"), "counted": _("Hasil hitung"), "lost": _("Hilang"),
        "damaged": _("Rusak"), "opening": _("Stok awal"), "found": _("Ditemukan"),
        "correction": _("Koreksi"),
    }[reason]  # fmt: skip
