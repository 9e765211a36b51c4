"""The maker's pages on which she changes her story and photo, and asks for prices, goods and accounts."""

from typing import Any

from flask import Blueprint, Response, g, request

from catalogue.makers import private
from catalogue.makers import queries as makers
from catalogue.products import queries as products
from catalogue.products.proposed import queries, service
from core import forms
from core.errors import Refused
from core.i18n import _
from core.image_views import one_or_removed
from core.web import See, db, now, page, prepared, refused_to, see, user_id
from pos.portal.views import maker_only, signed_in_maker
from pos.settlements.documents import zone
from pos.settlements.transfers.queries import failed_of

blueprint = Blueprint("maker_wishes", __name__)

LAST = 15
LONGEST_STORY = 1500


@blueprint.get("/maker/story")
@maker_only
def story(error: Any = None) -> Response:
    """Show her story and photo, as visitors see them, to be changed."""
    maker = signed_in_maker()
    kept = {"story": maker.story, "story_en": maker.story_en}
    return page(
        "portal/wishes/story.html", maker=maker, dock="me", error=error,
        form=request.form if "story" in request.form else kept,
    )  # fmt: skip


@blueprint.post("/maker/story")
@maker_only
@refused_to(story)
def tell_story() -> See:
    """Change her story; visitors read it at once."""
    service.tell_story(
        db(), signed_in_maker(), story=forms.text(request.form, "story", most=LONGEST_STORY),
        story_en=forms.text(request.form, "story_en", most=LONGEST_STORY), by=user_id(), at=now(),
    )  # fmt: skip
    return see("maker_wishes.story", notice=_("Ceritanya sudah tampil di katalog."))


@blueprint.post("/maker/photo")
@maker_only
@prepared(one_or_removed)
@refused_to(story)
def show_photo() -> See:
    """Change her photo; visitors see it at once."""
    service.show_photo(db(), signed_in_maker(), g.prepared, by=user_id(), at=now())
    notice = _("Fotonya tampil di katalog.") if g.prepared else _("Fotonya dilepas dari katalog.")
    return see("maker_wishes.story", notice=notice)


@blueprint.get("/maker/proposals")
@maker_only
def proposals(error: Any = None, **_proposal: int) -> Response:
    """Show what she asked for and what became of it, with the forms to ask."""
    maker = signed_in_maker()
    goods = products.of_maker(db(), maker.id)
    return page(
        "portal/wishes/proposals.html", maker=maker, dock="me", form=request.form, error=error,
        goods=goods, prices=products.current_prices(db(), [one.id for one in goods]),
        asked=queries.of_maker(db(), maker.id, limit=LAST),
    )  # fmt: skip


@blueprint.post("/maker/proposals/price")
@maker_only
@refused_to(proposals)
def propose_price() -> See:
    """Ask for another price of a product of hers."""
    maker, number = signed_in_maker(), forms.optional_id(request.form, "product")
    if number is None:
        raise Refused(_("Pilih barangnya."), field="product")
    service.propose_price(
        db(), maker, products.require_product(db(), number), forms.money(request.form, "price"),
        net_price=forms.optional_money(request.form, "net_price"), by=user_id(), at=now(),
    )  # fmt: skip
    return see("maker_wishes.proposals", notice=_("Usul harga terkirim ke galeri."))


@blueprint.post("/maker/proposals/product")
@maker_only
@refused_to(proposals)
def propose_product() -> See:
    """Ask that a new product be taken in."""
    title = forms.required(request.form, "title", _("Isi nama barangnya."), most=forms.NAME)
    service.propose_product(
        db(), signed_in_maker(), title, forms.money(request.form, "new_price"),
        net_price=forms.optional_money(request.form, "new_net_price"), by=user_id(), at=now(),
    )  # fmt: skip
    return see("maker_wishes.proposals", notice=_("Usul barang terkirim ke galeri."))


@blueprint.post("/maker/proposals/<int:proposal_id>/withdraw")
@maker_only
@refused_to(proposals)
def withdraw(proposal_id: int) -> See:
    """Take back what she asked for."""
    found = queries.require_proposal(db(), proposal_id)
    service.withdraw(db(), signed_in_maker(), found, by=user_id(), at=now())
    back = "maker_wishes.bank" if found.kind == "bank" else "maker_wishes.proposals"
    return see(back, notice=_("Usulnya ditarik kembali."))


@blueprint.get("/maker/bank")
@maker_only
def bank(error: Any = None) -> Response:
    """Show where her money goes, its last four digits only, and the form to ask for another."""
    maker = signed_in_maker()
    kept = makers.private_of(db(), maker.id)
    return page(
        "portal/wishes/bank.html", maker=maker, dock="me", error=error, form=request.form,
        private=kept, seen=private.version(kept) if kept else "",
        until=private.waits_until(db(), [maker.id], at=now()).get(maker.id), zone=zone(db()),
        failed=failed_of(db(), maker.id),
        asked=(asked := queries.of_maker(db(), maker.id, limit=LAST, kind="bank")),
        banks=queries.banks(db(), asked),
    )  # fmt: skip


@blueprint.post("/maker/bank")
@maker_only
@refused_to(bank)
def ask_bank() -> See:
    """Ask that her money go to another account."""
    form = request.form
    service.ask_bank(
        db(), signed_in_maker(), bank_name=forms.text(form, "bank_name", most=forms.NAME),
        bank_account=forms.text(form, "bank_account", most=forms.NAME).replace(" ", ""),
        bank_holder=forms.text(form, "bank_holder", most=forms.NAME), by=user_id(), at=now(),
    )  # fmt: skip
    return see("maker_wishes.bank", notice=_("Terkirim. Galeri akan memastikannya dulu."))


@blueprint.post("/maker/bank/answer")
@maker_only
@refused_to(bank)
def answer_bank() -> See:
    """Say whether the account that the gallery wrote down is hers; what is not is emptied."""
    maker, seen = signed_in_maker(), forms.text(request.form, "seen")
    if request.form.get("hers") == "yes":
        private.confirm(db(), maker, seen, by=g.user, at=now())
        return see("maker_wishes.bank", notice=_("Terima kasih. Rekening ini dipakai."))
    private.deny(db(), maker, seen, by=user_id(), at=now())
    return see(
        "maker_wishes.bank",
        notice=_("Rekening itu dikosongkan, tidak ada uang yang ke sana. Kabari galeri."),
    )  # fmt: skip
