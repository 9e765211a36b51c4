"""The list of campaigns with what was sold under their discounts, over all days."""

from datetime import date

from sqlalchemy import func, select

from core.i18n import _
from core.lists import Column, Listing
from pos.reports.dates import LONGEST, Span
from pos.reports.sold.cuts import CUTS, sums
from pos.sales.campaigns.models import Campaign


def campaigns(*, today: date) -> Listing:
    """Return the list of campaigns; `today` bounds the days that are added up."""
    sold = sums(Span(today - LONGEST, today), CUTS["campaign"]).c

    def number(key: str, label: str, *, spare: bool = False) -> Column:
        return Column(
            key, label, lambda row: int(getattr(row, key)), sort=func.coalesce(sold[key], 0),
            number=True, spare=spare,
        )  # fmt: skip

    names = ("sales", "pieces", "listed", "discount", "net", "makers")
    return Listing(
        name="program-potongan",
        label=_("Program potongan"),
        query=select(
            Campaign, *(func.coalesce(sold[name], 0).label(name) for name in names)
        ).outerjoin(sold.part.table, sold.part == Campaign.id),
        key=Campaign.id,
        columns=(
            Column("name", _("Program"), lambda r: r.Campaign.name, sort=func.lower(Campaign.name)),
            Column("from", _("Mulai"), lambda r: r.Campaign.starts_on, sort=Campaign.starts_on,
                   spare=True),
            Column("to", _("Sampai"), lambda r: r.Campaign.ends_on,
                   sort=func.coalesce(Campaign.ends_on, date(9999, 1, 1)), spare=True),
            number("sales", _("Nota"), spare=True),
            number("pieces", _("Buah")),
            number("listed", _("Harga label"), spare=True),
            number("discount", _("Potongan"), spare=True),
            number("net", _("Dibayar")),
            number("makers", _("Hak perajin"), spare=True),
        ),
        order="-from",
        has=lambda word: func.lower(Campaign.name).contains(word, autoescape=True),
        hint=_("nama program"),
        sums=(func.coalesce(sold.pieces, 0), func.coalesce(sold.discount, 0),
              func.coalesce(sold.net, 0)),
    )  # fmt: skip
