"""The bank's answer to a batch: a CSV or text in whatever columns, read by number, status and amount."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Refused
from core.i18n import _
from core.money import plain

NUMBER = re.compile(r"\bS\d{6,15}\b", re.IGNORECASE)
AMOUNT = re.compile(
    r"^(?:rp\.?\s*)?(\d{1,3}(?:[.,]\d{3}){1,5}|\d{1,15})(?:[.,]\d{2})?$", re.IGNORECASE
)


def _words(*stems: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(stems) + r")\b", re.IGNORECASE)


BAD = _words("gagal", "fail", "failed", "failure", "rejected?", "rejekt?", "ditolak", "tolak", "tolakan", "diretur",
             "retur", "returned", "invalid", "error", "batal", "dibatalkan", "cancell?ed", "tidak", "unsuccess(?:ful)?",
             "unpaid", "not")  # fmt: skip
OPEN = _words("belum", "proses", "diproses", "process", "processing", "pending", "menunggu", "tertunda", "tunda",
              "antri", "antre", "hold")  # fmt: skip
GOOD = _words("sukses", "berhasil", "success", "successful", "paid", "lunas", "selesai", "completed?", "settled",
              "done")  # fmt: skip
MOST_LINES = 2_000


@dataclass(frozen=True)
class Answer:
    """What the bank says of one row."""

    row_id: int
    is_paid: bool
    reason: str = ""


@dataclass(frozen=True)
class Wanted:
    """A row that waits for an answer. `told` is what the bank was told of it and may repeat, names
    above all: a name decides nothing, whatever word is in it.
    """

    row_id: int
    amount: int
    told: tuple[str, ...] = ()

    def rest(self, cell: str) -> str:
        """Return what a cell says beside what the bank was told, whole in it or alone and cut short."""
        said = " ".join(cell.split())
        told = sorted((" ".join(one.split()) for one in self.told), key=len, reverse=True)
        if len(said) > 3 and any(one.casefold().startswith(said.casefold()) for one in told):
            return ""
        for one in told:
            said = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", said, flags=re.IGNORECASE)
        return said.strip()


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
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t|", key=first.count)
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=None), delimiter=delimiter)
    try:
        return [[cell.strip() for cell in row] for row in lines][:MOST_LINES]
    except csv.Error as error:
        raise Refused(
            _("Berkas ini tidak terbaca. Simpan jawaban bank sebagai CSV, lalu unggah lagi."),
            field="file",
        ) from error


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
        theirs = min(large, key=lambda amount: abs(amount - row.amount))
        return _("%(number)s jumlahnya lain: %(theirs)s di jawaban bank, %(ours)s di sini",
                 number=number.group().upper(), theirs=plain(theirs), ours=plain(row.amount))  # fmt: skip
    said = [rest for c in cells if not AMOUNT.match(c) and (rest := row.rest(c))]
    bad = next((c for c in said if BAD.search(c)), None)
    good = [c for c in said if GOOD.search(c) and not BAD.search(c)]
    if bad is not None and not good:
        after = said[said.index(bad) + 1 :]
        says_only_that = BAD.fullmatch(bad) is not None  # as the page does already
        why = after if after and says_only_that else [bad, *after]
        return Answer(row.row_id, is_paid=False, reason=" ".join(why)[:120])
    if good and bad is None and not any(OPEN.search(c) for c in said):
        return Answer(row.row_id, is_paid=True)
    return _("%(number)s: tidak tertulis berhasil atau gagal", number=number.group().upper())
