"""Drawings of the screen: strokes get in as they are, anything else gets a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import drawn
from core.errors import Refused

point = st.tuples(st.integers(0, drawn.WIDTH), st.integers(0, drawn.HEIGHT))
stroke = st.lists(point, min_size=1, max_size=20)


def written(strokes: list[list[tuple[int, int]]]) -> str:
    return ";".join(" ".join(f"{x},{y}" for x, y in one) for one in strokes)


@given(st.lists(stroke, min_size=1, max_size=5))
def test_what_was_drawn_reads_back(strokes: list[list[tuple[int, int]]]):
    text = written([[(0, 0), (300, 100)], *strokes])  # wide enough to be a signature

    assert written(drawn.strokes(drawn.checked(text, field="x"))) == text
    assert drawn.svg_path(text).startswith("M0 0L300 100M")


def test_nothing_is_nothing():
    assert drawn.checked("  ", field="x") == ""
    assert drawn.svg_path("") == ""


@pytest.mark.parametrize(
    "text",
    ["1,2 3", "a,b c,d", "0,0 601,10", "0,0 10,201", "1,1", "10,10 12,12", "0,0  90,90", "0,0;",
     '0,0 90,90"/><script>', "data:image/png;base64,AAAA", "-1,0 90,90", "0,0 90.5,90",
     "0,0 90,90;" * 3000],
)  # fmt: skip
def test_anything_else_is_refused_beside_its_field(text: str):
    with pytest.raises(Refused) as refused:
        drawn.checked(text, field="drawing-maker")

    assert refused.value.field == "drawing-maker"
