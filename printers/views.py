"""The back office's page of printers and print jobs, and the page a browser prints."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as WsgiResponse

from core import forms, lists
from core.errors import NotFound, Refused
from core.i18n import _, use_locale
from core.menu import nav
from core.web import (
    See,
    allow,
    db,
    download,
    house_zone,
    list_file,
    now,
    page,
    public,
    refused_to,
    see,
    user_id,
)
from printers import agents, queries, service, spool
from printers.documents import Document, Keepsake, Labels, Letterhead, Receipt, from_json
from printers.explained import column_names, letter_names, ways
from printers.html import bars_svg, label_svg, qr_svg
from printers.labels import STOCKS
from printers.listing import JOBS, STATES, paper_name
from printers.logo import kept_name
from printers.models import BY_HAND, DRAWER, Printer, PrintJob, State
from printers.pdf import MAKERS, pdf_bytes
from printers.service import PrinterForm
from printers.shift_roll import blind_note, row_figure

blueprint = Blueprint("printers", __name__)
for function in (bars_svg, qr_svg, label_svg, row_figure, blind_note):
    blueprint.add_app_template_global(function)

nav(_("Lainnya"), _("Printer"), "printers.index", order=330, roles=("manager",))

HOUSE = Letterhead(name="Titip")
FLAGS = ("cutter", "drawer", "native_barcode", "native_qr", "answers")


@blueprint.app_template_global()
def logo_address() -> str | None:
    """Return where the house's logo is, or None where it has none."""
    name = kept_name(db(), now())
    return url_for("printers.logo", name=name) if name else None


@blueprint.get("/paper/logo/<name>.png")
@public
def logo(name: str) -> WsgiResponse:
    """Show the house's logo, for what a browser prints and the digital receipt."""
    if not name or name != kept_name(db(), now()):
        raise NotFound(_("Belum ada logo."))
    try:
        with g.house.files.open(name) as file:
            return download(file.read(), name="logo.png", mimetype="image/png", inline=True)
    except FileNotFoundError:
        raise NotFound(_("Belum ada logo.")) from None


@blueprint.get("/manage/printers")
@allow("manager")
def index() -> Response:
    """Show the printers with how they do, and the jobs; these as a file where the address asks."""
    wanted = lists.asked(JOBS, request.args)
    return list_file(JOBS, wanted) if wanted.form else _list()


def again(job_id: int, error: Refused) -> Response:  # noqa: ARG001 called with the route's own
    """Show the list again after a refusal."""
    return _list(error)


def _list(error: Refused | None = None) -> Response:
    session = db()
    found = queries.printers(session)
    return page(
        "printers/index.html", "jobs",
        printers=[(printer, queries.queue(session, printer.id)) for printer in found],
        shown=lists.shown(session, JOBS, lists.asked(JOBS, request.args)),
        states=STATES, paper_name=paper_name, connections=dict(connection_names()),
        targets=lambda job: targets(job, found), error=error,
        is_away=lambda agent: agents.is_away(agent, at=now()),
    )  # fmt: skip


def targets(job: PrintJob, found: Sequence[Printer]) -> list[Printer]:
    """Return the printers on which a person may print this job (again); none for a drawer."""
    if job.kind == DRAWER or job.state == State.PRINTING:
        return []
    return [printer for printer in found if job.is_finished or printer.id != job.printer_id]


@blueprint.get("/manage/printers/new")
@allow("manager")
def new(error: Refused | None = None) -> Response:
    """Ask about a new printer."""
    return _form(None, error)


@blueprint.post("/manage/printers/new")
@allow("manager")
@refused_to(new)
def add() -> See:
    """Add a printer."""
    printer = service.add(db(), _read_form())
    return see("printers.index", notice=_("Printer %(name)s tersimpan.", name=printer.name))


@blueprint.get("/manage/printers/<int:printer_id>")
@allow("manager")
def edit(printer_id: int, error: Refused | None = None) -> Response:
    """Show a printer's record to change it."""
    return _form(queries.require_printer(db(), printer_id), error)


@blueprint.post("/manage/printers/<int:printer_id>")
@allow("manager")
@refused_to(edit)
def change(printer_id: int) -> See:
    """Change a printer."""
    printer = queries.require_printer(db(), printer_id)
    service.change(db(), printer, _read_form(), at=now())
    return see("printers.index", notice=_("Printer %(name)s tersimpan.", name=printer.name))


@blueprint.post("/manage/printers/<int:printer_id>/archive")
@allow("manager")
def archive(printer_id: int) -> See:
    """Take a printer out of use."""
    printer = queries.require_printer(db(), printer_id)
    service.archive(db(), printer, at=now())
    return see("printers.index", notice=_("Printer %(name)s dihentikan.", name=printer.name))


@blueprint.post("/manage/printers/<int:printer_id>/test")
@allow("manager")
def test(printer_id: int) -> See:
    """Queue a test page."""
    printer = queries.require_printer(db(), printer_id)
    job = service.test_page(db(), printer, HOUSE, zone=house_zone(), by=user_id(), at=now())
    if printer.connection in BY_HAND:
        return see("by_hand.show", job_id=job.id)
    return see("printers.tested", job_id=job.id)


@blueprint.get("/manage/printers/tests/<int:job_id>")
@allow("manager")
def tested(job_id: int) -> Response:
    """Say what came back of a test page, and what to look at on the paper."""
    job = queries.require_job(db(), job_id)
    return page("printers/tested.html", job=job, printer=job.printer, answer=came_back(job))


