"""Counting while the shop sells: what is expected, what differs, what is counted anew and posted."""

import pytest
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.makers.models import Maker, MakerUser
from catalogue.products.models import Product
from catalogue.stock import shelves
from catalogue.stock.counts import checking, counting, marks, queries, service
from catalogue.stock.counts.models import CountEntry, CountLine, StockCount
from catalogue.stock.queries import levels_that_disagree
from core.errors import Conflict, Forbidden, Refused
from tests.catalogue.stock.counts.floor import LATER, SOON, Floor


def stocked(floor: Floor) -> Floor:
    floor.move("purse", 6, "received")
    floor.move("scarf", 4, "received")
    floor.move("cloth", 1, "received")
    return floor


def counted(floor: Floor, **pieces: int) -> int:
    """Count these of the first maker's goods in a stocked house, all else as gone; the id of the count."""
    stocked(floor)
    number = floor.start(maker="sekar")
    for name, found in pieces.items():
        floor.count(number, name, found)
    floor.none_left(number)
    floor.end(number)
    return number


def difference(floor: Floor, count_id: int, name: str) -> int:
    return floor.found(count_id)[name, None].difference


def test_what_is_sold_after_a_line_was_counted_changes_no_difference(floor: Floor) -> None:
    stocked(floor)
    number = floor.start(maker="sekar")
    floor.count(number, "purse", 5)
    floor.move("purse", -2)
    floor.count(number, "scarf", 4)
    floor.scan(number, "cloth")
    floor.end(number)

    assert difference(floor, number, "purse") == -1
    floor.sign(number)
    count = floor.post(number)

    assert (count.state, floor.on_hand("purse"), floor.on_hand("scarf")) == ("posted", 3, 4)
    assert floor.counted_moves() == [(floor.ids["purse"], -1)]
    assert not floor.read(levels_that_disagree)


def test_what_is_sold_before_a_line_is_counted_is_not_expected(floor: Floor) -> None:
    stocked(floor)
    number = floor.start(maker="sekar")
    floor.move("purse", -2)
    floor.count(number, "purse", 4)
    floor.none_left(number)
    floor.end(number)

    assert difference(floor, number, "purse") == 0


def test_scanning_adds_up_and_several_people_may_scan_one_thing(floor: Floor) -> None:
    stocked(floor)
    number = floor.start(maker="sekar")
    floor.scan(number, "purse", 4)
    floor.scan(number, "purse", 2, by="manager")
    floor.none_left(number)
    floor.end(number)

    assert difference(floor, number, "purse") == 0
    assert floor.read(lambda s: len(queries.counters(s, number))) == 2


def test_a_thing_that_moved_while_it_was_counted_must_be_counted_anew(floor: Floor) -> None:
    stocked(floor)
    number = floor.start(maker="sekar")
    floor.scan(number, "purse", 3)
    floor.move("purse", -1)
    floor.scan(number, "purse", 3)
    floor.none_left(number)
    floor.end(number)

    assert floor.found(number)["purse", None].trouble == checking.MOVED
    with pytest.raises(Refused, match="dihitung ulang"):
        floor.sign(number)
    floor.again(number, "purse")
    with pytest.raises(Refused, match="dihitung ulang"):
        floor.sign(number)
    floor.count(number, "purse", 5)
    floor.sign(number)
    floor.post(number)
    assert floor.on_hand("purse") == 5


def test_a_line_counted_anew_replaces_what_was_counted_and_history_stays(floor: Floor) -> None:
    number = counted(floor, purse=3)
    floor.again(number, "purse")
    floor.scan(number, "purse", 2)
    floor.put(number, "purse", 6)

    line = floor.found(number)["purse", None].line
    assert difference(floor, number, "purse") == 0
    assert [p for _n, p in floor.read(lambda s: marks.history(s, [line.id]))[line.id]] == [
        1,
        3,
        2,
    ]


def test_after_the_end_only_what_is_asked_for_is_counted(floor: Floor) -> None:
    number = counted(floor, purse=6)
    floor.again(number, "purse")

    floor.count(number, "purse", 5)
    for wrong in ("scarf", "cloth"):
        with pytest.raises(Conflict):
            floor.scan(number, wrong)
    with pytest.raises(Conflict):
        floor.put(number, "scarf", 9)


