"""The address that opens WhatsApp with a text."""

from urllib.parse import parse_qs, urlsplit

import pytest

from core import whatsapp


@pytest.mark.parametrize("phone", ["0812 0000 0000", "+62 812-0000-0000", "6281200000000"])
def test_the_link_opens_a_chat_with_the_text(phone: str):
    link = whatsapp.link(phone, "Biro: A&B\nJam: 10.00")

    assert link is not None
    assert urlsplit(link)[:3] == ("https", "wa.me", "/6281200000000")
    assert parse_qs(urlsplit(link).query)["text"] == ["Biro: A&B\nJam: 10.00"]


def test_without_a_number_there_is_no_link():
    assert whatsapp.link(None, "x") is None
    assert whatsapp.link("-", "x") is None
