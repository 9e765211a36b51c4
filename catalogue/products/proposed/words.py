"""What proposals are called on pages."""

from catalogue.products.proposed.models import Proposal
from core.i18n import _
from core.money import rupiah


def label(proposal: Proposal) -> str:
    """Return what a proposal is about, never with bank details."""
    if proposal.kind == "price":
        return _(
            "Harga %(title)s: %(price)s", title=proposal.title, price=rupiah(proposal.price or 0)
        )
    if proposal.kind == "product":
        return _("Barang baru: %(title)s", title=proposal.title)
    return {
        "bank": _("Rekening baru"), "story": _("Ceritanya diubah"), "photo": _("Fotonya diganti"),
    }[proposal.kind]  # fmt: skip


def state(proposal: Proposal) -> str:
    """Return what became of a proposal."""
    if proposal.state == "refused" and proposal.decided_by == proposal.made_by:
        return _("Ditarik kembali")
    if proposal.state == "refused":
        return _("Ditolak: %(reason)s", reason=proposal.reason)
    if proposal.state == "open":
        return _("Menunggu galeri")
    return _("Diterima") if proposal.is_asked else _("Sudah dilihat")
