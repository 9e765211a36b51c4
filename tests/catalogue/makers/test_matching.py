"""Which maker a sheet means, whatever it is spelled like and in whatever order it stands."""

from hypothesis import given
from hypothesis import strategies as st

from catalogue.makers.matching import (
    Directory,
    KnownMaker,
    NamedMaker,
    cluster,
    is_similar,
    name_key,
    similarity,
)

NIB_A, NIB_B = "1111111111111", "2222222222222"
PHONE_A, PHONE_B = "081200000001", "081200000002"


def named(name, phone=None, nib=None):
    return NamedMaker(name_key(name), phone, nib)


def known(maker_id, name, phone=None, nib=None):
    return KnownMaker(maker_id, name_key(name), phone, nib)


def placed(spelling, *makers):
    clusters = cluster([spelling])
    Directory(makers).place(clusters)
    return clusters[0].maker_id, clusters[0].doubts


def test_names_are_compared_without_case_blanks_marks_and_legal_forms():
    spellings = [
        "Tapis  Sari Jurai",
        "TAPIS SARI JURAI",
        "Tapis Sari Jurai ",
        "CV. Tapis Sari Jurai",
        "tapis sari-jurai",
        "Tapis Sari Jurai, UD",
    ]

    assert {name_key(spelling) for spelling in spellings} == {"tapis sari jurai"}
    assert name_key("IKM") == "ikm"


def test_spellings_with_one_nib_are_one_maker():
    found = cluster([named("Tapis Sari", PHONE_A, NIB_A), named("Tapis Baru", PHONE_B, NIB_A)])

    assert len(found) == 1


def test_rows_without_nib_join_the_maker_with_that_phone_and_a_similar_name():
    found = cluster([named("Tapis Sari Jurai", PHONE_A, NIB_A), named("Tapis Sari Jural", PHONE_A)])

    assert len(found) == 1


def test_rows_without_nib_and_phone_join_the_maker_of_that_name():
    assert len(cluster([named("Tapis Sari", PHONE_A, NIB_A), named("TAPIS SARI")])) == 1
    assert len(cluster([named("Tapis Sari", PHONE_A), named("TAPIS SARI")])) == 1


def test_a_shared_phone_with_another_name_is_not_enough():
    assert len(cluster([named("Tapis Sari", PHONE_A), named("Kopi Rembulan", PHONE_A)])) == 2


def test_a_name_that_two_businesses_bear_joins_neither():
    found = cluster(
        [
            named("Tapis Sari", PHONE_A, NIB_A),
            named("Tapis Sari", PHONE_B, NIB_B),
            named("Tapis Sari"),
        ]
    )

    assert len(found) == 3


NAMES = ["Tapis Sari", "Tapis Sari Jurai", "TAPIS  SARI", "Kopi Rembulan", "Kopi Rembulam", "Teri"]
SPELLINGS = st.builds(
    named,
    st.sampled_from(NAMES),
    st.sampled_from([None, PHONE_A, PHONE_B]),
    st.sampled_from([None, NIB_A, NIB_B]),
)
MAKERS = st.lists(
    st.builds(known, st.just(0), st.sampled_from(NAMES), st.sampled_from([None, PHONE_A, PHONE_B])),
    max_size=4,
)


@given(st.lists(SPELLINGS, max_size=10), MAKERS, st.randoms())
def test_the_order_of_rows_changes_nothing(spellings, makers, chance):
    makers = [KnownMaker(n, m.name_key, m.phone, None) for n, m in enumerate(makers)]
    shuffled = spellings.copy()
    chance.shuffle(shuffled)
    results = []
    for order in (spellings, shuffled):
        clusters = cluster(order)
        Directory(makers).place(clusters)
        results.append(
            {(frozenset(c.spellings), c.maker_id, frozenset(c.doubts)) for c in clusters}
        )

    assert results[0] == results[1]


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_likeness_is_mutual(one, other):
    assert similarity(one, other) == similarity(other, one)
    assert is_similar(one, other) == is_similar(other, one)


def test_the_nib_decides_before_everything():
    assert placed(
        named("Tapis Sari", PHONE_A, NIB_B),
        known(1, "Tapis Sari", PHONE_A, NIB_A),
        known(2, "Lain", PHONE_B, NIB_B),
    ) == (2, set())


def test_without_nib_the_phone_and_a_similar_name_decide():
    makers = (known(1, "Tapis Sari Jurai", PHONE_A), known(2, "Tapis Sari Jural", PHONE_B))

    assert placed(named("Tapis Sari Jural", PHONE_A, NIB_A), *makers) == (1, set())


def test_without_nib_and_phone_the_name_decides():
    assert placed(named("CV TAPIS SARI"), known(1, "Tapis Sari", PHONE_A, NIB_A)) == (1, set())
    assert placed(named("Tapis Sari", PHONE_B), known(1, "Tapis Sari", PHONE_A)) == (1, set())


def test_another_nib_is_another_business_and_a_doubt():
    assert placed(named("Tapis Sari", PHONE_A, NIB_B), known(1, "Tapis Sari", PHONE_A, NIB_A)) == (
        None,
        {1},
    )


def test_two_makers_who_fit_equally_are_a_doubt():
    assert placed(named("Tapis Sari"), known(1, "Tapis Sari"), known(2, "Tapis Sari")) == (
        None,
        {1, 2},
    )


def test_a_nearly_equal_name_without_other_evidence_is_a_doubt():
    assert placed(named("Tapis Sekar Ruwa", PHONE_B), known(1, "Tapis Mekar Ruwa", PHONE_A)) == (
        None,
        {1},
    )
    assert placed(
        named("Tapis Sekar Ruwa", PHONE_B, NIB_B), known(1, "Tapis Mekar Ruwa", PHONE_A, NIB_A)
    ) == (None, set())


def test_a_shared_phone_is_a_doubt():
    assert placed(
        named("Kopi Rembulan", PHONE_A, NIB_B), known(1, "Tapis Sari", PHONE_A, NIB_A)
    ) == (None, {1})


def test_two_businesses_cannot_both_be_a_maker_without_nib():
    clusters = cluster([named("Tapis Sari", PHONE_A, NIB_A), named("Tapis Sari", PHONE_B, NIB_B)])

    Directory([known(1, "Tapis Sari")]).place(clusters)

    assert [(c.maker_id, c.doubts) for c in clusters] == [(None, {1})] * 2
