"""What a visitor may see, on both engines."""

from datetime import timedelta

import pytest

from catalogue.visitors import queries, shown, who
from catalogue.visitors.shown import Cluster, Detail, Door, Hand, Picture, Place, Work
from core.errors import NotFound
from core.i18n import use_locale
from tests.catalogue.visitors.conftest import Gallery


def on_show(gallery: Gallery, *, later: timedelta = timedelta(0)) -> dict[str, Work]:
    at = gallery.at + later
    with gallery.database.reader() as session:
        works = queries.works_on_show(session, at=at, today=gallery.at.date())
    return {work.slug: work for work in works}


def test_only_what_can_be_bought_now_is_on_show(gallery: Gallery) -> None:
    shown = on_show(gallery)
    expected = {"cloth", "shawl", "coffee", "written"}
    assert set(shown) == {gallery.slugs[name] for name in expected}


def test_a_work_says_what_it_costs_and_where_it_is(gallery: Gallery) -> None:
    shawl = on_show(gallery)[gallery.slugs["shawl"]]
    assert (shawl.price, shawl.places) == (405_000, ("Lapak Contoh",))
    assert (shawl.maker, shawl.sentra, shawl.craft) == ("Tapis Rekaan", "Tapis", "tapis")
    assert not shawl.unique


def test_the_newest_price_counts(gallery: Gallery) -> None:
    from catalogue.products import service as products
    from catalogue.products.models import Product

    with gallery.database.writer() as session:
        product = session.get_one(Product, gallery.ids["shawl"])
        products.set_price(session, product, 390_000, net_price=None, by=None, at=gallery.at)
    assert on_show(gallery)[gallery.slugs["shawl"]].price == 390_000


def test_a_piece_sold_a_second_ago_is_not_offered(gallery: Gallery) -> None:
    assert gallery.slugs["cloth"] in on_show(gallery)
    gallery.sell("cloth")
    assert gallery.slugs["cloth"] not in on_show(gallery)
    with gallery.database.reader() as session:
        found = queries.detail(
            session, gallery.slugs["cloth"], at=gallery.at, today=gallery.at.date()
        )
    assert not found.work.offered
    assert not found.work.places


@pytest.mark.parametrize("holder", ["sale", "basket"])
def test_a_piece_kept_for_somebody_hangs_there_still_and_nobody_else_can_buy_it(
    holder: str, gallery: Gallery
) -> None:
    gallery.reserve("cloth", by=holder)
    held = on_show(gallery)[gallery.slugs["cloth"]]
    assert held.held == holder and not held.offered
    with gallery.database.reader() as session:
        today = gallery.at.date()
        buyable = queries.each_on_show(session, at=gallery.at, today=today)
    assert held.slug not in {work.slug for work in buyable}
    assert on_show(gallery, later=timedelta(hours=13))[held.slug].offered


def test_a_piece_that_is_about_to_leave_hangs_there_no_more(gallery: Gallery) -> None:
    gallery.reserve("cloth", by="transfer")
    assert gallery.slugs["cloth"] not in on_show(gallery)


def test_counted_goods_stay_while_one_is_left(gallery: Gallery) -> None:
    gallery.sell("written", 0 + 1)
    assert gallery.slugs["written"] not in on_show(gallery)
    assert gallery.slugs["coffee"] in on_show(gallery)


def test_goods_that_expired_yesterday_are_not_on_show_but_those_of_today_are(
    gallery: Gallery,
) -> None:
    shown = on_show(gallery)
    assert gallery.slugs["stale"] not in shown
    assert gallery.slugs["coffee"] in shown


def test_archived_goods_and_the_houses_own_have_no_page(gallery: Gallery) -> None:
    with gallery.database.reader() as session:
        for name in ("archived", "postage", "bag"):
            with pytest.raises(NotFound):
                queries.detail(session, gallery.slugs[name], at=gallery.at, today=gallery.at.date())
            with pytest.raises(NotFound):
                queries.slug_of_code(session, gallery.codes[name])


def test_an_expired_certificate_is_not_shown(gallery: Gallery) -> None:
    today = gallery.at.date()
    with gallery.database.reader() as session:
        found = queries.detail(session, gallery.slugs["coffee"], at=gallery.at, today=today)
        later = queries.detail(
            session, gallery.slugs["coffee"], at=gallery.at, today=today + timedelta(days=10)
        )
    assert found.certificates == (("halal", "ID18110000123450522"),)
    assert later.certificates == ()


def test_english_is_written_or_else_composed(gallery: Gallery) -> None:
    shown = on_show(gallery)
    with use_locale("en"):
        assert shown[gallery.slugs["written"]].name == "The crown on the wall"
        assert shown[gallery.slugs["shawl"]].name == "Tapis shawl, ship motif"
        assert shown[gallery.slugs["shawl"]].made == "machine embroidery"
    assert shown[gallery.slugs["written"]].name == "Hiasan Dinding Tapis Siger"


def test_a_makers_story_is_told_in_the_language_spoken(gallery: Gallery) -> None:
    with gallery.database.reader() as session:
        assert who.hand(session, gallery.maker_slug).story == "Menyulam sejak kecil."
        with use_locale("en"):
            assert who.hand(session, gallery.maker_slug).story.startswith("Embroidering")


def test_the_works_of_a_maker_begin_with_those_that_can_be_bought(gallery: Gallery) -> None:
    with gallery.database.reader() as session:
        works = queries.works_of(
            session, gallery.maker_slug, at=gallery.at, today=gallery.at.date()
        )
    assert [work.offered for work in works] == [True, True, True, False]


def test_the_allow_list_of_public_fields_is_this_and_nothing_more() -> None:
    """Whoever adds a field here decides that the whole world may read it."""
    allowed = {
        Place: {"code", "name", "address", "zone"},
        Door: {"place", "week", "today", "way", "is_original", "position"},
        Hand: {
            "slug",
            "name",
            "sentra",
            "craft",
            "story",
            "works",
            "photo",
            "sentra_slug",
            "in_indonesian",
        },
        Cluster: {"slug", "name", "craft", "makers", "works"},
        Work: {
            "sold",
            "slug",
            "title",
            "english",
            "maker",
            "maker_slug",
            "sentra",
            "craft",
            "motif",
            "technique",
            "price",
            "unique",
            "places",
            "held",
            "coming",
            "photo",
            "card",
            "thing",
            "thing_english",
            "size",
            "sizes",
            "dearest",
            "material",
            "colour",
            "measure",
            "weight",
            "halal",
            "hung",
        },
        Picture: {"name", "width", "height"},
        Detail: {
            "work",
            "hand",
            "description",
            "code",
            "size",
            "material",
            "colour",
            "days_to_make",
            "care",
            "ingredients",
            "storage",
            "packed",
            "in_indonesian",
            "photos",
            "sizes",
            "marked",
            "net_weight",
            "stock",
            "certificates",
            "sold",
        },
    }
    public = {
        thing
        for module in (shown, queries)
        for thing in vars(module).values()
        if isinstance(thing, type) and thing.__module__ == module.__name__
    }
    assert public == set(allowed)
    for kind, names in allowed.items():
        assert (
            set(getattr(kind, "_fields", ())) | set(getattr(kind, "__dataclass_fields__", ()))
            == names
        )
