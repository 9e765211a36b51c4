"""What accounts and reasons of the ledger are called."""

from collections.abc import Mapping

from core.i18n import _
from pos.ledger.words import kind_name


def account_name(code: str, names: Mapping[str, str]) -> str:
    """Return what an account's code means to a reader: `payable:maker:12` -> Hak Sekar.

    `names` are what makers, tills and outlets are called, by `maker:12`, `till:1`, `outlet:1`.
    """
    kind, _colon, owner = code.partition(":")
    if kind == "payable":
        return _("Hak %(maker)s", maker=names.get(owner, owner))
    if kind == "holder":
        return _("Dibawa %(name)s", name=names.get(owner, owner))
    name = kind_name(kind)
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
        "qris_credit": _("QRIS cair"), "card_credit": _("kartu cair"), "deposit": _("uang muka"), "deposit_return": _("uang muka kembali"),
        "adjustment": _("usulan"), "monthly_fee": _("iuran"), "guide_fee": _("upah pemandu"),
        "maker_merge": _("penggabungan perajin"), "count_line": _("baris hitung barang"),
        "opening_balance": _("saldo awal"), "stock_count": _("hitung barang"),
        "departure": _("berita acara"),
    }.get(kind, kind)  # fmt: skip


def reason_name(reason: str) -> str:
    """Return what a reason means to a reader."""
    return {
        "share": _("Hak perajin"), "commission": _("Komisi"), "house_sale": _("Barang galeri"),
        "postage": _("Ongkos diteruskan"),
        "discount": _("Potongan"), "tender": _("Pembayaran"), "rounding": _("Pembulatan"),
        "confirmed": _("QRIS dipastikan"), "accepted": _("Ditanggung galeri"),
        "late": _("Uang menyusul"), "surplus": _("Uang lebih"),
        "surplus_back": _("Uang lebih dikembalikan"), "taken": _("Uang muka diterima"),
        "given_back": _("Uang muka dikembalikan"), "float": _("Modal awal"),
        "over_short": _("Selisih hitung"), "banked": _("Masuk brankas"),
        "kept": _("Dibawa orang"), "float_held": _("Modal awal dari yang dibawa"),
        "handed_in": _("Uang yang dibawa diserahkan"), "in": _("Kas masuk"),
        "out": _("Kas keluar"), "drop": _("Setor ke brankas"), "transfer": _("Pindah tempat"),
        "paid_out": _("Cair ke rekening"), "charge": _("Biaya penyedia"),
        "paid_out_back": _("Cair ke rekening dibatalkan"),
        "charge_back": _("Biaya penyedia dibatalkan"),
        "payout": _("Bayar perajin"), "reversal": _("Bayar dibatalkan"),
        "compensation": _("Ganti rugi"), "advance": _("Uang muka perajin"),
        "repayment": _("Setoran perajin"), "fee": _("Biaya"), "fee_back": _("Biaya kembali"), "adjustment": _("Penyesuaian"),
        "cash": _("Saldo awal"), "cash_back": _("Saldo awal dibatalkan"),
        "owed": _("Utang sebelum pembukuan"), "owed_back": _("Utang sebelum pembukuan dibatalkan"),
        "advance_back": _("Uang muka perajin dibatalkan"),
        "stated": _("Saldo dari perajin yang digabung"),
        "unstated": _("Hak yang belum masuk laporan dari perajin yang digabung"),
    }.get(reason, reason)  # fmt: skip
