"""What accounts and reasons of the ledger are called."""

from collections.abc import Mapping

from core.i18n import _


def account_name(code: str, names: Mapping[str, str]) -> str:
    """Return what an account's code means to a reader: `payable:maker:12` -> Hak Sekar.

    `names` are what makers, tills and outlets are called, by `maker:12`, `till:1`, `outlet:1`.
    """
    kind, _colon, owner = code.partition(":")
    if kind == "payable":
        return _("Hak %(maker)s", maker=names.get(owner, owner))
    if kind == "holder":
        return _("Dibawa %(name)s", name=names.get(owner, owner))
    name = {
        "cash": _("Laci kasir"), "safe": _("Brankas"), "treasury": _("Kas bendahara"),
        "bank": _("Rekening bank"), "qris_claimed": _("QRIS belum dipastikan"),
        "qris": _("Dana QRIS di penyedia"), "qris_missing": _("QRIS belum masuk, ditanggung galeri"),
        "qris_surplus": _("QRIS lebih, milik pembeli"), "card": _("Kartu, belum masuk bank"),
        "commission": _("Komisi"), "house_sales": _("Penjualan galeri sendiri"),
        "postage": _("Ongkos yang diteruskan"),
        "discount": _("Potongan ditanggung galeri"), "rounding": _("Pembulatan"),
        "over_short": _("Selisih kas"), "loss": _("Kerugian dan ganti rugi"),
        "fees": _("Biaya rombongan"), "fees_payable": _("Biaya rombongan belum dibayar"),
        "deposits": _("Uang muka pembeli"), "charges": _("Biaya bank dan QRIS"),
        "maker_fees": _("Biaya yang ditanggung perajin"), "adjustments": _("Penyesuaian saldo perajin"),
        "opening": _("Saldo awal"), "clearing": _("Perantara penjualan"),
    }.get(kind, kind)  # fmt: skip
    return f"{name}, {names.get(owner, owner)}" if owner else name


def source_name(kind: str) -> str:
    """Return what a kind of event is called beside its number."""
    return {
        "sale": _("nota"), "sale_line": _("baris nota"), "tender": _("bayaran nota"),
        "shift": _("sif"), "shift_handover": _("serah terima kasir"),
        "cash_delivery": _("setoran uang"), "cash_movement": _("kas laci"), "payout": _("pembayaran"),
        "money_transfer": _("pindahan"), "departure_line": _("baris berita acara"),
        "comeback": _("koreksi berita acara"), "late_money": _("uang yang menyusul"),
        "surplus_money": _("uang lebih"), "surplus_return": _("uang lebih kembali"),
        "qris_credit": _("QRIS cair"), "deposit": _("uang muka"), "deposit_return": _("uang muka kembali"),
        "adjustment": _("usulan"), "monthly_fee": _("iuran"), "guide_fee": _("upah pemandu"),
        "maker_merge": _("penggabungan perajin"), "count_line": _("baris hitung barang"),
        "opening_balance": _("saldo awal"),
    }.get(kind, kind)  # fmt: skip


def reason_name(reason: str) -> str:
    """Return what a reason means to a reader."""
    return {
        "share": _("Hak perajin"), "commission": _("Komisi"), "house_sale": _("Barang galeri"),
        "postage": _("Ongkos diteruskan"),
        "discount": _("Potongan"), "tender": _("Pembayaran"), "rounding": _("Pembulatan"),
        "confirmed": _("QRIS dipastikan"), "accepted": _("QRIS ditanggung galeri"),
        "late": _("Uang menyusul"), "surplus": _("Uang lebih"),
        "surplus_back": _("Uang lebih dikembalikan"), "taken": _("Uang muka diterima"),
        "given_back": _("Uang muka dikembalikan"), "float": _("Modal awal"),
        "over_short": _("Selisih hitung"), "banked": _("Masuk brankas"),
        "kept": _("Dibawa orang"), "float_held": _("Modal awal dari yang dibawa"),
        "handed_in": _("Uang yang dibawa diserahkan"), "in": _("Kas masuk"),
        "out": _("Kas keluar"), "drop": _("Setor ke brankas"), "transfer": _("Pindah tempat"),
        "paid_out": _("QRIS cair ke rekening"), "charge": _("Biaya penyedia QRIS"),
        "paid_out_back": _("QRIS cair dibatalkan"),
        "charge_back": _("Biaya penyedia QRIS dibatalkan"),
        "payout": _("Bayar perajin"), "reversal": _("Bayar dibatalkan"),
        "compensation": _("Ganti rugi"), "advance": _("Uang muka perajin"),
        "repayment": _("Setoran perajin"), "fee": _("Biaya"), "fee_back": _("Biaya kembali"), "adjustment": _("Penyesuaian"),
    }.get(reason, reason)  # fmt: skip
