"""What a contract says, in sentences: the same on pages and on the paper that is signed."""

from dataclasses import dataclass

from catalogue.products.models import Contract
from core.i18n import _
from core.money import percent, rupiah
from printers.words import long_day


@dataclass(frozen=True)
class Wording:
    """A contract in sentences, each about one thing; empty where there is nothing to say."""

    sharing: str
    discount: str
    floor: str
    period: str
    afterwards: str
    payout: str
    minimum: str
    fee: str
    loss: str
    validity: str


def worded(contract: Contract) -> Wording:
    """Return a version in sentences of the language now spoken."""
    return Wording(
        sharing=_sharing(contract),
        discount={
            "house": _("Potongan harga ditanggung galeri."),
            "shared": _("Potongan harga ditanggung bersama."),
            "maker": _("Potongan harga ditanggung perajin."),
        }[contract.bearer],
        floor=_floor(contract.floor_price),
        period=_period(contract.period_days),
        afterwards=_afterwards(contract),
        payout={
            "weekly": _("Hasil penjualan dibayarkan setiap minggu."),
            "fortnightly": _("Hasil penjualan dibayarkan setiap dua minggu."),
            "monthly": _("Hasil penjualan dibayarkan setiap bulan."),
        }[contract.cadence],
        minimum=_minimum(contract.payout_minimum),
        fee={
            "house": _("Biaya transfer ditanggung galeri."),
            "maker": _("Biaya transfer ditanggung perajin."),
        }[contract.fee_bearer],
        loss={
            "house": _("Barang yang hilang atau rusak diganti galeri sebesar bagian perajin."),
            "shared": _("Barang yang hilang atau rusak diganti galeri setengah bagian perajin."),
            "maker": _("Barang yang hilang atau rusak menjadi tanggungan perajin."),
        }[contract.loss_bearer],
        validity=_validity(contract),
    )


def brief(contract: Contract) -> str:
    """Return the way of sharing in a few words, for lists."""
    if contract.commission_bps is None:
        return _("Harga titip")
    return _("Komisi galeri %(rate)s", rate=percent(contract.commission_bps))


def plan(contract: Contract) -> str:
    """Return the steps of the markdown plan, one after the other."""
    return ", ".join(
        _("%(off)s setelah %(n)s hari", off=percent(step.off_bps), n=step.after_days)
        for step in contract.steps
    )


def _sharing(contract: Contract) -> str:
    if contract.commission_bps is None:
        return _("Perajin menerima harga titip untuk setiap barang yang laku.")
    return _("Komisi galeri %(rate)s dari harga jual.", rate=percent(contract.commission_bps))


def _floor(price: int | None) -> str:
    if price is None:
        return ""
    return _("Dengan potongan pun tidak dijual di bawah %(amount)s.", amount=rupiah(price))


def _period(days: int | None) -> str:
    if days is None:
        return _("Masa titip tidak dibatasi.")
    return _("Masa titip %(n)s hari sejak barang diterima.", n=days)


def _afterwards(contract: Contract) -> str:
    if contract.period_days is None:
        return ""
    if contract.afterwards == "return":
        return _("Sesudah itu barang yang belum laku kembali ke perajin.")
    if contract.afterwards == "markdown":
        return _("Sesudah itu harganya turun bertahap: %(plan)s.", plan=plan(contract))
    return _("Sesudah itu barang tetap dijual seperti semula.")


def _minimum(amount: int) -> str:
    if not amount:
        return ""
    return _("Saldo di bawah %(amount)s menunggu jadwal berikutnya.", amount=rupiah(amount))


def _validity(contract: Contract) -> str:
    start = long_day(contract.starts_on)
    if contract.ends_on is None:
        return _("Berlaku sejak %(day)s sampai diganti.", day=start)
    return _(
        "Berlaku %(start)s sampai %(end)s, lalu berjalan terus sampai diganti.",
        start=start, end=long_day(contract.ends_on),
    )  # fmt: skip
