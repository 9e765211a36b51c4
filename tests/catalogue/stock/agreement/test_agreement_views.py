"""The agreement that is signed: a PDF with clauses, a stamp box and the goods; its text in the office."""

from datetime import UTC, date, datetime, timedelta

import pytest

from catalogue.outlets.queries import require_main
from catalogue.stock.agreement import queries, texts
from catalogue.stock.agreement.models import AgreementText
from core.clock import local_date
from tests.catalogue.desk import Desk
from tests.tools.reading import page_texts

TEXT = "/manage/contracts/text"
SHORT = "{perajin} dan {galeri}.\n# Isi\n{bagi_hasil}\n{pembayaran}\n{hilang_rusak}\n"


def paper(desk: Desk, query: str = "") -> list[str]:
    """The words on each page of the maker's agreement, lines joined."""
    answer = desk.get(f"/manage/makers/{desk.maker_id}/agreement.pdf{query}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    return [" ".join(words.split()) for words in page_texts(answer.data)]


def test_the_paper_names_both_parties_the_terms_and_where_to_sign(desk: Desk):
    pages = paper(desk)

    whole = " ".join(pages)
    for words in (
        "Perjanjian titip jual", "PTJ/M0001/1", "Sekar Contoh (M0001)", "Ibu Contoh", "081234567890",
        "Komisi galeri 15% dari harga jual.", "Potongan harga ditanggung bersama.",
        "Masa titip tidak dibatasi.", "Hasil penjualan dibayarkan setiap bulan.",
        "diganti galeri sebesar bagian perajin.", "Pasal 10. Penutup", "Meterai", "Pihak pertama",
        "Pihak kedua", f"Halaman 1 dari {len(pages)}", f"Halaman {len(pages)} dari {len(pages)}",
    ):  # fmt: skip
        assert words in whole


def test_the_goods_are_an_annex_of_their_own(desk: Desk):
    *clauses, annex = paper(desk)

    assert annex.startswith("Lampiran: barang titipan")
    for words in ("Kain Tapis Siger", "2.500.000", "Keripik Pisang", "140.000", "Jumlah 8"):
        assert words in annex
    assert "2 macam, 8 buah, senilai Rp2.640.000" in " ".join(clauses)


def test_goods_with_terms_of_their_own_say_so_in_the_annex(desk: Desk):
    desk.done(f"/manage/contracts/new?product={desk.cloth_id}", terms="percent", commission="8")

    assert "Kain Tapis Siger Komisi galeri 8%" in paper(desk)[-1]


def test_the_english_paper_is_whole(desk: Desk):
    *clauses, annex = paper(desk, "?language=en")

    whole = " ".join(clauses)
    assert "Consignment agreement" in whole
    assert "Gallery commission 15% of the list price." in whole
    assert "2 kinds, 8 pieces" in whole
    assert annex.startswith("Annex: entrusted goods")
    assert "Lampiran" not in annex


def test_a_nik_is_never_on_the_paper(desk: Desk):
    desk.send(f"/manage/makers/{desk.maker_id}/private", nik="1871015204850001")

    assert "1871015204850001" not in " ".join(paper(desk))
    assert "NIK ......" in " ".join(paper(desk))


def test_the_paper_of_a_date_has_the_terms_of_that_date(desk: Desk):
    desk.done(f"/manage/contracts/new?maker={desk.maker_id}", terms="percent", commission="22,5")
    yesterday = desk.today() - timedelta(days=1)

    assert "22,5%" in paper(desk)[0]
    assert "Komisi galeri 15% dari harga jual." in paper(desk, f"?on={yesterday}")[0]


def test_without_a_contract_there_is_no_paper(desk: Desk):
    day = desk.today() - timedelta(days=40)

    answer = desk.get(f"/manage/makers/{desk.maker_id}/agreement.pdf?on={day}")

    assert answer.status_code == 404
    assert "Belum ada perjanjian pada tanggal itu." in answer.text


def test_the_showroom_words_it_and_old_papers_keep_their_text(desk: Desk):
    desk.done(TEXT, body=SHORT + "Galeri memajang di etalase depan.")

    assert "Galeri memajang di etalase depan." in " ".join(paper(desk))
    assert "Pasal 10" not in " ".join(paper(desk))
    before = desk.today() - timedelta(days=1)
    assert "Pasal 10. Penutup" in " ".join(paper(desk, f"?on={before}"))
    assert "Article 10. Closing" in " ".join(paper(desk, "?language=en"))


def test_our_own_text_comes_back_and_the_history_stays(desk: Desk):
    desk.done(TEXT, body=SHORT)

    page = desk.done(TEXT, default="1")

    assert page.count("<li><span>Manager</span>") == 2
    today = desk.today()
    assert desk.read(lambda s: queries.body_on(s, "id", on=today)) == texts.DEFAULTS["id"]
    written = desk.read(lambda s: s.get_one(AgreementText, 1).written_at)
    assert local_date(written, "WIB") == today


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (SHORT + "{nama_bank}", "{nama_bank} tidak dikenal."),
        (SHORT + "{", "kurung kurawal yang tidak berpasangan"),
        (SHORT.replace("{bagi_hasil}", ""), "harus memuat {bagi_hasil}"),
        ("x" * 30_000, "Teks terlalu panjang"),
        ("", "harus memuat {bagi_hasil}"),
        (texts.DEFAULTS["id"], "Teksnya sama dengan yang sekarang."),
    ],
)
def test_a_text_that_would_not_say_what_was_agreed_is_refused(desk: Desk, body: str, sentence: str):
    page = desk.refused(TEXT, body=body)

    assert sentence in page
    assert 'id="body-salah"' in page
    assert desk.read(lambda s: queries.wordings(s, "id")) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_our_own_texts_can_be_printed(language: str):
    values = dict.fromkeys(texts.PLACES, "x")

    assert texts.checked(texts.DEFAULTS[language]) == texts.DEFAULTS[language]
    assert len(texts.clauses(texts.DEFAULTS[language], values)) == 11


def test_markup_in_a_text_is_only_words(desk: Desk):
    desk.done(TEXT, body=SHORT + "Lebar < 2 m & <b>tebal</b>")

    assert "Lebar < 2 m & <b>tebal</b>" in " ".join(paper(desk))


def test_a_wording_holds_from_the_day_on_that_the_house_has(desk: Desk):
    at = datetime(2026, 5, 8, 15, 30, tzinfo=UTC)  # half past midnight in the east
    desk.write(lambda session: setattr(require_main(session), "zone", "WIT"))
    desk.write(
        lambda session: session.add(
            AgreementText(language="id", body="Baru.", written_at=at, written_by=1)
        )
    )

    found = [
        desk.read(lambda session, on=on: queries.body_on(session, "id", on=on))
        for on in (date(2026, 5, 8), date(2026, 5, 9))
    ]

    assert found == [texts.DEFAULTS["id"], "Baru."]


def test_a_cashier_sees_no_agreement(cashier_desk: Desk):
    assert cashier_desk.get("/manage/makers/1/agreement.pdf").status_code == 403
    assert cashier_desk.get(TEXT).status_code == 403
    assert cashier_desk.send(TEXT, body=SHORT).status_code == 403
