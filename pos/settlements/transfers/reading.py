"""The bank's answer to a batch: a CSV or text in whatever columns, read by number, status and amount."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.i18n import _

NUMBER = re.compile(r"\bS\d{6,15}\b", re.IGNORECASE)
AMOUNT = re.compile(r"^(?:rp\.?\s*)?(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]\d{2})?$", re.IGNORECASE)
BAD = ("gagal", "fail", "reject", "tolak", "retur", "invalid", "error", "batal", "cancel", "tidak", "unsuc",
       "unpaid", "not ")  # fmt: skip
OPEN = ("belum", "proses", "process", "pending", "menunggu", "tunda")
GOOD = ("sukses", "berhasil", "success", "paid", "lunas", "selesai", "completed", "settled", "done")
MOST_LINES = 2_000


@dataclass(frozen=True)
class Answer:
    """What the bank says of one row."""

    row_id: int
    is_paid: bool
    reason: str = ""


@dataclass(frozen=True)
class Wanted:
    """A row that waits for an answer."""

    row_id: int
    amount: int


@dataclass(frozen=True)
class Answers:
    """What was understood, and (line number, reason) of every line that was not."""

    answers: tuple[Answer, ...]
    unknown: tuple[tuple[int, str], ...]


def read_answers(text: str, wanted: Mapping[str, Wanted]) -> Answers:
    """Return what the lines say of the rows that wait, by statement number."""
    answers: dict[int, Answer] = {}
    unknown: list[tuple[int, str]] = []
    for at, cells in enumerate(_rows(text), 1):
        if not any(cells) or (at == 1 and not NUMBER.search(" ".join(cells))):
            continue  # a row of titles
        found = _read(cells, wanted)
        if isinstance(found, str):
            unknown.append((at, found))
        elif found.row_id in answers:
            unknown.append((at, _("nomor ini sudah ada di baris sebelumnya")))
        else:
            answers[found.row_id] = found
    return Answers(tuple(answers.values()), tuple(unknown))


def _rows(text: str) -> list[list[str]]:
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    return [[cell.strip() for cell in row] for row in rows][:MOST_LINES]


def _read(cells: list[str], wanted: Mapping[str, Wanted]) -> Answer | str:
    """Return what a line says, or why it says nothing."""
    number = NUMBER.search(" ".join(cells))
    if number is None:
        return _("tidak ada nomor laporan (S000000) di baris ini")
    row = wanted.get(number.group().upper())
    if row is None:
        return _("%(number)s tidak menunggu di kiriman ini", number=number.group().upper())
    amounts = [int(re.sub(r"\D", "", found.group(1))) for c in cells if (found := AMOUNT.match(c))]
    large = [amount for amount in amounts if 100 <= amount < 10_000_000_000]
    if large and row.amount not in large:
        return _("%(number)s jumlahnya lain", number=number.group().upper())
    said = " ".join(cells).casefold()
    bad = next((c for c in cells if any(word in c.casefold() for word in BAD)), None)
    if bad is not None:
        after = [c for c in cells[cells.index(bad) + 1 :] if c and not AMOUNT.match(c)]
        return Answer(row.row_id, is_paid=False, reason=" ".join([bad, *after])[:120])
    if any(word in said for word in GOOD) and not any(word in said for word in OPEN):
        return Answer(row.row_id, is_paid=True)
    return _("%(number)s: tidak tertulis berhasil atau gagal", number=number.group().upper())
