"""The office's makers: list, record, access, private data, and pairs that may be one.

The page of one maker (`products.maker`) stands with the goods, because it shows them.
"""

from typing import Any

from flask import Blueprint, Response, g, request

from catalogue.makers import doubts, private, queries, service
from catalogue.makers.listing import ARCHIVED, DOUBTS, MAKERS
from catalogue.makers.models import MakerPrivate
from catalogue.outlets import queries as outlets
from core import forms, lists
from core.errors import Refused
from core.i18n import LOCALES, _
from core.image_views import one_or_removed
from core.menu import nav
from core.users import queries as users
from core.users.secrets import matches
from core.users.service import check_new_pin
from core.web import (
    See,
    allow,
    db,
    keyless,
    list_file,
    now,
    page,
    prepared,
    refused_to,
    see,
    user_id,
)

blueprint = Blueprint("makers", __name__)
blueprint.add_app_template_filter(private.masked, "masked")


@blueprint.app_template_filter()
def pairs(rows: Any) -> list[tuple[int, str]]:
    """Return (id, name) of things with both, to choose from in a form."""
    return [(row.id, row.name) for row in rows]


FIELDS = ("name", "owner", "address", "phone", "email", "nib", "language", "story", "story_en")

nav(_("Barang"), _("Perajin"), "makers.listed", order=110, roles=("manager",))


@blueprint.get("/manage/makers")
@allow("manager")
def listed() -> Response:
    """List the makers, narrowed and sorted by the address; as a file where it asks for one."""
    wanted = lists.asked(MAKERS, request.args)
    if wanted.form:
        return list_file(MAKERS, wanted)
    return page(
        "makers/list.html", shown=lists.shown(db(), MAKERS, wanted),
        doubts=len(queries.open_doubts(db())),
    )  # fmt: skip


@blueprint.get("/manage/makers/archived")
@allow("manager")
def archived() -> Response:
    """List the makers who were taken off the list."""
    wanted = lists.asked(ARCHIVED, request.args)
    if wanted.form:
        return list_file(ARCHIVED, wanted)
    return page("makers/archived.html", shown=lists.shown(db(), ARCHIVED, wanted))


@blueprint.get("/manage/makers/new")
@allow("manager")
def new(error: Any = None) -> Response:
    """Ask for a new maker's record."""
    return page(
        "makers/edit.html", maker=None, form=request.form, sentra=queries.all_sentra(db()),
        error=error,
    )  # fmt: skip


@blueprint.post("/manage/makers/new")
@allow("manager")
@refused_to(new)
def create() -> See:
    """Register a maker."""
    form = request.form
    maker = service.register(
        db(), forms.name(form), sentra=service.sentra_named(db(), _sentra()),
        owner=forms.name(form, "owner"), address=forms.name(form, "address"),
        phone=forms.phone(form, "phone"), nib=forms.nib(form, "nib"), by=user_id(), at=now(),
        email=forms.email(form, "email"), shows_phone="shows_phone" in form,
        language=forms.choice(form, "language", LOCALES, default="id"),
    )  # fmt: skip
    maker.story, maker.story_en = forms.text(form, "story"), forms.text(form, "story_en")
    return see(
        "products.maker", maker_id=maker.id,
        notice=_("%(name)s terdaftar dengan kode %(code)s.", name=maker.name, code=maker.code),
    )  # fmt: skip


@blueprint.get("/manage/makers/<int:maker_id>/edit")
@allow("manager")
def edit(maker_id: int, error: Any = None) -> Response:
    """Show a maker's record, to be changed."""
    maker = queries.require_maker(db(), maker_id)
    kept = {name: getattr(maker, name) or "" for name in FIELDS} | {"sentra": maker.sentra.name}
    kept |= {"shows_phone": "1"} if maker.shows_phone else {}
    return page(
        "makers/edit.html", maker=maker, form=request.form or kept,
        sentra=queries.all_sentra(db()), error=error,
    )  # fmt: skip


