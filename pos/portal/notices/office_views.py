"""The office's side: telling makers by WhatsApp, one after the other, and the settings of notices."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, g, request

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.outlets.here import today
from core import forms, settings, whatsapp
from core.errors import Refused
from core.i18n import _
from core.menu import nav
from core.settings import Setting
from core.web import See, allow, db, now, page, public_address, refused_to, see, user_id
from pos.portal.notices import news, queries, rules, service
from pos.portal.notices.models import OUTCOMES, Notice
from pos.portal.notices.words import Telling, text_of
from pos.settlements.paying_day import next_day
from pos.settlements.paying_day.next_day import next_payday

blueprint = Blueprint("notices", __name__)
nav(_("Bayaran perajin"), _("Kabar untuk perajin"), "notices.listed", order=232, roles=("manager",))

LAST, PAGE = 20, 30


@blueprint.get("/manage/notices")
@allow("manager")
def listed(error: Any = None, **_maker: int) -> Response:
    """Show who has news, whose number is wrong, and what was told last."""
    number = forms.page_number(request.args)
    waiting = queries.waiting(db(), "whatsapp", today=today())
    shown, recent = waiting[(number - 1) * PAGE : number * PAGE], queries.recent(db(), limit=LAST)
    return page(
        "portal/notices/queue.html", error=error, form=request.form, today=today(),
        waiting=waiting, shown=shown, previews=previews(shown),
        number=number, pages=-(-len(waiting) // PAGE),
        lying=queries.open_for(db(), user_id(), at=now()),
        wrong=queries.wrong_numbers(db()), recent=recent,
        undoable=queries.can_be_taken_back(db(), {one.maker_id for one in recent}),
        payday=next_payday(db(), on=today()), mails=settings.get(db(), rules.HOST, on=today()) != "",
        shows_password=rules.shows_password_now(db(), on=today()),
    )  # fmt: skip


@blueprint.post("/manage/notices/next")
@allow("manager")
@refused_to(listed)
def begin() -> See:
    """Offer the next notice."""
    return _next()


@blueprint.post("/manage/notices/makers/<int:maker_id>")
@allow("manager")
@refused_to(listed)
def tell(maker_id: int) -> See:
    """Offer the notice of one maker."""
    return _next(makers.require_maker(db(), maker_id).id)


@blueprint.get("/manage/notices/<int:notice_id>")
@allow("manager")
def show(notice_id: int, error: Any = None, **_outcome: str) -> Response:
    """Show a notice, ready to be sent."""
    notice = queries.require_notice(db(), notice_id)
    words = said(notice)
    return page(
        "portal/notices/show.html", one=notice, maker=notice.maker, words=words, error=error,
        whatsapp=whatsapp.link(notice.maker.phone, words),
        before=queries.decided_last(db(), user_id()),
        left=len(queries.waiting(db(), "whatsapp", today=today())),
    )  # fmt: skip


@blueprint.post("/manage/notices/<int:notice_id>/<outcome>")
@allow("manager")
@refused_to(show)
def decide(notice_id: int, outcome: str) -> See:
    """Say what became of a notice, and offer the next."""
    if outcome not in OUTCOMES:
        raise Refused(_("Pilih: terkirim, lewati, atau nomor salah."))
    notice = queries.require_notice(db(), notice_id)
    service.decide(db(), notice, outcome, by=user_id(), at=now())
    return _next()


@blueprint.post("/manage/notices/<int:notice_id>/back")
@allow("manager")
@refused_to(listed)
def take_back(notice_id: int) -> See:
    """Go one step back: show a decided notice again, to be decided once more."""
    notice = queries.require_notice(db(), notice_id)
    service.take_back(db(), notice, by=user_id(), at=now())
    return see("notices.show", notice_id=notice.id)


@blueprint.post("/manage/notices/numbers/<int:maker_id>")
@allow("manager")
@refused_to(listed)
def number_is_right(maker_id: int) -> See:
    """Tell a maker again whose number was put right."""
    maker = makers.require_maker(db(), maker_id)
    service.number_is_right(db(), maker, by=user_id(), at=now())
    return see("notices.listed", notice=_("%(name)s dikabari lagi.", name=maker.name))


@blueprint.post("/manage/notices/payday")
@allow("manager")
@refused_to(listed)
def set_payday() -> See:
    """Keep the next paying day: notices and the makers' pages name it."""
    day = forms.day(request.form, "payday")
    next_day.keep(db(), day, today=today(), by=user_id(), at=now())
    return see("notices.listed", notice=_("Hari bayar tersimpan."))


