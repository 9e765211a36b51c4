"""Verbs about makers: register, edit, archive, let one sign in."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers import queries
from catalogue.makers.models import Maker, MakerDoubt, MakerUser, Sentra
from core import counters, images
from core.errors import Conflict, Refused
from core.i18n import _
from core.text import fold, slug
from core.users import hands
from core.users import service as people
from core.users.models import User

CRAFTS = {
    "tapis": "tapis",
    "usus": "sulam-usus",
    "batik": "batik",
    "kaos": "kaos",
    "keripik": "keripik",
    "kopi": "kopi",
    "emping": "emping",
    "teri": "teri",
}
"""A word of a sentra's name -> the craft whose motifs stand in for missing photos."""


def sentra_named(session: Session, name: str) -> Sentra:
    """Return the sentra of that name, made if it is new."""
    key = fold(name)
    if not key:
        raise Refused(_("Isi nama sentranya."), field="sentra")
    found = queries.sentra_by_key(session, key)
    if found is None:
        craft = next((craft for word, craft in CRAFTS.items() if word in key.split()), "tapis")
        found = Sentra(name=" ".join(name.split()), name_key=key, craft=craft)
        session.add(found)
        session.flush()
    return found


def place_sentra(session: Session, sentra: Sentra, regency: str, *, by: int, at: datetime) -> None:
    """Say in which regency or city a sentra lies; empty: nobody knows."""
    sentra.regency = regency
    session.flush()
    people.record(
        session, "sentra.placed", kind="sentra", subject_id=sentra.id, by=by, at=at,
        detail={"regency": regency or "–"},
    )  # fmt: skip


def register(
    session: Session,
    name: str,
    *,
    sentra: Sentra,
    by: int | None,
    at: datetime,
    owner: str = "",
    address: str = "",
    phone: str | None = None,
    nib: str | None = None,
    email: str = "",
    shows_phone: bool = False,
    language: str = "id",
) -> Maker:
    """Add a maker with the next code; `phone` as 08…, `nib` as 13 digits."""
    name = _checked_name(name)
    if nib is not None and queries.by_nib(session, nib):
        raise Refused(_("NIB itu sudah dipakai perajin lain."), field="nib")
    code = f"M{counters.next_number(session, 'maker'):04d}"
    maker = Maker(
        code=code,
        slug=slug(name, tail=code.lower()),
        name=name,
        name_key=fold(name),
        owner=owner.strip(),
        sentra_id=sentra.id,
        sentra=sentra,
        address=address.strip(),
        phone=phone,
        nib=nib,
        email=email,
        shows_phone=shows_phone,
        language=language,
        joined_at=at,
        story="",
        story_en="",
    )
    session.add(maker)
    session.flush()
    people.record(session, "maker.registered", kind="maker", subject_id=maker.id, by=by, at=at)
    return maker


def edit(
    session: Session,
    maker: Maker,
    *,
    by: int,
    at: datetime,
    name: str,
    owner: str,
    sentra: Sentra,
    address: str,
    phone: str | None,
    nib: str | None,
    email: str,
    shows_phone: bool,
    language: str,
    story: str,
    story_en: str,
) -> None:
    """Change a maker's record; the code and the public address stay."""
    if maker.erased_at is not None or maker.merged_into_id is not None:
        raise Conflict(_("Catatan ini sudah ditutup dan tidak diubah lagi."))
    name = _checked_name(name)
    other = queries.by_nib(session, nib) if nib else None
    if other is not None and other.id != maker.id:
        raise Refused(_("NIB itu sudah dipakai perajin lain."), field="nib")
    if phone != maker.phone:
        _note_number(session, maker, by=by, at=at)
    maker.name, maker.name_key, maker.owner = name, fold(name), owner.strip()
    maker.sentra_id, maker.sentra, maker.address = sentra.id, sentra, address.strip()
    maker.phone, maker.nib, maker.story, maker.story_en = phone, nib, story, story_en
    maker.email, maker.shows_phone, maker.language = email, shows_phone, language
    session.flush()
    people.record(session, "maker.edited", kind="maker", subject_id=maker.id, by=by, at=at)


