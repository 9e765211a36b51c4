"""The office's pages about the agreement: the paper as a PDF, and its text."""

from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import queries as makers
from catalogue.outlets.here import today
from catalogue.stock.agreement import papers, queries, service, texts
from core import forms
from core.i18n import LOCALES, _, use_locale
from core.users.queries import names_of
from core.web import See, allow, db, download, now, page, refused_to, see, user_id
from printers.pdf import pdf_bytes

blueprint = Blueprint("agreement", __name__)


@blueprint.get("/manage/makers/<int:maker_id>/agreement.pdf")
@allow("manager")
def paper(maker_id: int) -> WsgiResponse:
    """Give a maker's agreement to print: the terms and the text of a date, today unless asked."""
    maker = makers.require_maker(db(), maker_id)
    on = forms.iso_day(forms.text(request.args, "on")) or today()
    with use_locale(asked_language()):
        found = papers.agreement(db(), maker, on=on, today=today(), signed_by=g.user.name)
    name = f"{found.number.replace('/', '-')}.pdf"
    return download(pdf_bytes(found), name=name, mimetype="application/pdf", inline=True)


@blueprint.get("/manage/contracts/text")
@allow("manager")
def text(error: Any = None) -> Response:
    """Show the text of the agreement in one language, to be worded anew."""
    language = asked_language()
    wordings = queries.wordings(db(), language)
    body = queries.body_on(db(), language, on=today())
    return page(
        "agreement/text.html", language=language, places=texts.PLACES, wordings=wordings,
        form=request.form or {"body": body}, error=error, default=texts.DEFAULTS[language],
        people=names_of(db(), {w.written_by for w in wordings}), makers=makers.names(db())[:1],
        is_default=body == texts.DEFAULTS[language],
    )  # fmt: skip


@blueprint.post("/manage/contracts/text")
@allow("manager")
@refused_to(text)
def word() -> See:
    """Keep a new wording, or our own again."""
    language = asked_language()
    body = forms.clean(request.form.get("body", ""))
    if "default" in request.form:
        body = texts.DEFAULTS[language]
    service.word(db(), language, body, by=user_id(), at=now())
    return see("agreement.text", language=language, notice=_("Teks perjanjian tersimpan."))


def asked_language() -> str:
    """Return the language that the address asks for, Indonesian where it asks none."""
    return forms.choice(request.args, "language", LOCALES, default="id")
