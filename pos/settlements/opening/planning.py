"""What a sheet of opening balances would do, row by row: reads, never writes.

A row is a maker's, known by code, else NIB, phone and name as in a consignment sheet, or it is a
place where money lies. What is doubtful is refused with the sentence that settles it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.matching import Cluster, Directory, NamedMaker, is_similar, name_key
from catalogue.makers.models import Maker
from catalogue.makers.queries import owner_id
from catalogue.outlets import queries as outlets
from catalogue.stock import cells
from catalogue.stock.import_queries import known_makers
from catalogue.stock.planned import RefusedRow
from catalogue.stock.sheet import RawRow, Sheet
from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from core.text import fold
from pos.settlements.opening import queries
from pos.settlements.opening.models import OpeningBalance
from printers.words import long_day

MOST_ROWS = 5_000
BANK = {"bank", "rekening", "atm"}


@dataclass(frozen=True)
class Balance:
    """An opening balance to be written: of which account, in rupiah."""

    account: str
    owed: int = 0
    advance: int = 0
    cash: int = 0

    def is_said_by(self, row: OpeningBalance, on: date) -> bool:
        """Say whether a row that stands is this very balance of that day."""
        said = (row.owed, row.advance, row.cash, row.business_date)
        return said == (self.owed, self.advance, self.cash, on)


@dataclass(frozen=True)
class PlannedRow:
    """A row that can be written, and what the house calls its account."""

    raw: RawRow
    name: str
    balance: Balance


@dataclass(frozen=True)
class Plan:
    """What a sheet comes to: rows to write, rows already there, rows without an amount, refusals."""

    headers: tuple[str, ...]
    new: tuple[PlannedRow, ...]
    there: tuple[PlannedRow, ...]
    empty: int
    refused: tuple[RefusedRow, ...]

    @property
    def owed(self) -> int:
        """Rupiah owed to makers by the new rows."""
        return sum(row.balance.owed for row in self.new)

    @property
    def advance(self) -> int:
        """Rupiah that makers had in advance, by the new rows."""
        return sum(row.balance.advance for row in self.new)

    @property
    def cash(self) -> int:
        """Rupiah in drawers, safes and accounts, by the new rows."""
        return sum(row.balance.cash for row in self.new)


def make_plan(session: Session, sheet: Sheet, *, on: date, own: Collection[int]) -> Plan:
    """Return what the sheet would write as of `on`; `own` are the makers of whoever asks."""
    if len(sheet.rows) > MOST_ROWS:
        raise Refused(
            _("Lembar ini lebih dari %(most)s baris: bagi menjadi beberapa lembar.", most=MOST_ROWS)
        )
    reader = _Reader(session)
    mine = {f"maker:{number}" for number in own}
    read: list[tuple[RawRow, Balance]] = []
    refused: list[RefusedRow] = []
    empty = 0
    for raw in sheet.rows:
        try:
            balance = reader.balance(raw)
            if balance is None:
                empty += 1
                continue
            if balance.account in mine:
                raise Refused(_("saldo awal diri sendiri dicatat oleh orang lain"))
            read.append((raw, balance))
        except Refused as error:
            refused.append(_refusal(raw, error.message))
    new, there, clashes = _against_books(session, read, on)
    everything = sorted([*refused, *clashes], key=lambda row: row.number)
    return Plan(sheet.headers, tuple(new), tuple(there), empty, tuple(everything))


def refusal(session: Session, standing: OpeningBalance) -> str:
    """Return the sentence for a balance of an account that has another one already."""
    return _(
        "saldo awal %(name)s sudah tercatat per %(day)s (%(amounts)s); bila salah, batalkan dulu"
        " yang itu di halaman Saldo awal",
        name=queries.name_of(session, standing.account),
        day=long_day(standing.business_date),
        amounts=amounts(standing.owed, standing.advance, standing.cash),
    )


def amounts(owed: int, advance: int, cash: int) -> str:
    """Return the amounts of a balance in words and figures, those that are zero left out."""
    parts = (
        (owed, _("utang %(amount)s", amount=rupiah(owed))),
        (advance, _("uang muka %(amount)s", amount=rupiah(advance))),
        (cash, _("uang %(amount)s", amount=rupiah(cash))),
    )
    return ", ".join(words for amount, words in parts if amount)


def _against_books(
    session: Session, read: Sequence[tuple[RawRow, Balance]], on: date
) -> tuple[list[PlannedRow], list[PlannedRow], list[RefusedRow]]:
    """Part what was read: new, already there, and what contradicts the books or itself."""
    by_account: dict[str, list[tuple[RawRow, Balance]]] = defaultdict(list)
    for raw, balance in read:
        by_account[balance.account].append((raw, balance))
    standing = queries.standing_of(session, list(by_account))
    has_begun = queries.has_begun(session)
    new, there, refused = [], [], []
    for account, rows in by_account.items():
        name = queries.name_of(session, account)
        if len(rows) > 1:
            numbers = ", ".join(str(raw.number) for raw, _balance in rows)
            reason = _(
                "baris %(numbers)s sama-sama milik %(name)s: jadikan satu baris",
                numbers=numbers, name=name,
            )  # fmt: skip
            refused += [_refusal(raw, reason) for raw, _balance in rows]
            continue
        raw, balance = rows[0]
        before = standing.get(account)
        if before is None and has_begun and account.startswith("maker:"):
            reason = _(
                "saldo awal perajin ditulis sebelum perhitungan pertama: usulkan sebagai penyesuaian"
            )
            refused.append(_refusal(raw, reason))
        elif before is None:
            new.append(PlannedRow(raw, name, balance))
        elif balance.is_said_by(before, on):
            there.append(PlannedRow(raw, name, balance))
        else:
            refused.append(_refusal(raw, refusal(session, before)))
    return new, there, refused


def _refusal(raw: RawRow, reason: str) -> RefusedRow:
    named = [cells.text(raw.fields.get(field)) for field in ("code", "name")]
    return RefusedRow(raw.number, raw.cells, reason, " ".join(n for n in named if n)[:120])


class _Reader:
    """Reads rows: knows every maker and every place of the house."""

    def __init__(self, session: Session) -> None:
        self.makers = Directory(known_makers(session))
        rows = session.execute(select(owner_id().label("id"), Maker.code, Maker.name)).all()
        self.by_code = {row.code: (row.id, row.name) for row in rows}
        self.names = {row.id: f"{row.name} ({row.code})" for row in reversed(rows)}
        self.outlets = outlets.active(session)
        self.tills = outlets.active_tills(session)

    def balance(self, raw: RawRow) -> Balance | None:
        """Return what a row says, None where it says no amount; raise Refused over the rest."""
        if raw.has_lost_formula:
            raise Refused(_("ada rumus tanpa hasil; buka di Excel, simpan, lalu impor lagi"))
        read = {name: cells.balance(raw.fields.get(name)) for name in ("owed", "advance", "cash")}
        if not any(read.values()):
            return None
        name = cells.text(raw.fields.get("name"))
        if not read["cash"]:
            return Balance(f"maker:{self._maker(raw.fields, name)}", read["owed"], read["advance"])
        account = self._place(name)
        if account is None:
            raise Refused(
                _(
                    "kolom Saldo Kas hanya untuk laci, brankas, kas bendahara, bank, dan QRIS; "
                    "utang ke perajin ditulis di kolom Utang"
                )
            )
        if read["owed"] or read["advance"]:
            raise Refused(_("satu baris untuk perajin atau untuk tempat uang, tidak keduanya"))
        return Balance(account, cash=read["cash"])

    def _maker(self, fields: dict[str, Any], name: str) -> int:
        code = cells.text(fields.get("code")).upper() or (
            name.upper() if name.upper() in self.by_code else ""
        )
        if code:
            return self._by_code(code, name)
        phone, nib = cells.phone(fields.get("phone")), cells.nib(fields.get("nib"))
        if not name and not phone and not nib:
            raise Refused(_("tulis kode atau nama perajinnya"))
        one = Cluster({NamedMaker(name_key(name), phone, nib)})
        self.makers.place([one])
        holders = self.makers.by_phone[phone] if phone and not name else []
        if len(holders) == 1:
            return holders[0].id
        if one.maker_id is not None:
            return one.maker_id
        if self._place(name) is not None:
            raise Refused(_("uang di %(name)s ditulis di kolom Saldo Kas", name=name))
        if one.doubts:
            likely = ", ".join(sorted(self.names[number] for number in one.doubts)[:3])
            raise Refused(
                _("tidak pasti siapa; mungkin %(names)s: tulis kodenya di kolom Kode", names=likely)
            )
        raise Refused(
            _("“%(name)s” belum ada di daftar perajin: daftarkan dulu, atau tulis kodenya",
              name=name)
        )  # fmt: skip

    def _by_code(self, code: str, name: str) -> int:
        if code not in self.by_code:
            raise Refused(_("tidak ada perajin berkode %(code)s", code=code))
        number, known = self.by_code[code]
        key = name_key(name)
        if key and name.upper() != code and not is_similar(key, name_key(known)):
            raise Refused(
                _("kode %(code)s milik %(known)s, bukan %(name)s: periksa kode atau namanya",
                  code=code, known=known, name=name)
            )  # fmt: skip
        return int(number)

    def _place(self, name: str) -> str | None:
        """Return the account of the place that a row names, None if it names none."""
        words = set(fold(name).split())
        if "bendahara" in words:
            return "treasury"
        if "brankas" in words:
            return f"safe:{self._outlet(name, words)}"
        if words & {"laci", "kasir"}:
            return f"drawer:{self._till(name, words)}"
        if "qris" in words:
            return "qris"
        return "bank" if words & BANK else None

    def _outlet(self, name: str, words: set[str]) -> int:
        fits = [
            outlet for outlet in self.outlets
            if fold(outlet.code) in words or set(fold(outlet.name).split()) <= words
        ]  # fmt: skip
        found = self.outlets if len(self.outlets) == 1 else _longest(fits)
        if len(found) != 1:
            choices = ", ".join(f"Brankas {outlet.name}" for outlet in self.outlets)
            raise Refused(
                _("“%(name)s” yang mana? Tulis salah satu: %(choices)s", name=name, choices=choices)
            )
        return int(found[0].id)

    def _till(self, name: str, words: set[str]) -> int:
        fits = [
            till for till in self.tills
            if (fold(till.series) in words or set(fold(till.name).split()) <= words)
            and (
                set(fold(till.outlet.name).split()) <= words
                or fold(till.outlet.code) in words
                or self._is_only(till.name)
            )
        ]  # fmt: skip
        found = self.tills if len(self.tills) == 1 else fits
        if len(found) != 1:
            choices = ", ".join(f"Laci {till.name} {till.outlet.name}" for till in self.tills)
            raise Refused(
                _("“%(name)s” yang mana? Tulis salah satu: %(choices)s", name=name, choices=choices)
            )
        return int(found[0].id)

    def _is_only(self, name: str) -> bool:
        return sum(till.name == name for till in self.tills) == 1


def _longest(fits: list[Any]) -> list[Any]:
    """Of outlets that fit, `Lapak Kota` is meant rather than `Lapak` where both names fit."""
    most = max((len(fold(outlet.name).split()) for outlet in fits), default=0)
    return [outlet for outlet in fits if len(fold(outlet.name).split()) == most]
