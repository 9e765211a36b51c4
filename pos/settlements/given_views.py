"""The page of what was given to makers: the lines of the figure *Dibayarkan ke perajin*."""

from flask import Blueprint, Response, request

from core import lists
from core.web import allow, db, list_file, page
from pos.settlements.given import GIVEN_ROWS, PAYOUT, kind_word, means_word

blueprint = Blueprint("given", __name__)


@blueprint.get("/manage/payouts/given")
@allow("manager")
def listed() -> Response:
    """List every time that money went to a maker, newest first; as a file where asked."""
    wanted = lists.asked(GIVEN_ROWS, request.args)
    if wanted.form:
        return list_file(GIVEN_ROWS, wanted)
    return page(
        "settlements/given.html", shown=lists.shown(db(), GIVEN_ROWS, wanted), payout=PAYOUT,
        kind_word=kind_word, means_word=means_word,
    )  # fmt: skip
