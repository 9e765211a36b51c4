"""What the activity log says about campaigns."""

from core.i18n import _

WORDS = {"campaign.begun": _("Dicatat"), "campaign.changed": _("Diubah")}
