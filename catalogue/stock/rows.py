"""One consigned row: what it says once normalised, what makes it wrong, and what makes it itself.

Two rows that say the same in other spellings have the same identity, so a sheet may be imported
again; equal rows within one sheet are told apart by how often that content occurred, which does
not depend on their order.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

from catalogue.makers.matching import name_key
from catalogue.products.matching import Kind, grams, kind
from catalogue.stock import cells
from catalogue.stock.sheet import RawRow
from core.db import canonical
from core.errors import Refused
from core.i18n import _

T = TypeVar("T")

UNIQUE_NOTE = "karya tunggal"
EXCEL_ERRORS = ("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NUM!", "#NULL!")
LONGEST_TEXT = 200


class WrongRow(Refused):
    """A row cannot be taken; the message lists every reason, for the person who mends it."""


@dataclass(frozen=True)
class ConsignedRow:
    """What one row consigns: whose, what, how many, on which terms. Money in rupiah."""

    business: str
    owner: str
    sentra: str
    address: str
    phone: str | None
    nib: str | None
    title: str
    motif: str
    technique: str
    size: str
    net_weight: str
    quantity: int
    unit: str
    price: int
    net: int | None
    commission_bps: int | None
    barcode: str | None
    pirt: str | None
    halal: str | None
    expiry: date | None
    note: str

    @property
    def is_unique(self) -> bool:
        """True for a one-of-a-kind piece (karya tunggal)."""
        return UNIQUE_NOTE in cells.key(self.note)

    @property
    def maker_key(self) -> tuple[str, ...]:
        """What tells the maker apart within a sheet: NIB, else phone and name, else name."""
        if self.nib:
            return (self.nib,)
        return (self.phone or "", name_key(self.business))

    @property
    def kind(self) -> Kind:
        """What the goods are, whatever they cost: title, motif, technique, size, net weight."""
        return kind(self.title, self.motif, self.technique, self.size, self.net_weight)

    @property
    def prices(self) -> tuple[int, int]:
        """List price and net price; a percentage has no net price and counts as 0."""
        return (self.price, self.net or 0)

    @property
    def content(self) -> dict[str, Any]:
        """What is consigned here. How to reach the maker is left out: a phone number put right
        in a sheet that comes again must not double the goods.
        """
        terms = [self.price, self.net, self.commission_bps]
        papers = [self.pirt, self.halal, self.expiry.isoformat() if self.expiry else None]
        return {
            "maker": list(self.maker_key),
            "goods": [*self.kind, self.barcode],
            "amount": [self.quantity, cells.key(self.unit), *terms],
            "papers": papers,
            "note": cells.key(self.note),
        }


def identity(row: ConsignedRow, occurrence: int) -> str:
    """Return the hash that names `row` within a batch; `occurrence` counts equal rows from 1."""
    written = canonical({**row.content, "occurrence": occurrence})
    return hashlib.sha256(written.encode()).hexdigest()


def identities(rows: Sequence[ConsignedRow]) -> list[str]:
    """Return the identity of each row of one sheet, in the same order."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        content = canonical(row.content)
        seen[content] += 1
        found.append(identity(row, seen[content]))
    return found


def sort_key(row: ConsignedRow) -> str:
    """Return a text that puts rows in one order whatever order they stand in."""
    written = asdict(row)
    written["expiry"] = row.expiry.isoformat() if row.expiry else ""
    place = [cells.key(row.sentra), name_key(row.business), *row.kind]
    return canonical([place, written])


