"""What the manager's form asks a run to settle: up to when, from what sum on, and whom."""

from dataclasses import replace
from datetime import date

from werkzeug.datastructures import MultiDict

from catalogue.makers import queries as makers
from catalogue.products import contracts
from core import forms
from core.errors import Refused
from core.i18n import _
from core.web import db
from pos.settlements import service
from pos.settlements.due import Terms

CADENCES = ("weekly", "fortnightly", "monthly")


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
    """Leave out the makers whose tick was taken away in the preview; Refused if none is left."""
    offered = forms.optional_id(form, "offered")
    chosen = forms.ids(form.getlist("with"))
    if offered is None or len(chosen) == offered:
        return terms
    if not chosen:
        raise Refused(_("Centang paling sedikit satu perajin."), field="maker")
    return replace(terms, only=tuple(sorted(chosen)))
