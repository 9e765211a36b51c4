"""What the activity log says about a maker's own doings and her phones."""

from core.i18n import _

WORDS = {
    "maker.invited": _("Diberi tautan masuk"),
    "maker.slip_printed": _("Slip dicetak untuk perajinnya"),
    "maker.phone_in": _("Ponsel masuk lewat tautan"),
    "maker.phone_out": _("Ponsel dikeluarkan"),
    "maker.phones_out": _("Semua ponsel dikeluarkan"),
    "maker.notices_chosen": _("Pilihan kabar diubah perajinnya"),
    "maker.number_right": _("Nomor HP dinyatakan benar lagi"),
    "notice.sent": _("Dikabari"),
    "notice.skipped": _("Kabar dilewati"),
    "notice.wrong_number": _("Nomor HP dinyatakan salah"),
    "notice.empty": _("Kabar gugur: sudah dibayar atau diganti"),
    "notice.taken_back": _("Keputusan kabar dibatalkan"),
}
