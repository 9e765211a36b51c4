"""The office's list of licences: what has expired or soon will, and what is valid."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager

from catalogue.makers.models import Maker
from catalogue.products import certificate_queries as queries
from catalogue.products import licences
from catalogue.products.models import Certificate, Product
from core.i18n import _
from core.lists import Column, Condition, Filter, Listing, one_of

NEVER = date(9999, 12, 31)
"""What a licence without an end is sorted by."""


def certificates(today: date) -> Listing:
    """Return the list of the last licences of everyone, those that end first on top."""
    return Listing(
        name="sertifikat",
        label=_("Sertifikat"),
        query=select(Certificate)
        .outerjoin(Maker, Maker.id == Certificate.maker_id)
        .outerjoin(Product, Product.id == Certificate.product_id)
        .options(contains_eager(Certificate.maker), contains_eager(Certificate.product))
        .where(queries.current(), queries.in_use()),
        key=Certificate.id,
        columns=(
            Column("until", _("Berlaku sampai"), lambda c: c.expires_on,
                   sort=func.coalesce(Certificate.expires_on, NEVER)),
            Column("kind", _("Jenis"), lambda c: licences.name_of(c.kind), sort=Certificate.kind),
            Column("number", _("Nomor"), lambda c: c.number, sort=Certificate.number),
            Column("maker", _("Perajin"), lambda c: c.maker.name if c.maker else "",
                   sort=func.coalesce(Maker.name_key, "")),
            Column("product", _("Barang"), lambda c: c.product.title if c.product else "",
                   sort=func.coalesce(Product.title_key, "")),
            Column("scan", _("Pindaian"), lambda c: _("ada") if c.scan else ""),
        ),
        order="until",
        filters=(
            one_of("span", _("Masa berlaku"), {
                "expired": (_("Sudah berakhir"), queries.within(today, "expired")),
                "week": (_("Berakhir dalam 7 hari"), queries.within(today, "week")),
                "month": (_("Berakhir dalam 8 sampai 30 hari"), queries.within(today, "month")),
                "later": (_("Lebih dari 30 hari lagi"),
                          Certificate.expires_on > today + queries.MONTH),
                "never": (_("Tanpa batas waktu"), Certificate.expires_on.is_(None)),
            }),
            Filter("kind", _("Jenis"), _kinds, _of_kind),
        ),
        has=_has,
        hint=_("perajin, barang, atau nomor"),
    )  # fmt: skip


def _has(word: str) -> Condition:
    return or_(
        Maker.name_key.contains(word, autoescape=True),
        Product.title_key.contains(word, autoescape=True),
        func.lower(Certificate.number).contains(word, autoescape=True),
    )


def _kinds(_session: Session) -> Sequence[tuple[Any, str]]:
    return [(kind, licences.name_of(kind)) for kind in licences.KINDS]


def _of_kind(value: str) -> Condition | None:
    return Certificate.kind == value if value in licences.KINDS else None
