"""The figures as a table."""

from collections.abc import Iterator

from bench.measuring import AIM_COMPLETE, AIM_HOLD, AIM_SCAN, LINES, Figures, Series


def lines(figures: Figures) -> Iterator[str]:
    """Yield the table, line by line."""
    for entry in figures.imports:
        yield f"import {entry.name:22} {entry.accepted:5} rows  {entry.seconds:6.1f} s"
    yield f"settlement {figures.statements:23} makers {figures.settling:5.1f} s"
    yield ""
    yield f"{figures.goods} goods, {figures.rounds} sales       n   median      p95"
    yield _row("bare Flask page", figures.bare)
    yield _row("scan → line", figures.scan)
    yield _row(f"raw commit, {figures.counts.rows} rows", figures.raw)
    yield _row(f"complete, {LINES} lines, cash", figures.complete)
    yield ""
    yield _ratio("scan / bare page", figures.scan_ratio, AIM_SCAN)
    yield _ratio("complete / raw commit", figures.complete_ratio, AIM_COMPLETE)
    yield ""
    counts = figures.counts
    yield f"statements: {counts.scan} a scan, {counts.complete} a complete"
    yield f"longest hold of the write lock (aim {AIM_HOLD * 1000:.0f} ms)"
    for name, held in figures.holds.items():
        yield f"  {name:28} {held * 1000:8.1f} ms"


def _row(name: str, series: Series) -> str:
    return (
        f"  {name:26} {len(series.times):5} {series.median * 1000:8.2f} {series.p95 * 1000:8.2f} ms"
    )


def _ratio(name: str, ratio: float, aim: float) -> str:
    verdict = "reached" if ratio <= aim else "not reached yet"
    return f"  {name:26} {ratio:6.1f} ×  (aim ≤ {aim:.0f} ×, {verdict})"
