"""The settings of notices: the server that takes e-mail, and when."""

from core import settings

HOST = settings.declare("notices.smtp_host", "", "Server SMTP", str)
PORT = settings.declare("notices.smtp_port", 587, "Port SMTP", int)
USER = settings.declare("notices.smtp_user", "", "Nama masuk SMTP", str)
SENDER = settings.declare("notices.sender", "", "Alamat pengirim", str)
SECURITY = settings.declare("notices.smtp_security", "starttls", "Pengamanan SMTP", str)
SECURITIES = ("starttls", "tls", "none")
EVENING = settings.declare("notices.evening", 19, "Jam kirim e-mail harian", int)
"""The hour of the outlet from which on the day's sales go out by e-mail."""
