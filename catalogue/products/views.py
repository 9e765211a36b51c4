"""The office's forms about goods, and the record of a maker with terms and certificates."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.outlets.here import today
from catalogue.products import (
    certificate_queries,
    contracts,
    fact_words,
    glossary,
    queries,
    service,
)
from catalogue.products.models import Product
from core import forms
from core.errors import Refused
from core.i18n import _
from core.users.queries import names_of
from core.web import See, allow, db, now, page, refused_to, see, user_id

blueprint = Blueprint("products", __name__)

FACTS = (
    "title", "title_en", "description", "description_en", "motif", "technique", "material",
    "colour", "size", "care", "net_weight", "ingredients", "storage", "packed", "unit",
)  # fmt: skip
LONG = ("description", "description_en", "care", "ingredients", "storage")
UNITS = ("buah", "lembar", "bungkus", "pasang", "botol", "set")
TECHNIQUES = (
    "cucuk tangan", "sulam tangan", "bordir mesin", "kombinasi", "tulis", "cap", "sablon",
    "motif cetak",
)  # fmt: skip
KNOWN_WORDS = {
    "technique": TECHNIQUES, "material": tuple(fact_words.MATERIALS),
    "colour": tuple(fact_words.COLOURS), "motif": tuple(glossary.MOTIFS),
}  # fmt: skip
"""Words that a field offers; for these the English is known."""


@blueprint.get("/manage/products/new")
@allow("manager")
def new(error: Any = None) -> Response:
    """Ask what a new product is, whose, and what it costs."""
    given = request.form or request.args
    return page(
        "products/edit.html", product=None, form=given, makers=makers.names(db()),
        units=units(), known_words=KNOWN_WORDS, error=error,
        english=english_of(words_from(given)),
    )  # fmt: skip


@blueprint.post("/manage/products/new")
@allow("manager")
@refused_to(new)
def create() -> See:
    """Add a product; its pieces come in by a consignment."""
    product = create_from(request.form, maker=owner())
    return see(
        "goods.show", product_id=product.id,
        notice=_("%(title)s tersimpan dengan kode %(code)s.",
                 title=product.title, code=product.code),
    )  # fmt: skip


@blueprint.get("/manage/products/<int:product_id>/edit")
@allow("manager")
def edit(product_id: int, error: Any = None) -> Response:
    """Show what is written about a product, to be changed."""
    product = queries.require_product(db(), product_id)
    kept = {name: getattr(product, name) for name in (*FACTS, "days_to_make")}
    if product.card is not None:
        kept |= {"title": product.card.title, "title_en": product.card.title_en}
    return page(
        "products/edit.html", product=product, form=request.form or kept, makers=[],
        units=units(product.unit), known_words=KNOWN_WORDS, error=error,
        english=english_of(service.Facts(**kept)),
    )  # fmt: skip


@blueprint.get("/manage/products/english")
@allow("manager")
def english() -> Response:
    """Show what visitors will read in English of the facts in the form, while it is filled."""
    return page("products/_english.html", english=english_of(words_from(request.args)))


@blueprint.post("/manage/products/<int:product_id>/edit")
@allow("manager")
@refused_to(edit)
def save(product_id: int) -> See:
    """Keep what was changed about a product."""
    product = queries.require_product(db(), product_id)
    service.edit(db(), product, facts_from(request.form), by=user_id(), at=now())
    return see("goods.show", product_id=product_id, notice=_("Perubahan tersimpan."))


@blueprint.post("/manage/products/<int:product_id>/archive")
@allow("manager")
def archive(product_id: int) -> See:
    """Take a product off the lists."""
    product = queries.require_product(db(), product_id)
    service.archive(db(), product, by=user_id(), at=now())
    return see("goods.listed", notice=_("%(title)s diarsipkan.", title=product.title))


@blueprint.get("/manage/makers/<int:maker_id>")
@allow("manager")
def maker(maker_id: int, error: Any = None) -> WsgiResponse:
    """Show a maker: record, terms with their past, goods and certificates."""
    found = makers.require_maker(db(), maker_id)
    if found.merged_into_id is not None:
        return redirect(url_for("products.maker", maker_id=found.merged_into_id), code=301)
    versions = contracts.history(db(), maker_id)
    goods = queries.of_maker(db(), maker_id)
    return page(
        "products/maker.html", maker=found, contracts=versions, goods=goods,
        prices=queries.current_prices(db(), [p.id for p in goods]),
        certificates=certificate_queries.of_maker(db(), maker_id), today=today(),
        private=makers.private_of(db(), maker_id), opened=g.get("opened"),
        has_access=makers.user_of(db(), maker_id) is not None,
        default=contracts.default_in_force(db(), on=today()),
        people=names_of(db(), {v.created_by for v in versions}),
        form=request.form, error=error,
    )  # fmt: skip


def create_from(form: forms.Form, *, maker: Maker | None) -> Product:
    """Add the product that a form describes."""
    given = forms.choice(
        form, "kind", ("counted", "unique", "service", "postage"), default="counted"
    )
    kind = "service" if given == "postage" else given
    if kind == "service" and maker is not None:
        raise Refused(_("Jasa adalah milik galeri; kosongkan perajinnya."), field="maker")
    return service.create(
        db(), facts_from(form), maker=maker, kind=kind, price=forms.money(form, "price"),
        net_price=forms.optional_money(form, "net_price"), by=user_id(), at=now(),
        code=forms.code(form, "code"), is_passed_on=given == "postage",
    )  # fmt: skip


def units(kept: str = "buah") -> list[tuple[str, str]]:
    """Return the units to choose from, `kept` among them, as pairs."""
    return [(unit, unit) for unit in dict.fromkeys((*UNITS, kept))]


def facts_from(form: forms.Form) -> service.Facts:
    """Return what a form says about a product; raises Refused beside what is too long."""
    for name in FACTS:
        forms.text(form, name, most=forms.MOST_LETTERS if name in LONG else forms.NAME)
    days = forms.number(form, "days_to_make", default=0) or None
    return replace(words_from(form), days_to_make=days)


def words_from(form: forms.Form) -> service.Facts:
    """Return what a form says about a product in words, its numbers left out."""
    given: dict[str, Any] = {name: forms.clean(form[name]) for name in FACTS if name in form}
    return service.Facts(**{"title": "", **given})


def english_of(facts: service.Facts) -> list[tuple[str, str]]:
    """Return (fact, what visitors read in English) for what somebody wrote in Indonesian."""
    said = [
        (_("Nama"), facts.title_en or glossary.english_title(facts.title)),
        (_("Motif"), glossary.english_motif(facts.motif)),
        (_("Teknik"), glossary.english_technique(facts.technique)),
        (_("Bahan"), fact_words.english_material(facts.material)),
        (_("Warna"), fact_words.english_colour(facts.colour)),
        (_("Perawatan"), fact_words.english_care(facts.care)),
        (_("Komposisi"), fact_words.english_ingredients(facts.ingredients)),
        (_("Cara simpan"), fact_words.english_care(facts.storage)),
        (_("Satuan"), glossary.english_unit(facts.unit)),
        (_("Uraian"), facts.description_en or facts.description),
    ]
    return [(fact, words) for fact, words in said if words]


def owner() -> Maker | None:
    """Return the maker that the form names; none means the house's own goods."""
    number = forms.optional_id(request.form, "maker")
    return makers.require_maker(db(), number) if number is not None else None
