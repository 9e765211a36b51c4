"""The office's licences: the list of what ends, a new one, its scan, renewing, withdrawing."""

import re
from typing import Any

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import queries as makers
from catalogue.outlets.here import today
from catalogue.products import certificate_queries as queries
from catalogue.products import certificates as service
from catalogue.products import licences
from catalogue.products.certificate_listing import certificates
from catalogue.products.models import Certificate
from catalogue.products.queries import require_product
from core import forms, lists, scans
from core.errors import NotFound, Refused
from core.i18n import _
from core.image_views import scan_file, sent_scan
from core.menu import nav
from core.scans import Scan
from core.users.queries import names_of
from core.web import (
    See,
    allow,
    db,
    list_file,
    now,
    page,
    prepared,
    refused_to,
    see,
    user_id,
)

blueprint = Blueprint("certificates", __name__)
blueprint.add_app_template_global(licences.name_of, "licence_name")

SHA256 = re.compile(r"[0-9a-f]{64}")

nav(_("Barang"), _("Sertifikat"), "certificates.listed", order=117, roles=("manager",))


@blueprint.get("/manage/certificates")
@allow("manager")
def listed() -> ResponseReturnValue:
    """List the licences, those that end first on top."""
    listing = certificates(today())
    wanted = lists.asked(listing, request.args)
    if wanted.form:
        return list_file(listing, wanted)
    return page("certificates/list.html", shown=lists.shown(db(), listing, wanted), today=today())


@blueprint.get("/manage/certificates/new")
@allow("manager")
def new(error: Any = None) -> Response:
    """Ask what stands on a licence, of whom, or of what it is the renewal."""
    given = request.form or request.args
    renews, product, maker = holder()
    return page(
        "certificates/new.html", form=given, renews=renews, product=product, maker=maker,
        makers=makers.names(db()) if not maker and not product else [], kinds=kinds(),
        batikmarks=licences.BATIKMARKS, kept=g.get("prepared"), error=error,
        asks=isinstance(error, service.Doubtful) or "is_sure" in given,
    )  # fmt: skip


def read_scan(**_arguments: Any) -> Scan | None:
    """Return the scan of the form, stored already: the file, or one that an earlier try brought."""
    scan = sent_scan()
    if scan is not None:
        return scan
    name, mimetype = forms.text(request.form, "kept"), forms.text(request.form, "kept_type")
    is_ours = SHA256.fullmatch(name) and mimetype in (scans.PDF, scans.JPEG)
    return Scan(name, mimetype) if is_ours and g.house.files.path(name).exists() else None


@blueprint.post("/manage/certificates/new")
@allow("manager")
@prepared(read_scan)
@refused_to(new)
def add() -> See:
    """Note a licence, or the renewal of one."""
    form = request.form
    renews, product, maker = holder()
    if product is None and maker is None:
        raise Refused(_("Pilih perajinnya dulu."), field="maker")
    certificate = service.add(
        db(),
        service.Paper(
            kind=renews.kind if renews else forms.choice(form, "kind", licences.KINDS, "pirt"),
            number=forms.text(form, "number"), detail=forms.text(form, "detail")[:100],
            issued_on=forms.day(form, "issued_on"), expires_on=forms.day(form, "expires_on"),
            scan=g.prepared,
        ),
        maker=maker, product=product, is_sure="is_sure" in form, renews=renews, today=today(),
        by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "certificates.show", certificate_id=certificate.id,
        notice=_("%(kind)s %(number)s tercatat.", kind=licences.name_of(certificate.kind),
                 number=certificate.number),
    )  # fmt: skip


@blueprint.get("/manage/certificates/<int:certificate_id>")
@allow("manager")
def show(certificate_id: int, error: Any = None) -> Response:
    """Show a licence: what it says, what is odd in it, its scan, and what it renews."""
    certificate = queries.require_certificate(db(), certificate_id)
    before = certificate.renews_id
    return page(
        "certificates/show.html", certificate=certificate, today=today(), error=error,
        renewal=queries.renewal_of(db(), certificate), doubts=doubts_of(certificate),
        before=queries.require_certificate(db(), before) if before else None,
        people=names_of(db(), [certificate.created_by]),
    )  # fmt: skip


@blueprint.post("/manage/certificates/<int:certificate_id>/scan")
@allow("manager")
@prepared(read_scan)
@refused_to(show)
def scan(certificate_id: int) -> See:
    """Put a scan to a licence."""
    certificate = queries.require_certificate(db(), certificate_id)
    if g.prepared is None:
        raise Refused(_("Pilih foto atau PDF-nya dulu."), field="scan")
    service.add_scan(db(), certificate, g.prepared, by=user_id(), at=now())
    return see("certificates.show", certificate_id=certificate_id, notice=_("Pindaian tersimpan."))


@blueprint.get("/manage/certificates/<int:certificate_id>/scan")
@allow("manager")
def scanned(certificate_id: int) -> WsgiResponse:
    """Give the scan to a manager; a PDF is saved, never opened inside our pages."""
    certificate = queries.require_certificate(db(), certificate_id)
    if certificate.scan is None or certificate.scan_type is None:
        raise NotFound(_("Sertifikat ini belum dipindai."))
    return scan_file(
        certificate.scan, certificate.scan_type, title=f"sertifikat-{certificate.id}",
        lost=_("Berkas pindaiannya hilang. Pindai ulang."),
    )  # fmt: skip


@blueprint.post("/manage/certificates/<int:certificate_id>/withdraw")
@allow("manager")
@refused_to(show)
def withdraw(certificate_id: int) -> See:
    """Take a licence off every list."""
    certificate = queries.require_certificate(db(), certificate_id)
    service.withdraw(db(), certificate, by=user_id(), at=now())
    return see("certificates.listed", notice=_("Sertifikat dicabut dari daftar."))


def holder() -> tuple[Certificate | None, Any, Any]:
    """Return the licence that is renewed, the product and the maker that form or address name."""
    given = request.form or request.args
    renews_id = forms.optional_id(given, "renews")
    if renews_id is not None:
        renews = queries.require_certificate(db(), renews_id)
        return renews, renews.product, renews.maker
    product_id = forms.optional_id(given, "product")
    if product_id is not None:
        product = require_product(db(), product_id)
        return None, product, product.maker
    maker_id = forms.optional_id(given, "maker")
    return None, None, makers.require_maker(db(), maker_id) if maker_id is not None else None


def doubts_of(certificate: Certificate) -> tuple[str, ...]:
    """Return what is odd in the number of a licence, such as a sheet brought."""
    try:
        return licences.check(certificate.kind, certificate.number, today=today()).doubts
    except Refused as wrong:
        return (wrong.message,)


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of licence to choose from."""
    return [(kind, licences.name_of(kind)) for kind in licences.KINDS]
