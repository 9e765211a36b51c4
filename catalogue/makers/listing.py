"""The office's lists of makers, and of pairs that may be one maker."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from catalogue.makers import queries
from catalogue.makers.models import Maker, MakerDoubt, Sentra
from core.i18n import _
from core.lists import Column, Condition, Listing, by_id
from core.text import fold


def has(word: str) -> Condition:
    """Say that a maker's name, owner, code or phone has this folded word, or a merged one's had."""
    merged = aliased(Maker)
    return or_(
        _has(Maker, word),
        Maker.id.in_(select(merged.merged_into_id).where(_has(merged, word))),
    )


def _has(maker: type[Maker], word: str) -> Condition:
    return or_(
        maker.name_key.contains(word, autoescape=True),
        func.lower(maker.owner).contains(word, autoescape=True),
        func.lower(maker.code).contains(word, autoescape=True),
        maker.phone.contains(word, autoescape=True),
    )


def known(session: Session) -> Sequence[str]:
    """Return the names that a misspelt word may mean."""
    names = session.execute(select(Maker.name_key, Maker.owner)).all()
    return [fold(text) for row in names for text in row]


def sentra(session: Session) -> Sequence[tuple[int, str]]:
    """Return every sentra, to choose from."""
    return [(one.id, one.name) for one in queries.all_sentra(session)]


ALL = select(Maker).join(Sentra, Sentra.id == Maker.sentra_id).options(contains_eager(Maker.sentra))
MAKERS = Listing(
    name="perajin",
    label=_("Perajin"),
    query=ALL.where(Maker.archived_at.is_(None)),
    key=Maker.id,
    columns=(
        Column("code", _("Kode"), lambda m: m.code, on_page=False),
        Column("name", _("Perajin"), lambda m: m.name, sort=Maker.name_key),
        Column("owner", _("Nama orang"), lambda m: m.owner, sort=func.lower(Maker.owner)),
        Column("sentra", _("Sentra"), lambda m: m.sentra.name, sort=Sentra.name_key),
        Column("phone", _("Nomor HP"), lambda m: m.phone, sort=func.coalesce(Maker.phone, "")),
        Column("nib", _("NIB"), lambda m: m.nib, sort=func.coalesce(Maker.nib, "")),
    ),
    order="name",
    filters=(by_id("sentra", _("Sentra"), Maker.sentra_id, sentra),),
    has=has,
    hint=_("nama usaha, nama orang, kode, atau nomor HP"),
    known=known,
)

ARCHIVED = replace(
    MAKERS,
    name="perajin-arsip",
    label=_("Perajin diarsipkan"),
    query=ALL.where(Maker.archived_at.is_not(None), Maker.merged_into_id.is_(None)),
)

_one, _other = aliased(Maker, name="one_maker"), aliased(Maker, name="other_maker")
DOUBTS = Listing(
    name="mungkin-sama",
    label=_("Mungkin perajin yang sama"),
    query=select(MakerDoubt)
    .join(_one, _one.id == MakerDoubt.maker_id)
    .join(_other, _other.id == MakerDoubt.other_id)
    .where(*queries.still_doubted(_one, _other)),
    key=MakerDoubt.id,
    columns=(
        Column("code", _("Kode"), lambda d: d.maker.code),
        Column("name", _("Yang satu"), lambda d: d.maker.name, sort=_one.name_key),
        Column("owner", _("Nama orang"), lambda d: d.maker.owner),
        Column("phone", _("Nomor HP"), lambda d: d.maker.phone),
        Column("other_code", _("Kode yang lain"), lambda d: d.other.code),
        Column("other", _("Yang lain"), lambda d: d.other.name, sort=_other.name_key),
        Column("other_owner", _("Nama orang"), lambda d: d.other.owner),
        Column("other_phone", _("Nomor HP"), lambda d: d.other.phone),
        Column("reason", _("Mengapa diragukan"), lambda d: d.reason),
        Column("found", _("Sejak"), lambda d: d.found_at, sort=MakerDoubt.id),
    ),
    order="found",
    has=lambda word: or_(_has(_one, word), _has(_other, word)),
    hint=_("nama usaha, nama orang, kode, atau nomor HP"),
    per_page=20,
)