@blueprint.post("/manage/makers/<int:maker_id>/edit")
@allow("manager")
@refused_to(edit)
def save(maker_id: int) -> See:
    """Keep what was changed about a maker."""
    form = request.form
    service.edit(
        db(), queries.require_maker(db(), maker_id), by=user_id(), at=now(),
        name=forms.name(form), owner=forms.name(form, "owner"),
        sentra=service.sentra_named(db(), _sentra()), address=forms.name(form, "address"),
        phone=forms.phone(form, "phone"), nib=forms.nib(form, "nib"),
        email=forms.email(form, "email"), shows_phone="shows_phone" in form,
        language=forms.choice(form, "language", LOCALES, default="id"),
        story=forms.text(form, "story"), story_en=forms.text(form, "story_en"),
    )  # fmt: skip
    return see("products.maker", maker_id=maker_id, notice=_("Perubahan tersimpan."))


@blueprint.post("/manage/makers/<int:maker_id>/archive")
@allow("manager")
def archive(maker_id: int) -> See:
    """Take a maker off the lists."""
    maker = queries.require_maker(db(), maker_id)
    service.archive(db(), maker, by=user_id(), at=now())
    return see("makers.listed", notice=_("%(name)s diarsipkan.", name=maker.name))


@blueprint.post("/manage/makers/<int:maker_id>/unarchive")
@allow("manager")
def bring_back(maker_id: int) -> See:
    """Put an archived maker on the lists again."""
    maker = queries.require_maker(db(), maker_id)
    service.bring_back(db(), maker, by=user_id(), at=now())
    return see("products.maker", maker_id=maker_id, notice=_("Perajin ini aktif lagi."))


@blueprint.get("/manage/makers/<int:maker_id>/photo")
@allow("manager")
def photo(maker_id: int, error: Any = None) -> Response:
    """Show a maker's photo, to be changed or taken down."""
    return page("makers/photo.html", maker=queries.require_maker(db(), maker_id), error=error)


@blueprint.post("/manage/makers/<int:maker_id>/photo")
@allow("manager")
@prepared(one_or_removed)
@refused_to(photo)
def show_photo(maker_id: int) -> See:
    """Put a maker's photo into the catalogue, or take it out."""
    maker = queries.require_maker(db(), maker_id)
    service.show_photo(db(), maker, g.prepared, by=user_id(), at=now())
    notice = _("Fotonya tampil di katalog.") if g.prepared else _("Fotonya dilepas dari katalog.")
    return see("products.maker", maker_id=maker_id, notice=notice)


@blueprint.get("/manage/makers/<int:maker_id>/access")
@allow("manager")
def access(maker_id: int, error: Any = None) -> Response:
    """Ask for the PIN with which a maker signs in."""
    maker = queries.require_maker(db(), maker_id)
    return page(
        "makers/access.html", maker=maker, has_access=queries.user_of(db(), maker_id) is not None,
        error=error,
    )  # fmt: skip


def hash_pin(maker_id: int) -> str:
    """Hash the new PIN before the write transaction begins; another's on the same phone is refused."""
    pin = forms.text(request.form, "pin")
    phone, own = queries.require_maker(db(), maker_id).phone, queries.user_of(db(), maker_id)
    hashed = check_new_pin(pin, phone=phone)
    others = [one for one in queries.users_by_phone(db(), phone or "") if one != own]
    if any(matches(users.secret_hash(db(), one, "pin"), pin) for one in others):
        raise Refused(
            _("Perajin lain dengan nomor yang sama memakai PIN ini. Pilih PIN yang lain."),
            field="pin",
        )
    return hashed


@blueprint.post("/manage/makers/<int:maker_id>/access")
@allow("manager")
@prepared(hash_pin)
@refused_to(access)
def give_access(maker_id: int) -> See:
    """Let a maker sign in with phone and the PIN."""
    maker = queries.require_maker(db(), maker_id)
    service.give_access(db(), maker, g.prepared, by=user_id(), at=now())
    return see(
        "products.maker", maker_id=maker_id,
        notice=_("%(name)s sekarang bisa masuk dengan nomor %(phone)s dan PIN itu.",
                 name=maker.name, phone=maker.phone),
    )  # fmt: skip


