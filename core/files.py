"""Files named by their content (photos, scans, sheets): written and fsynced before the row is."""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from core.ids import new_uuid


class Files:
    """The folder `TITIP_HOME/files`; a file's name is the SHA-256 of its bytes."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "files"

    def put(self, content: bytes) -> str:
        """Store `content` durably and return its SHA-256 in hex; storing twice is one file."""
        name = hashlib.sha256(content).hexdigest()
        path = self.path(name)
        if path.exists():
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{new_uuid()}.part")  # two may store the same content at once
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return name

    def remove(self, name: str) -> None:
        """Remove the file of that SHA-256, for data that must not be kept; gone already is fine."""
        self.path(name).unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Return where the file of that SHA-256 is kept."""
        return self.folder / name[:2] / name

    def holds(self, name: str) -> bool:
        """Say whether the file of that SHA-256 is there and still has that content."""
        try:
            with self.open(name) as file:
                return hashlib.sha256(file.read()).hexdigest() == name
        except FileNotFoundError:
            return False

    def open(self, name: str) -> BinaryIO:
        """Open the file of that SHA-256 for reading; FileNotFoundError if there is none."""
        return self.path(name).open("rb")
