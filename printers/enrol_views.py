"""The page of agents: who may print beside distant counters."""

from flask import Blueprint, Response, request

from core.errors import Refused
from core.i18n import _
from core.web import See, allow, db, keyless, now, page, public_address, refused_to, see, user_id
from printers import agents

blueprint = Blueprint("print_agents", __name__)


@blueprint.get("/manage/printers/agents")
@allow("manager")
def listed(error: Refused | None = None) -> Response:
    """List the agents with their printers and when they were heard of last."""
    found = agents.in_use(db())
    return page(
        "printers/agents.html", error=error, form=request.form,
        found=[(agent, agents.printers_of(db(), agent)) for agent in found],
        is_away=lambda agent: agents.is_away(agent, at=now()),
    )  # fmt: skip


@blueprint.post("/manage/printers/agents")
@allow("manager")
@keyless
@refused_to(listed)
def enrol() -> Response:
    """Enrol an agent and show its token, this once; so the answer itself is the page."""
    agent, token = agents.enrol(db(), request.form.get("name", ""), by=user_id(), at=now())
    server = public_address() or request.host_url.rstrip("/")
    return page("printers/agent_token.html", agent=agent, token=token, server=server)


@blueprint.post("/manage/printers/agents/<int:agent_id>/revoke")
@allow("manager")
@refused_to(lambda agent_id, error: listed(error=error))
def revoke(agent_id: int) -> See:
    """Turn an agent away."""
    agent = agents.require_agent(db(), agent_id)
    agents.revoke(db(), agent, by=user_id(), at=now())
    return see("print_agents.listed", notice=_("Agen %(name)s dicabut.", name=agent.name))