@blueprint.get("/manage/makers/<int:maker_id>/private")
@allow("manager")
def show_private(maker_id: int, error: Any = None) -> Response:
    """Show a maker's private data, masked, and the form that changes it."""
    maker = queries.require_maker(db(), maker_id)
    kept = queries.private_of(db(), maker_id)
    return page(
        "makers/private.html", maker=maker, private=kept, opened=None, form=request.form,
        error=error, **_waiting(maker_id, kept),
    )  # fmt: skip


@blueprint.post("/manage/makers/<int:maker_id>/private/open")
@allow("manager")
@keyless
def open_private(maker_id: int) -> Response:
    """Show a maker's private data once, in the open; who asked is written down."""
    maker = queries.require_maker(db(), maker_id)
    private.note_opening(db(), maker, by=user_id(), at=now())
    kept = queries.private_of(db(), maker_id)
    return page(
        "makers/private.html", maker=maker, private=kept, opened=kept, form={},
        **_waiting(maker_id, kept),
    )  # fmt: skip


@blueprint.post("/manage/makers/<int:maker_id>/private")
@allow("manager")
@refused_to(show_private)
def keep_private(maker_id: int) -> See:
    """Write a maker's private data down."""
    maker = queries.require_maker(db(), maker_id)
    form = request.form
    private.keep(
        db(), maker, by=user_id(), at=now(), nik=forms.text(form, "nik").replace(" ", ""),
        bank_name=forms.text(form, "bank_name"), bank_holder=forms.text(form, "bank_holder"),
        bank_account=forms.text(form, "bank_account").replace(" ", ""),
    )  # fmt: skip
    return see("makers.show_private", maker_id=maker_id, notice=_("Data pribadi tersimpan."))


@blueprint.post("/manage/makers/<int:maker_id>/private/confirm")
@allow("manager")
@refused_to(show_private)
def confirm_account(maker_id: int) -> See:
    """Say as a second person that an account is the maker's."""
    maker, seen = queries.require_maker(db(), maker_id), forms.text(request.form, "seen")
    private.confirm(db(), maker, seen, by=g.user, at=now())
    return see("makers.show_private", maker_id=maker_id, notice=_("Rekening dipastikan."))


def _waiting(maker_id: int, kept: MakerPrivate | None) -> dict[str, Any]:
    """Return what the page says of an account that one person alone wrote down."""
    until = private.waits_until(db(), [maker_id], at=now()).get(maker_id)
    return {
        "until": until, "zone": outlets.house_zone(db()), "seen": private.version(kept) if kept else "",
        "is_mine": kept is not None and kept.bank_by == user_id(),
        "written_by": users.names_of(db(), [kept.bank_by]).get(kept.bank_by or 0) if kept else None,
    }  # fmt: skip


@blueprint.get("/manage/makers/doubts")
@allow("manager")
def doubted() -> Response:
    """List the pairs that may be one maker."""
    wanted = lists.asked(DOUBTS, request.args)
    if wanted.form:
        return list_file(DOUBTS, wanted)
    return page("makers/doubts.html", shown=lists.shown(db(), DOUBTS, wanted))


@blueprint.post("/manage/makers/doubts/<int:doubt_id>")
@allow("manager")
def decide(doubt_id: int) -> See:
    """Keep that a pair is two makers; a pair that is one is merged instead."""
    doubt = queries.require_doubt(db(), doubt_id)
    doubts.part(db(), doubt, by=user_id(), at=now())
    return see("makers.doubted", notice=_("Dicatat sebagai dua perajin yang berbeda."))


def _sentra() -> str:
    return forms.required(request.form, "sentra", _("Isi nama sentranya."), most=forms.NAME)
