"""What the activity log says about products and contracts."""

from core.i18n import _

WORDS = {
    "product.created": _("Dicatat"),
    "product.edited": _("Diubah"),
    "product.archived": _("Diarsipkan"),
    "contract.agreed": _("Disepakati"),
}
