"""What the public site says of crafts, motifs and cloths: only what is known, nothing poetic.

Motifs are given the meaning of their name, not a symbol: sources on symbols differ by place and
family, and inventing one would be a lie on a label. Texts are Indonesian sources for gettext.
"""

from dataclasses import dataclass

from catalogue.visitors.shown import Work
from core.i18n import _


@dataclass(frozen=True)
class Sign:
    """A motif: its key as sheets spell it, its name, and what the name says (Indonesian source)."""

    key: str
    name: str
    says: str


def _n(text: str) -> str:
    """Mark an Indonesian source text; it is translated where it is shown."""
    return text


SIGNS = (
    Sign("pucuk rebung", "Pucuk rebung", _n("Tunas bambu, digambar sebagai segitiga berlapis.")),
    Sign("siger", "Siger", _n("Mahkota. Dikenal pada tapis dan pada batik Lampung.")),
    Sign("kapal", "Kapal", _n("Tapis Inuh dari pesisir juga memuat kapal dan isi laut.")),
    Sign("pohon hayat", "Pohon hayat", _n("Pohon kehidupan. Ada pada tapis dan batik Lampung.")),
    Sign("mata kibau", "Mata kibau", _n("Kibau artinya kerbau: mata kerbau.")),
    Sign(
        "belah ketupat",
        "Belah ketupat",
        _n("Bangun wajik, sering berlapis satu di dalam yang lain."),
    ),
    Sign("iluk keris", "Iluk keris", _n("Lekuk bilah keris.")),
    Sign(
        "tajuk berayun",
        "Tajuk berayun",
        _n("Tajuk adalah mahkota atau rumbai; di sini ia berayun."),
    ),
    Sign("sasab", "Sasab", _n("Bidang yang tertutup rapat oleh benang.")),
    Sign("sulur daun", "Sulur daun", _n("Sulur tanaman yang merambat dengan daunnya.")),
    Sign("bintang", "Bintang", _n("Ada pula kain bernama Bintang Perak.")),
    Sign("gajah", "Gajah", _n("Dikenal pada batik Lampung.")),
    Sign("bunga", "Bunga", _n("Bunga dengan kelopak di sekeliling pusatnya.")),
    Sign("kupu kupu", "Kupu-kupu", _n("Dikenal pada sulam usus.")),
    Sign("ayam", "Ayam", _n("Digambar dari samping, ekornya terangkat.")),
    Sign("naga", "Naga", _n("Ular besar dalam cerita lama.")),
    Sign("pilin", "Pilin", _n("Pilin artinya melilit: garis yang menggulung ke dalam.")),
    Sign("menunggang kuda", "Menunggang kuda", _n("Orang yang menunggang kuda.")),
    Sign("orang di atas perahu", "Orang di atas perahu", _n("Orang-orang yang berdiri di perahu.")),
    Sign("rato", "Rato", _n("Rato artinya kereta.")),
)

CLOTHS = (
    ("Jung Sarat", _n("dikenakan mempelai perempuan; tertutup sulaman seluruhnya")),
    ("Raja Tunggal, Raja Medal", _n("istri kerabat tertua")),
    ("Laut Andak", _n("penari cangget")),
    ("Balak, Laut Linau, Silung", _n("kerabat dalam upacara")),
    ("Pucuk Rebung", _n("para ibu dan istri; bersegitiga pucuk rebung")),
    ("Cucuk Andak", _n("istri pemegang gelar sutan")),
    ("Cucuk Pinggir, Limar Sekebar, Tuho", _n("gadis atau istri, berbeda menurut sumbernya")),
    ("Agheng", _n("perempuan yang menjanda")),
    ("Bintang Perak", _n("gadis dalam begawi")),
    ("Inuh", _n("Saibatin; ikat dengan sulaman sutra putih bergambar kapal dan isi laut")),
)
"""Names of tapis and who wears them, as printed sources give them (DOMAIN: they differ)."""

CRAFTS = {
    "tapis": (
        _n("Tapis"),
        _n(
            "Sarung perempuan Lampung: tenun katun bergaris, disulam dengan benang emas atau perak."
        ),
    ),
    "sulam usus": (
        _n("Sulam usus"),
        _n(
            "Pita satin sempit dijahit menjadi tabung, ditata melengkung di atas pola, lalu disambung dengan jarum."
        ),
    ),
    "batik": (
        _n("Batik Lampung"),
        _n(
            "Batik tulis, cap, atau keduanya. Kain bercetak mesin kami sebut tekstil bermotif batik."
        ),
    ),
    "kaos": (_n("Kaos motif Lampung"), _n("Kaos dengan motif dan gambar dari Lampung.")),
    "keripik": (
        _n("Aneka keripik"),
        _n("Keripik pisang, singkong, dan nangka dari dapur perajin."),
    ),
    "kopi": (_n("Kopi"), _n("Kopi robusta Lampung: biji, bubuk, dan drip bag.")),
    "emping": (_n("Emping melinjo"), _n("Emping dari biji melinjo.")),
    "teri": (_n("Ikan teri"), _n("Teri kering dan olahannya.")),
}
"""Craft key -> its name and one sentence about it."""

TAPIS_CARE = (
    (_n("Jangan dicuci"), _n("Cukup diangin-anginkan.")),
    (_n("Jauhkan dari matahari"), _n("Juga dari tempat yang lembap.")),
    (_n("Gulung, jangan lipat"), _n("Pakai kertas bebas asam.")),
    (
        _n("Jangan disemprot parfum"),
        _n("Selipkan merica atau kamper; angin-anginkan sebulan sekali."),
    ),
)


HOLDS = {
    "sale": (_n("Sedang di kasir"), _n("Seseorang sedang membawanya ke kasir.")),
    "basket": (
        _n("Sedang ditahan"),
        _n("Ditahan sebentar untuk pengunjung lain. Kalau tidak jadi, ia bisa dibeli lagi."),
    ),
    "transfer": (_n("Akan pindah"), _n("Sedang disiapkan untuk pindah ke ruang pamer lain.")),
    "departure": (_n("Akan pulang"), _n("Sedang disiapkan untuk kembali ke pembuatnya.")),
}
"""Who holds a piece that nobody else can buy now -> the word on it, and the sentence."""


def hold_words(work: Work) -> tuple[str, str]:
    """Return the word on a piece that is held, and the sentence that says why."""
    word, sentence = HOLDS[work.held]
    return _(word), _(sentence)


def sign_of(motif: str) -> Sign | None:
    """Return the sign of a motif as a product spells it, or None."""
    key = motif.lower().replace("-", " ").strip()
    return next((sign for sign in SIGNS if sign.key == key), None)


def craft_name(craft: str) -> str:
    """Return the name of a craft in the language now spoken."""
    return _(CRAFTS[craft][0]) if craft in CRAFTS else craft


def craft_text(craft: str) -> str:
    """Return the sentence about a craft in the language now spoken, empty if there is none."""
    return _(CRAFTS[craft][1]) if craft in CRAFTS else ""
