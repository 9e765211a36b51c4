"""The office's pages of adjustments: who may have money now, what is charged, what was wrong."""

from collections.abc import Sequence

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import owners
from catalogue.makers import queries as makers
from core import forms, lists
from core.errors import NotFound, Refused
from core.i18n import _
from core.menu import nav
from core.money import rupiah
from core.users.models import User
from core.web import See, allow, db, download, list_file, now, page, refused_to, see
from pos.settlements import documents, treasury
from pos.settlements import queries as settlements
from pos.settlements.adjusting import queries, service
from pos.settlements.adjusting.listing import ADJUSTMENTS
from pos.settlements.adjusting.models import SOURCES
from pos.settlements.adjusting.service import Wish
from pos.settlements.adjusting.words import (
    KIND_HELP,
    KIND_NAMES,
    OPPOSITE,
    SOURCE_NAMES,
    STATES,
)
from printers.documents import from_json
from printers.pdf import pdf_bytes

blueprint = Blueprint("adjustments", __name__)

nav(
    _("Bayaran perajin"),
    _("Uang muka perajin"),
    "adjustments.listed",
    order=235,
    roles=("manager",),
)

manager = allow("manager")


@blueprint.get("/manage/adjustments")
@manager
def listed() -> Response:
    """List what was proposed, newest first, with what waits; as a file where asked."""
    wanted = lists.asked(ADJUSTMENTS, request.args)
    if wanted.form:
        return list_file(ADJUSTMENTS, wanted)
    return page(
        "adjusting/list.html", shown=lists.shown(db(), ADJUSTMENTS, wanted),
        counts=queries.counts(db()), kind_names=KIND_NAMES, states=STATES,
    )  # fmt: skip


@blueprint.get("/manage/adjustments/new")
@manager
def new(error: Refused | None = None) -> Response:
    """Ask for whom, what, how much and why."""
    form = request.form or request.args
    maker_id = forms.optional_id(form, "maker")
    others = queries.other_managers(db(), than=g.user.id)
    return page(
        "adjusting/new.html",
        error=error,
        form=form,
        makers=makers.names(db()),
        owed=settlements.owed(db(), maker_id) if maker_id else None,
        kinds=[(kind, _(name), _(KIND_HELP[kind])) for kind, name in KIND_NAMES.items()],
        sources=[(code, _source(code)) for code in SOURCES],
        another=bool(others),
        waits=_waits(g.user, others),
    )


@blueprint.post("/manage/adjustments/new")
@manager
@refused_to(new)
def propose() -> See:
    """Write the proposal down; another manager decides."""
    form = request.form
    maker_id = forms.optional_id(form, "maker")
    if maker_id is None:
        raise Refused(_("Pilih perajinnya."), field="maker")
    wish = Wish(
        kind=forms.text(form, "kind"),
        amount=forms.money(form, "amount"),
        reason=forms.text(form, "reason"),
        source=forms.text(form, "source") or None,
    )
    maker = makers.require_maker(db(), maker_id)
    row = service.propose(db(), maker, wish, by=g.user, at=now())
    return see(
        "adjustments.show", number=row.number,
        notice=_("%(number)s diusulkan. Minta pengurus lain menyetujuinya.", number=row.number),
    )  # fmt: skip


@blueprint.get("/manage/adjustments/<number>")
@manager
def show(number: str, error: Refused | None = None) -> Response:
    """Show one proposal: what it does to the maker's balance, and the decision."""
    row = queries.require(db(), number)
    is_mine = row.proposed_by == g.user.id
    others = queries.other_managers(db(), than=row.proposed_by)
    return page(
        "adjusting/show.html",
        error=error,
        form=request.form,
        row=row,
        owed=settlements.owed(db(), row.maker_id),
        zone=documents.zone(db()),
        kind_names=KIND_NAMES,
        states=STATES,
        source_name=_(SOURCE_NAMES[row.source]) if row.source else "",
        opposite=OPPOSITE[row.kind],
        is_mine=is_mine,
        is_own=row.maker_id in owners.owned_by(db(), g.user.id),
        another=bool(others),
        waits=_waits(row.proposer, others if is_mine else [g.user]),
    )


@blueprint.get("/manage/adjustments/<number>.pdf")
@manager
def slip_pdf(number: str) -> WsgiResponse:
    """Return the kuitansi of an advance or a repayment."""
    row = queries.require(db(), number)
    if row.document is None:
        raise NotFound(_("Usulan ini tidak punya kuitansi."))
    content = pdf_bytes(from_json(row.document))
    return download(content, name=f"{row.number}.pdf", mimetype="application/pdf", inline=True)


@blueprint.post("/manage/adjustments/<number>/approve")
@manager
@refused_to(show)
def approve(number: str) -> See:
    """Agree to what another proposed; from now on it counts."""
    row = queries.require(db(), number)
    service.approve(db(), row, by=g.user, at=now(), below=forms.text(request.form, "below"))
    return see(
        "adjustments.show", number=row.number,
        notice=_("%(number)s disetujui dan tercatat.", number=row.number),
    )  # fmt: skip


@blueprint.post("/manage/adjustments/<number>/decline")
@manager
@refused_to(show)
def decline(number: str) -> See:
    """Say no to a proposal, or take one's own back."""
    row = queries.require(db(), number)
    answer = forms.text(request.form, "answer")
    service.decline(db(), row, answer=answer, by=g.user, at=now())
    return see(
        "adjustments.show", number=row.number,
        notice=_("%(number)s tidak jadi; tidak ada yang tercatat.", number=row.number),
    )  # fmt: skip


def _source(code: str) -> str:
    balance = treasury.balance(db(), treasury.Place(code))
    return _("%(place)s, tercatat %(amount)s", place=_(SOURCE_NAMES[code]), amount=rupiah(balance))


def _waits(proposer: User, deciders: Sequence[User]) -> str:
    """Say why none of those who may decide counts yet; nothing where one does."""
    said = [service.why_not_two(db(), proposer, one, at=now()) for one in deciders]
    return said[0] if all(said) and said else ""
