"""QRIS codes (EMVCo merchant-presented mode): read, checked, shown with name and NMID.

Tag, length and value are parsed, never searched for as text: `010211` may stand inside a value.
Source: EMVCo MPM v1.1 and the ASPI profile, as gathered in docs; CRC-16/CCITT-FALSE.
"""

from dataclasses import dataclass

from core.errors import Refused
from core.i18n import _

INDONESIA, RUPIAH = "ID", "360"
CENTRAL = "51"
"""The tag of the domestic repository; its child 02 is the NMID."""


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
        central = self.get(CENTRAL)
        return dict(tlv(central)).get("02") if central else None

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
    if "40" in dict(fields) and code.get("52") == "4829":
        raise NotQris(_("Ini QRIS transfer perorangan, bukan untuk toko."), field="qris")
    return code


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