def read_row(raw: RawRow) -> ConsignedRow:
    """Return what a raw row says; raise WrongRow with every reason if it cannot be taken."""
    reading = _Reading(raw)
    row = ConsignedRow(
        business=reading.text("business", needed=_("nama IKM")),
        owner=reading.text("owner"),
        sentra=reading.text("sentra"),
        address=reading.text("address"),
        phone=reading.take("phone", cells.phone),
        nib=reading.take("nib", cells.nib),
        title=reading.text("title", needed=_("nama barang")),
        motif=reading.text("motif"),
        technique=reading.text("technique"),
        size=reading.text("size"),
        net_weight=_weight(reading.text("weight"), reading.text("title")),
        quantity=reading.take("quantity", cells.quantity, needed=_("jumlah")) or 0,
        unit=reading.text("unit"),
        price=reading.take("price", cells.rupiah, needed=_("harga jual")) or 0,
        net=reading.take("net", cells.rupiah) or None,
        commission_bps=reading.take("commission", cells.rate),
        barcode=reading.take("barcode", cells.barcode),
        pirt=reading.take("pirt", cells.pirt),
        halal=reading.take("halal", cells.halal),
        expiry=reading.take("expiry", cells.day),
        note=reading.text("note"),
    )
    if row.net is not None and row.commission_bps == 0:
        row = _without_commission(row)
    reasons = reading.reasons + _contradictions(row, reading.wrong)
    if reasons:
        raise WrongRow("; ".join(reasons))
    return row


def _weight(cell: str, title: str) -> str:
    weight = grams(cell) or grams(title)
    return f"{weight} g" if weight else cell


def _without_commission(row: ConsignedRow) -> ConsignedRow:
    """A net price beside a commission of 0 is plain net terms."""
    return ConsignedRow(**{**row.__dict__, "commission_bps": None})


class _Reading:
    """Reads the fields of one raw row and gathers what is wrong with them."""

    def __init__(self, raw: RawRow) -> None:
        self.fields = raw.fields
        self.reasons: list[str] = []
        self.wrong: set[str] = set()
        if raw.has_lost_formula:
            self.reasons.append(
                _("baris berisi rumus tanpa hasil; buka di Excel lalu simpan, atau tulis nilainya")
            )

    def text(self, field: str, *, needed: str = "") -> str:
        """Return a text field; note it when it is needed and empty, or an Excel error."""
        written = cells.text(self.fields.get(field))
        if cells.is_blank(written):
            written = ""
        if written in EXCEL_ERRORS or len(written) > LONGEST_TEXT:
            self._note(
                field, _("isi “%(cell)s” tidak dapat dipakai; tulis ulang", cell=written[:40])
            )
        if needed and not written:
            self._note(field, _("%(what)s kosong; isi dahulu", what=needed))
        return written

    def take(self, field: str, read: Callable[[Any], T | None], *, needed: str = "") -> T | None:
        """Return a field as `read` understands it; note it when it cannot."""
        try:
            value = read(self.fields.get(field))
        except cells.WrongCell as error:
            self._note(field, error.message)
            return None
        if needed and not value:
            self._note(field, _("%(what)s kosong; isi dahulu", what=needed))
        return value

    def _note(self, field: str, reason: str) -> None:
        self.wrong.add(field)
        if reason not in self.reasons:
            self.reasons.append(reason)


def _contradictions(row: ConsignedRow, wrong: set[str]) -> list[str]:
    """Return what is wrong between the cells; a cell that is wrong by itself is not named twice."""
    reasons = []
    has_both = row.net is not None and row.commission_bps is not None
    has_none = row.net is None and row.commission_bps is None
    if has_both:
        reasons.append(_("komisi dan harga titip diisi dua-duanya; isi salah satu saja"))
    if has_none and not wrong & {"net", "commission"}:
        reasons.append(_("komisi dan harga titip kosong; isi salah satu"))
    if row.net is not None and row.price and row.net > row.price:
        reasons.append(_("harga titip lebih besar daripada harga jual; periksa keduanya"))
    if row.is_unique and row.quantity > 1:
        reasons.append(_("karya tunggal hanya berjumlah 1; perbaiki jumlah atau keterangannya"))
    return reasons


def expired(row: ConsignedRow, *, delivered_on: date) -> str | None:
    """Return why goods that had expired when they were brought are refused, None if they had not.

    Apart from `read_row`, so that a sheet taken long ago still counts as taken when it comes again.
    """
    if row.expiry is None or row.expiry >= delivered_on:
        return None
    return _(
        "sudah kedaluwarsa %(day)s; barang ini tidak boleh diterima",
        day=row.expiry.strftime("%d/%m/%Y"),
    )
