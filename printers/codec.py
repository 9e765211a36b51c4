"""Documents to and from plain JSON values.

A document is stored beside the sale it belongs to and must read back the same ten years on, so
its form is written from the declared fields, and reading is strict: an unknown field, a missing
one or a wrong type is an error, never a guess.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Hashable
from datetime import date, datetime
from functools import cache
from typing import Any, Union


class BrokenDocument(ValueError):
    """The stored value is not a document that this version can read."""


def encode(value: Any) -> Any:
    """Turn a dataclass, tuple, date or plain value into JSON values, field by field."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise BrokenDocument("a time without a zone cannot be stored")
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


def decode(wanted: Any, value: Any) -> Any:
    """Read JSON values back as the type `wanted`; raise BrokenDocument where they do not fit."""
    origin = typing.get_origin(wanted)
    if origin in (Union, types.UnionType):
        return _decode_optional(wanted, value)
    if origin is tuple:
        return _decode_tuple(typing.get_args(wanted), value)
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        return _decode_fields(wanted, value)
    if wanted in (datetime, date):
        return _decode_time(wanted, value)
    if type(value) is not wanted:
        raise BrokenDocument(f"{value!r} is not {wanted.__name__}")
    return value


def _decode_optional(wanted: Any, value: Any) -> Any:
    if value is None:
        return None
    (inner,) = (arg for arg in typing.get_args(wanted) if arg is not types.NoneType)
    return decode(inner, value)


def _decode_tuple(inner: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise BrokenDocument(f"{value!r} is not a list")
    if inner[-1] is Ellipsis:
        return tuple(decode(inner[0], item) for item in value)
    if len(inner) != len(value):
        raise BrokenDocument(f"{value!r} has not {len(inner)} parts")
    return tuple(decode(kind, item) for kind, item in zip(inner, value, strict=True))


def _decode_time(wanted: type[date], value: Any) -> date:
    try:
        return wanted.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BrokenDocument(f"{value!r} is not a {wanted.__name__}") from error


def _decode_fields(wanted: type[Any], value: Any) -> Any:
    if not isinstance(value, dict):
        raise BrokenDocument(f"{value!r} is not a {wanted.__name__}")
    hints = _hints(typing.cast(Hashable, wanted))
    unknown = value.keys() - hints.keys()
    if unknown:
        raise BrokenDocument(f"{wanted.__name__} has no field {', '.join(sorted(unknown))}")
    given = {name: decode(hints[name], item) for name, item in value.items()}
    try:
        return wanted(**given)
    except TypeError as error:
        raise BrokenDocument(str(error)) from error


@cache
def _hints(wanted: Hashable) -> dict[str, Any]:
    kind = typing.cast(type[Any], wanted)
    hints = typing.get_type_hints(kind)
    return {f.name: hints[f.name] for f in dataclasses.fields(kind)}
