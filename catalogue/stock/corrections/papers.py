"""The paper of a correction: a berita acara for the maker and for the house."""

from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from catalogue.stock.corrections.models import Correction
from catalogue.stock.corrections.queries import Change, changes
from core import settings
from core.clock import local_date
from core.i18n import _, current_locale
from core.money import plain
from core.users.queries import names_of
from printers.documents import Fact, Record, RecordLine, Signer
from printers.words import day


def written(session: Session, correction: Correction) -> Record:
    """Return the record of a correction; its quantities are signed."""
    consignment = correction.consignment
    maker, on = consignment.maker, local_date(correction.created_at, consignment.outlet.zone)
    by = names_of(session, [correction.created_by]).get(correction.created_by or 0, "")
    return Record(
        house=letterhead(session, on=on), language=current_locale(),
        demo=settings.get(session, showroom.DEMO, on=on), title=_("Koreksi titipan"),
        number=correction.number, made_at=correction.created_at, zone=consignment.outlet.zone,
        facts=(
            Fact(label=_("Perajin"), value=f"{maker.name} ({maker.code})"),
            Fact(label=_("Atas tanda terima"), value=consignment.number or ""),
            Fact(label=_("Tempat"), value=consignment.outlet.name),
        ),
        opening=_("Tanda terima %(number)s ternyata keliru: %(reason)s. Yang benar tercatat di bawah;"
                  " jumlah minus berarti berkurang.", number=consignment.number,
                  reason=correction.reason),
        lines=tuple(_line(change) for change in changes(session, correction)),
        signers=(
            Signer(role=_("Perajin"), name=maker.owner or maker.name),
            Signer(role=_("Pengurus"), name=by),
        ),
        copies=(_("Lembar untuk perajin"), _("Lembar untuk galeri")),
    )  # fmt: skip


def _line(change: Change) -> RecordLine:
    before, after, product = change.before, change.after, change.line.product
    told = []
    if before.quantity != after.quantity:
        told.append(_("jumlah %(old)s menjadi %(new)s", old=before.quantity, new=after.quantity))
    if before.price != after.price:
        told.append(
            _("harga jual %(old)s menjadi %(new)s", old=plain(before.price), new=plain(after.price))
        )
    if before.net_price != after.net_price:
        told.append(
            _("harga titip %(old)s menjadi %(new)s", old=_rupiah(before.net_price),
              new=_rupiah(after.net_price))
        )  # fmt: skip
    if before.expires_on != after.expires_on:
        told.append(
            _("baik sebelum %(old)s menjadi %(new)s",
              old=day(before.expires_on) if before.expires_on else "-",
              new=day(after.expires_on) if after.expires_on else "-")
        )  # fmt: skip
    return RecordLine(
        code=product.code, title=product.title, quantity=change.pieces, detail=", ".join(told)
    )


def _rupiah(amount: int | None) -> str:
    return plain(amount) if amount else "-"
