"""The office's list of makers."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from catalogue.makers import queries
from catalogue.makers.models import Maker, Sentra
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
