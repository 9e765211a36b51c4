"""SNAP: signatures against published examples, and the adapter against a server of our own.

The examples are Midtrans' SNAP-BI-Signature-Demo (github.com/Midtrans/SNAP-BI-Signature-Demo, commit
a00d82b, `sample-code/symmetricSignature` and `sample-code/asymmetricSignature`); the key is the one
published there, `tests/data/snap_example_key.pem`.
"""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import select

from config import BadSetting, Config
from core.dispatch import TitipFlask
from pos.sales.models import Tender, TenderConfirmation
from pos.sales.providers import Order, ProviderSilent
from pos.sales.providers.signing import RsaKey, minified, service_signature, token_signature
from pos.sales.providers.snap import GENERATE, QUERY, TOKEN, SnapAccount, SnapQris
from tests.pos.sales.conftest import Counter
from tests.pos.sales.test_qris import DYNAMIC

KEY_FILE = Path(__file__).parents[2] / "data" / "snap_example_key.pem"
PUBLISHED_TOKEN_SIGNATURE = (
    "WzW49tYIgKIBmBi/gVBHGLAkhEaZlXM11zcZxAiyHji6TLPjPbwLu3Z45it25AIeG0XDItcdTSkds47zFEMh6IP0PXPIP1+Ey4R"
    "mX/o2fuYRF/xBHvfvKnMmANMTS1axsXBSW3EHqYpbVrkCcqNnB3u+wu63us9WIhRZaWgxgQ2PJLaiVHIwgu9u7jxkWX7Bg4rerZ"
    "H3RKdQfIJAAJsSN13efR7VdSAyzU7QaKjgislxrLqmesYNJkbD03XLjHdo6YWuzAVV7xdZRpLiGkIAkW7luXTBZYBO+4oENZAPQ"
    "YzrLeN1qRY1Sr7BgLONCA2QA26BB6SYW4R7qofS9+RyOQ=="
)
PUBLISHED_SERVICE_SIGNATURE = (
    "wmzT7yjg1SxxCsxNsFgCR9SYXiZGGbceF6fV8xe97sAMHxZ+7OEBMIBmvb6Sj6GcksGp3iv77DiomgSbcST3XQ=="
)
PUBLISHED_BODY = {
    "partnerReferenceNo": "2020102900000000000001",
    "amount": {"value": "12345678.00", "currency": "IDR"},
    "feeAmount": {"value": "12345678.00", "currency": "IDR"},
    "merchantId": "00007100010926",
    "terminalId": "213141251124",
    "validityPeriod": "2009-07-03T12:08:56-07:00",
}


def test_the_published_signature_of_a_token() -> None:
    key = RsaKey.from_pem(KEY_FILE.read_text())

    assert token_signature("G1234325-SNAP", "2024-03-01T08:27:49.024Z", key) == (
        PUBLISHED_TOKEN_SIGNATURE
    )


def test_the_published_signature_of_a_qr_mpm_call() -> None:
    found = service_signature(
        "myclientsecret", method="POST", path="/v1.0/qr/qr-mpm-generate", token="myaccesstoken",
        body=minified(PUBLISHED_BODY), timestamp="2024-03-05T10:37:16.196Z",
    )  # fmt: skip

    assert found == PUBLISHED_SERVICE_SIGNATURE


