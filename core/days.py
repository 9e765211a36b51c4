"""Days between dates, hours and months, worked out by the database on both engines."""

from typing import Any

from sqlalchemy import Integer, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from core.clock import ZONES


class days_between(FunctionElement[int]):  # noqa: N801 it reads as a function of SQL
    """The days from one date to a later one; negative where it is earlier."""

    type = Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _on_sqlite(element: days_between, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(part, **options) for part in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _on_postgres(element: days_between, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(part, **options) for part in element.clauses)
    return f"(CAST({last} AS DATE) - CAST({first} AS DATE))"


class local_hour(FunctionElement[int]):  # noqa: N801 it reads as a function of SQL
    """The hour (0 to 23) of a moment on the wall clock of a zone, WIB, WITA or WIT."""

    type = Integer()
    inherit_cache = True


@compiles(local_hour, "sqlite")
def _hour_on_sqlite(element: local_hour, compiler: Any, **options: Any) -> str:
    moment, zone = (compiler.process(part, **options) for part in element.clauses)
    cases = " ".join(f"WHEN '{name}' THEN '+{hours} hours'" for name, hours in _hours().items())
    return f"CAST(strftime('%H', {moment}, CASE {zone} {cases} END) AS INTEGER)"


@compiles(local_hour, "postgresql")
def _hour_on_postgres(element: local_hour, compiler: Any, **options: Any) -> str:
    moment, zone = (compiler.process(part, **options) for part in element.clauses)
    cases = " ".join(f"WHEN '{name}' THEN {hours}" for name, hours in _hours().items())
    shift = f"(CASE {zone} {cases} END) * INTERVAL '1 hour'"
    return f"CAST(EXTRACT(HOUR FROM ({moment} AT TIME ZONE 'UTC') + {shift}) AS INTEGER)"


class month_of(FunctionElement[str]):  # noqa: N801 it reads as a function of SQL
    """The month of a date as 2026-05."""

    type = String()
    inherit_cache = True


@compiles(month_of, "sqlite")
def _month_on_sqlite(element: month_of, compiler: Any, **options: Any) -> str:
    return f"strftime('%Y-%m', {compiler.process(element.clauses, **options)})"


@compiles(month_of, "postgresql")
def _month_on_postgres(element: month_of, compiler: Any, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)}, 'YYYY-MM')"


def _hours() -> dict[str, int]:
    return {name: int(zone.utcoffset(None).total_seconds()) // 3600 for name, zone in ZONES.items()}
