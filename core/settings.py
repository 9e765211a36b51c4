"""Settings of the showroom: declared with a type by the folder that uses them, kept append-only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import event, select
from sqlalchemy.orm import Mapped, Session

from core.db import Base, Json, Pk, Ref, UtcTime, append_only

T = TypeVar("T")

READ = "settings"
"""Where a session keeps the settings that it has read, until its transaction ends."""
_UNSET = object()


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
    rows = session.info.get(READ)
    if rows is None:  # a request asks for several: the few rows are read once in a transaction
        rows = session.info[READ] = _by_name(session)
    value = next((value for day, value in rows.get(setting.name, ()) if day <= on), _UNSET)
    return setting.default if value is _UNSET else setting.check(value)


def _by_name(session: Session) -> dict[str, list[tuple[date, Any]]]:
    """Return the values of each setting with the day they hold from, what counts first."""
    found: dict[str, list[tuple[date, Any]]] = {}
    for name, day, value in session.execute(
        select(SettingValue.name, SettingValue.valid_from, SettingValue.value).order_by(
            SettingValue.valid_from.desc(), SettingValue.id.desc()
        )
    ):
        found.setdefault(name, []).append((day, value))
    return found


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, *_ended: object) -> None:
    session.info.pop(READ, None)


def change(
    session: Session, setting: Setting[T], value: T, *, on: date, by: int | None, at: datetime
) -> None:
    """Set a value from the date `on` on, where it is another than what holds then."""
    if get(session, setting, on=on) != value:
        put(session, setting, value, valid_from=on, by=by, at=at)


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
    session.info.pop(READ, None)
