"""What the environment may say, and the sentence for what it may not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from config import PROJECT, BadSetting, Config


def test_an_empty_environment_gives_a_shop_on_this_machine_only():
    config = Config.from_env({})

    assert config.home == PROJECT / "data"
    assert config.database_url == f"sqlite:///{PROJECT / 'data' / 'titip.db'}"
    assert (config.host, config.port) == ("127.0.0.1", 8000)
    assert config.public_url is None
    assert config.printer is None
    assert config.now is None


def test_every_setting_is_read():
    config = Config.from_env(
        {
            "TITIP_HOME": "/srv/titip data",
            "TITIP_DATABASE_URL": "postgresql://titip@db/titip?options=-csearch_path%3Dsentra",
            "TITIP_SECRET_KEY": "0123456789abcdef",
            "TITIP_HOST": "0.0.0.0",
            "TITIP_PORT": "8080",
            "TITIP_PUBLIC_URL": "https://titip.example.id/",
            "TITIP_PROXY": "127.0.0.1",
            "TITIP_PRINTER": "192.168.1.50:9101",
            "TITIP_NOW": "2026-05-09T09:00:00+07:00",
        }
    )

    assert config.home == Path("/srv/titip data")
    assert config.database_url == (
        "postgresql+psycopg://titip@db/titip?options=-csearch_path%3Dsentra"
    )
    assert config.secret_key == "0123456789abcdef"
    assert (config.host, config.port) == ("0.0.0.0", 8080)
    assert config.public_url == "https://titip.example.id"
    assert config.proxy == "127.0.0.1"
    assert config.printer == ("192.168.1.50", 9101)
    assert config.now is not None
    assert config.now.astimezone(UTC) == datetime(2026, 5, 9, 2, tzinfo=UTC)


def test_an_empty_value_counts_as_not_set():
    assert Config.from_env({"TITIP_HOME": "", "TITIP_PORT": " "}) == Config.from_env({})


def test_a_printer_without_a_port_is_asked_at_9100():
    assert Config.from_env({"TITIP_PRINTER": "printer.lan"}).printer == ("printer.lan", 9100)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TITIP_PORT", "delapan"),
        ("TITIP_PORT", "0"),
        ("TITIP_PORT", "65536"),
        ("TITIP_PORT", "-1"),
        ("TITIP_DATABASE_URL", "mysql://localhost/titip"),
        ("TITIP_DATABASE_URL", "titip.db"),
        ("TITIP_SECRET_KEY", "pendek"),
        ("TITIP_PUBLIC_URL", "titip.example.id"),
        ("TITIP_PUBLIC_URL", "ftp://titip.example.id"),
        ("TITIP_PUBLIC_URL", "https://example.id/titip"),
        ("TITIP_PROXY", "caddy"),
        ("TITIP_PRINTER", "http://192.168.1.50"),
        ("TITIP_PRINTER", "192.168.1.50:99999"),
        ("TITIP_NOW", "besok"),
        ("TITIP_NOW", "2026-05-09T09:00:00"),
    ],
)
def test_a_bad_value_is_refused_by_the_name_of_its_setting(name: str, value: str):
    with pytest.raises(BadSetting) as refusal:
        Config.from_env({name: value})

    assert name in refusal.value.indonesian
    assert name in refusal.value.english
