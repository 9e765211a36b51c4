"""Berita acara of what left, as documents: for its maker and the house, and for the file."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from catalogue.stock.departures.models import Departure, DepartureLine
from catalogue.stock.departures.words import causes, detail_of, title_of
from core import settings
from core.i18n import _, current_locale
from core.money import rupiah
from core.users.queries import names_of
from printers.documents import Fact, Record, RecordLine, Signer
from printers.words import day


def written(session: Session, departure: Departure, maker: Maker | None = None) -> Record:
    """Return the record of goods that left; of a loss with a `maker`, what it tells of his goods."""
    on = departure.signed_on
    house = names_of(session, [departure.done_by]).get(departure.done_by or 0, "")
    lines = [line for line in departure.lines if maker is None or line.maker_id == maker.id]
    common: dict[str, Any] = {
        "house": letterhead(session, on=on), "language": current_locale(),
        "demo": settings.get(session, showroom.DEMO, on=on), "title": title_of(departure),
        "number": departure.number, "made_at": departure.done_at, "zone": departure.outlet.zone,
    }  # fmt: skip
    if departure.kind == "return":
        return Record(**common, **_return(departure, house))
    return Record(**common, **_loss(departure, lines, maker, house))


def _return(departure: Departure, house: str) -> dict[str, Any]:
    maker = departure.maker
    assert maker is not None
    return {
        "facts": (
            Fact(label=_("Perajin"), value=f"{maker.name} ({maker.code})"),
            Fact(label=_("Tempat"), value=departure.outlet.name),
            Fact(label=_("Sebab"), value=causes()[departure.cause or "other"]),
        ),
        "opening": _("Barang titipan berikut dikembalikan kepada perajin dan sejak ini bukan"
                     " tanggungan galeri lagi."),
        "lines": tuple(_line(line, line.quantity * line.price) for line in departure.lines),
        "amount_label": _("Nilai jual"),
        "notes": _notes(departure.lines, departure.note),
        "signers": (
            Signer(role=_("Yang menyerahkan"), name=house),
            Signer(role=_("Yang menerima"), name=maker.owner or maker.name),
        ),
        "copies": (_("Lembar untuk perajin"), _("Lembar untuk galeri")),
    }  # fmt: skip


def _loss(
    departure: Departure, lines: Sequence[DepartureLine], maker: Maker | None, house: str
) -> dict[str, Any]:
    assert departure.happened_on is not None
    facts = [
        Fact(label=_("Tempat"), value=departure.outlet.name),
        Fact(label=_("Tanggal kejadian"), value=day(departure.happened_on)),
        Fact(label=_("Ditemukan oleh"), value=departure.found_by),
    ]
    signers = [Signer(role=_("Yang menemukan"), name=departure.found_by)]
    if maker is not None:
        facts.insert(0, Fact(label=_("Perajin"), value=f"{maker.name} ({maker.code})"))
        signers.append(Signer(role=_("Perajin"), name=maker.owner or maker.name))
    else:
        signers.append(Signer(role=_("Saksi"), name=departure.witnesses))
    return {
        "facts": tuple(facts),
        "opening": departure.note,
        "lines": tuple(_line(line, line.owed, with_maker=maker is None) for line in lines),
        "amount_label": _("Ganti rugi"),
        "notes": (*_value_told(lines), *_notes(lines, "")),
        "signers": (*signers, Signer(role=_("Pengurus"), name=house)),
    }


def _value_told(lines: Sequence[DepartureLine]) -> tuple[str, ...]:
    value, owed = sum(line.value for line in lines), sum(line.owed for line in lines)
    told = _("Menurut perjanjian hak perajin atas barang ini %(value)s; galeri mengganti %(owed)s,"
             " yang masuk ke laporan hasil berikutnya.", value=rupiah(value), owed=rupiah(owed))  # fmt: skip
    return (told,)


def _notes(lines: Sequence[DepartureLine], note: str) -> tuple[str, ...]:
    corrected = [
        _("Koreksi %(day)s: %(title)s, %(n)s buah ternyata ada. %(reason)s",
          day=day(one.business_date), title=line.product.title, n=one.quantity, reason=one.reason)
        for line in lines
        for one in line.comebacks
    ]  # fmt: skip
    return (*([note] if note else []), *corrected)


def _line(line: DepartureLine, amount: int, *, with_maker: bool = False) -> RecordLine:
    maker = line.maker
    told = [maker.name if maker else _("milik galeri")] if with_maker else []
    return RecordLine(
        code=line.product.code, title=line.product.title, quantity=line.quantity, amount=amount,
        detail=", ".join(filter(None, (*told, detail_of(line)))),
    )  # fmt: skip
