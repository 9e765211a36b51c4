"""The words of the agreement: what it says before the showroom changes it, and how it is read.

A line is a paragraph; a line that begins with `#` is the heading of the section below it; names in
braces are filled in when the paper is made. The names are the same in both languages.
"""

import re
from collections.abc import Mapping

from core.errors import Refused
from core.i18n import _
from printers.documents import Clause

LONGEST = 20_000
BRACES = re.compile(r"\{([^{}\n]*)\}")

PLACES = {
    "tanggal": _("tanggal perjanjian"),
    "nomor": _("nomor perjanjian"),
    "galeri": _("nama galeri"),
    "alamat_galeri": _("alamat galeri"),
    "wakil_galeri": _("pengurus yang mencetaknya"),
    "perajin": _("nama usaha perajin"),
    "pemilik": _("nama orangnya"),
    "kode_perajin": _("kode perajin"),
    "bagi_hasil": _("komisi atau harga titip"),
    "potongan_harga": _("penanggung potongan dan batas bawah"),
    "masa_titip": _("masa titip dan sesudahnya"),
    "pembayaran": _("jadwal bayar, paling sedikit, biaya transfer"),
    "hilang_rusak": _("penanggung barang hilang atau rusak"),
    "masa_berlaku": _("sejak dan sampai kapan berlaku"),
    "jumlah_barang": _("banyaknya barang dalam lampiran"),
    "nilai_barang": _("nilai lampiran menurut harga jual"),
}
"""What may stand in braces, and what it becomes."""

NEEDED = ("bagi_hasil", "pembayaran", "hilang_rusak")
"""Without these the paper would not say what was agreed."""

