"""A manager's word at the till: a name and a PIN, checked before the write transaction begins."""

from flask import g, request

from catalogue.outlets import queries as outlets
from catalogue.outlets.models import Till
from core import forms
from core.errors import Refused
from core.i18n import _
from core.users import service as people
from core.users.models import User
from core.web import came_from, database, db, now
from pos.sales.discounts import Approval
from pos.sales.here import require_till


def managers(till: Till) -> list[User]:
    """Return the managers who can give their word at a till, by name."""
    staff = outlets.staff_with_pin(db(), till.outlet_id)
    return [person for person in staff if "manager" in person.roles]


def check() -> User | None:
    """Return the manager whose PIN the form carries, None where it carries none.

    For `@prepared`: Argon2 works and a wrong PIN counts before the write lock is taken.
    """
    pin = request.form.get("approver_pin", "").strip()
    if not pin:
        return None
    till = require_till()
    chosen = {str(person.id): person for person in managers(till)}
    manager = chosen.get(request.form.get("approver", ""))
    if manager is None:
        raise Refused(_("Pilih nama pengurusnya."), field="approver")
    where = g.device.id if g.device else came_from()
    try:
        return people.verify_secret(
            database(), manager, "pin", pin, at=now(),
            subjects={"user": f"pin:{manager.id}", "device": f"device:{where}"},
        )  # fmt: skip
    except people.WrongSecret as wrong:
        raise Refused(wrong.message, field="approver_pin") from wrong


def manager() -> User:
    """Return the manager whose PIN the form brought; Refused beside it without one."""
    if g.prepared is None:
        raise Refused(_("Pengurus mengetik PIN-nya untuk mengizinkan."), field="approver_pin")
    found: User = g.prepared
    return found


def given() -> Approval | None:
    """Return the approval that `check` found, with the reason from the form; None without one."""
    manager = g.prepared
    if manager is None:
        return None
    return Approval(manager, forms.clean(request.form.get("reason", "")))
