"""What the activity log says about makers."""

from core.i18n import _

WORDS = {
    "maker.registered": _("Didaftarkan"),
    "maker.edited": _("Diubah"),
    "maker.archived": _("Diarsipkan"),
    "maker.brought_back": _("Diaktifkan lagi"),
    "maker.merge_started": _("Mulai digabung dengan %(code)s"),
    "maker.merge_resumed": _("Penggabungan dilanjutkan"),
    "maker.merged": _("Digabung dengan %(code)s"),
    "maker.data_handed_out": _("Data pribadi diunduh untuk perajinnya"),
    "maker.erased": _("Data pribadi dihapus"),
    "maker.photo_set": _("Foto dipasang"),
    "maker.photo_removed": _("Foto dilepas"),
    "maker.owner_said": _("%(name)s dicatat sebagai orang di baliknya"),
    "maker.owner_ended": _("%(name)s bukan lagi orang di baliknya"),
    "maker.access_given": _("Diberi akses atau PIN baru"),
    "maker.private_changed": _("Data pribadi diganti"),
    "maker.private_opened": _("Data pribadi dibuka"),
    "maker.doubt_different": _("Dinyatakan berbeda dari perajin lain"),
    "sentra.placed": _("Kabupaten atau kota: %(regency)s"),
    "maker.number_changed": _("Nomor HP diganti"),
    "maker.bank_confirmed": _("Rekening dipastikan"),
    "maker.bank_denied": _("Rekening disangkal perajinnya dan dikosongkan"),
    "maker.number_shown": _("Nomor sendiri tampil di katalog"),
    "maker.number_hidden": _("Nomor sendiri tidak tampil lagi"),
}
