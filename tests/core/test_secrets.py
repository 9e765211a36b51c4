"""Hashed passwords and PINs: whoever guesses learns nothing, not even from the time it takes."""

from argon2 import extract_parameters

from core.users.secrets import _DECOY, hash_secret, matches


def test_a_secret_matches_its_own_hash_only():
    hashed = hash_secret("2580")

    assert matches(hashed, "2580")
    assert not matches(hashed, "2581")
    assert not matches("no hash at all", "2580")


def test_nobody_s_secret_never_matches_and_costs_as_much_as_anybody_s():
    assert not matches(None, "decoy")
    assert extract_parameters(_DECOY) == extract_parameters(hash_secret("2580"))