@pytest.mark.parametrize("text", ["", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END-----"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises((ValueError, StopIteration)):
        RsaKey.from_pem(text)


class Provider(ThreadingHTTPServer):
    """A provider of our own: checks what it is sent as a real one would, and answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.orders: dict[str, str] = {}
        self.paid: set[str] = set()
        self.complaints: list[str] = []
        self.is_broken = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *_words: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        answer = self.answer(text) if not self.server.is_broken else b"<html>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def answer(self, text: str) -> bytes:
        body, at = json.loads(text), self.headers["X-TIMESTAMP"]
        if self.path == TOKEN:
            right = token_signature("kunci", at, RsaKey.from_pem(KEY_FILE.read_text()))
            found = {"responseCode": "2007300", "accessToken": "token"}
        else:
            right = service_signature(
                "rahasia", method="POST", path=self.path, token="token", body=text, timestamp=at
            )
            found = {GENERATE: self.generate, QUERY: self.query}[self.path](body)
        if right != self.headers["X-SIGNATURE"]:
            self.server.complaints.append(self.path)
        return json.dumps(found).encode()

    def generate(self, body: dict) -> dict:  # type: ignore[type-arg]
        self.server.orders[body["partnerReferenceNo"]] = body["amount"]["value"]
        return {"responseCode": "2004700", "qrContent": DYNAMIC}

    def query(self, body: dict) -> dict:  # type: ignore[type-arg]
        name = body["originalPartnerReferenceNo"]
        status = "00" if name in self.server.paid else "03"
        amount = {"value": self.server.orders.get(name, "0.00"), "currency": "IDR"}
        return {
            "responseCode": "2005100", "latestTransactionStatus": status, "amount": amount,
        }  # fmt: skip


@pytest.fixture
def provider() -> Iterator[Provider]:
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def settings_of(provider: Provider) -> dict[str, str]:
    return {
        "url": provider.url, "client_key": "kunci", "client_secret": "rahasia",
        "partner_id": "P1", "channel_id": "95221", "merchant_id": "M1", "key_file": str(KEY_FILE),
    }  # fmt: skip


def test_a_code_is_asked_for_and_its_payment_seen(provider: Provider, at) -> None:  # type: ignore[no-untyped-def]
    snap = SnapQris(SnapAccount.from_settings(settings_of(provider)))
    order = Order("abc01", 150_000)

    assert snap.issue(order, at=at) == DYNAMIC
    assert provider.orders == {"abc01": "150000.00"}
    assert not snap.is_paid(order, at=at)
    provider.paid.add("abc01")
    assert snap.is_paid(order, at=at)
    assert not snap.is_paid(Order("abc01", 150_001), at=at)
    assert provider.complaints == []


def test_a_provider_who_is_silent_or_talks_nonsense(provider: Provider, at) -> None:  # type: ignore[no-untyped-def]
    settings = settings_of(provider)
    provider.is_broken = True
    with pytest.raises(ProviderSilent):
        SnapQris(SnapAccount.from_settings(settings)).issue(Order("a", 1), at=at)
    settings["url"] = "http://127.0.0.1:9"
    with pytest.raises(ProviderSilent):
        SnapQris(SnapAccount.from_settings(settings)).is_paid(Order("a", 1), at=at)


def test_it_is_off_until_every_setting_is_there() -> None:
    everything = {f"TITIP_SNAP_{name}": "x" for name in (
        "CLIENT_KEY", "CLIENT_SECRET", "PARTNER_ID", "CHANNEL_ID", "MERCHANT_ID", "KEY_FILE",
    )}  # fmt: skip

    assert Config.from_env({}).snap is None
    with pytest.raises(BadSetting, match="TITIP_SNAP_URL"):
        Config.from_env(everything)
    with pytest.raises(BadSetting, match="https"):
        Config.from_env({**everything, "TITIP_SNAP_URL": "http://penyedia.example"})
    assert Config.from_env({**everything, "TITIP_SNAP_URL": "https://penyedia.example"}).snap


def test_the_till_asks_the_provider_and_never_waits_for_it(
    counter: Counter, app: TitipFlask, provider: Provider
) -> None:
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    assert "/pos/provider" not in counter.cashier.get("/pos?pane=qris").text
    assert counter.cashier.get("/pos/provider").status_code == 404
    settings = settings_of(provider)
    object.__setattr__(app.house.config, "snap", settings)
    assert "/pos/provider" in counter.cashier.get("/pos?pane=qris").text
    assert "<svg" in counter.cashier.get("/pos/provider").text
    [name] = provider.orders

    counter.post("/pos/complete", pane="qris")
    with app.house.database.reader() as session:
        tender = session.scalars(select(Tender)).one()
    counter.post(f"/pos/claims/{tender.id}/ask")
    provider.paid.add(name)
    provider.is_broken = True
    assert counter.post(f"/pos/claims/{tender.id}/ask").status_code == 422
    with app.house.database.reader() as session:
        assert session.scalars(select(TenderConfirmation)).all() == []

    provider.is_broken = False
    counter.post(f"/pos/claims/{tender.id}/ask")

    with app.house.database.reader() as session:
        assert session.scalars(select(TenderConfirmation)).one().kind == "confirmed"


def test_a_silent_provider_leaves_the_sale_as_it_was(
    counter: Counter, app: TitipFlask, provider: Provider
) -> None:
    provider.is_broken = True
    object.__setattr__(app.house.config, "snap", settings_of(provider))
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)

    assert "Penyedia QRIS tidak menjawab" in counter.cashier.get("/pos/provider").text
    assert counter.post("/pos/complete", pane="qris").status_code == 303
