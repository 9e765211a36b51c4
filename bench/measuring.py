"""The measurement itself: turn by turn a bare page, five scans, a complete, a raw commit."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from app import create_app
from bench import serving
from bench.bare import RawFile
from bench.counter import Counter, Reader
from bench.house import DELIVERIES, House, Import, build, questions, rows_written, settle
from config import Config

LINES = 5
WARM_UP = 5
AIM_SCAN, AIM_COMPLETE, AIM_HOLD = 5.0, 12.0, 0.050
"""Times the bare page, times the raw commit, seconds: where this is to come to."""


@dataclass
class Series:
    """How long the same thing took, many times, in seconds."""

    times: list[float] = field(default_factory=list)

    def take(self, work: Callable[[], object]) -> None:
        """Do it once more and note how long it took."""
        began = time.perf_counter()
        work()
        self.times.append(time.perf_counter() - began)

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """Nineteen of twenty were quicker."""
        return sorted(self.times)[max(0, -(-len(self.times) * 95 // 100) - 1)]


@dataclass
class Figures:
    """Everything that one run of the bench found out."""

    rounds: int
    goods: int
    counts: "Counts"
    imports: tuple[Import, ...]
    bare: Series
    scan: Series
    complete: Series
    raw: Series
    holds: dict[str, float]
    statements: int = 0
    settling: float = 0.0

    @property
    def scan_ratio(self) -> float:
        """How many bare pages a scan costs (medians)."""
        return self.scan.median / self.bare.median

    @property
    def complete_ratio(self) -> float:
        """How many raw commits a complete costs (medians)."""
        return self.complete.median / self.raw.median


def measure(
    rounds: int,
    *,
    deliveries: Sequence[Path] = DELIVERIES,
    say: Callable[[str], None] = lambda _words: None,
) -> Figures:
    """Build a house in a folder of its own, measure `rounds` sales in it, and clear it away."""
    with tempfile.TemporaryDirectory(prefix="titip-bench-") as folder:
        home = Path(folder)
        say("import …")
        house = build(home, deliveries)
        say("menghitung pertanyaan dan baris / counting statements and rows …")
        counts = count(house)
        say(f"{rounds} nota / sales …")
        figures = _measure_sales(house, rounds=rounds, counts=counts)
        say("perhitungan / settling …")
        figures.statements, figures.settling, figures.holds["settlement"] = settle(house)
        return figures


@dataclass(frozen=True)
class Counts:
    """What does not depend on the machine: statements of the fifth scan and of a complete, rows."""

    scan: int
    complete: int
    rows: int
    """How many rows completing a ticket of five lines inserts or changes."""


def count(house: House) -> Counts:
    """Sell once in this process and count."""
    app = create_app(Config(home=house.home, database_url=house.url))
    database = app.house.database
    browser = InProcess(app.test_client(), house.cookie)
    browser.open_shift()
    codes = random.Random(1).sample(house.codes, LINES)
    for code in codes[:-1]:
        browser.scan(code)
    with questions(database) as of_scan:
        browser.scan(codes[-1])
    with questions(database) as of_complete, rows_written(database) as written:
        browser.complete()
    database.dispose()
    return Counts(len(of_scan), len(of_complete), max(written))


class InProcess(Counter):
    """The same counter without a network: the requests go straight into the application."""

    def __init__(self, client: object, cookie: str) -> None:
        super().__init__("http://127.0.0.1:1", cookie)
        self.connection = _Direct(client)  # type: ignore[assignment]


class _Direct:
    def __init__(self, client: object) -> None:
        self.client = client
        self.answer: object = None

    def request(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> None:
        cookies = headers["Cookie"].split("; ")
        for cookie in cookies:
            self.client.set_cookie(*cookie.split("=", 1), domain="127.0.0.1")  # type: ignore[attr-defined]
        self.answer = self.client.open(  # type: ignore[attr-defined]
            path, method=method, data=body, headers=headers, base_url="http://127.0.0.1:1"
        )

    def getresponse(self) -> "_Direct":
        return self

    def read(self) -> bytes:
        body: bytes = self.answer.get_data()  # type: ignore[attr-defined]
        return body

    @property
    def status(self) -> int:
        code: int = self.answer.status_code  # type: ignore[attr-defined]
        return code


def _measure_sales(house: House, *, rounds: int, counts: Counts) -> Figures:
    bare, scan, complete, raw = Series(), Series(), Series(), Series()
    chance = random.Random(2)
    file = RawFile(house.home / "raw.db")
    with (
        serving.titip(house.home) as url,
        serving.bare(house.home) as bare_url,
        closing(Counter(url, house.cookie)) as counter,
        closing(Reader(bare_url)) as reader,
    ):
        for turn in range(-WARM_UP, rounds):
            series = [bare, scan, complete, raw] if turn >= 0 else [Series() for _ in range(4)]
            for code in chance.sample(house.codes, LINES):
                series[0].take(reader.read)
                series[1].take(partial(counter.scan, code))
            series[2].take(counter.complete)
            series[3].take(lambda: file.commit(counts.rows))
    file.close()
    holds = {entry.name: entry.longest_hold for entry in house.imports}
    for name in ("web", "worker"):
        held = serving.hold_in_log(house.home, name)
        if held is not None:
            holds[name] = held
    return Figures(
        rounds=rounds,
        goods=len(house.codes),
        counts=counts,
        imports=house.imports,
        bare=bare,
        scan=scan,
        complete=complete,
        raw=raw,
        holds=holds,
    )
