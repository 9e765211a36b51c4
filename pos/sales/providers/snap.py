"""QRIS by a provider who speaks SNAP: QR-MPM generate (service 47) and query (service 51).

NOT TESTED WITH ANY PROVIDER. Written after the published documents of the standard; its signatures
agree with published examples, and a server of our own answers it in the tests. Off until every
TITIP_SNAP_ setting is there.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

from core.clock import local
from core.i18n import _
from pos.sales.providers import Order, ProviderSilent
from pos.sales.providers.signing import RsaKey, minified, service_signature, token_signature

TOKEN, GENERATE, QUERY = (
    "/v1.0/access-token/b2b",
    "/v1.0/qr/qr-mpm-generate",
    "/v1.0/qr/qr-mpm-query",
)
GENERATE_SERVICE = "47"
PAID = "00"
"""The `latestTransactionStatus` of what was paid."""
PATIENCE = 5
"""Seconds to wait for an answer; a customer stands at the counter."""
SECURE = ("https", "http")


@dataclass(frozen=True, repr=False)
class SnapAccount:
    """The showroom's account with the provider, from the environment; never shown."""

    url: str
    client_key: str
    client_secret: str
    partner_id: str
    channel_id: str
    merchant_id: str
    key: RsaKey

    @classmethod
    def from_settings(cls, given: Mapping[str, str]) -> "SnapAccount":
        """Read the settings by their lower-case ends; `key_file` is read here."""
        key = RsaKey.from_pem(Path(given["key_file"]).read_text(encoding="ascii"))
        return cls(
            given["url"].rstrip("/"), given["client_key"], given["client_secret"],
            given["partner_id"], given["channel_id"], given["merchant_id"], key,
        )  # fmt: skip


class SnapQris:
    """A provider of QRIS codes that speaks SNAP."""

    def __init__(self, account: SnapAccount) -> None:
        self.account = account

    def issue(self, order: Order, *, at: datetime) -> str:
        """Return the text of a QRIS code for this order; raises ProviderSilent."""
        body = {
            "partnerReferenceNo": order.reference,
            "amount": {"value": f"{order.amount}.00", "currency": "IDR"},
            "merchantId": self.account.merchant_id,
        }
        content = self._call(GENERATE, body, at=at).get("qrContent")
        if not isinstance(content, str) or not content:
            raise _silent()
        return content

    def is_paid(self, order: Order, *, at: datetime) -> bool:
        """Say whether the provider knows this order as paid, in full; raises ProviderSilent."""
        body = {
            "originalPartnerReferenceNo": order.reference,
            "serviceCode": GENERATE_SERVICE,
            "merchantId": self.account.merchant_id,
        }
        answer = self._call(QUERY, body, at=at)
        amount = answer.get("amount")
        value = amount.get("value") if isinstance(amount, dict) else None
        return answer.get("latestTransactionStatus") == PAID and value == f"{order.amount}.00"

    def _call(self, path: str, body: dict[str, Any], *, at: datetime) -> dict[str, Any]:
        text, timestamp, token = minified(body), _moment(at), self._token(at=at)
        signature = service_signature(
            self.account.client_secret, method="POST", path=path, token=token, body=text,
            timestamp=timestamp,
        )  # fmt: skip
        return self._send(path, text, {
            "Authorization": f"Bearer {token}", "X-TIMESTAMP": timestamp,
            "X-SIGNATURE": signature, "X-PARTNER-ID": self.account.partner_id,
            "X-EXTERNAL-ID": str(uuid4().int)[:32], "CHANNEL-ID": self.account.channel_id,
        })  # fmt: skip

    def _token(self, *, at: datetime) -> str:
        timestamp = _moment(at)
        answer = self._send(TOKEN, minified({"grantType": "client_credentials"}), {
            "X-TIMESTAMP": timestamp, "X-CLIENT-KEY": self.account.client_key,
            "X-SIGNATURE": token_signature(self.account.client_key, timestamp, self.account.key),
        })  # fmt: skip
        token = answer.get("accessToken")
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise _silent()
        return token

    def _send(self, path: str, text: str, headers: dict[str, str]) -> dict[str, Any]:
        assert urlsplit(self.account.url).scheme in SECURE
        asked = Request(  # noqa: S310  # the scheme was looked at
            self.account.url + path, text.encode(), {"Content-Type": "application/json", **headers}
        )
        try:
            with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
                found = json.loads(answer.read(100_000))
        except (URLError, OSError, ValueError) as wrong:
            raise _silent() from wrong
        if not isinstance(found, dict) or not str(found.get("responseCode", "")).startswith("200"):
            raise _silent()
        return found


def _moment(at: datetime) -> str:
    return local(at, "WIB").isoformat(timespec="seconds")


def _silent() -> ProviderSilent:
    return ProviderSilent(
        _("Penyedia QRIS tidak menjawab. Pakai QRIS di meja, lalu pastikan di aplikasi.")
    )
