"""Tables of sentra and makers; what is private stands in a table of its own."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Pk, Ref, UtcTime, guard, one_of, short
from core.images import Photo
from core.users.models import User

FOOD_CRAFTS = ("keripik", "kopi", "emping", "teri")
"""Crafts of sentra whose goods are eaten or drunk: they expire and need licences."""


class Sentra(Base):
    """A cluster of one craft; `craft` chooses the motif drawn where a photo is missing.

    `regency` is the kabupaten or kota it lies in, empty until somebody says so.
    """

    __tablename__ = "sentra"

    id: Mapped[Pk]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    craft: Mapped[str]
    regency: Mapped[str] = mapped_column(default="")

    @property
    def makes_food(self) -> bool:
        """True where the goods are eaten or drunk."""
        return self.craft in FOOD_CRAFTS


class Maker(Base):
    """One who entrusts goods to the showroom (IKM). `code` is for ever, e.g. M0012.

    `language` is what the maker's statements speak. `shows_phone`: the maker agreed that the catalogue may show the own number. One who was merged
    or erased stays as a record off every list, so that what was sold keeps its maker.
    """

    __tablename__ = "maker"
    __table_args__ = (
        CheckConstraint("nib IS NULL OR length(nib) = 13", name="nib_length"),
        UniqueConstraint("nib"),
        one_of("language", "id", "en"),
        CheckConstraint(
            "archived_at IS NOT NULL OR (merged_into_id IS NULL AND erased_at IS NULL)",
            name="gone_is_archived",
        ),
    )

    id: Mapped[Pk]
    code: Mapped[str] = mapped_column(short(8), unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    owner: Mapped[str] = mapped_column(default="")
    sentra_id: Mapped[Ref] = mapped_column(ForeignKey("sentra.id"), index=True)
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None] = mapped_column(short(16), index=True)
    nib: Mapped[str | None] = mapped_column(short(13))
    story: Mapped[str] = mapped_column(default="")
    story_en: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(short(2), default="id")
    shows_phone: Mapped[bool] = mapped_column(default=False)
    photo_id: Mapped[Ref | None] = mapped_column(ForeignKey("photo.id"))
    joined_at: Mapped[UtcTime]
    archived_at: Mapped[UtcTime | None]
    merged_into_id: Mapped[Ref | None] = mapped_column(ForeignKey("maker.id"), index=True)
    erased_at: Mapped[UtcTime | None]

    sentra: Mapped[Sentra] = relationship(lazy="joined")
    photo: Mapped[Photo | None] = relationship(lazy="select")


guard(
    Maker, "code_stays", on="update", when="NEW.code <> OLD.code", message="a maker keeps its code"
)
guard(Maker, "no_delete", on="delete", message="makers are archived, not deleted")


class MakerPrivate(Base):
    """A maker's bank account and NIK; shown masked, opened by a logged request only.

    `bank_by`: who of the house says alone that this is the maker's account; None where a second
    person, or the maker, said so too (`private.waits_until`).
    """

    __tablename__ = "maker_private"

    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"), primary_key=True)
    nik: Mapped[str | None] = mapped_column(short(16))
    bank_name: Mapped[str | None]
    bank_account: Mapped[str | None]
    bank_holder: Mapped[str | None]
    bank_changed_at: Mapped[UtcTime | None]
    bank_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    def set_bank(
        self,
        name: str | None,
        account: str | None,
        holder: str | None,
        *,
        alone: int | None,
        at: datetime,
    ) -> None:
        """Take an account over; when it became another one is kept, for transfers under way.

        `alone`: who says so alone; None where two do.
        """
        before = (self.bank_name, self.bank_account, self.bank_holder)
        if (name, account, holder) != before:
            self.bank_name, self.bank_account, self.bank_holder = name, account, holder
            self.bank_changed_at, self.bank_by = at, alone
        elif alone is None:
            self.bank_by = None


class MakerUser(Base):
    """The person who signs in for a maker."""

    __tablename__ = "maker_user"

    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"), primary_key=True)
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"), unique=True)


class MakerOwner(Base):
    """A person of the house who stands behind a maker, whether she signs in for the maker or not.

    `said_by`: who wrote it down, or whoever took the sign-in away that had said it before. It ends only
    by another person's word.
    """

    __tablename__ = "maker_owner"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        CheckConstraint("ended_by <> user_id", name="ended_by_another"),
        Index(
            "ix_maker_owner_one", "user_id", "maker_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Pk]
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"), index=True)
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    said_at: Mapped[UtcTime]
    said_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[UtcTime | None]
    ended_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    maker: Mapped[Maker] = relationship(lazy="joined")
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined")


guard(
    MakerOwner,
    "ends_once",
    on="update",
    when="OLD.ended_at IS NOT NULL OR NEW.maker_id <> OLD.maker_id OR NEW.user_id <> OLD.user_id",
    message="who stands behind a maker is ended, never rewritten",
)
guard(MakerOwner, "no_delete", on="delete", message="who stood behind a maker stays on record")


class MakerDoubt(Base):
    """Two makers who may be one; a person decides."""

    __tablename__ = "maker_doubt"
    __table_args__ = (
        UniqueConstraint("maker_id", "other_id"),
        one_of("decision", "same", "different"),
    )

    id: Mapped[Pk]
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"))
    other_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"))
    reason: Mapped[str]
    found_at: Mapped[UtcTime]
    decision: Mapped[str | None] = mapped_column(short(9))
    decided_at: Mapped[UtcTime | None]
    decided_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    maker: Mapped[Maker] = relationship(foreign_keys=[maker_id], lazy="joined")
    other: Mapped[Maker] = relationship(foreign_keys=[other_id], lazy="joined")
