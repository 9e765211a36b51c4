"""What people call each kind of adjustment, and what a statement says of one."""

from sqlalchemy.orm import Session

from core.i18n import _
from pos.settlements.adjusting.models import Adjustment

SOURCE = "adjustment"
"""What an adjustment's entries name as where they come from."""

KIND_NAMES = {
    "advance": _("Uang muka perajin"),
    "repayment": _("Setoran perajin"),
    "compensation": _("Ganti rugi"),
    "fee": _("Biaya"),
    "more": _("Penyesuaian, menambah"),
    "less": _("Penyesuaian, mengurangi"),
}
KIND_HELP = {
    "advance": _("Uang diberikan dulu, dipotong dari penjualan berikutnya."),
    "repayment": _("Perajin membayar kembali, misalnya karena saldonya minus."),
    "compensation": _("Barang hilang atau rusak yang tidak lewat berita acara."),
    "fee": _("Misalnya biaya kemasan atau foto yang ditanggung perajin."),
    "more": _("Yang kurang ditulis dulu; hak perajin bertambah."),
    "less": _("Yang terlalu banyak ditulis dulu; hak perajin berkurang."),
}
STATES = {
    "proposed": _("Menunggu persetujuan"),
    "approved": _("Disetujui"),
    "declined": _("Ditolak"),
}
SOURCE_NAMES = {"treasury": _("Kas bendahara"), "bank": _("Rekening bank")}
OUT_OF = {"treasury": _("Tunai dari kas bendahara"), "bank": _("Transfer bank")}
INTO = {"treasury": _("Tunai ke kas bendahara"), "bank": _("Transfer ke rekening galeri")}
"""How money changed hands, as a receipt says it: to the maker, and from her."""
OPPOSITE = {
    "advance": "repayment", "repayment": "advance", "compensation": "less", "fee": "more",
    "more": "less", "less": "more",
}  # fmt: skip
"""What takes each kind back."""


def label_of(session: Session, adjustment_id: int) -> str:
    """Return what an adjustment is called on a statement: kind, reason and number."""
    one = session.get_one(Adjustment, adjustment_id)
    name = _("Penyesuaian") if one.kind in ("more", "less") else _(KIND_NAMES[one.kind])
    return f"{name}: {one.reason} ({one.number})"
