"""Tables of notices: what a maker wants to be told, each notice, and what it told of."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from core.db import Base, Pk, Ref, UtcTime, append_only, guard, one_of, short

CHANNELS = ("whatsapp", "email")
OUTCOMES = ("sent", "skipped", "wrong_number")
"""What a person says; `empty` is found by the program."""


class NoticeChoice(Base):
    """What a maker chose to be told, and how; without a row she is told everything.

    `wrong_number_at`: somebody found that the number on her card is another's; she is told
    nothing by WhatsApp until that is put right.
    """

    __tablename__ = "notice_choice"
    __table_args__ = (one_of("channel", *CHANNELS),)

    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"), primary_key=True)
    daily: Mapped[bool] = mapped_column(default=True)
    statement: Mapped[bool] = mapped_column(default=True)
    payout: Mapped[bool] = mapped_column(default=True)
    channel: Mapped[str] = mapped_column(short(8), default="whatsapp")
    wrong_number_at: Mapped[UtcTime | None]
    changed_at: Mapped[UtcTime]


class Notice(Base):
    """One notice to one maker. It keeps what it told of, not its words: those name a person.

    `ready`: offered to `made_by` (the worker where None) and not decided yet. A notice by e-mail
    that cannot be sent becomes one by WhatsApp, `error` saying why. Whoever decided may take it
    back: then it is `ready` once more. `empty`: what it told of was paid or replaced meanwhile.
    """

    __tablename__ = "notice"
    __table_args__ = (
        one_of("channel", *CHANNELS),
        one_of("state", "ready", "empty", *OUTCOMES),
        CheckConstraint("(state = 'ready') = (decided_at IS NULL)", name="decided_has_time"),
        Index(
            "uq_notice_ready",
            "maker_id",
            unique=True,
            sqlite_where=text("state = 'ready'"),
            postgresql_where=text("state = 'ready'"),
        ),
        Index("ix_notice_maker", "maker_id", "id"),
    )

    id: Mapped[Pk]
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"))
    channel: Mapped[str] = mapped_column(short(8))
    state: Mapped[str] = mapped_column(short(12), default="ready")
    made_at: Mapped[UtcTime]
    made_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[UtcTime | None]
    decided_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    maker: Mapped[Maker] = relationship(lazy="joined")
    items: Mapped[list["NoticeItem"]] = relationship(lazy="selectin", order_by="NoticeItem.id")


guard(
    Notice,
    "decided_is_final",
    on="update",
    when="(OLD.state <> 'ready' AND NEW.state <> 'ready') OR NEW.maker_id <> OLD.maker_id",
    message="what was told is taken back, or stays",
)
guard(Notice, "no_delete", on="delete", message="notices are kept")


class NoticeItem(Base):
    """A sale line, statement, payout or failed transfer that a notice tells of; nothing is told twice."""

    __tablename__ = "notice_item"
    __table_args__ = (
        one_of("kind", "line", "statement", "payout", "failed"),
        UniqueConstraint("kind", "source_id"),
        Index("ix_notice_item_notice", "notice_id"),
    )

    id: Mapped[Pk]
    notice_id: Mapped[Ref] = mapped_column(ForeignKey("notice.id"))
    kind: Mapped[str] = mapped_column(short(9))
    source_id: Mapped[Ref]


append_only(NoticeItem)