def test_the_end_asks_about_everything_that_was_not_scanned(floor: Floor) -> None:
    stocked(floor)
    number = floor.start(maker="sekar")
    floor.scan(number, "purse", 6)

    with pytest.raises(Refused, match="2 barang"):
        floor.end(number)
    assert floor.none_left(number) == 2
    floor.end(number)
    assert (difference(floor, number, "scarf"), difference(floor, number, "cloth")) == (-4, -1)


def test_an_empty_count_is_not_ended(floor: Floor) -> None:
    number = floor.start(maker="sekar")
    with pytest.raises(Refused, match="Belum ada yang dihitung"):
        floor.end(number)


def test_pieces_below_zero_on_record_are_asked_about_and_mended(floor: Floor) -> None:
    floor.move("purse", -2)
    number = floor.start(maker="sekar")
    floor.none_left(number)
    floor.end(number)
    floor.sign(number)
    floor.post(number)

    assert floor.on_hand("purse") == 0


# -- what belongs into a count ---------------------------------------------------------------------


def test_each_count_takes_only_its_own_goods(floor: Floor) -> None:
    stocked(floor)
    floor.move("crisps", 3, "received")
    number = floor.start(maker="sekar")
    with pytest.raises(Refused, match="milik Dapur"):
        floor.scan(number, "crisps")
    with pytest.raises(Refused, match="milik galeri sendiri"):
        floor.scan(number, "bag")


def test_a_shelf_is_counted_by_what_stands_on_it(floor: Floor) -> None:
    stocked(floor)
    floor.move("crisps", 3, "received")
    gallery = floor.ids["gallery"]
    for name, shelf in (("purse", "A1"), ("crisps", "A1"), ("scarf", "B2")):
        floor.write(
            lambda s, name=name, shelf=shelf: shelves.put(
                s, s.get_one(Product, floor.ids[name]), {gallery: shelf},
                by=floor.ids["manager"], at=floor.at,
            )
        )  # fmt: skip
    number = floor.start(shelf="A1")

    with pytest.raises(Refused, match="di rak B2"):
        floor.scan(number, "scarf")
    with pytest.raises(Refused, match="belum punya rak"):
        floor.scan(number, "cloth")
    floor.count(number, "purse", 6)
    assert floor.none_left(number) == 1
    floor.end(number)
    assert set(floor.found(number)) == {("purse", None), ("crisps", None)}


def test_all_goods_of_a_place_are_counted_the_houses_own_too_and_no_other_places(
    floor: Floor,
) -> None:
    stocked(floor)
    floor.move("bag", 9, "opening")
    floor.move("purse", 2, "received", outlet="stall")
    number = floor.start()
    floor.count(number, "bag", 8)
    assert floor.none_left(number) == 3
    floor.end(number)
    bag = floor.found(number)["bag", None]
    assert (bag.difference, bag.loss.value) == (-1, 0)
    assert difference(floor, number, "purse") == -6


@pytest.mark.parametrize("first, second", [({}, {"maker": "sekar"}), ({"maker": "sekar"}, {}),
                                           ({"maker": "sekar"}, {"maker": "sekar"})])  # fmt: skip
def test_the_same_goods_are_not_counted_twice_at_once(
    one_floor: Floor, first: dict[str, str], second: dict[str, str]
) -> None:
    one_floor.start(**first)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="sedang dihitung"):
        one_floor.start(**second)  # type: ignore[arg-type]
    one_floor.start(maker="dapur") if first else None
    one_floor.start(outlet="stall")


# -- unique pieces -----------------------------------------------------------------------------------


def test_a_unique_piece_is_counted_once(floor: Floor) -> None:
    stocked(floor)
    number = floor.start(maker="sekar")
    floor.scan(number, "cloth")
    with pytest.raises(Refused, match="sudah dihitung"):
        floor.scan(number, "cloth", by="manager")
    with pytest.raises(Refused, match="antara 0 dan 1"):
        floor.put(number, "cloth", 2)


def test_a_unique_piece_recorded_elsewhere_is_where_it_is_found(floor: Floor) -> None:
    floor.move("cloth", 1, "received", outlet="stall")
    number = floor.start(maker="sekar")
    floor.scan(number, "cloth")
    floor.end(number)
    floor.sign(number)
    floor.post(number)

    assert (floor.on_hand("cloth"), floor.on_hand("cloth", "stall")) == (1, 0)


