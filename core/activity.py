"""The activity log of a record, in sentences: who did what to it, and when.

`core.users.service.record` writes the lines. What they say stands in one file of each folder that
records anything, `activity.py`: `WORDS`, verb -> an Indonesian source, which may have blanks that
the line's detail fills ("Dibatalkan: %(reason)s"). `app.py` puts them together, and a page shows a
record's log by `{{ activity('maker', maker.id) }}`. tests/test_translations.py names a verb
without words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.i18n import _
from core.users.models import AuditEntry
from core.users.queries import log_of, names_of

NEWEST = 30


@dataclass(frozen=True)
class Line:
    """One line of the log; `who` is empty where nobody did it but the program itself."""

    what: str
    who: str
    at: datetime


class Filled(dict[str, object]):
    """The detail of a line, to fill its blanks; what it lacks is left open."""

    def __missing__(self, name: str) -> str:
        return "…"


def lines(
    session: Session, words: Mapping[str, str], kind: str, subject_id: int, *, limit: int = NEWEST
) -> list[Line]:
    """Return the newest lines about one thing, the newest first."""
    log = log_of(session, kind, subject_id, limit=limit)
    people = names_of(session, {entry.actor_id for entry in log})
    return [
        Line(sentence(words, entry), people.get(entry.actor_id or 0, ""), entry.at) for entry in log
    ]


def sentence(words: Mapping[str, str], entry: AuditEntry) -> str:
    """Return what an entry says in the language now spoken; the verb itself where it has no words."""
    if entry.action not in words:
        return entry.action
    text = _(words[entry.action])
    return text % Filled(entry.detail or {}) if "%(" in text else text
