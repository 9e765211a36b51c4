"""The two signatures of SNAP (Standar Nasional Open API Pembayaran). Pure.

Asymmetric: SHA256withRSA over `client key|timestamp`, to ask for a token. Symmetric: HMAC-SHA512
over method, path, token, the hash of the body without blanks, and timestamp, for every service.
tests/pos/sales/test_providers.py checks both against published examples.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""What PKCS#1 v1.5 writes before a SHA-256 digest (RFC 8017, 9.2)."""
INTEGER, OCTETS, SEQUENCE = 0x02, 0x04, 0x30


@dataclass(frozen=True, repr=False)
class RsaKey:
    """A private RSA key: modulus, public and private exponent."""

    modulus: int
    public: int
    private: int

    @classmethod
    def from_pem(cls, text: str) -> "RsaKey":
        """Read an unencrypted PEM file (PKCS#8 or PKCS#1); ValueError where it is none."""
        lines = [line.strip() for line in text.strip().splitlines()]
        if not lines or "PRIVATE KEY" not in lines[0] or "ENCRYPTED" in text:
            raise ValueError("not an unencrypted private key")
        der = base64.b64decode("".join(line for line in lines[1:-1] if ":" not in line))
        parts = list(_elements(next(_elements(der))[1]))
        inner = next((content for tag, content in parts if tag == OCTETS), None)
        if inner is not None:  # PKCS#8: version, algorithm, the key as octets
            parts = list(_elements(next(_elements(inner))[1]))
        numbers = [int.from_bytes(content, "big") for tag, content in parts if tag == INTEGER]
        if len(numbers) < 4:
            raise ValueError("not an RSA key")
        return cls(*numbers[1:4])


def minified(body: dict[str, Any]) -> str:
    """Return a body as it is hashed and sent: JSON without blanks, its fields in their order."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)


def token_signature(client_key: str, timestamp: str, key: RsaKey) -> str:
    """Return the base64 signature with which a token is asked for."""
    return base64.b64encode(_rsa_sha256(f"{client_key}|{timestamp}".encode(), key)).decode()


def service_signature(
    secret: str, *, method: str, path: str, token: str, body: str, timestamp: str
) -> str:
    """Return the base64 signature of one call; `body` is minified already."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    text = ":".join((method, path, token, digest, timestamp))
    return base64.b64encode(
        hmac.new(secret.encode(), text.encode(), hashlib.sha512).digest()
    ).decode()


def _rsa_sha256(message: bytes, key: RsaKey) -> bytes:
    """Sign by RSASSA-PKCS1-v1_5, blinded, so that the time it takes tells nothing of the key."""
    size = (key.modulus.bit_length() + 7) // 8
    info = SHA256_INFO + hashlib.sha256(message).digest()
    padded = int.from_bytes(b"\x00\x01" + b"\xff" * (size - len(info) - 3) + b"\x00" + info, "big")
    blind = secrets.randbelow(key.modulus - 2) + 2
    hidden = padded * pow(blind, key.public, key.modulus) % key.modulus
    signed = pow(hidden, key.private, key.modulus) * pow(blind, -1, key.modulus) % key.modulus
    if pow(signed, key.public, key.modulus) != padded:
        raise ValueError("the key does not fit itself")
    return signed.to_bytes(size, "big")


def _elements(der: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (tag, content) of the elements that stand one after the other."""
    at = 0
    while at + 2 <= len(der):
        tag, length, at = der[at], der[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            length, at = int.from_bytes(der[at : at + count], "big"), at + count
        yield tag, der[at : at + length]
        at += length
