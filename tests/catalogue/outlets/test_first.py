"""A house without the demonstration gets its first place by itself."""

from catalogue.outlets import queries
from catalogue.outlets.first import first_outlet


def test_the_first_place_is_the_gallery_with_one_till(session, at):
    outlet = first_outlet(session, at)

    assert (outlet.code, outlet.name, outlet.is_main) == ("G1", "Galeri", True)
    assert [till.series for till in queries.active_tills(session)] == ["G1"]


def test_a_place_that_is_there_is_taken(session, at):
    first = first_outlet(session, at)

    assert first_outlet(session, at) is first
    assert len(queries.active(session)) == 1
