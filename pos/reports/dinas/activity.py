"""What the activity log says about monthly reports."""

from core.i18n import _

WORDS = {"monthly_paper.issued": _("Terbit")}
