"""Identifiers: keys that nobody can guess, and the EAN-13 codes on the tags."""

import re
import secrets
import uuid

URL_CODE = re.compile(r"/k/(\d{13})(?:[/?#].*)?$", re.IGNORECASE)  # Caps Lock


def new_uuid() -> str:
    """Return a random UUID as text."""
    return str(uuid.uuid4())


def is_uuid(text: str) -> bool:
    """Say whether `text` is a UUID in its usual form."""
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def new_token() -> str:
    """Return an unguessable URL-safe token of 128 bits."""
    return secrets.token_urlsafe(16)


def ean13_check(digits: str) -> str:
    """Return the check digit of the 12 `digits` (weights 1 and 3 from the left, modulo 10)."""
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
    return str(-total % 10)


def is_ean13(text: str) -> bool:
    """Say whether `text` is 13 digits with a right check digit."""
    return (
        text.isascii() and text.isdigit() and len(text) == 13 and ean13_check(text[:12]) == text[12]
    )


def in_store_code(serial: int, prefix: str = "20") -> str:
    """Return our own EAN-13: `prefix`, the serial in the digits left of 12, the check digit."""
    digits = f"{prefix}{serial:0{12 - len(prefix)}d}"
    if len(digits) != 12:
        raise ValueError("the serial does not fit an EAN-13")
    return digits + ean13_check(digits)


def normalise_code(text: str) -> str | None:
    """Return the 13 digits that a scan or a typed code means, or None.

    Takes the bare code, a UPC-A of 12 digits, and the whole tag URL (…/k/<13 digits>).
    """
    text = text.strip()
    found = URL_CODE.search(text)
    if found:
        text = found.group(1)
    text = re.sub(r"[\s-]", "", text)
    if len(text) == 12 and text.isdigit():
        text = "0" + text  # scanners read an EAN-13 with a leading zero as UPC-A
    return text if is_ean13(text) else None
