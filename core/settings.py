"""Settings of the showroom: declared with a type by the folder that uses them, kept append-only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from core.db import Base, Json, Pk, Ref, UtcTime, append_only

T = TypeVar("T")


class SettingValue(Base):
    """One value of one setting from one date on; the newest row in force counts."""

    __tablename__ = "setting_value"

    id: Mapped[Pk]
    name: Mapped[str]
    value: Mapped[Json]
    valid_from: Mapped[date]
    set_at: Mapped[UtcTime]
    set_by: Mapped[Ref | None]


append_only(SettingValue)


@dataclass(frozen=True)
class Setting(Generic[T]):
    """A declared setting: its name, what it is before anyone sets it, and its label."""

    name: str
    default: T
    label: str
    check: Callable[[Any], T]


DECLARED: dict[str, Setting[Any]] = {}


def declare(name: str, default: T, label: str, check: Callable[[Any], T]) -> Setting[T]:
    """Declare a setting once, at import; `check` turns stored JSON into the type or raises."""
    setting = Setting(name, default, label, check)
    DECLARED[name] = setting
    return setting


def get(session: Session, setting: Setting[T], *, on: date) -> T:
    """Return the value in force on the date `on`."""
    row = session.scalar(
        select(SettingValue)
        .where(SettingValue.name == setting.name, SettingValue.valid_from <= on)
        .order_by(SettingValue.valid_from.desc(), SettingValue.id.desc())
        .limit(1)
    )
    return setting.default if row is None else setting.check(row.value)


def put(
    session: Session,
    setting: Setting[T],
    value: T,
    *,
    valid_from: date,
    by: int | None,
    at: datetime,
) -> None:
    """Set a value from `valid_from` on; earlier values stay as they were."""
    session.add(
        SettingValue(
            name=setting.name,
            value=setting.check(value),
            valid_from=valid_from,
            set_at=at,
            set_by=by,
        )
    )
    session.flush()