def test_a_unique_piece_that_was_sold_is_put_aside(floor: Floor) -> None:
    stocked(floor)
    floor.move("cloth", -1)
    number = floor.start(maker="sekar")
    with pytest.raises(Refused, match="sudah terjual"):
        floor.scan(number, "cloth")


def test_a_piece_that_the_till_found_after_the_count_is_not_found_twice(floor: Floor) -> None:
    floor.move("purse", 1, "received")
    number = floor.start(maker="sekar")
    floor.scan(number, "cloth")
    floor.none_left(number)
    floor.end(number)
    floor.move("cloth", 1, "found")
    floor.move("cloth", -1)

    assert floor.found(number)["cloth", None].trouble == checking.MENDED
    with pytest.raises(Refused, match="dihitung ulang"):
        floor.sign(number)


# -- lots ----------------------------------------------------------------------------------------------


def with_lots(floor: Floor) -> Floor:
    floor.move("crisps", 5, "received", lot=SOON)
    floor.move("crisps", 7, "received", lot=LATER)
    return floor


def test_one_lot_is_taken_by_itself_and_several_are_asked_about_once(floor: Floor) -> None:
    floor.move("crisps", 5, "received", lot=SOON)
    number = floor.start(maker="dapur")
    floor.scan(number, "crisps")
    floor.move("crisps", 7, "received", lot=LATER)
    floor.scan(number, "crisps", by="cashier")  # the lot that this person counted just now
    with pytest.raises(counting.WhichLot) as asked:
        floor.scan(number, "crisps", by="manager")
    assert [expires_on for _lot, expires_on in asked.value.options] == [SOON, LATER]
    floor.scan(number, "crisps", by="manager", lot=LATER)
    floor.scan(number, "crisps", by="manager")

    found = floor.read(lambda s: marks.tallies(s, number))
    assert {(t.line.lot.expires_on if t.line.lot else None): t.pieces for t in found} == {
        SOON: 2, LATER: 2,
    }  # fmt: skip


def test_pieces_on_the_wrong_lot_are_moved_and_only_the_whole_shortage_is_a_loss(
    floor: Floor,
) -> None:
    with_lots(floor)
    number = floor.start(maker="dapur")
    floor.count(number, "crisps", 2, lot=SOON)
    floor.count(number, "crisps", 9, lot=LATER)
    floor.end(number)
    found = floor.found(number)

    assert (found["crisps", SOON].difference, found["crisps", LATER].difference) == (-3, 2)
    # One piece of 20.000 less 20 percent is missing in all, and half of it is the house's.
    assert (found["crisps", SOON].loss.value, found["crisps", SOON].loss.owed) == (16_000, 8_000)
    assert found["crisps", LATER].loss.value == 0
    floor.sign(number)
    floor.post(number)
    assert floor.on_hand("crisps") == 11


def test_a_date_that_nobody_recorded_is_counted_too(floor: Floor) -> None:
    with_lots(floor)
    number = floor.start(maker="dapur")
    floor.scan(number, "crisps", lot=LATER.replace(month=12))
    floor.none_left(number)
    floor.end(number)

    assert floor.found(number)["crisps", LATER.replace(month=12)].difference == 1


def test_lots_between_which_a_piece_was_sold_are_counted_anew(floor: Floor) -> None:
    with_lots(floor)
    number = floor.start(maker="dapur")
    floor.count(number, "crisps", 5, lot=SOON)
    floor.move("crisps", -1, lot=SOON)  # the till takes the earliest lot, whatever was in the hand
    floor.count(number, "crisps", 6, lot=LATER)
    floor.end(number)

    assert {row.trouble for row in floor.found(number).values()} == {checking.MOVED}


# -- signatures and posting ----------------------------------------------------------------------------


def test_a_shortage_is_valued_by_the_loss_rule_of_the_contract(floor: Floor) -> None:
    number = counted(floor, purse=4)
    loss = floor.found(number)["purse", None].loss

    assert (loss.value, loss.owed) == (160_000, 160_000)


