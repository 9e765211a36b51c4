"""What the showroom may set about selling."""

from core import settings

ROUNDING_STEP = settings.declare("cash.rounding", 100, "Pembulatan tunai (rupiah)", int)
ROUNDING_DIRECTION = settings.declare("cash.direction", "down", "Arah pembulatan", str)
QRIS_STATIC = settings.declare("qris.static", "", "Isi QRIS statis", str)
QRIS_DYNAMIC = settings.declare("qris.dynamic", False, "QRIS dengan jumlahnya", bool)
