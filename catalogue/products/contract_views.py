"""The office's pages about contracts: every version, a new one, and why a product has its terms."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from catalogue.outlets.here import today
from catalogue.products import categories, contracts, losses, queries, reasons, subjects, wording
from catalogue.products.contract_listing import contracts_on
from catalogue.products.models import Contract
from catalogue.products.subjects import Subject
from catalogue.products.terms import Terms
from core import forms, lists
from core.errors import NotFound, Refused
from core.i18n import _
from core.menu import nav
from core.money import percent
from core.users.queries import names_of
from core.web import See, allow, db, list_file, now, page, refused_to, see, user_id

blueprint = Blueprint("contracts", __name__)
blueprint.add_app_template_global(wording.worded, "worded")
blueprint.add_app_template_global(wording.brief, "brief_terms")
blueprint.add_app_template_global(wording.plan, "markdown_plan")

MOST_STEPS = 4
BEARERS = ("house", "shared", "maker")


nav(
    _("Barang"),
    _("Perjanjian"),
    "contracts.listed",
    order=115,
    roles=("manager",),
    also=("/manage/categories",),
)


@blueprint.get("/manage/contracts")
@allow("manager")
def listed() -> ResponseReturnValue:
    """List the versions, those in force unless the address asks for others."""
    listing = contracts_on(today())
    wanted = lists.asked(listing, request.args)
    if wanted.form:
        return list_file(listing, wanted)
    return page("contracts/list.html", shown=lists.shown(db(), listing, wanted), today=today())


@blueprint.get("/manage/contracts/new")
@allow("manager")
def new(error: Any = None) -> Response:
    """Ask what is agreed, with what held until now filled in."""
    subject = asked_subject()
    versions = contracts.versions(db(), subject.level)
    held = next((v for v in versions if v.starts_on <= today()), None)
    above = held or _held_above(subject)
    return page(
        "contracts/new.html", subject=subject, newest=versions[0] if versions else None, held=held,
        form=request.form or _filled(above), steps=MOST_STEPS, today=today(), error=error,
        narrower=contracts.narrower_than(db(), subject.maker) if subject.maker else 0,
    )  # fmt: skip


@blueprint.post("/manage/contracts/new")
@allow("manager")
@refused_to(new)
def agree() -> See:
    """Agree on a new version; older ones stay as they were."""
    contract = subjects.conclude(
        db(), terms_from(request.form), asked_subject(),
        starts_on=forms.day(request.form, "starts_on") or today(),
        ends_on=forms.day(request.form, "ends_on"), by=user_id(), at=now(),
    )  # fmt: skip
    return see("contracts.show", contract_id=contract.id, notice=_("Perjanjian baru tersimpan."))


@blueprint.get("/manage/contracts/<int:contract_id>")
@allow("manager")
def show(contract_id: int) -> Response:
    """Show one version in words, among all versions of its level."""
    contract = contracts.require(db(), contract_id)
    level = (contract.product_id, contract.category_id, contract.maker_id)
    versions = contracts.versions(db(), level)
    return page(
        "contracts/show.html", contract=contract, subject=subjects.subject_of(db(), level),
        versions=versions, today=today(), people=names_of(db(), {v.created_by for v in versions}),
        held=next((v for v in versions if v.starts_on <= today()), None),
    )  # fmt: skip


@blueprint.get("/manage/products/<int:product_id>/terms")
@allow("manager")
def explain(product_id: int) -> Response:
    """Explain which rule gives a product its terms on a date, and what a sale then comes to."""
    product = queries.require_product(db(), product_id)
    if product.maker_id is None:
        raise NotFound(_("Barang milik galeri tidak memakai perjanjian."))
    on, wrong = asked_day()
    rungs = reasons.explained(db(), product, on=on)
    winner = next((rung.held for rung in rungs if rung.wins), None)
    price = queries.current_price(db(), product_id)
    return page(
        "contracts/explain.html", product=product, on=on, rungs=rungs, winner=winner, price=price,
        loss=losses.loss_of(db(), product, 1, on=on) if winner else None, wrong=wrong,
        categories=[(c.id, c.name) for c, _count in categories.every(db())], today=today(),
    )  # fmt: skip


@blueprint.post("/manage/products/<int:product_id>/category")
@allow("manager")
def categorise(product_id: int) -> See:
    """Put a product into a category, or take it out of its own."""
    product = queries.require_product(db(), product_id)
    number = forms.optional_id(request.form, "category")
    category = categories.require(db(), number) if number is not None else None
    categories.put(db(), [product], category, by=user_id(), at=now())
    return see("contracts.explain", product_id=product_id, notice=_("Golongannya tersimpan."))


def asked_subject() -> Subject:
    """Return whom the address names; the showroom where it names nobody."""
    args = request.args
    return subjects.subject_of(
        db(),
        (
            forms.optional_id(args, "product"),
            forms.optional_id(args, "category"),
            forms.optional_id(args, "maker"),
        ),
    )


def asked_day() -> tuple[date, str]:
    """Return the date that the address asks for, today where it asks none; and what is wrong."""
    try:
        return forms.day(request.args, "on") or today(), ""
    except Refused as refused:
        return today(), refused.message


def terms_from(form: forms.Form) -> Terms:
    """Return the terms that a form describes; Refused beside the field that cannot be read."""
    kind = forms.choice(form, "terms", ("percent", "net"), default="percent")
    rate = forms.bps(form, "commission") if kind == "percent" else None
    if kind == "percent" and rate is None:
        raise Refused(_("Isi komisi galeri dalam persen, misalnya 15."), field="commission")
    afterwards = forms.choice(form, "afterwards", ("return", "markdown"), default="keep")
    return Terms(
        kind,
        commission_bps=rate,
        bearer=forms.choice(form, "bearer", BEARERS, default="shared"),
        floor_price=forms.optional_money(form, "floor_price"),
        period_days=forms.number(form, "period_days", default=0) or None,
        afterwards=afterwards,
        steps=_steps(form) if afterwards == "markdown" else (),
        cadence=forms.choice(form, "cadence", ("weekly", "fortnightly"), default="monthly"),
        payout_minimum=forms.optional_money(form, "payout_minimum") or 0,
        fee_bearer=forms.choice(form, "fee_bearer", ("maker",), default="house"),
        loss_bearer=forms.choice(form, "loss_bearer", BEARERS, default="house"),
    )


def _steps(form: forms.Form) -> tuple[tuple[int, int], ...]:
    found = []
    for n in range(1, MOST_STEPS + 1):
        try:
            days = forms.number(form, f"step_days-{n}", default=0)
            off = forms.bps(form, f"step_off-{n}") or 0
        except Refused as refused:
            raise Refused(refused.message, field="steps") from refused
        if bool(days) != bool(off):
            raise Refused(_("Isi hari dan persen untuk setiap tahap."), field="steps")
        if days:
            found.append((days, off))
    return tuple(found)


def _held_above(subject: Subject) -> Contract | None:
    """Return what holds today for a subject that has no version of its own."""
    if subject.product is not None:
        return contracts.in_force(db(), subject.product, on=today())
    return contracts.default_in_force(db(), on=today())


def _filled(contract: Contract | None) -> dict[str, Any]:
    """Return the fields of the form as a version would have filled them."""
    if contract is None:
        return {}
    terms = contracts.terms_of(contract)
    form = {
        "terms": terms.kind, "bearer": terms.bearer, "afterwards": terms.afterwards,
        "floor_price": terms.floor_price, "period_days": terms.period_days,
        "commission": _percent(terms.commission_bps), "cadence": terms.cadence,
        "payout_minimum": terms.payout_minimum or None, "fee_bearer": terms.fee_bearer,
        "loss_bearer": terms.loss_bearer,
    }  # fmt: skip
    for n, (days, off) in enumerate(terms.steps, 1):
        form |= {f"step_days-{n}": days, f"step_off-{n}": _percent(off)}
    return form


def _percent(bps: int | None) -> str:
    return percent(bps).removesuffix("%") if bps is not None else ""
