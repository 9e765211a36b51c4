"""What a new house still does before it sells its first piece."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import TillDevice
from catalogue.products.models import Product
from catalogue.stock.tagging import printing
from core.i18n import _
from core.jobs import Job
from core.users.models import Credential, UserRole
from pos.sales.models import Sale
from printers.models import PrintJob


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
    is_tagged = (
        session.scalar(select(Job.id).where(Job.kind == printing.KIND).limit(1))
        or session.scalar(select(PrintJob.id).where(PrintJob.kind == "labels").limit(1))
    ) is not None
    return [
        Step(
            "goods", _("Masukkan barang"), _("selembar Excel, atau satu-satu di Titipan masuk"),
            "imports.form", session.scalar(select(Product.id).limit(1)) is not None,
        ),
        Step(
            "people", _("Tambah orang"), _("kasir dengan PIN, dan PIN untuk Anda sendiri"), "office.staff",
            _has_pin(session),
        ),
        Step("labels", _("Cetak label"), _("lalu tempelkan"), "tagging.listed", is_tagged),
        Step(
            "till", _("Pasang kasir"), _("buka /pos di komputer kasir, masuk dengan kata sandi"),
            "till.show", session.scalar(select(TillDevice.till_id).limit(1)) is not None,
        ),
    ]  # fmt: skip


def _has_pin(session: Session) -> bool:
    """Say whether anybody of the house may enter a till; makers have PINs of their own."""
    found = select(Credential.user_id).join(UserRole, UserRole.user_id == Credential.user_id)
    found = found.where(Credential.kind == "pin", UserRole.role.in_(("cashier", "manager")))
    return session.scalar(found.limit(1)) is not None
