"""What visitors call things: words for which the labels have others, and prices said in words."""

import re
from typing import NamedTuple

SAYINGS = {
    # what is worn
    "baju": "kaos kemeja kebaya bolero", "pakaian": "kaos kemeja kebaya bolero", "kaus": "kaos",
    "atasan": "kemeja kebaya bolero kaos", "gaun": "kebaya bolero", "clothes": "kaos kemeja kebaya bolero",
    "clothing": "kaos kemeja kebaya bolero", "dress": "kebaya bolero", "top": "kebaya bolero kaos",
    "tshirt": "kaos", "tee": "kaos", "tees": "kaos", "polo": "kaos kemeja",
    "topi": "peci kopiah", "songkok": "peci kopiah", "hat": "peci kopiah", "hats": "peci kopiah",
    "kerudung": "selendang syal", "jilbab": "selendang syal", "hijab": "selendang syal",
    "headscarf": "selendang syal", "stole": "selendang syal", "pashmina": "selendang syal",
    "anting": "bros", "perhiasan": "bros", "jewelry": "bros", "jewellery": "bros", "pin": "bros",
    "pria": "kemeja peci kopiah kaos", "cowok": "kemeja peci kopiah kaos", "men": "kemeja peci kopiah kaos",
    "mens": "kemeja peci kopiah kaos", "man": "kemeja peci kopiah kaos",
    "wanita": "kebaya bolero selendang tas bros", "perempuan": "kebaya bolero selendang tas bros",
    "cewek": "kebaya bolero selendang tas bros", "women": "kebaya bolero selendang tas bros",
    "womens": "kebaya bolero selendang tas bros", "woman": "kebaya bolero selendang tas bros",
    "ibu": "kebaya bolero selendang tas bros", "istri": "kebaya bolero selendang tas bros", "mom": "kebaya bolero selendang tas bros",
    "mother": "kebaya bolero selendang tas bros", "wife": "kebaya bolero selendang tas bros",
    "bapak": "kemeja peci kopiah kaos", "ayah": "kemeja peci kopiah kaos", "suami": "kemeja peci kopiah kaos",
    "dad": "kemeja peci kopiah kaos", "father": "kemeja peci kopiah kaos", "husband": "kemeja peci kopiah kaos",
    "kids": "anak", "kid": "anak", "child": "anak", "children": "anak", "bayi": "anak", "baby": "anak",
    "pengantin": "tapis kebaya", "nikah": "tapis kebaya", "pernikahan": "tapis kebaya",
    "wedding": "tapis kebaya", "bride": "tapis kebaya", "bridal": "tapis kebaya",
    # what is carried, and hung at home
    "purse": "dompet tas", "handbag": "tas", "bags": "tas", "bag": "tas", "tote": "tas", "clutch": "tas dompet",
    "keychain": "gantungan", "keychains": "gantungan", "keyring": "gantungan", "ganci": "gantungan",
    "pajangan": "hiasan", "dekorasi": "hiasan", "decoration": "hiasan", "decor": "hiasan",
    "painting": "hiasan", "lukisan": "hiasan", "pillow": "bantal", "pillows": "bantal",
    "tablecloth": "taplak", "napkin": "taplak", "fabric": "kain", "textile": "kain", "textiles": "kain",
    "sarong": "sarung kain", "clothe": "kain",
    # what is eaten and drunk
    "makanan": "keripik emping peyek sambal teri", "cemilan": "keripik emping peyek",
    "camilan": "keripik emping peyek", "jajan": "keripik emping peyek", "jajanan": "keripik emping peyek",
    "snack": "keripik emping peyek", "snacks": "keripik emping peyek", "kue": "keripik emping peyek",
    "food": "keripik emping peyek sambal teri", "foods": "keripik emping peyek sambal teri",
    "chips": "keripik emping", "chip": "keripik", "kripik": "keripik", "kerupuk": "emping peyek keripik",
    "crackers": "emping peyek", "minuman": "kopi", "drink": "kopi", "drinks": "kopi",
    "fish": "teri", "seafood": "teri", "chili": "sambal balado pedas", "chilli": "sambal balado pedas",
    "cabe": "sambal balado pedas", "cabai": "sambal balado pedas", "hot": "pedas balado sambal",
    "chocolate": "cokelat coklat", "coklat": "cokelat", "sambel": "sambal",
    # how it is made, and of what
    "handmade": "tangan tulis", "handcrafted": "tangan tulis", "buatan": "tangan tulis",
    "embroidery": "tapis sulam bordir", "embroidered": "tapis sulam bordir", "bordiran": "bordir sulam",
    "sulaman": "sulam tapis", "gold": "emas tapis", "golden": "emas tapis", "emas": "emas tapis",
    "cetak": "sablon", "printed": "sablon cetak", "tenun": "tapis", "woven": "tapis", "weaving": "tapis",
    # motifs
    "tumpal": "pucuk rebung", "kembang": "bunga", "perahu": "kapal", "jung": "kapal", "boat": "kapal",
    "crown": "siger", "mahkota": "siger", "tree": "pohon", "dragon": "naga", "kerbau": "kibau",
    "buffalo": "kibau", "bamboo": "rebung", "diamond": "ketupat", "leaf": "daun", "leaves": "daun",
    "unik": "tunggal", "unique": "tunggal", "limited": "tunggal", "kind": "tunggal",
}  # fmt: skip
"""A visitor's word -> the words on our things that it may mean, the likeliest first."""

