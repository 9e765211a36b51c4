"""The list of the parts of a cut, and the list of the lines that a figure is made of."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager

from catalogue.outlets import queries as outlets
from catalogue.outlets.models import Outlet, Till
from core.clock import local
from core.i18n import _
from core.lists import Column, Listing, by_id, one_of
from pos.reports.dates import Span
from pos.reports.sold import cuts
from pos.reports.sold.cuts import Cut
from pos.sales.models import Sale, SaleLine


def parts(span: Span, cut: Cut) -> Listing:
    """Return the list of the parts of a cut; its sums are those of the whole span."""
    found = cuts.sums(span, cut).c

    def number(key: str, label: str, *, spare: bool = False) -> Column:
        return Column(
            key, label, lambda row: int(getattr(row, key)), sort=found[key], number=True,
            spare=spare,
        )  # fmt: skip

    return Listing(
        name=f"penjualan-{cut.key}-{span.first}-{span.last}",
        label=_("Penjualan menurut %(what)s", what=_(cut.label).lower()),
        query=select(*found),
        key=found.part,
        columns=(
            Column("part", cut.label, lambda row: part_name(cut, row.part, row.name),
                   sort=found.part if cut.in_time else func.lower(found.name)),
            number("sales", _("Nota"), spare=True),
            number("pieces", _("Buah")),
            number("listed", _("Harga label"), spare=True),
            number("discount", _("Potongan"), spare=True),
            number("net", _("Dibayar")),
            number("makers", _("Hak perajin"), spare=True),
            number("house", _("Hak galeri"), spare=True),
        ),
        order="part" if cut.in_time else "-net",
        sums=(found.pieces, found.listed, found.discount, found.net, found.makers, found.house),
        per_page=100,
    )  # fmt: skip


def part_name(cut: Cut, part: Any, name: Any) -> str:
    """Return what a part is called on the page and in files."""
    if isinstance(part, date):
        return part.isoformat()
    if cut.key == "hour":
        return f"{int(part):02d}.00"
    return str(name) if part else _(cut.none)


def lines(span: Span, cut: Cut | None = None, parts: Sequence[Any] = ()) -> Listing:
    """Return the list of the lines of a span, of some parts of a cut where there is one."""
    query = cuts.lines(span) if cut is None else cuts.lines_of(span, cut, parts)
    return Listing(
        name=f"baris-{span.first}-{span.last}",
        label=_("Baris penjualan"),
        query=query.options(
            contains_eager(SaleLine.sale).contains_eager(Sale.till).contains_eager(Till.outlet)
        ),
        key=SaleLine.id,
        columns=(
            Column("number", _("Nota"), lambda r: r.sale.number, sort=Sale.number),
            Column("date", _("Tanggal buku"), lambda r: r.sale.business_date,
                   sort=Sale.business_date),
            Column("when", _("Waktu"), _moment, sort=Sale.completed_at, on_page=False),
            Column("outlet", _("Tempat"), lambda r: r.sale.till.outlet.name, sort=Outlet.name,
                   spare=True),
            Column("title", _("Barang"), lambda r: r.title, sort=func.lower(SaleLine.title)),
            Column("code", _("Kode"), lambda r: r.code, on_page=False),
            Column("maker", _("Perajin"), lambda r: r.maker_name,
                   sort=func.lower(SaleLine.maker_name), spare=True),
            _amount("pieces", _("Buah"), lambda r: r.quantity, cuts.PIECES),
            _amount("listed", _("Harga label"), lambda r: r.list_amount, cuts.LISTED, spare=True),
            _amount("discount", _("Potongan"), lambda r: r.discount, cuts.DISCOUNT, spare=True),
            _amount("net", _("Dibayar"), lambda r: r.net_amount, cuts.NET),
            _amount("makers", _("Hak perajin"), lambda r: r.maker_share or 0, cuts.MAKERS,
                    spare=True),
            _amount("house", _("Hak galeri"), lambda r: r.house_share or 0, cuts.HOUSE, spare=True),
        ),
        order="-when",
        filters=(
            by_id("place", _("Tempat"), Till.outlet_id, outlets.choices,
                  everything=_("Semua tempat")),
            one_of("kind", _("Jenis"), {
                "return": (_("Retur"), SaleLine.kind == "return"),
                "discount": (_("Dengan potongan"), SaleLine.discount > 0),
            }),
        ),
        has=lambda word: or_(
            func.lower(Sale.number).contains(word, autoescape=True),
            SaleLine.code.contains(word, autoescape=True),
            func.lower(SaleLine.title).contains(word, autoescape=True),
            func.lower(SaleLine.maker_name).contains(word, autoescape=True),
        ),
        hint=_("nomor nota, kode, barang, atau perajin"),
        sums=(cuts.PIECES, cuts.LISTED, cuts.DISCOUNT, cuts.NET, cuts.MAKERS, cuts.HOUSE),
    )  # fmt: skip


def sign(line: SaleLine) -> int:
    """Return −1 for a returned line, 1 for a sold one."""
    return -1 if line.kind == "return" else 1


def _amount(
    key: str, label: str, of: Callable[[SaleLine], int], sort: Any, *, spare: bool = False
) -> Column:
    return Column(key, label, lambda row: sign(row) * of(row), sort=sort, number=True, spare=spare)


def _moment(row: SaleLine) -> Any:
    assert row.sale.completed_at is not None
    return local(row.sale.completed_at, row.sale.till.outlet.zone)


def chosen_names(session: Session, span: Span, cut: Cut, parts: Sequence[Any]) -> list[str]:
    """Return what the parts that an address asks for are called, those of which anything sold."""
    rows = session.execute(
        cuts.lines_of(span, cut, parts)
        .with_only_columns(cut.part, cut.name, maintain_column_froms=True)
        .distinct()
    )
    return sorted(part_name(cut, part, name) for part, name in rows)
