"""What a consignment agreement says, and when it contradicts itself. No database."""

from dataclasses import dataclass

from core.errors import Refused
from core.i18n import _

COPIED = (
    "commission_bps", "bearer", "floor_price", "period_days", "afterwards", "cadence",
    "payout_minimum", "fee_bearer", "loss_bearer",
)  # fmt: skip
"""What a version of a contract and its terms call by the same name."""

LONGEST_PERIOD = 3650
"""Days; nobody entrusts goods for longer than ten years, more is a typing error."""


@dataclass(frozen=True)
class Terms:
    """What a version of a contract says, apart from whom it is for and when.

    `kind` is percent (commission in basis points) or net (the maker's net price). `steps` are the
    markdown plan: pairs of days on the shelf and basis points off the list price.
    """

    kind: str
    commission_bps: int | None = None
    bearer: str = "shared"
    floor_price: int | None = None
    period_days: int | None = None
    afterwards: str = "keep"
    steps: tuple[tuple[int, int], ...] = ()
    cadence: str = "monthly"
    payout_minimum: int = 0
    fee_bearer: str = "house"
    loss_bearer: str = "house"


def check(terms: Terms) -> None:
    """Raise Refused, beside its field, where terms contradict themselves or cannot be meant."""
    if (terms.kind == "percent") != (terms.commission_bps is not None):
        raise Refused(_("Isi komisi untuk bagi hasil persen saja."), field="commission")
    if terms.commission_bps is not None and not 0 <= terms.commission_bps <= 10_000:
        raise Refused(_("Komisi harus antara 0% dan 100%."), field="commission")
    if terms.floor_price is not None and terms.floor_price <= 0:
        raise Refused(_("Batas bawah harus lebih dari Rp0."), field="floor_price")
    if terms.period_days is not None and not 0 < terms.period_days <= LONGEST_PERIOD:
        raise Refused(
            _("Masa titip antara 1 dan %(most)s hari.", most=LONGEST_PERIOD), field="period_days"
        )
    if terms.afterwards != "keep" and terms.period_days is None:
        raise Refused(_("Isi masa titipnya, dalam hari."), field="period_days")
    if terms.payout_minimum < 0:
        raise Refused(_("Batas pembayaran tidak boleh di bawah Rp0."), field="payout_minimum")
    _check_steps(terms)


def _check_steps(terms: Terms) -> None:
    if (terms.afterwards == "markdown") != bool(terms.steps):
        raise Refused(
            _("Isi tahap turun harga hanya untuk barang yang diturunkan harganya."), field="steps"
        )
    before_days, before_off = (terms.period_days or 0) - 1, 0
    for days, off in terms.steps:
        if not 0 < off < 10_000:
            raise Refused(_("Turun harga harus antara 1% dan 99%."), field="steps")
        if days > LONGEST_PERIOD:
            raise Refused(
                _("Tahap paling lambat setelah %(most)s hari.", most=LONGEST_PERIOD), field="steps"
            )
        if days <= before_days or off <= before_off:
            raise Refused(
                _("Tahap pertama paling cepat di akhir masa titip; tiap tahap sesudahnya lebih"
                  " lambat dan lebih murah."),
                field="steps",
            )  # fmt: skip
        before_days, before_off = days, off
