"""What announced deliveries are called on pages."""

from catalogue.stock.announced.models import Announcement
from core.i18n import _


def way(came_by: str) -> str:
    """Return how a delivery was announced."""
    return {
        "whatsapp": "WhatsApp", "phone": _("telepon"), "visit": _("datang sendiri"),
        "maker": _("halaman perajin"),
    }[came_by]  # fmt: skip


def state(announcement: Announcement) -> str:
    """Return how far an announcement has come."""
    if announcement.state == "partly" and announcement.closed_at is not None:
        return _("Sebagian datang, sisanya tidak")
    return {
        "open": _("Ditunggu"), "partly": _("Sebagian datang"), "received": _("Diterima"),
        "cancelled": _("Batal"),
    }[announcement.state]  # fmt: skip
