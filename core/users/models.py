"""Tables of people, credentials, sessions, devices and the security log."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Json, Pk, Ref, UtcTime, append_only, one_of, short


class User(Base):
    """A person who can sign in. `login` is None for makers, who come by phone.

    `let_in_at`: when another's hand, `let_in_by`, last gave them a way in (`core.users.hands`).
    """

    __tablename__ = "user_account"

    id: Mapped[Pk]
    name: Mapped[str]
    login: Mapped[str | None] = mapped_column(unique=True)
    locale: Mapped[str] = mapped_column(short(2), default="id")
    created_at: Mapped[UtcTime]
    archived_at: Mapped[UtcTime | None]
    let_in_at: Mapped[UtcTime | None]
    let_in_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    role_rows: Mapped[list["UserRole"]] = relationship(
        lazy="selectin", order_by="UserRole.role", back_populates="user"
    )

    @property
    def roles(self) -> frozenset[str]:
        """The names of the roles this person holds."""
        return frozenset(row.role for row in self.role_rows)


class UserRole(Base):
    """A role that a person holds."""

    __tablename__ = "user_role"

    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(short(20), primary_key=True)

    user: Mapped[User] = relationship(back_populates="role_rows")


class Credential(Base):
    """The Argon2id hash of a person's password or PIN; setting it anew replaces it."""

    __tablename__ = "credential"
    __table_args__ = (one_of("kind", "password", "pin"),)

    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(short(8), primary_key=True)
    hash: Mapped[str]
    changed_at: Mapped[UtcTime]


class Device(Base):
    """A browser that was enrolled; only its token's hash is kept."""

    __tablename__ = "device"

    id: Mapped[Pk]
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(short(64), unique=True)
    enrolled_at: Mapped[UtcTime]
    enrolled_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    revoked_at: Mapped[UtcTime | None]


class WebSession(Base):
    """A signed-in browser; the cookie's token is kept as a hash only."""

    __tablename__ = "web_session"
    __table_args__ = (one_of("kind", "password", "pin", "maker"),)

    id: Mapped[Pk]
    token_hash: Mapped[str] = mapped_column(short(64), unique=True)
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"), index=True)
    device_id: Mapped[Ref | None] = mapped_column(ForeignKey("device.id"))
    kind: Mapped[str] = mapped_column(short(8))
    browser: Mapped[str] = mapped_column(short(40), default="")
    created_at: Mapped[UtcTime]
    last_seen_at: Mapped[UtcTime]
    expires_at: Mapped[UtcTime]
    revoked_at: Mapped[UtcTime | None]

    user: Mapped[User] = relationship(lazy="joined")


class SignInAttempt(Base):
    """A failed try to sign in or to guess a code, counted by what it was aimed at and where from."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_subject", "subject", "at"),)

    id: Mapped[Pk]
    subject: Mapped[str]
    at: Mapped[UtcTime]


class AuditEntry(Base):
    """What a person did that someone may have to explain later; never changed."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[Pk]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[Ref | None]
    detail: Mapped[Json | None]


append_only(AuditEntry)