DEFAULTS = {
    "id": """\
Pada tanggal {tanggal}, {galeri} (selanjutnya disebut Galeri) dan {perajin} (selanjutnya disebut Perajin) sepakat \
tentang titip jual dengan ketentuan berikut.

# Pasal 1. Barang titipan
Perajin menitipkan barang kepada Galeri untuk dijual. Barang yang ada di Galeri saat perjanjian ini dibuat tercantum \
dalam lampiran: {jumlah_barang}, senilai {nilai_barang} menurut harga jual.
Setiap titipan berikutnya dicatat dengan tanda terima yang menjadi bagian dari perjanjian ini.
Barang tetap milik Perajin sampai terjual. Galeri tidak menjaminkan, menyewakan, atau meminjamkannya.

# Pasal 2. Harga dan bagi hasil
Harga jual disepakati saat barang diterima. Galeri mengubahnya hanya dengan persetujuan Perajin.
{bagi_hasil}
{potongan_harga}

# Pasal 3. Masa titip
{masa_titip}
Perajin boleh menarik barangnya dengan memberi tahu paling lambat tiga hari sebelumnya, kecuali barang yang sudah \
dipesan pembeli.

# Pasal 4. Pembayaran
{pembayaran}
Setiap pembayaran disertai rincian hasil: nomor struk, harga, potongan, komisi, dan bagian Perajin.
Jika pembeli mengembalikan barang, bagian Perajin atas barang itu diperhitungkan pada rincian berikutnya.

# Pasal 5. Perawatan, kehilangan, dan kerusakan
Galeri menyimpan dan memajang barang dengan patut.
{hilang_rusak}
Kehilangan atau kerusakan dicatat dalam berita acara yang ditandatangani kedua pihak.

# Pasal 6. Mutu dan izin
Perajin menjamin bahwa barang itu miliknya sendiri dan keterangannya benar, termasuk bahan dan cara pembuatannya.
Untuk makanan, Perajin bertanggung jawab atas izin edar, label, dan tanggal kedaluwarsanya.

# Pasal 7. Foto, cerita, dan data pribadi
Perajin mengizinkan Galeri menampilkan foto barang, nama usaha, dan ceritanya di katalog.
Data pribadi Perajin dipakai hanya untuk menjalankan perjanjian ini dan dijaga menurut undang-undang.

# Pasal 8. Masa berlaku
{masa_berlaku}
Masing-masing pihak boleh mengakhirinya dengan pemberitahuan tertulis 30 hari sebelumnya.
Setelah berakhir, barang yang tersisa kembali dengan berita acara dan hasil yang belum dibayar dilunasi paling lambat \
14 hari kemudian.

# Pasal 9. Perselisihan
Perselisihan diselesaikan dengan musyawarah. Jika tidak tercapai, melalui pengadilan negeri di tempat Galeri.

# Pasal 10. Penutup
Perjanjian ini dibuat rangkap dua, bermeterai, dan keduanya berkekuatan sama. Perubahan dibuat tertulis sebagai versi \
baru yang ditandatangani kedua pihak.
""",
    "en": """\
On {tanggal}, {galeri} (the Gallery) and {perajin} (the Maker) agree on the sale of entrusted goods as follows. This is \
a translation; the Indonesian text decides.

# Article 1. Entrusted goods
The Maker entrusts goods to the Gallery for sale. What is in the Gallery when this contract is made stands in the annex: \
{jumlah_barang}, worth {nilai_barang} at list price.
Every later delivery is recorded by an acknowledgement of receipt that becomes part of this contract.
Goods remain the Maker's until sold. The Gallery does not pledge, hire out or lend them.

# Article 2. Price and sharing
The list price is agreed when goods are received. The Gallery changes it only with the Maker's consent.
{bagi_hasil}
{potongan_harga}

# Article 3. Consignment period
{masa_titip}
The Maker may take goods back with at least three days' notice, except goods that a buyer has ordered.

# Article 4. Payment
{pembayaran}
Every payment comes with a statement: receipt numbers, prices, discounts, commission and the Maker's share.
If a buyer returns goods, the Maker's share of them is set against the next statement.

# Article 5. Care, loss and damage
The Gallery keeps and shows goods with proper care.
{hilang_rusak}
Loss or damage is written down in a record that both parties sign.

# Article 6. Quality and licences
The Maker warrants that the goods are the Maker's own and truly described, material and technique included.
For food the Maker answers for the distribution licence, the label and the expiry date.

# Article 7. Pictures, story and personal data
The Maker allows the Gallery to show pictures of goods, the business name and its story in the catalogue.
The Maker's personal data are used only to carry out this contract and are protected as the law asks.

# Article 8. Validity
{masa_berlaku}
Either party may end it by written notice 30 days before.
After that what remains goes back with a signed record and what is still owed is paid within 14 days.

# Article 9. Disputes
Disputes are settled by talking. Failing that, by the district court at the Gallery's seat.

# Article 10. Closing
This contract is made in two originals, stamped, both of equal force. Changes are made in writing as a new version that \
both parties sign.
""",
}


def checked(body: str) -> str:
    """Return a text as it is kept; Refused where it could not be printed or would leave terms out."""
    body = "\n".join(line.strip() for line in body.replace("\r\n", "\n").split("\n")).strip()
    if len(body) > LONGEST:
        raise Refused(
            _("Teks terlalu panjang; paling banyak %(n)s huruf.", n=LONGEST), field="body"
        )
    for name in BRACES.findall(body):
        if name not in PLACES:
            raise Refused(
                _("{%(name)s} tidak dikenal. Pakai nama dari daftar.", name=name), field="body"
            )
    if re.search(r"[{}]", BRACES.sub("", body)):
        raise Refused(_("Ada kurung kurawal yang tidak berpasangan."), field="body")
    for name in NEEDED:
        if "{%s}" % name not in body:  # noqa: UP031 braces mean themselves here
            raise Refused(
                _("Teks harus memuat {%(name)s}, supaya kesepakatannya tercetak.", name=name),
                field="body",
            )
    return body + "\n"


def clauses(body: str, values: Mapping[str, str]) -> tuple[Clause, ...]:
    """Return the sections of a text with its names filled in; what says nothing is left out."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in body.splitlines():
        filled = BRACES.sub(lambda place: values[place[1]], line).strip()
        if filled.startswith("#"):
            found.append((filled.lstrip("#").strip(), []))
        elif filled:
            found[-1][1].append(filled)
    return tuple(
        Clause(heading=heading, paragraphs=tuple(lines))
        for heading, lines in found
        if heading or lines
    )
