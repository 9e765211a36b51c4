"""What kinds of accounts are called, wherever they are shown."""

from core.i18n import _

KIND_NAMES = {
    "cash": _("Laci kasir"),
    "safe": _("Brankas"),
    "treasury": _("Kas bendahara"),
    "bank": _("Rekening bank"),
    "qris_claimed": _("QRIS belum dipastikan"),
    "qris": _("Dana QRIS di penyedia"),
    "qris_missing": _("QRIS belum masuk, ditanggung galeri"),
    "qris_surplus": _("QRIS lebih, milik pembeli"),
    "card": _("Kartu, belum masuk bank"),
    "card_missing": _("Kartu yang tidak masuk, ditanggung galeri"),
    "card_surplus": _("Uang kartu lebih, milik pembeli"),
    "commission": _("Komisi"),
    "house_sales": _("Penjualan galeri sendiri"),
    "postage": _("Ongkos yang diteruskan"),
    "discount": _("Potongan ditanggung galeri"),
    "rounding": _("Pembulatan"),
    "over_short": _("Selisih kas"),
    "loss": _("Kerugian dan ganti rugi"),
    "fees": _("Biaya rombongan"),
    "fees_payable": _("Biaya rombongan belum dibayar"),
    "deposits": _("Uang muka pembeli"),
    "charges": _("Biaya bank, QRIS, dan kartu"),
    "maker_fees": _("Biaya yang ditanggung perajin"),
    "adjustments": _("Penyesuaian saldo perajin"),
    "opening": _("Saldo awal"),
    "clearing": _("Perantara penjualan"),
}
"""Every kind that is not somebody's own: `payable` and `holder` are called after whose they are."""


def kind_name(kind: str) -> str:
    """Return what a kind of account is called."""
    return _(KIND_NAMES.get(kind, kind))
