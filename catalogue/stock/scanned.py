"""The box on drafts that is scanned into: a code, or words that search."""

from sqlalchemy.orm import Session

from catalogue.products import queries as products
from catalogue.products.models import Product
from core import forms
from core.errors import Refused
from core.i18n import _
from core.ids import normalise_code


def typed_in(form: forms.Form) -> str:
    """Return what was scanned or typed into the box, or chosen among the matches."""
    return forms.text(form, "add") or forms.text(form, "q")


def code_of(typed: str) -> str | None:
    """Return the code that was scanned, None for words that are no code.

    Raises Refused for nothing and for a misread code.
    """
    if not typed:
        raise Refused(_("Pindai label atau tulis nama barangnya."), field="q")
    code = normalise_code(typed)
    if code is None and typed.isdigit() and len(typed) >= 8:
        raise Refused(
            _("Kode %(code)s salah baca atau salah ketik. Pindai sekali lagi.", code=typed),
            field="q",
        )
    return code


def product_in(session: Session, form: forms.Form) -> Product | None:
    """Return the product whose code was scanned, None for words that are no code.

    Raises Refused for nothing, for a misread code and for an unknown one.
    """
    code = code_of(typed_in(form))
    product = products.by_code(session, code) if code else None
    if code is not None and product is None:
        raise Refused(_("Kode %(code)s belum dikenal", code=code), field="q")
    return product
