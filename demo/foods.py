"""The invented makers of food: crisps, coffee, emping and anchovy."""

from demo.works import Hand, Work

FOODS = (
    Hand(
        name="Keripik Teluk Misal",
        owner="Ibu Yulianti",
        sentra="Aneka Keripik",
        address="Kel. Umpama, Bandar Lampung",
        phone="081200000008",
        nib="1234000000084",
        terms=1000,
        permits=(("pirt", "2141871000017-31", 1500), ("halal", "ID18110000000000018", None)),
        story="Pisang kepok digoreng setiap Selasa dan Jumat, dibumbui setelah dingin, dan "
        "dikemas hari itu juga.",
        story_en="Bananas are fried every Tuesday and Friday, seasoned once they are cool, and "
        "packed on the same day.",
        works=(
            Work(
                title="Keripik Pisang Cokelat 200 g",
                price=20_000,
                pieces=(40, 30),
                weight="200 g",
                unit="bungkus",
                keeps=120,
            ),
            Work(
                title="Keripik Pisang Keju 200 g",
                price=21_000,
                pieces=(36, 24),
                weight="200 g",
                unit="bungkus",
                keeps=110,
            ),
            Work(
                title="Keripik Pisang Original 250 g",
                price=18_000,
                pieces=(30, 24),
                weight="250 g",
                unit="bungkus",
                keeps=150,
            ),
            Work(
                title="Keripik Nangka 100 g",
                price=24_000,
                pieces=(18, 12),
                weight="100 g",
                unit="bungkus",
                keeps=24,
            ),
        ),
    ),
    Hand(
        name="Dapur Singkong Andai",
        owner="Ibu Marlina",
        sentra="Aneka Keripik",
        address="Kel. Rekaan, Bandar Lampung",
        phone="081200000009",
        nib="1234000000095",
        terms=0,
        permits=(("pirt", "2141871000028-28", 20),),
        story="Singkong dari kebun keluarga, diiris tangan, dan dibumbui balado yang digiling "
        "sendiri.",
        story_en="Cassava from the family’s field, sliced by hand, with a balado chilli paste "
        "they grind themselves.",
        works=(
            Work(
                title="Keripik Singkong Balado 250 g",
                price=17_000,
                net=13_500,
                pieces=(36, 30),
                weight="250 g",
                unit="bungkus",
                keeps=95,
            ),
            Work(
                title="Keripik Singkong Original 250 g",
                price=15_000,
                net=12_000,
                pieces=(30, 24),
                weight="250 g",
                unit="bungkus",
                keeps=95,
            ),
            Work(
                title="Peyek Teri 200 g",
                price=22_000,
                net=17_500,
                pieces=(20, 12),
                weight="200 g",
                unit="bungkus",
                keeps=45,
            ),
        ),
    ),
    Hand(
        name="Bujang Robusta",
        owner="Bapak Agus Salim",
        sentra="Kopi",
        address="Kel. Contoh, Bandar Lampung",
        phone="081200000010",
        nib="1234000000106",
        permits=(("pirt", "2101871000039-30", 1200), ("halal", "ID18110000000000029", None)),
        story="Membeli buah merah dari tiga kebun tetangga di kampung orang tuanya dan "
        "menyangrainya sendiri setiap minggu.",
        story_en="He buys red cherries from three neighbouring gardens in his parents’ village "
        "and roasts them himself every week.",
        works=(
            Work(
                title="Kopi Robusta Biji Petik Merah 250 g",
                price=66_000,
                pieces=(30, 16),
                weight="250 g",
                unit="bungkus",
                keeps=300,
            ),
            Work(
                title="Kopi Robusta Bubuk 200 g",
                price=38_000,
                pieces=(40, 30),
                weight="200 g",
                unit="bungkus",
                keeps=280,
            ),
            Work(
                title="Kopi Drip Bag isi 5",
                price=45_000,
                pieces=(24, 20),
                unit="bungkus",
                keeps=320,
            ),
        ),
    ),
    Hand(
        name="Dapur Emping Rekaan",
        owner="Ibu Sumiati",
        sentra="Emping Melinjo",
        address="Kel. Umpama, Bandar Lampung",
        phone="081200000011",
        nib="1234000000117",
        permits=(("pirt", "2061871000040-29", 900),),
        story="Melinjo disangrai, dipipihkan dengan palu kayu satu per satu, lalu dijemur di "
        "halaman.",
        story_en="Melinjo seeds are roasted, beaten flat one by one with a wooden mallet and "
        "dried in the yard.",
        works=(
            Work(
                title="Emping Melinjo Original 250 g",
                price=37_000,
                pieces=(24, 16),
                weight="250 g",
                unit="bungkus",
                keeps=140,
            ),
            Work(
                title="Emping Melinjo Manis 500 g",
                price=68_000,
                pieces=(12, 9),
                weight="500 g",
                unit="bungkus",
                keeps=130,
            ),
            Work(
                title="Emping Pedas Manis 200 g",
                price=34_000,
                pieces=(20, 14),
                weight="200 g",
                unit="bungkus",
                keeps=28,
            ),
        ),
    ),
    Hand(
        name="Teri Pulau Umpama",
        owner="Ibu Hartini",
        sentra="Olahan Ikan Teri",
        address="Kel. Rekaan, Bandar Lampung",
        phone="081200000012",
        nib="1234000000128",
        terms=1200,
        permits=(("pirt", "2021871000051-30", 1100),),
        story="Teri direbus di kapal, dijemur pagi hari, dan disortir tangan menurut besarnya.",
        story_en="The anchovies are boiled on board, dried in the morning sun and sorted by hand "
        "by size.",
        works=(
            Work(
                title="Teri Nasi Kering 250 g",
                price=63_000,
                pieces=(18, 10),
                weight="250 g",
                unit="bungkus",
                keeps=180,
            ),
            Work(
                title="Teri Jengki Kering 250 g",
                price=42_000,
                pieces=(16, 10),
                weight="250 g",
                unit="bungkus",
                keeps=180,
            ),
            Work(
                title="Sambal Teri Pedas 150 g",
                price=36_000,
                pieces=(20, 12),
                weight="150 g",
                unit="botol",
                keeps=60,
            ),
        ),
    ),
)

HOUSE_GOODS = (
    Work(
        title="Kantong Kertas Galeri",
        price=3_000,
        pieces=(200, 150),
        note="Kantong kertas dengan motif pucuk rebung.",
        note_en="A paper bag with the bamboo-shoot motif.",
    ),
    Work(title="Kotak Kado Kecil", price=15_000, pieces=(40, 20)),
    Work(
        title="Kelas Mencucuk 1 Jam",
        price=75_000,
        kind="service",
        unit="orang",
        note="Satu jam belajar mencucuk benang emas bersama perajin; bahan sudah termasuk.",
        note_en="An hour of couching gold thread with a maker; materials included.",
    ),
    Work(title="Ongkos Kirim", price=20_000, kind="service", unit="paket", is_passed_on=True),
)
"""What the house sells on its own account: bags, boxes, a class, postage passed through."""
