"""What people and machines type where a form asks for something else, and how to tell that it left no trace."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Base
from tests.catalogue.desk import Desk

LETTERS = ["abc", "dua puluh", "=1+1", "1e9", "NaN", "٢٣", "½", "0x10"]
MONEY = ["-5000", "2,5", "12.5", "1.00.000", "9" * 13, "9" * 400, "Rp", *LETTERS]
PRICES = ["0", "999999999999", *MONEY]
PIECES = ["0", "-1", "2,5", "2.5", "1000000000", "9" * 400, "1 2", "+3", *LETTERS]
DAYS = ["2025-02-30", "31/12/2026", "0001-01-01", "9999-12-31", "99999-01-01", "besok", "-1", "=1"]
PERCENTS = ["-1", "101", "100,01", "12,345", "9" * 30, *LETTERS[:5]]
NAMES = ["", "   ", "...", "=", "🙂", "x" * 10_000]

SENTENCE = re.compile(r'class="(?:error|change)" id="([^"]+)-salah">\s*([^<]+?)\s*</')
Everything = dict[str, list[tuple[Any, ...]]]
PASSING = {"web_session"}
"""Tables of which every request may change a row: when somebody was last seen."""


@dataclass(frozen=True)
class Case:
    """A form with what is right in it, and for some fields what is not.

    A field written `net_price, at price` has its sentence at another one. `answer` is what comes
    of the right form.
    """

    path: str
    right: Mapping[str, Any]
    wrong: Mapping[str, list[Any]] = dataclasses.field(default_factory=dict)
    answer: int = 303


def everything(session: Session) -> Everything:
    """Return every row of every table."""
    return {
        table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
        for table in Base.metadata.sorted_tables
        if table.name not in PASSING
    }  # fmt: skip


def complaint(desk: Desk, case: Case, where: str, value: Any, *, before: Everything) -> str:
    """Send a form with one wrong value; return what is wrong with the answer, nothing if all is well.

    It should be refused with a sentence at the field, everything else that was typed should be
    there again, and no row of any table should be other than `before`.
    """
    field, _at, at = where.partition(", at ")
    name, form = at or field, {**case.right, field: value}
    answer = desk.send(case.path, **form)
    after = desk.read(everything)
    changed = [table for table in before if before[table] != after[table]]
    if changed:
        return f"{answer.status_code}, changed {changed}"
    if answer.status_code != 422:
        return f"answered {answer.status_code}"
    sentences = dict(SENTENCE.findall(answer.text))
    if name not in sentences:
        return f"no sentence at the field, but at {sorted(sentences)}"
    lost = [
        other for other, text in case.right.items()
        if other not in (field, "password") and len(text) > 8 and text not in answer.text
    ]  # fmt: skip
    return f"lost {lost}" if lost else ""
