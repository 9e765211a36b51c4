"""Berita acara of what left, as documents: for its maker and the house, and for the file."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from catalogue.stock.departures import queries
from catalogue.stock.departures.models import Departure, DepartureLine
from catalogue.stock.departures.words import causes, detail_of, title_of
from catalogue.stock.signing import queries as signing
from catalogue.stock.signing.queries import Place
from core import settings
from core.i18n import _, current_locale
from core.money import rupiah
from core.users.queries import names_of
from printers.documents import Fact, Record, RecordLine
from printers.words import day


def written(session: Session, departure: Departure, maker: Maker | None = None) -> Record:
    """Return the record of goods that left; of a loss with a `maker`, what it tells of his goods."""
    on = departure.signed_on
    lines = [line for line in departure.lines if maker is None or line.maker_id == maker.id]
    common: dict[str, Any] = {
        "house": letterhead(session, on=on), "language": current_locale(),
        "demo": settings.get(session, showroom.DEMO, on=on), "title": title_of(departure),
        "number": departure.number, "made_at": departure.done_at, "zone": departure.outlet.zone,
        "signers": signing.signers(
            session, (queries.SOURCE, departure.id), places(session, departure, maker)
        ),
    }  # fmt: skip
    if departure.kind == "return":
        return Record(**common, **_return(departure))
    return Record(**common, **_loss(departure, lines, maker))


def places(session: Session, departure: Departure, maker: Maker | None = None) -> list[Place]:
    """Return who signs the record; of a loss with a `maker`, the copy for that maker."""
    house = names_of(session, [departure.done_by]).get(departure.done_by or 0, "")
    if departure.kind == "return":
        assert departure.maker is not None
        return [
            Place("house", _("Yang menyerahkan"), house),
            Place("maker", _("Yang menerima"), departure.maker.owner or departure.maker.name),
        ]
    witness = Place("witness", _("Saksi"), departure.witnesses)
    if maker is not None:
        witness = Place(f"m{maker.id}", _("Perajin"), maker.owner or maker.name)
    return [
        Place("finder", _("Yang menemukan"), departure.found_by), witness,
        Place("house", _("Pengurus"), house),
    ]  # fmt: skip


def _return(departure: Departure) -> dict[str, Any]:
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
        "copies": (_("Lembar untuk perajin"), _("Lembar untuk galeri")),
    }  # fmt: skip


def _loss(
    departure: Departure, lines: Sequence[DepartureLine], maker: Maker | None
) -> dict[str, Any]:
    assert departure.happened_on is not None
    facts = [
        Fact(label=_("Tempat"), value=departure.outlet.name),
        Fact(label=_("Tanggal kejadian"), value=day(departure.happened_on)),
        Fact(label=_("Ditemukan oleh"), value=departure.found_by),
    ]
    if maker is not None:
        facts.insert(0, Fact(label=_("Perajin"), value=f"{maker.name} ({maker.code})"))
    return {
        "facts": tuple(facts),
        "opening": departure.note,
        "lines": tuple(_line(line, line.owed, with_maker=maker is None) for line in lines),
        "amount_label": _("Ganti rugi"),
        "notes": (*_value_told(lines), *_notes(lines, "")),
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
