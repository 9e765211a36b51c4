"""What the manager's form asks a run to settle: up to when, from what sum on, and whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from werkzeug.datastructures import MultiDict

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.products import contracts
from core import forms
from core.errors import Refused
from core.i18n import _
from core.web import db
from pos.settlements import queries, service
from pos.settlements.due import Draft, Terms

CADENCES = ("weekly", "fortnightly", "monthly")


@dataclass(frozen=True)
class Choice:
    """One maker in the preview; `voids` is the unpaid statement whose printed slip would be void.

    `is_below`: a minimum leaves the maker out, so that there is nothing to tick.
    """

    draft: Draft
    maker: Maker
    is_below: bool
    is_ticked: bool
    voids: str = ""


def terms_from(form: dict[str, str]) -> Terms:
    """Return what a run is asked to settle; raises Refused beside the field that is wrong."""
    cutoff = forms.day(form, "cutoff")
    if cutoff is None:
        raise Refused(_("Pilih sampai tanggal berapa dihitung."), field="cutoff")
    hold_days = forms.number(form, "hold_days", default=0)
    minimum = forms.optional_money(form, "minimum") or 0
    service.check_terms(cutoff, hold_days=hold_days, minimum=minimum)
    return Terms(cutoff, hold_days, minimum, asked_makers(form, on=cutoff))


def asked_makers(form: dict[str, str], *, on: date) -> tuple[int, ...] | None:
    """Return whom a run is for: one maker, those who are paid by one schedule, or None for all."""
    cadence = forms.choice(form, "maker", CADENCES)
    if not cadence:
        maker_id = forms.optional_id(form, "maker")
        return (maker_id,) if maker_id else None
    held = contracts.of_makers_in_force(db(), [id_ for id_, _name in makers.names(db())], on=on)
    found = tuple(id_ for id_, contract in held.items() if contract.cadence == cadence)
    if not found:
        raise Refused(_("Belum ada perajin dengan jadwal itu."), field="maker")
    return found


def ticked(terms: Terms, form: MultiDict[str, str]) -> Terms:
    """Leave out the makers who are not ticked in the preview; Refused if nobody is.

    Who is below a minimum (`below`) stays in, so that the run says that it left them out.
    """
    offered = forms.optional_id(form, "offered")
    if offered is None:
        return terms
    chosen = set(forms.ids(form.getlist("with")))
    if not chosen:
        raise Refused(_("Centang paling sedikit satu perajin."), field="maker")
    chosen |= set(forms.ids(form.getlist("below")))
    return terms if len(chosen) == offered else replace(terms, only=tuple(sorted(chosen)))


def choices(rows: Sequence[Draft], terms: Terms, form: MultiDict[str, str]) -> list[Choice]:
    """Return whom the preview offers, those with something new first, each list by name.

    Ticked is who has something new, until the form says otherwise (`offered` with its ticks, or
    `tick` all or none). Who has nothing new and is owed nothing is not offered.
    """
    asked = set(forms.ids(form.getlist("with"))) if "offered" in form else None
    every = {"all": True, "none": False}.get(form.get("tick", ""))
    found = [draft for draft in rows if draft.has_news or draft.closing]
    ids = [draft.maker_id for draft in found]
    maker_of, unpaid = queries.makers_by_id(db(), ids), queries.unpaid_by_maker(db(), ids)

    def choice(draft: Draft) -> Choice:
        below = draft.is_below(terms.minimum)
        wanted = draft.has_news if asked is None else draft.maker_id in asked
        return Choice(
            draft, maker_of[draft.maker_id], below,
            is_ticked=not below and (wanted if every is None else every),
            voids=unpaid.get(draft.maker_id, ""),
        )  # fmt: skip

    return sorted(map(choice, found), key=lambda one: (not one.draft.has_news, one.maker.name_key))
