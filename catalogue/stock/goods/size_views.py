"""Sizes of one thing on a product's page: add one, bring those together that came apart."""

from flask import Blueprint, request

from catalogue.products import queries, sizes
from catalogue.stock.goods.views import show
from core import forms
from core.errors import Refused
from core.i18n import _
from core.web import See, allow, db, now, refused_to, see, user_id

blueprint = Blueprint("goods_sizes", __name__)

OWN_FIELDS = {"price": "size_price", "net_price": "size_net_price", "code": "size_code"}


@blueprint.post("/manage/products/<int:product_id>/sizes")
@allow("manager")
@refused_to(show)
def add(product_id: int) -> See:
    """Add another size with its own code and price; its pieces come in by a consignment."""
    product = queries.require_product(db(), product_id)
    before = queries.current_price(db(), product_id)
    price = forms.optional_money(request.form, "size_price")
    net = forms.optional_money(request.form, "size_net_price")
    try:
        added = sizes.add(
            db(), product, forms.name(request.form, "size"),
            own=forms.name(request.form, "own_size"),
            price=before.price if price is None else price,
            net_price=before.net_price if net is None else net,
            code=forms.code(request.form, "size_code"), by=user_id(), at=now(),
        )  # fmt: skip
    except Refused as refused:  # the page has another form with a price
        refused.field = OWN_FIELDS.get(refused.field or "", refused.field)
        raise
    return see(
        "goods.show", product_id=product_id,
        notice=_("%(title)s tersimpan dengan kode %(code)s.", title=added.title, code=added.code),
    )  # fmt: skip


@blueprint.post("/manage/products/<int:product_id>/sizes/join")
@allow("manager")
@refused_to(show)
def join(product_id: int) -> See:
    """Show the ticked goods as sizes of this one."""
    product = queries.require_product(db(), product_id)
    found = queries.by_ids(db(), forms.ids(request.form.getlist("other")))
    if not found:
        raise Refused(_("Centang dulu barang yang hanya beda ukurannya."), field="size")
    own = forms.text(request.form, "own_size")
    sizes.join(db(), product, list(found.values()), own=own, by=user_id(), at=now())
    return see("goods.show", product_id=product_id, notice=_("Sekarang tampil sebagai satu kartu."))


@blueprint.post("/manage/products/<int:product_id>/sizes/leave")
@allow("manager")
@refused_to(show)
def leave(product_id: int) -> See:
    """Show this size as a thing of its own again."""
    product = queries.require_product(db(), product_id)
    sizes.leave(db(), product, by=user_id(), at=now())
    return see(
        "goods.show", product_id=product_id, notice=_("Sekarang tampil sebagai kartu sendiri.")
    )
