"""The English of facts that nobody wrote in English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.products import fact_words


@pytest.mark.parametrize(
    "compose, written, said",
    [
        (fact_words.english_material, "katun, benang emas", "Cotton, gold thread"),
        (fact_words.english_material, "Kain tenun dan payet", "Woven cloth and sequins"),
        (fact_words.english_material, "kulit pari", "Leather pari"),
        (fact_words.english_colour, "merah marun; emas", "Maroon, gold"),
        (fact_words.english_colour, "Biru Tua", "Dark blue"),
        (
            fact_words.english_ingredients,
            "pisang, gula, minyak goreng",
            "Banana, sugar, cooking oil",
        ),
        (
            fact_words.english_care,
            "Cuci kering. Jangan diperas. Titip ke Ibu Sari.",
            "Dry clean. Do not wring. Titip ke Ibu Sari.",
        ),
        (fact_words.english_care, "Simpan pada 2.5 derajat", "Simpan pada 2.5 derajat."),
        (fact_words.english_material, "", ""),
        (fact_words.english_care, "  ", ""),
    ],
)
def test_known_words_are_said_in_english_and_others_stay(compose, written: str, said: str):
    assert compose(written) == said


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60))
def test_no_word_that_a_maker_wrote_is_lost(written: str):
    said = fact_words.english_material(written).casefold()

    for word in written.casefold().replace(",", " ").replace(";", " ").split():
        known = any(word in phrase.split() for phrase in (*fact_words.MATERIALS, "dan", "campuran"))
        assert known or word.casefold() in said
