"""The address that opens WhatsApp on whoever's device it is, with a text ready to be sent."""

import re
from urllib.parse import quote


def share(text: str) -> str:
    """Return the address that opens WhatsApp with a text for whomever its owner chooses."""
    return f"https://wa.me/?text={quote(text)}"


def link(phone: str | None, text: str) -> str | None:
    """Return the address that opens WhatsApp with a text to a number; None without a number."""
    digits = re.sub(r"\D", "", phone or "")
    if len(digits) < 8:
        return None
    digits = re.sub(r"^(?:00)?(?:62|0)", "62", digits)
    return f"https://wa.me/{digits}?text={quote(text)}"