INSTEAD = {"songket": "tapis", "ulos": "tapis", "mukena": "selendang", "gamis": "kebaya"}
"""What somebody asks for that is not made here -> what comes nearest; they are told."""

AMOUNT = r"(?:rp\.?|idr)?\s*(\d[\d.,]*)\s*(ribuan|ribu|rb|k|thousand|juta|jt|million|m)?(?![\w.,])"
MOST = re.compile(
    rf"(?<!\w)(?:di\s*bawah|kurang dari|maks(?:imal)?|paling mahal|sampai|under|below|less than|up to|max(?:imum)?|<)\s*{AMOUNT}",
    re.IGNORECASE,
)
LEAST = re.compile(
    rf"(?<!\w)(?:di\s*atas|lebih dari|minimal|mulai|above|over|more than|min(?:imum)?|>)\s*{AMOUNT}",
    re.IGNORECASE,
)
BUDGET = re.compile(
    r"(?:rp\.?|idr)?\s*(\d[\d.,]*)\s*(ribuan|ribu|rb|k|thousand|juta|jt|million)\b", re.IGNORECASE
)
"""What somebody has to spend, said without a word before it."""
TIMES = {"juta": 1_000_000, "jt": 1_000_000, "million": 1_000_000, "m": 1_000_000}
SMALLEST = 1_000
"""A price under this many rupiah was said in thousands."""


class Said(NamedTuple):
    """A query: its words without the prices in it, and those, in rupiah."""

    words: str
    low: int | None
    high: int | None


def said(query: str) -> Said:
    """Return what a query says: 'dompet di bawah 50 ribu' -> dompet, up to Rp50.000."""
    if alone := re.fullmatch(AMOUNT, query.strip(), re.IGNORECASE):
        price = _rupiah(alone[1], alone[2]) if alone[2] or len(alone[1]) > 3 else None
        return Said("", None, price) if price else Said(query, None, None)
    low, query = _taken(LEAST, query)
    high, query = _taken(MOST, query)
    if not (low or high):
        high, query = _taken(BUDGET, query)
    return Said(" ".join(query.split()), low, high)


def _taken(pattern: re.Pattern[str], query: str) -> tuple[int | None, str]:
    """Return the price that a pattern finds in a query, and the query without it."""
    found = pattern.search(query)
    price = _rupiah(found[1], found[2]) if found else None
    if found is None or price is None:
        return None, query
    return price, f"{query[: found.start()]} {query[found.end() :]}"


def _rupiah(digits: str, unit: str | None) -> int | None:
    whole, _comma, part = digits.rstrip(".,").replace(".", "").partition(",")
    if not whole.isascii() or len(whole) > 9:
        return None
    if unit is None:
        number = int(whole + part if len(part) == 3 else whole)  # 100,000 as the English write it
        return (number if number >= SMALLEST else number * 1_000) or None
    return int(float(f"{whole}.{part or 0}") * TIMES.get(unit.lower(), 1_000)) or None
