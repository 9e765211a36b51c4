"""Spans of days as an address gives them."""

from datetime import date, timedelta

import pytest

from core.errors import Refused
from pos.reports.dates import Span, span_of

TODAY = date(2026, 5, 9)


@pytest.mark.parametrize(
    "given, first, last",
    [
        ({}, date(2026, 5, 1), TODAY),
        ({"from": "2026-04-30"}, date(2026, 4, 30), TODAY),
        ({"to": "2026-03-15"}, date(2026, 3, 1), date(2026, 3, 15)),
        ({"from": " 2026-05-09 ", "to": "2026-05-09"}, TODAY, TODAY),
    ],
)
def test_what_is_left_out_is_this_month(given: dict[str, str], first: date, last: date):
    assert span_of(given, today=TODAY) == Span(first, last)


@pytest.mark.parametrize(
    "given",
    [{"from": "kemarin"}, {"to": "2026-02-30"}, {"from": "2026-05-09", "to": "2026-05-08"}],
)
def test_what_is_no_span_is_refused_at_its_field(given: dict[str, str]):
    with pytest.raises(Refused) as refused:
        span_of(given, today=TODAY)
    assert refused.value.field in given


def test_the_time_before_is_as_long_and_ends_the_day_before():
    assert Span(date(2026, 5, 1), TODAY).before() == Span(date(2026, 4, 22), date(2026, 4, 30))


@pytest.mark.parametrize("first", ["1900-01-01", "2000-01-01"])
def test_an_absurdly_long_span_is_cut_to_twenty_years(first: str):
    span = span_of({"from": first}, today=TODAY)

    assert len(span.days) <= 20 * 366 + 1
    assert span.before().last < span.first


def test_a_span_into_the_future_ends_tomorrow_and_keeps_what_happened():
    span = span_of({"from": "2000-01-01", "to": "2999-12-31"}, today=TODAY)

    assert span.last == TODAY + timedelta(1)
    assert span.first < date(2007, 1, 1)
    assert span_of({"from": "2031-01-01", "to": "2031-02-01"}, today=TODAY).days == [span.last]
