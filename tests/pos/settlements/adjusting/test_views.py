"""The pages on which one manager proposes and another approves."""

from flask.testing import FlaskClient

from core.dispatch import TitipFlask
from core.users import service as people
from core.users.models import User
from tests.pos.settlements.office import browser, rows, send
from tests.pos.settlements.stage import Stage
from tests.tools.reading import page_texts


def treasurer(app: TitipFlask, stage: Stage) -> FlaskClient:
    """Another manager, signed in."""
    user: User = stage.database.write(
        lambda session: people.create_user(
            session, "Pak Bendahara", login="bendahara", roles=("manager",), at=stage.at, by=None
        )
    )
    return browser(app, user)


def propose(office: FlaskClient, stage: Stage, **form: object):
    wish = {
        "maker": stage.room.maker.id, "kind": "advance", "amount": "100.000",
        "reason": "untuk benang emas", "source": "treasury",
    }  # fmt: skip
    return send(office, "/manage/adjustments/new", **(wish | form))


def test_an_advance_goes_from_one_manager_to_the_other_and_to_the_paper(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    assert "Belum ada usulan" in office.get("/manage/adjustments").text
    assert "satu pengurus" in office.get("/manage/adjustments/new").text
    other = treasurer(app, stage)
    answer = propose(office, stage)
    assert answer.location.startswith("/manage/adjustments/P00001")

    own = office.get("/manage/adjustments/P00001").text
    assert "Anda yang mengusulkan" in own and "adjust-approve" not in own
    assert "minus" in own
    page = other.get("/manage/adjustments/P00001").text
    assert "adjust-approve" in page and "untuk benang emas" in page
    empty = send(other, "/manage/adjustments/P00001/approve")
    assert (empty.status_code, 'name="below"' in empty.text) == (422, True)
    word = {"below": "uangnya ada di tangan"}
    assert send(other, "/manage/adjustments/P00001/approve", **word).status_code == 303

    [shown] = rows(other.get("/manage/adjustments?state=approved").text, "adjustment-row")
    assert (shown["number"], shown["amount"]) == ("P00001", "-100000")
    told = other.get("/manage/adjustments/P00001").text
    assert "Usulkan kebalikannya" in told and "kind=repayment" in told
    paper = " ".join(page_texts(other.get("/manage/adjustments/P00001.pdf").data))
    assert "seratus ribu rupiah" in paper and "untuk benang emas" in paper
    assert stage.owed() == -100_000


def test_the_second_person_is_told_and_the_first_where_to_make_one(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    propose(office, stage)
    alone = office.get("/manage/adjustments/P00001").text
    assert "belum ada yang bisa menyetujuinya" in alone and 'href="/manage/users"' in alone

    other = treasurer(app, stage)

    def told(person: FlaskClient) -> list[str]:
        found = rows(person.get("/manage").text, "attention")
        return [one["count"] for one in found if one["key"] == "decide"]

    assert (told(office), told(other)) == ([], ["1"])
    assert 'href="/manage/adjustments?state=proposed"' in other.get("/manage").text
    assert "belum ada yang bisa" not in office.get("/manage/adjustments/P00001").text
    stage.sell({"selendang": 1})
    stage.settle()
    page = office.get(f"/manage/statements/{stage.latest().number}").text
    assert rows(page, "payday-proposal") == [{"testid": "payday-proposal", "number": "P00001"}]
    send(other, "/manage/adjustments/P00001/approve", below="uangnya ada di tangan")
    assert told(other) == []


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    office: FlaskClient, stage: Stage
):
    for wrong, sentence in (
        ({"maker": ""}, "Pilih perajinnya"),
        ({"kind": ""}, "Pilih apa yang diusulkan"),
        ({"amount": "seribu"}, "angka"),
        ({"reason": ""}, "alasannya"),
        ({"source": ""}, "dari mana uangnya"),
    ):
        answer = propose(office, stage, **wrong)
        assert answer.status_code == 422, wrong
        assert sentence in answer.text, wrong
    assert "untuk benang emas" in answer.text
    assert stage.owed() == 0


def test_who_proposed_is_refused_even_without_the_button(office: FlaskClient, stage: Stage):
    propose(office, stage)

    answer = send(office, "/manage/adjustments/P00001/approve")

    assert answer.status_code == 403
    assert "mengusulkan" in answer.text
    assert send(office, "/manage/adjustments/P00001/decline", answer="keliru").status_code == 303
    assert "tidak ada yang tercatat" in office.get("/manage/adjustments/P00001").text.lower()
    assert office.get("/manage/adjustments/P00001.pdf").status_code == 404
    assert office.get("/manage/adjustments/P00009").status_code == 404
