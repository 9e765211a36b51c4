"""Tables of sentra and makers; what is private stands in a table of its own."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Pk, Ref, UtcTime, guard, one_of, short
from core.images import Photo

FOOD_CRAFTS = ("keripik", "kopi", "emping", "teri")
"""Crafts of sentra whose goods are eaten or drunk: they expire and need licences."""


class Sentra(Base):
    """A cluster of one craft; `craft` chooses the motif drawn where a photo is missing."""

    __tablename__ = "sentra"

    id: Mapped[Pk]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    craft: Mapped[str]

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
    """A maker's bank account and NIK; shown masked, opened by a logged request only."""

    __tablename__ = "maker_private"

    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"), primary_key=True)
    nik: Mapped[str | None] = mapped_column(short(16))
    bank_name: Mapped[str | None]
    bank_account: Mapped[str | None]
    bank_holder: Mapped[str | None]


class MakerUser(Base):
    """The person who signs in for a maker."""

    __tablename__ = "maker_user"

    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"), primary_key=True)
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"), unique=True)


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