def test_both_sign_what_they_saw(floor: Floor) -> None:
    number = counted(floor, purse=5)
    with pytest.raises(Conflict, match="berubah"):
        floor.sign(number, seen="what was printed yesterday")
    floor.sign(number)
    with pytest.raises(Conflict):
        floor.sign(number)
    count = floor.post(number)

    assert (count.maker_name, count.house_name) == ("Bu Sekar", "Bu Ratna")
    document = count.document
    assert document["kind"] == "count_record" and document["signed_at"] is not None
    (group,) = document["groups"]
    assert {line["title"]: (line["counted"], line["expected"]) for line in group["lines"]} == {
        "Purse": (5, 6), "Scarf": (0, 4), "Cloth": (0, 1),
    }  # fmt: skip


def test_nobody_signs_a_count_of_their_own_goods(floor: Floor) -> None:
    number = counted(floor, purse=5)

    def become_the_maker(session) -> None:
        maker = session.get_one(Maker, floor.ids["sekar"])
        maker.phone = "081234567890"
        makers.give_access(session, maker, "x", by=None, at=floor.at)
        session.get_one(MakerUser, maker.id).user_id = floor.ids["manager"]

    floor.write(become_the_maker)
    with pytest.raises(Forbidden, match="pengurus lain"):
        floor.sign(number)


def test_what_is_mended_between_signature_and_posting_is_left_for_another_count(
    floor: Floor,
) -> None:
    number = counted(floor, purse=5, scarf=3)
    floor.sign(number)
    floor.move("purse", -1, "lost")
    count = floor.post(number)

    assert (floor.on_hand("purse"), floor.on_hand("scarf")) == (5, 3)
    assert count.document["notes"][0].startswith("Purse tidak dibukukan")


def test_a_step_of_posting_takes_a_stated_number_of_products(
    one_floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor = stocked(one_floor)
    number = floor.start()
    floor.none_left(number)
    floor.end(number)
    floor.sign(number)
    with floor.database.writer() as session:
        count = queries.lock(session, number)
        monkeypatch.setattr(service, "PRODUCTS_PER_STEP", 2)
        assert len(service.post_some(session, count, at=floor.at)) == 2
    floor.post(number)
    assert len(floor.counted_moves()) == 3


@pytest.mark.parametrize("table, change", [
    (StockCount, "UPDATE stock_count SET house_name = 'x'"), (StockCount, "DELETE FROM stock_count"),
    (CountLine, "UPDATE count_line SET counted = 9"), (CountLine, "DELETE FROM count_line"),
    (CountEntry, "UPDATE count_entry SET quantity = 9"), (CountEntry, "DELETE FROM count_entry"),
])  # fmt: skip
def test_what_was_posted_cannot_be_changed(floor: Floor, table: type, change: str) -> None:
    number = counted(floor)
    floor.sign(number)
    floor.post(number)

    with pytest.raises(Exception, match="corrected|on record|append-only|cancelled"):
        floor.write(lambda s: s.connection().exec_driver_sql(change))


def test_a_cancelled_count_changes_nothing(floor: Floor) -> None:
    stocked(floor)
    number = floor.start(maker="sekar")
    floor.count(number, "purse", 1)
    floor.write(
        lambda s: service.cancel(s, queries.lock(s, number), by=floor.ids["manager"], at=floor.at)
    )
    with pytest.raises(Conflict):
        floor.scan(number, "purse")
    assert floor.on_hand("purse") == 6 and floor.counted_moves() == []
    floor.start(maker="sekar")


def test_what_is_counted_between_the_look_and_the_signature_is_not_signed(floor: Floor) -> None:
    number = counted(floor, purse=5)
    before = floor.read(lambda s: checking.check(s, queries.require(s, number), on=floor.at.date()))
    floor.again(number, "purse")
    floor.count(number, "purse", 5)

    def sign(session: Session) -> None:
        service.sign(
            session, queries.lock(session, number), seen=before.seen, checked=before,
            maker_name="Bu Sekar", house_name="Bu Ratna", by=floor.ids["manager"], at=floor.at,
        )  # fmt: skip

    with pytest.raises(Conflict, match="berubah"):
        floor.write(sign)
    floor.again(number, "purse")
    with pytest.raises(Refused, match="dihitung ulang"):
        floor.write(sign)
