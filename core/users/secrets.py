"""Passwords and PINs: Argon2id, and never more than two at once on a small machine."""

import hashlib
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's least for Argon2id: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_two_at_once = threading.BoundedSemaphore(2)
# Hashed once and for all with those figures, so that no start of a process pays for it.
_DECOY = (
    "$argon2id$v=19$m=19456,t=2,p=1$JWsFsJrfYb71jl0usaujWQ"
    "$4dqnJKyEkiQPqaym3KhYLVl7w3UKc7QyU/O/sRmnPrY"
)


def hash_secret(secret: str) -> str:
    """Return the Argon2id hash of a password or PIN."""
    with _two_at_once:
        return _hasher.hash(secret)


def matches(hashed: str | None, secret: str) -> bool:
    """Say whether `secret` is the one hashed; takes as long when there is no hash at all."""
    with _two_at_once:
        try:
            _hasher.verify(hashed or _DECOY, secret)
        except (VerificationError, InvalidHashError):
            return False
        return hashed is not None


def fingerprint(token: str) -> str:
    """Return the SHA-256 of a random token, which is what the database keeps of it."""
    return hashlib.sha256(token.encode()).hexdigest()
