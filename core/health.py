"""Is it alive? One address for whoever watches the program."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from core.web import db, public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """Answer 200 when the database answers."""
    db().execute(text("SELECT 1"))
    return jsonify(status="ok")