def show_phone(
    session: Session, maker: Maker, *, shows: bool, by: int | None, at: datetime
) -> None:
    """Note that a maker agrees to have the own number shown in the catalogue, or does not any more."""
    if shows and not maker.phone:
        raise Refused(_("Nomor belum dicatat. Beri tahu pengurus galeri."))
    maker.shows_phone = shows
    session.flush()
    people.record(
        session, "maker.number_shown" if shows else "maker.number_hidden",
        kind="maker", subject_id=maker.id, by=by, at=at,
    )  # fmt: skip


def fill_in(
    session: Session, maker: Maker, *, phone: str | None = None, nib: str | None = None
) -> None:
    """Add a phone number or NIB that the record lacks; what stands there stays."""
    if maker.phone is None and phone:
        maker.phone = phone
    if maker.nib is None and nib and queries.by_nib(session, nib) is None:
        maker.nib = nib
    session.flush()


def show_photo(
    session: Session, maker: Maker, ready: images.Ready | None, *, by: int, at: datetime
) -> None:
    """Give a maker a prepared photo, or none; the one before is shown to nobody any more."""
    if maker.erased_at is not None:
        raise Conflict(_("Catatan ini sudah ditutup dan tidak diubah lagi."))
    before = maker.photo
    if before is not None:
        images.withdraw(session, before, at=at)
    maker.photo = images.keep(session, ready, is_public=True, by=by, at=at) if ready else None
    session.flush()
    people.record(
        session, "maker.photo_set" if ready else "maker.photo_removed", kind="maker",
        subject_id=maker.id, by=by, at=at, detail={"photo": maker.photo_id},
    )  # fmt: skip


def archive(session: Session, maker: Maker, *, by: int, at: datetime) -> None:
    """Take a maker off the lists; nothing is deleted, and what is open is still settled."""
    maker.archived_at = maker.archived_at or at
    session.flush()
    people.record(session, "maker.archived", kind="maker", subject_id=maker.id, by=by, at=at)


def bring_back(session: Session, maker: Maker, *, by: int, at: datetime) -> None:
    """Put an archived maker on the lists again; one merged or erased stays off."""
    if maker.erased_at is not None or maker.merged_into_id is not None:
        raise Conflict(_("Catatan ini sudah ditutup dan tidak diubah lagi."))
    maker.archived_at = None
    session.flush()
    people.record(session, "maker.brought_back", kind="maker", subject_id=maker.id, by=by, at=at)


def doubt(session: Session, maker: Maker, other: Maker, *, reason: str, at: datetime) -> None:
    """Put a pair that may be one maker on the list for a person."""
    first, second = sorted((maker.id, other.id))
    if not queries.is_doubted(session, first, second):
        session.add(MakerDoubt(maker_id=first, other_id=second, reason=reason, found_at=at))
        session.flush()


def give_access(
    session: Session, maker: Maker, pin_hash: str, *, by: int | None, at: datetime
) -> User:
    """Let a maker sign in with phone and PIN; called again it sets a new PIN."""
    if not maker.phone:
        raise Refused(_("Isi dulu nomor HP perajin ini."), field="phone")
    user = person_of(session, maker, by=by, at=at)
    people.set_secret(session, user, "pin", pin_hash, at=at)
    hands.touch(user, by=by, at=at)
    people.record(session, "maker.access_given", kind="maker", subject_id=maker.id, by=by, at=at)
    return user


def person_of(session: Session, maker: Maker, *, by: int | None, at: datetime) -> User:
    """Return the person who signs in for a maker, made if there was none."""
    link = session.get(MakerUser, maker.id)
    if link is not None:
        return session.get_one(User, link.user_id)
    user = people.create_user(session, maker.name, login=None, roles=("maker",), at=at, by=by)
    session.add(MakerUser(maker_id=maker.id, user_id=user.id))
    session.flush()
    return user


def _note_number(session: Session, maker: Maker, *, by: int, at: datetime) -> None:
    """Note that the number by which a maker signs in becomes another one."""
    person = queries.user_of(session, maker.id)
    if person is not None:
        hands.touch(person, by=by, at=at)
    people.record(session, "maker.number_changed", kind="maker", subject_id=maker.id, by=by, at=at)


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not fold(name):
        raise Refused(_("Isi nama IKM."), field="name")
    return name
