"""What a new house still does before it sells its first piece."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from catalogue.outlets.models import TillDevice
from catalogue.products.models import Product
from catalogue.stock.tagging import printing
from core.i18n import _
from core.jobs import Job
from core.users.models import Credential, UserRole
from pos.sales.models import Sale
from printers.models import PrintJob

PINS = (
    select(Credential.user_id)
    .join(UserRole, UserRole.user_id == Credential.user_id)
    .where(Credential.kind == "pin", UserRole.role.in_(("cashier", "manager")))
)
"""Whoever of the house may enter a till; makers have PINs of their own."""


@dataclass(frozen=True)
class Step:
    """One step: what to do, a word more, the endpoint where it is done, and whether it is."""

    key: str
    label: str
    detail: str
    endpoint: str
    is_done: bool


def first_steps(session: Session) -> list[Step]:
    """Return the steps in their order; none any more once something was sold."""
    if session.scalar(select(Sale.id).where(Sale.state == "completed").limit(1)) is not None:
        return []
    done = session.execute(
        select(
            exists(select(Product.id)),
            exists(PINS),
            exists(select(Job.id).where(Job.kind == printing.KIND))
            | exists(select(PrintJob.id).where(PrintJob.kind == "labels")),
            exists(select(TillDevice.till_id)),
        )
    ).one()
    has_goods, has_pin, is_tagged, has_till = map(bool, done)
    return [
        Step(
            "goods", _("Masukkan barang"), _("selembar Excel, atau satu-satu di Titipan masuk"),
            "imports.form", has_goods,
        ),
        Step(
            "people", _("Tambah orang"), _("kasir dengan PIN, dan PIN untuk Anda sendiri"), "office.staff",
            has_pin,
        ),
        Step("labels", _("Cetak label"), _("lalu tempelkan"), "tagging.listed", is_tagged),
        Step(
            "till", _("Pasang kasir"), _("buka /pos di komputer kasir, masuk dengan kata sandi"),
            "till.show", has_till,
        ),
    ]  # fmt: skip
