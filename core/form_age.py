"""How long a form stood open: people read first, robots answer at once. No third party is asked.

The form carries the signed moment it was first shown; shown again after a refusal it keeps it.
"""

import hmac
from datetime import timedelta
from hashlib import sha256

from flask import current_app, request
from markupsafe import Markup

from core.errors import Refused
from core.i18n import _
from core.web import now

FIELD = "opened"
LEAST = timedelta(seconds=3)
MOST = timedelta(hours=12)


def age_field() -> Markup:
    """Return the hidden input that says since when this form has been open."""
    kept = request.form.get(FIELD, "")
    value = kept if _age(kept) is not None else _signed(int(now().timestamp()))
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, value)


def refuse_hasty() -> None:
    """Refuse a form that was sent sooner than anybody could fill it in, or without its moment."""
    age = _age(request.form.get(FIELD, ""))
    if age is None:
        raise Refused(_("Halaman ini sudah lama terbuka. Periksa isinya, lalu kirim sekali lagi."))
    if age < LEAST:
        raise Refused(_("Cepat sekali. Periksa isinya sebentar, lalu kirim sekali lagi."))


def _age(text: str) -> timedelta | None:
    """Return how long ago a signed moment was; None for one that is not ours or is too old."""
    moment = text.partition(".")[0]
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        return None
    if not hmac.compare_digest(text.encode(), _signed(int(moment)).encode()):
        return None
    age = timedelta(seconds=now().timestamp() - int(moment))
    return age if timedelta(0) <= age <= MOST else None


def _signed(moment: int) -> str:
    secret = f"form:{current_app.secret_key!r}".encode()
    return f"{moment}.{hmac.new(secret, str(moment).encode(), sha256).hexdigest()[:32]}"