@blueprint.get("/manage/settings/notices")
@allow("manager")
def mail(error: Any = None) -> Response:
    """Show the server that takes e-mail."""
    kept = {name: settings.get(db(), setting, on=today()) for name, setting in MAIL.items()}
    return page(
        "portal/notices/mail.html", form=request.form or kept, error=error,
        has_password=g.house.config.smtp_password is not None,
        shows_password=rules.shows_password_now(db(), on=today()),
    )  # fmt: skip


@blueprint.post("/manage/settings/notices")
@allow("manager")
@refused_to(mail)
def keep_mail() -> See:
    """Keep the server that takes e-mail; its password comes from the environment alone."""
    form = request.form
    host = forms.text(form, "host", most=forms.NAME)
    sender = forms.email(form, "sender")
    if host and not sender:
        raise Refused(_("Isi alamat pengirimnya."), field="sender")
    port = forms.number(form, "port", default=587)
    if not 0 < port < 65536:
        raise Refused(_("Port antara 1 dan 65535."), field="port")
    evening = forms.number(form, "evening", default=19)
    if not 0 <= evening <= 23:
        raise Refused(_("Jam antara 0 dan 23."), field="evening")
    user = forms.text(form, "user", most=forms.NAME)
    security = forms.choice(form, "security", rules.SECURITIES, "starttls")
    if rules.shows_password(host, user, security):
        raise Refused(
            _(
                "Tanpa pengamanan, kata sandinya bisa dibaca orang lain di jaringan. Pilih STARTTLS "
                "atau TLS. Kalau servernya tidak meminta kata sandi, kosongkan nama masuknya."
            ),
            field="security",
        )
    changed: tuple[tuple[Setting[Any], Any], ...] = (
        (rules.HOST, host), (rules.PORT, port), (rules.USER, user),
        (rules.SENDER, sender), (rules.EVENING, evening),
        (rules.SECURITY, security),
    )  # fmt: skip
    for setting, value in changed:
        settings.change(db(), setting, value, on=today(), by=user_id(), at=now())
    return see("notices.mail", notice=_("Pengaturan tersimpan."))


MAIL: dict[str, Setting[Any]] = {
    "host": rules.HOST, "port": rules.PORT, "user": rules.USER, "sender": rules.SENDER,
    "security": rules.SECURITY, "evening": rules.EVENING,
}  # fmt: skip


def said(notice: Notice) -> str:
    """Return the words of a notice as they are sent now; empty where nothing of it is news any more."""
    (told,) = _tellings([notice.maker])
    return text_of(news.told_in(db(), notice), told)


def previews(found: Sequence[Maker]) -> dict[int, str]:
    """Return the words in which each of these makers would be told now what she was not told yet."""
    fresh = news.news_of(db(), [one.id for one in found], today=today())
    return {told.maker.id: text_of(fresh[told.maker.id], told) for told in _tellings(found)}


def _tellings(found: Sequence[Maker]) -> list[Telling]:
    payday, shared = next_payday(db(), on=today()), queries.sharing_phones(db(), found)
    return [
        Telling(one, today(), payday, public_address(), names_business=one.id in shared)
        for one in found
    ]


def _next(maker_id: int | None = None) -> See:
    notice = service.offer_next(db(), today=today(), by=user_id(), at=now(), maker_id=maker_id)
    if notice is None and maker_id is not None:
        return see("notices.listed", notice=_("Perajin ini sedang atau sudah dikabari."))
    if notice is None:
        return see("notices.listed", notice=_("Semua perajin sudah dikabari."))
    return see("notices.show", notice_id=notice.id)
