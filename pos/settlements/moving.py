"""The numbered slip of money that moved between two places of the house."""

import re

from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from core import settings
from core.errors import NotFound
from core.i18n import _, use_locale
from core.money import rupiah, terbilang
from pos.settlements import documents
from pos.settlements.models import MoneyTransfer
from pos.settlements.treasury import place_name
from printers.documents import Fact, Record, Signer

NUMBER = re.compile(r"PU-(\d{1,15})", re.IGNORECASE)


def require_movement(session: Session, number: str) -> MoneyTransfer:
    """Return the movement with that number, or raise NotFound."""
    found = NUMBER.fullmatch(number.strip())
    row = session.get(MoneyTransfer, int(found.group(1))) if found else None
    if row is None:
        raise NotFound(_("Pindahan uang ini tidak ada dalam daftar."))
    return row


def slip(session: Session, row: MoneyTransfer) -> Record:
    """Return the paper that who gives and who receives sign; two copies, one for each."""
    with use_locale("id"):
        source = place_name(row.from_kind, row.from_outlet)
        target = place_name(row.to_kind, row.to_outlet)
        return Record(
            house=documents.letterhead(session, on=row.business_date),
            demo=settings.get(session, showroom.DEMO, on=row.business_date),
            title=_("Bukti pindah uang"),
            number=row.number,
            made_at=row.moved_at,
            zone=documents.zone(session),
            facts=(
                Fact(label=_("Dari"), value=source),
                Fact(label=_("Ke"), value=target),
                Fact(label=_("Jumlah"), value=rupiah(row.amount)),
            ),
            opening=_(
                "Uang sejumlah %(amount)s (%(words)s rupiah) sudah dihitung dan dipindahkan. Untuk:"
                " %(reason)s.",
                amount=rupiah(row.amount), words=terbilang(row.amount),
                reason=row.reason.rstrip("."),
            ),
            lines=(),
            signers=(
                Signer(role=_("Yang menyerahkan"), name=row.mover.name),
                Signer(role=_("Yang menerima")),
            ),
            copies=(_("Lembar yang menyerahkan"), _("Lembar yang menerima")),
        )  # fmt: skip
