"""Reads about sentra and makers."""

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalogue.makers.matching import name_key, similarity
from catalogue.makers.models import Maker, MakerDoubt, MakerPrivate, MakerUser, Sentra
from core.errors import NotFound
from core.i18n import _
from core.text import fold
from core.users.models import User

UNLIKE = 0.45
"""Below this likeness two names are not worth showing together."""


def sentra_by_key(session: Session, key: str) -> Sentra | None:
    """Return the sentra of that folded name, or None."""
    return session.scalar(select(Sentra).where(Sentra.name_key == key))


def require_sentra(session: Session, sentra_id: int) -> Sentra:
    """Return the sentra, or raise NotFound."""
    found = session.get(Sentra, sentra_id)
    if found is None:
        raise NotFound(_("Sentra ini tidak ada dalam daftar."))
    return found


def regencies(session: Session) -> list[str]:
    """Return the regencies that sentra lie in, by name."""
    known = select(Sentra.regency).where(Sentra.regency != "").distinct()
    return list(session.scalars(known.order_by(Sentra.regency)))


def all_sentra(session: Session) -> list[Sentra]:
    """Return every sentra by name."""
    return list(session.scalars(select(Sentra).order_by(Sentra.name)))


def by_nib(session: Session, nib: str) -> Maker | None:
    """Return the maker of that NIB, or None."""
    return session.scalar(select(Maker).where(Maker.nib == nib))


def by_code(session: Session, code: str) -> Maker | None:
    """Return the maker of that code, or None."""
    return session.scalar(select(Maker).where(Maker.code == code.strip().upper()))


def by_phone(session: Session, phone: str) -> list[Maker]:
    """Return the active makers of that phone number (08…)."""
    return list(
        session.scalars(
            select(Maker)
            .where(Maker.phone == phone, Maker.archived_at.is_(None))
            .order_by(Maker.id)
        )
    )


def require_maker(session: Session, maker_id: int) -> Maker:
    """Return the maker, or raise NotFound."""
    maker = session.get(Maker, maker_id)
    if maker is None:
        raise NotFound(_("Perajin ini tidak ada dalam daftar."))
    return maker


def family(maker_id: int) -> Select[int]:
    """Return the query of a maker's id and the ids of those who were merged into the maker."""
    return select(Maker.id).where(or_(Maker.id == maker_id, Maker.merged_into_id == maker_id))


def merged_into(session: Session, maker_id: int) -> Maker | None:
    """Return the maker into whom this one was merged, as the database has it now, or None."""
    into = aliased(Maker)
    return session.scalar(
        select(into).join(Maker, Maker.merged_into_id == into.id).where(Maker.id == maker_id)
    )


def owner_id() -> ColumnElement[int]:
    """Return whose a row of `Maker` is now: the one it was merged into, else its own."""
    return func.coalesce(Maker.merged_into_id, Maker.id)


def successor_slug(session: Session, slug: str) -> str | None:
    """Return the slug of the maker into whom the one of that slug was merged, or None."""
    into = aliased(Maker)
    return session.scalar(
        select(into.slug).join(Maker, Maker.merged_into_id == into.id).where(Maker.slug == slug)
    )


def likely(session: Session, words: str, *, limit: int) -> list[Maker]:
    """Return the makers in use who may be meant by `words`, the likeliest first."""
    wanted = name_key(words) or fold(words)
    rows = session.scalars(select(Maker).where(Maker.archived_at.is_(None))).all()
    ranked = sorted(rows, key=lambda maker: (-_likeness(maker, wanted), maker.name_key))
    return [maker for maker in ranked[:limit] if _likeness(maker, wanted) > UNLIKE]


def of_user(session: Session, user_id: int) -> Maker | None:
    """Return the maker that a person signs in for, or None."""
    return session.scalar(
        select(Maker)
        .join(MakerUser, MakerUser.maker_id == Maker.id)
        .where(MakerUser.user_id == user_id)
    )


def users_by_phone(session: Session, phone: str) -> list[User]:
    """Return who signs in with that phone number, one for each maker who has it, by id."""
    return list(
        session.scalars(
            select(User)
            .join(MakerUser, MakerUser.user_id == User.id)
            .join(Maker, Maker.id == MakerUser.maker_id)
            .where(Maker.phone == phone, Maker.archived_at.is_(None), User.archived_at.is_(None))
            .order_by(User.id)
        )
    )


def user_of(session: Session, maker_id: int) -> User | None:
    """Return the person who signs in for a maker, or None."""
    return session.scalar(
        select(User)
        .join(MakerUser, MakerUser.user_id == User.id)
        .where(MakerUser.maker_id == maker_id)
    )


def private_of(session: Session, maker_id: int) -> MakerPrivate | None:
    """Return a maker's bank account and NIK, or None; show them masked unless asked for."""
    return session.get(MakerPrivate, maker_id)


def require_doubt(session: Session, doubt_id: int) -> MakerDoubt:
    """Return a pair that may be one maker, or raise NotFound."""
    found = session.get(MakerDoubt, doubt_id)
    if found is None:
        raise NotFound(_("Pasangan ini tidak ada dalam daftar."))
    return found


def is_doubted(session: Session, first: int, second: int) -> bool:
    """Say whether the pair stands on the list of doubts."""
    return (
        session.scalar(
            select(MakerDoubt.id).where(MakerDoubt.maker_id == first, MakerDoubt.other_id == second)
        )
        is not None
    )


def open_doubts(session: Session) -> list[MakerDoubt]:
    """Return the pairs that a person still has to judge, or has judged the same and not merged."""
    one, other = aliased(Maker), aliased(Maker)
    return list(
        session.scalars(
            select(MakerDoubt)
            .join(one, one.id == MakerDoubt.maker_id)
            .join(other, other.id == MakerDoubt.other_id)
            .where(*still_doubted(one, other))
            .order_by(MakerDoubt.id)
        )
    )


def still_doubted(one: type[Maker], other: type[Maker]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a pair, joined as `one` and `other`, is still to be judged."""
    return (
        or_(MakerDoubt.decision.is_(None), MakerDoubt.decision == "same"),
        one.merged_into_id.is_(None),
        other.merged_into_id.is_(None),
        one.erased_at.is_(None),
        other.erased_at.is_(None),
    )


def names(session: Session) -> list[tuple[int, str]]:
    """Return id and name of every maker in use, by name, to pick from."""
    rows = session.execute(
        select(Maker.id, Maker.name).where(Maker.archived_at.is_(None)).order_by(Maker.name_key)
    )
    return [(number, name) for number, name in rows]


def in_use(session: Session) -> list[Maker]:
    """Return every maker in use, by name."""
    return list(
        session.scalars(select(Maker).where(Maker.archived_at.is_(None)).order_by(Maker.name_key))
    )


def _likeness(maker: Maker, wanted: str) -> float:
    """Return how like a maker is to words: by code or phone wholly, else by name or person."""
    if wanted in (fold(maker.code), maker.phone):
        return 2.0
    key, words = name_key(maker.name), set(wanted.split())
    inside = 0.5 if words & set(key.split()) else 0.0
    return max(similarity(wanted, key), similarity(wanted, fold(maker.owner)), inside)
