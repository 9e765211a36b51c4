"""The counter as a browser is one: it sends what `static/js/till.js` sends, and keeps the line open."""

import http.client
import re
from urllib.parse import urlsplit
from uuid import uuid4

BOUNDARY = "titip-bench"


class Counter:
    """A browser at the till of a running Titip."""

    def __init__(self, url: str, cookie: str) -> None:
        parts = urlsplit(url)
        assert parts.hostname is not None
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        self.headers = {
            "Cookie": cookie,
            "Sec-Fetch-Site": "same-origin",
            "HX-Request": "true",
            "HX-Current-URL": f"{url}/pos",
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def open_shift(self) -> None:
        """Open the till with a float."""
        self._post("/pos/shift", opening_float="300000")

    def scan(self, code: str) -> str:
        """Scan a code; the answer must show its line."""
        html = self._post("/pos/scan", code=code)
        assert f'data-code="{code}"' in html, html
        return html

    def complete(self) -> str:
        """Pay cash exactly and complete; return the sale's number."""
        html = self._post("/pos/complete", pane="cash")
        found = re.search(r'data-sale-number="(\w+)"', html)
        assert found, html
        return found[1]

    def _post(self, path: str, **fields: str) -> str:
        fields = {"key": str(uuid4()), **fields}
        body = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        body += f"--{BOUNDARY}--\r\n"
        self.connection.request("POST", path, body.encode(), self.headers)
        answer = self.connection.getresponse()
        html = answer.read().decode()
        assert answer.status == 200, f"{path}: {answer.status}\n{html}"
        return html


class Reader:
    """A browser that reads one page again and again on an open line."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        assert parts.hostname is not None
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def read(self) -> None:
        """Read the page."""
        self.connection.request("GET", "/")
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
