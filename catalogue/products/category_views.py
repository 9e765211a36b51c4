"""The office's pages about categories: which there are, and which goods belong to one."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.outlets.here import today
from catalogue.products import categories, queries
from catalogue.products.category_listing import categories_on, goods_of
from core import forms, lists
from core.errors import Refused
from core.i18n import _
from core.web import See, allow, db, list_file, now, page, refused_to, see, user_id

blueprint = Blueprint("categories", __name__)


@blueprint.get("/manage/categories")
@allow("manager")
def listed(error: Any = None) -> Response:
    """List the categories with their goods and terms, and offer to add one."""
    listing = categories_on(today())
    wanted = lists.asked(listing, request.args)
    if wanted.form:
        return list_file(listing, wanted)
    shown = lists.shown(db(), listing, wanted)
    return page("categories/list.html", shown=shown, form=request.form, error=error)


@blueprint.post("/manage/categories")
@allow("manager")
@refused_to(listed)
def add() -> See:
    """Add a category."""
    category = categories.add(db(), forms.name(request.form), by=user_id(), at=now())
    return see(
        "categories.show", category_id=category.id,
        notice=_("Golongan %(name)s ditambahkan. Pilih barangnya.", name=category.name),
    )  # fmt: skip


@blueprint.get("/manage/categories/<int:category_id>")
@allow("manager")
def show(category_id: int, error: Any = None) -> Response:
    """Show a category's goods, and goods that could be put into it."""
    category = categories.require(db(), category_id)
    words = forms.text(request.args, "q")[:100]
    listing = goods_of(category)
    wanted = lists.asked(listing, request.args)
    if wanted.form:
        return list_file(listing, wanted)
    return page(
        "categories/show.html", category=category, shown=lists.shown(db(), listing, wanted),
        others=categories.others(db(), category, words) if words else [], words=words,
        most=categories.AT_ONCE, form=request.form, error=error,
    )  # fmt: skip


@blueprint.post("/manage/categories/<int:category_id>")
@allow("manager")
@refused_to(show)
def rename(category_id: int) -> See:
    """Give a category another name."""
    category = categories.require(db(), category_id)
    categories.rename(db(), category, forms.name(request.form), by=user_id(), at=now())
    return see("categories.show", category_id=category_id, notice=_("Perubahan tersimpan."))


@blueprint.post("/manage/categories/<int:category_id>/goods")
@allow("manager")
@refused_to(show)
def put(category_id: int) -> See:
    """Put the ticked goods into a category, or take them out of it."""
    category = categories.require(db(), category_id)
    ticked = forms.ids(request.form.getlist("product"))[: categories.AT_ONCE]
    if not ticked:
        raise Refused(_("Pilih dulu barangnya."))
    found = list(queries.by_ids(db(), ticked).values())
    out = "out" in request.form
    categories.put(db(), found, None if out else category, by=user_id(), at=now())
    notice = (
        _("%(n)s barang dikeluarkan.", n=len(found))
        if out
        else _("%(n)s barang dimasukkan.", n=len(found))
    )
    return see("categories.show", category_id=category_id, notice=notice)
