"""The office's list of adjustments: what waits for a second person, and what became of the rest."""

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import contains_eager

from catalogue.makers import listing as makers
from catalogue.makers import queries as maker_queries
from catalogue.makers.models import Maker
from core.i18n import _
from core.lists import Column, Condition, Listing, by_id, one_of
from pos.settlements.adjusting.models import GAINS, Adjustment
from pos.settlements.adjusting.words import KIND_NAMES, STATES

EFFECT = case((Adjustment.kind.in_(GAINS), Adjustment.amount), else_=-Adjustment.amount)


def _has(word: str) -> Condition:
    return or_(
        makers.has(word),
        func.lower(Adjustment.number).contains(word, autoescape=True),
        func.lower(Adjustment.reason).contains(word, autoescape=True),
    )


ADJUSTMENTS = Listing(
    name="penyesuaian",
    label=_("Uang muka dan penyesuaian"),
    query=select(Adjustment)
    .join(Maker, Maker.id == Adjustment.maker_id)
    .options(contains_eager(Adjustment.maker)),
    key=Adjustment.id,
    columns=(
        Column("number", _("Usulan"), lambda a: a.number, sort=Adjustment.id),
        Column("maker", _("Perajin"), lambda a: a.maker.name, sort=Maker.name_key),
        Column("kind", _("Untuk apa"), lambda a: _(KIND_NAMES[a.kind]), sort=Adjustment.kind),
        Column("reason", _("Alasan"), lambda a: a.reason, sort=func.lower(Adjustment.reason),
               on_page=False),
        Column("proposer", _("Diusulkan"), lambda a: a.proposer.name, spare=True),
        Column("decider", _("Diputuskan"), lambda a: a.decider.name if a.decider else "",
               spare=True),
        Column("date", _("Tanggal buku"), lambda a: a.business_date, on_page=False),
        Column("state", _("Keadaan"), lambda a: _(STATES[a.state]), sort=Adjustment.state),
        Column("effect", _("Bagi perajin"), lambda a: a.effect, sort=EFFECT, number=True),
    ),
    order="-number",
    filters=(
        one_of("state", _("Keadaan"), {
            state: (name, Adjustment.state == state) for state, name in STATES.items()
        }, tabs=True),
        one_of("kind", _("Untuk apa"), {
            kind: (name, Adjustment.kind == kind) for kind, name in KIND_NAMES.items()
        }),
        by_id("maker", _("Perajin"), lambda n: maker_queries.owner_id() == n, maker_queries.names),
    ),
    has=_has,
    hint=_("nomor, alasan, atau perajin"),
    known=makers.known,
)  # fmt: skip
