"""What the activity log says about products, their categories and contracts."""

from core.i18n import _

WORDS = {
    "product.created": _("Dicatat"),
    "product.edited": _("Diubah"),
    "product.maker_changed": _("Perajinnya digabung: dari %(from)s ke %(into)s"),
    "product.archived": _("Diarsipkan"),
    "product.priced": _("Harganya diganti"),
    "product.coded": _("Kodenya ditambah"),
    "product.size_added": _("Ukuran lain ditambah"),
    "product.size_removed": _("Dipisah dari ukuran lainnya"),
    "product.photo_added": _("Fotonya ditambah"),
    "product.photo_removed": _("Fotonya dihapus"),
    "product.photos_ordered": _("Urutan fotonya diganti"),
    "product.marked_down": _("Harganya turun menurut rencana perjanjian"),
    "product.categorised": _("Golongannya diganti"),
    "category.added": _("Ditambahkan"),
    "category.renamed": _("Namanya diganti"),
    "certificate.noted": _("Dicatat"),
    "certificate.renewed": _("Dicatat sebagai perpanjangan"),
    "certificate.scanned": _("Dipindai"),
    "certificate.withdrawn": _("Dicabut dari daftar"),
    "maker.proposed": _("Usul dari perajinnya"),
    "maker.story_told": _("Cerita diubah perajinnya"),
    "proposal.accepted": _("Usul perajinnya diterima atau dilihat"),
    "proposal.refused": _("Usul perajinnya ditolak"),
    "proposal.withdrawn": _("Usul ditarik kembali perajinnya"),
    "contract.agreed": _("Disepakati"),
}
