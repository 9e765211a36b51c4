"""The codes that goods are scanned by: our own EAN-13, the maker's GTIN, or both."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from catalogue.products import service
from catalogue.products.models import Product
from core import counters, settings
from core.errors import Refused
from core.i18n import _
from core.ids import in_store_code
from core.users import service as people


def give_own_code(session: Session, product: Product, *, by: int, at: datetime) -> str:
    """Give a product that bears only its maker's GTIN a code of the house too; return it."""
    on = outlets.house_date(session, at)
    prefix = settings.get(session, showroom.CODE_PREFIX, on=on)
    if has_own_code(session, product, on=on):
        raise Refused(_("Barang ini sudah punya kode galeri."), field="code")
    code = in_store_code(counters.next_number(session, "product"), prefix)
    service.add_code(session, product, code, at=at)
    people.record(session, "product.coded", kind="product", subject_id=product.id, by=by, at=at)
    return code


def has_own_code(session: Session, product: Product, *, on: date) -> bool:
    """Say whether a product bears a code of the house."""
    prefix = settings.get(session, showroom.CODE_PREFIX, on=on)
    return any(held.code.startswith(prefix) for held in product.codes)


def take_gtin(session: Session, product: Product, code: str, *, by: int, at: datetime) -> None:
    """Let a product be scanned by its maker's GTIN too; one that is taken is refused."""
    if any(held.code == code for held in product.codes):
        raise Refused(_("Barang ini sudah punya kode %(code)s.", code=code), field="code")
    service.add_code(session, product, code, at=at)
    people.record(session, "product.coded", kind="product", subject_id=product.id, by=by, at=at)
