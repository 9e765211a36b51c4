"""Settings of one running Titip, read once from the environment; nothing else reads `os.environ`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SNAP = {
    "url": "TITIP_SNAP_URL",
    "client_key": "TITIP_SNAP_CLIENT_KEY",
    "client_secret": "TITIP_SNAP_CLIENT_SECRET",
    "partner_id": "TITIP_SNAP_PARTNER_ID",
    "channel_id": "TITIP_SNAP_CHANNEL_ID",
    "merchant_id": "TITIP_SNAP_MERCHANT_ID",
    "key_file": "TITIP_SNAP_KEY_FILE",
}
"""What an account with a provider that speaks SNAP needs: all of it or nothing."""


class BadSetting(Exception):
    """A setting in the environment that cannot be used; says so in Indonesian and in English."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(f"{indonesian} / {english}")
        self.indonesian, self.english = indonesian, english


@dataclass(frozen=True)
class Config:
    """What the environment says: where the data is, where to listen, and what the world calls us."""

    home: Path
    """The data folder: database, files, logs, the secret key."""
    database_url: str
    """An SQLAlchemy URL; the SQLite file in `home` unless said otherwise."""
    secret_key: str | None = None
    """Signs what must not be forged; None means the key kept in `home`."""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str | None = None
    """The address visitors and makers use, without a slash at its end; None while there is none."""
    proxy: str | None = None
    """The address of the server that passes visitors on to this one, believed about theirs; None: none."""
    printer: tuple[str, int] | None = None
    """Host and port of a network printer that takes the place of the demonstration's file printers."""
    now: datetime | None = None
    """The moment the clock starts at, aware; for demonstration data only."""

    smtp_password: str | None = None
    """The password of the server that takes e-mail for makers; None while there is none."""
    snap: Mapping[str, str] | None = None
    """The account with a QRIS provider that speaks SNAP, by the ends of its settings; None: off."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Config":
        """Read every `TITIP_…` setting; raise BadSetting for one that cannot be used.

        An empty value counts as not set.
        """
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        home = Path(given.get("TITIP_HOME", PROJECT / "data")).expanduser().absolute()
        return cls(
            home=home,
            database_url=_database_url(given.get("TITIP_DATABASE_URL"), home),
            secret_key=_secret(given.get("TITIP_SECRET_KEY")),
            host=given.get("TITIP_HOST", cls.host),
            port=parse_port(given.get("TITIP_PORT", str(cls.port)), "TITIP_PORT"),
            public_url=_public_url(given.get("TITIP_PUBLIC_URL")),
            proxy=_proxy(given.get("TITIP_PROXY")),
            printer=_printer(given.get("TITIP_PRINTER")),
            now=_now(given.get("TITIP_NOW")),
            smtp_password=_smtp_password(given),
            snap=_snap(given),
        )

    @property
    def is_sqlite(self) -> bool:
        """True while the embedded database serves."""
        return self.database_url.startswith("sqlite")


def parse_port(text: str, name: str) -> int:
    """Return a TCP port from `text`; raise BadSetting that names the setting otherwise."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise BadSetting(
        f"{name} harus angka 1 sampai 65535, bukan “{text}”.",
        f"{name} must be a number from 1 to 65535, not “{text}”.",
    )


def _database_url(text: str | None, home: Path) -> str:
    if text is None:
        return f"sqlite:///{home / 'titip.db'}"
    scheme, separator, rest = text.partition("://")
    if separator and scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    if separator and scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return text
    raise BadSetting(
        "TITIP_DATABASE_URL harus berbentuk postgresql://… atau sqlite:///berkas.",
        "TITIP_DATABASE_URL must look like postgresql://… or sqlite:///file.",
    )


def _secret(text: str | None) -> str | None:
    if text is not None and len(text) < 16:
        raise BadSetting(
            "TITIP_SECRET_KEY terlalu pendek; pakai sedikitnya 16 huruf acak.",
            "TITIP_SECRET_KEY is too short; use at least 16 random characters.",
        )
    return text


def _snap(given: Mapping[str, str]) -> dict[str, str] | None:
    found = {name: given[setting] for name, setting in SNAP.items() if setting in given}
    if not found:
        return None
    missing = ", ".join(setting for name, setting in SNAP.items() if name not in found)
    if missing:
        raise BadSetting(f"{missing} belum diisi.", f"{missing} is not set.")
    parts = urlsplit(found["url"])
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise BadSetting(
            "TITIP_SNAP_URL harus dimulai dengan https://.",
            "TITIP_SNAP_URL must begin with https://.",
        )
    return found


def _smtp_password(given: Mapping[str, str]) -> str | None:
    path = given.get("TITIP_SMTP_PASSWORD_FILE")
    if path is None:
        return given.get("TITIP_SMTP_PASSWORD")
    try:
        return Path(path).expanduser().read_text(encoding="utf-8").strip() or None
    except OSError:
        raise BadSetting(
            f"TITIP_SMTP_PASSWORD_FILE tidak bisa dibaca: {path}.",
            f"TITIP_SMTP_PASSWORD_FILE cannot be read: {path}.",
        ) from None


def _public_url(text: str | None) -> str | None:
    if text is None:
        return None
    parts = urlsplit(text)
    plain = parts.path in ("", "/") and not parts.query and not parts.fragment
    if parts.scheme in ("http", "https") and parts.hostname and plain:
        return text.rstrip("/")
    raise BadSetting(
        f"TITIP_PUBLIC_URL harus seperti https://titip.contoh.id, tanpa jalur, bukan “{text}”.",
        f"TITIP_PUBLIC_URL must look like https://titip.example.id, without a path, not “{text}”.",
    )


def _proxy(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return str(ip_address(text))
    except ValueError:
        raise BadSetting(
            f"TITIP_PROXY harus alamat IP server di depannya, misalnya 127.0.0.1, bukan “{text}”.",
            f"TITIP_PROXY must be the IP address of the server in front, 127.0.0.1, not “{text}”.",
        ) from None


def _printer(text: str | None) -> tuple[str, int] | None:
    if text is None:
        return None
    match = re.fullmatch(r"(?P<host>[^\s:/]+|\[[0-9a-fA-F:]+\])(?::(?P<port>\d+))?", text)
    if match:
        return match["host"].strip("[]"), parse_port(match["port"] or "9100", "TITIP_PRINTER")
    raise BadSetting(
        f"TITIP_PRINTER harus seperti 192.168.1.50:9100, bukan “{text}”.",
        f"TITIP_PRINTER must look like 192.168.1.50:9100, not “{text}”.",
    )


def _now(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is not None and at.tzinfo is not None:
        return at
    raise BadSetting(
        f"TITIP_NOW harus waktu ISO 8601 dengan selisih zona, 2026-05-09T09:00+07:00, bukan “{text}”.",
        f"TITIP_NOW must be an ISO 8601 time with an offset, 2026-05-09T09:00+07:00, not “{text}”.",
    )