def came_back(job: PrintJob) -> str:
    """Return the sentence about what a printer did with a paper, as far as anybody knows."""
    if job.state == State.PRINTING:
        return _("Sedang dikirim ke printer.")
    if job.state == State.QUEUED and job.error:
        return _("Belum sampai: %(why)s Dicoba lagi sendiri.", why=job.error)
    if job.state == State.QUEUED and job.printer.agent_id is not None:
        return _("Menunggu agen cetak di tempat printernya.")
    if job.state == State.QUEUED:
        return _("Menunggu giliran.")
    if job.state == State.SENT and job.printer.answers:
        return _("Printer menjawab: semuanya sudah diterima.")
    if job.state == State.SENT:
        return _("Semuanya sudah diserahkan. Printer ini tidak menjawab, jadi lihat kertasnya.")
    return job.error or _(STATES[State(job.state)])


@blueprint.post("/manage/printers/jobs/<int:job_id>/retry")
@allow("manager")
@refused_to(again)
def retry(job_id: int) -> See:
    """Print a job again, on the printer that was chosen or on its own."""
    job = queries.require_job(db(), job_id)
    chosen = forms.optional_id(request.form, "printer") or job.printer_id
    printer = queries.require_printer(db(), chosen)
    job = spool.reroute(db(), job, printer, by=user_id(), at=now())
    if job.copy:
        words = _("Dicetak lagi sebagai SALINAN %(n)s di %(name)s.", n=job.copy, name=printer.name)
    else:
        words = _("Masuk antrean cetak %(name)s.", name=printer.name)
    return see("printers.index", notice=words)


@blueprint.get("/manage/printers/jobs/<int:job_id>")
@allow("manager")
def paper(job_id: int) -> WsgiResponse:
    """Show what a job prints, ready for the browser's own printing."""
    job = queries.require_job(db(), job_id)
    if job.document is None:
        raise NotFound(_("Cetakan ini tidak punya halaman."))
    document = from_json(job.document).as_copy(job.copy)
    waits = job.state == State.QUEUED and not job.printer.has_worker
    return show(
        document, back="/manage/printers", stock=job.printer.stock, job=job if waits else None
    )


def show(
    document: Document, *, back: str, stock: str = "33x15", job: PrintJob | None = None
) -> WsgiResponse:
    """Return the page or PDF with which a browser prints a document.

    `job` is the browser printer's job that waits for it, which the page offers to tick off.
    """
    if isinstance(document, Receipt):
        width = 58 if request.args.get("width") == "58" else 80
        with use_locale(document.language):  # the paper's own, whoever prints it
            return page("printers/receipt.html", receipt=document, width=width, back=back, job=job)
    if isinstance(document, Labels):
        name = document.stock or stock
        return page("printers/labels.html", labels=document, stock=name, back=back, job=job)
    if isinstance(document, Keepsake):
        return show_keepsake(document, back=back, job=job)
    if document.kind in MAKERS:
        return download(pdf_bytes(document), name=f"{document.kind}.pdf",
                        mimetype="application/pdf", inline=True)  # fmt: skip
    return redirect(back, code=303)


def show_keepsake(card: Keepsake, *, back: str, **around: Any) -> WsgiResponse:
    """Return a piece's card as a roll gives it, in its own language, for a browser to print too.

    `around` is what stands beside it: `job` as in `show`, `print_at` and `printers` where a form may
    send it to one of them, `sheet` the address of its A6 form.
    """
    width = 58 if request.args.get("width") == "58" else 80
    with use_locale(card.language):  # the paper's words; around it the reader's own
        only, stays = _("Karya tunggal"), _("Halaman karya ini tetap ada, tanpa nama pemiliknya.")
    around.setdefault("printers", ())
    return page(
        "printers/keepsake.html", card=card, only=only, stays=stays, width=width, back=back,
        **around,
    )  # fmt: skip


def _read_form() -> PrinterForm:
    given = request.form
    return PrinterForm(
        name=given.get("name", ""),
        connection=given.get("connection", ""),
        address=given.get("address", ""),
        language=given.get("language", ""),
        columns=given.get("columns", 0, type=int),
        stock=given.get("stock", ""),
        letters=given.get("letters", "ascii"),
        agent_id=_chosen_agent(),
        **{flag: given.get(flag) == "1" for flag in FLAGS},
    )


def _chosen_agent() -> int | None:
    number = forms.optional_id(request.form, "agent")
    return agents.require_agent(db(), number).id if number is not None else None


def _form(printer: Printer | None, error: Refused | None) -> Response:
    filled: PrinterForm | Printer = printer or PrinterForm(name="", connection="network")
    if error is not None:
        filled = _read_form()
    return page(
        "printers/edit.html", printer=printer, form=filled, error=error, ways=ways(),
        connections=connection_names(), languages=[(n, n.upper()) for n in service.LANGUAGES],
        columns=column_names(), stocks=[(n, n) for n in STOCKS], letters=letter_names(),
        agents=[("", _("tidak, printer ini dijangkau dari server"))]
        + [(agent.id, agent.name) for agent in agents.in_use(db())],
    )  # fmt: skip


def connection_names() -> list[tuple[str, str]]:
    """Return the ways to reach a printer, each with its name."""
    return [(way.kind, way.name) for way in ways()]
