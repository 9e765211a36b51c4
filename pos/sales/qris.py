"""QRIS codes (EMVCo merchant-presented mode): read, checked, shown with name and NMID.

Tag, length and value are parsed, never searched for as text: `010211` may stand inside a value.
Source: EMVCo MPM v1.1 and the ASPI profile, as gathered in docs; CRC-16/CCITT-FALSE.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import Refused
from core.i18n import _

INDONESIA, RUPIAH = "ID", "360"
CENTRAL = "51"
"""The tag of the domestic repository; its child 02 is the NMID."""
MANDATORY = ("52", "59", "60")
"""Kind of business, name and city: what the customer's app shows before the money goes."""
ADDITIONAL = "62"
"""The tag of the additional data: child 01 is the bill's number, 07 the till's."""


class NotQris(Refused):
    """The text is not a QRIS code that a shop can use."""


@dataclass(frozen=True)
class Qris:
    """A static or dynamic code: its fields in order, and what a person checks it by."""

    fields: tuple[tuple[str, str], ...]

    def get(self, tag: str) -> str | None:
        """Return the value of a tag, or None."""
        return dict(self.fields).get(tag)

    @property
    def merchant(self) -> str:
        """The shop's name as the customer's app shows it."""
        return self.get("59") or ""

    @property
    def nmid(self) -> str | None:
        """The national merchant id, or None."""
        return _children(self.get(CENTRAL)).get("02")

    @property
    def is_static(self) -> bool:
        """True when the customer types the amount."""
        return self.get("01") != "12" and self.get("54") is None


def parse(text: str) -> Qris:
    """Return the code that `text` is, or raise NotQris with what is wrong with it."""
    text = text.strip()
    if not text.startswith("000201") or len(text) > 512:
        raise NotQris(_("Ini bukan isi QRIS. Isi QRIS dimulai dengan 000201."), field="qris")
    try:
        fields = tlv(text)
    except ValueError:
        raise NotQris(_("Isi QRIS terpotong. Salin ulang seluruhnya."), field="qris") from None
    if fields[-1][0] != "63" or fields[-1][1] != crc(text[:-4]):
        raise NotQris(_("Angka periksa QRIS salah. Salin ulang dari kode aslinya."), field="qris")
    code = Qris(tuple(fields))
    if code.get("58") != INDONESIA or code.get("53") != RUPIAH:
        raise NotQris(_("Ini kode pembayaran, tetapi bukan QRIS rupiah."), field="qris")
    if not all(code.get(tag) for tag in MANDATORY):
        raise NotQris(_("Isi QRIS tidak lengkap: nama atau kota tokonya tidak ada."), field="qris")
    if "40" in dict(fields) and code.get("52") == "4829":
        raise NotQris(_("Ini QRIS transfer perorangan, bukan untuk toko."), field="qris")
    return code


def with_amount(code: Qris, amount: int, *, bill: str = "", terminal: str = "") -> str:
    """Return the text of `code` as a dynamic one of `amount` rupiah.

    Everything the shop's own code carries stays where it is; `bill` and `terminal` (at most 25
    letters each) go into the additional data, so that the acquirer's list can name the ticket.
    Raises NotQris where the code asks the customer for a tip.
    """
    if code.get("55") is not None:
        raise NotQris(
            _("QRIS ini meminta tip, jadi jumlahnya tidak bisa diisikan."), field="dynamic"
        )
    fields: list[tuple[str, str]] = []
    for tag, value in code.fields:
        if tag == "58":
            fields.append(("54", str(amount)))
        if tag not in ("54", ADDITIONAL, "63"):
            fields.append((tag, "12" if tag == "01" else value))
        elif tag == ADDITIONAL:
            fields.append((tag, _additional(value, bill, terminal)))
    if code.get("01") is None:
        fields.insert(1, ("01", "12"))
    if code.get(ADDITIONAL) is None and (bill or terminal):
        fields.append((ADDITIONAL, _additional("", bill, terminal)))
    return sealed(fields)


def sealed(fields: Iterable[tuple[str, str]]) -> str:
    """Return a code's text with its check digits at the end; `fields` without tag 63."""
    text = written(fields) + "6304"
    return text + crc(text)


def written(fields: Iterable[tuple[str, str]]) -> str:
    """Return (tag, value) pairs as text; the length is counted in characters."""
    return "".join(f"{tag}{len(value):02d}{value}" for tag, value in fields)


def _children(value: str | None) -> dict[str, str]:
    """Return what a template's value holds; nothing where it is no template."""
    try:
        return dict(tlv(value or ""))
    except ValueError:
        return {}


def _additional(value: str, bill: str, terminal: str) -> str:
    """Return the additional data with the bill's number and the till; unchanged where too long."""
    children = _children(value)
    if value and not children:
        return value
    children |= {tag: word[:25] for tag, word in (("01", bill), ("07", terminal)) if word}
    longer = written(sorted(children.items()))
    return longer if len(longer) <= 99 else value


def tlv(text: str) -> list[tuple[str, str]]:
    """Return (tag, value) pairs of two-digit tag and length in characters; ValueError if broken."""
    found, at = [], 0
    while at < len(text):
        tag, length = text[at : at + 2], text[at + 2 : at + 4]
        if not (tag.isascii() and tag.isdigit() and length.isascii() and length.isdigit()):
            raise ValueError("tag or length is no number")
        value = text[at + 4 : at + 4 + int(length)]
        if len(value) != int(length) or not value:
            raise ValueError("value is cut off")
        found.append((tag, value))
        at += 4 + int(length)
    if len({tag for tag, _value in found}) != len(found):
        raise ValueError("a tag stands twice")
    return found


def crc(text: str) -> str:
    """Return CRC-16/CCITT-FALSE of the UTF-8 bytes of `text`, four upper-case hex digits."""
    value = 0xFFFF
    for byte in text.encode():
        value ^= byte << 8
        for _bit in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return f"{value:04X}"
