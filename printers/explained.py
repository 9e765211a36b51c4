"""Printers explained to who has one in front of them: what to look for on the machine."""

from dataclasses import dataclass

from core.i18n import _
from printers.models import Connection


@dataclass(frozen=True)
class Way:
    """A way to reach a printer: its name, how to know it, and what its address looks like."""

    kind: str
    name: str
    look: str
    address: str = ""


def ways() -> list[Way]:
    """Return the ways to reach a printer, the most usual first."""
    return [
        Way(
            Connection.NETWORK, _("Jaringan (kabel LAN atau Wi-Fi)"),
            _("Ada colokan kabel jaringan di belakangnya, atau nama Wi-Fi di menunya. Tekan tombol FEED sambil menyalakannya: kertas ujinya menyebut alamat IP."),
            "192.168.1.50:9100",
        ),
        Way(
            Connection.USB, _("USB di komputer server"),
            _("Kabel USB kotak masuk ke komputer tempat Titip berjalan. Kosongkan alamatnya kalau hanya satu printer."),
            "/dev/usb/lp0",
        ),
        Way(
            Connection.SERIAL, _("Bluetooth atau serial di komputer server"),
            _("Printer kecil dengan baterai, atau colokan serial. Sandingkan dulu di komputernya; angka di belakang @ adalah kecepatannya."),
            "/dev/rfcomm0@9600",
        ),
        Way(
            Connection.LP, _("Antrean cetak komputer (lp)"),
            _("Printernya sudah dipasang di komputer server, dan namanya tampil di daftar printer."),
            "Struk",
        ),
        Way(
            Connection.WEBUSB, _("USB di perangkat kasir (Chrome)"),
            _("Kabel USB masuk ke komputer atau tablet kasir sendiri. Perlu Chrome dan alamat https; di Windows gantilah drivernya dengan WinUSB."),
        ),
        Way(
            Connection.BRIDGE, _("Aplikasi cetak di HP atau tablet Android"),
            _("Printer Bluetooth kecil yang disandingkan dengan HP. Pasang RawBT dari Play Store, pilih printernya di sana; Titip menyerahkan struknya lewat tautan."),
        ),
        Way(
            Connection.BROWSER, _("Jendela cetak peramban"),
            _("Printer apa saja yang bisa dipakai perangkat itu. Pilih kertas 80 atau 58 mm dan skala 100% di jendela cetak."),
        ),
        Way(
            Connection.FILE, _("Berkas"),
            _("Untuk mencoba tanpa printer: tiap cetakan menjadi satu berkas di folder data, bagian printed."),
        ),
    ]  # fmt: skip


def column_names() -> list[tuple[int, str]]:
    """Return the widths of a roll in letters, each with its paper."""
    return [
        (32, _("32 huruf, kertas 58 mm")),
        (42, _("42 huruf, kertas 80 mm yang lebih tua")),
        (48, _("48 huruf, kertas 80 mm")),
    ]


def letter_names() -> list[tuple[str, str]]:
    """Return the alphabets of a receipt printer; what it lacks is written in plain letters."""
    return [
        ("ascii", _("huruf biasa saja (selalu bisa)")),
        ("cp858", "PC858"),
        ("cp1252", "Windows-1252"),
        ("cp437", "PC437"),
    ]
