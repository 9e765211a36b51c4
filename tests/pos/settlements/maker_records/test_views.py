"""The office's pages of merging: the walk of a manager, and what others may."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalogue.makers import service as maker_verbs
from catalogue.makers.models import Maker, MakerDoubt
from core.dispatch import TitipFlask
from pos.settlements.maker_records.models import MakerMerge
from tests.pos.settlements.maker_records.test_merging import second
from tests.pos.settlements.office import browser, send, work
from tests.pos.settlements.stage import Stage


def maker(stage: Stage, number: int) -> Maker:
    with stage.database.reader() as session:
        return session.get_one(Maker, number)


def merge(app: TitipFlask, office: FlaskClient, from_id: int, into_id: int) -> str:
    """Agree to merge, let the worker do it, and return the page that tells of it."""
    form = {"from": from_id, "into": into_id, "terms": "keep"}
    answer = send(office, "/manage/makers/merge", **form)
    assert answer.status_code == 303, answer.text
    work(app)
    return office.get(answer.location).text


def test_two_records_are_found_compared_and_merged(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    old, into = second(stage), stage.room.maker.id
    stage.sell({"tas tapis": 1})
    choose = office.get(f"/manage/makers/{into}/merge").text
    assert "Sekar Benang Mas" in choose
    link = re.search(r'href="(/manage/makers/merge\?[^"]+)"', choose)
    assert link

    preview = office.get(link[1].replace("&amp;", "&")).text
    for said in ("1 barang beserta stoknya", "Rp60.000", "tidak bisa dipisah", "25%", "20%"):
        assert said in preview
    assert maker(stage, old).merged_into_id is None  # looking changes nothing

    told = merge(app, office, old, into)
    assert 'data-state="done"' in told
    assert 'data-testid="merge-unstated" data-amount="60000"' in told
    assert "Jl. Lama 3" in told  # the old record can still be read


def test_old_addresses_lead_to_the_one_who_stays(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    old, into = second(stage), stage.room.maker.id
    before, after = maker(stage, old), maker(stage, into)
    merge(app, office, old, into)

    for lang in ("", "/en"):
        answer = office.get(f"{lang}/m/{before.slug}")
        assert (answer.status_code, answer.location) == (301, f"{lang}/m/{after.slug}")
    answer = office.get(f"/manage/makers/{old}")
    assert answer.status_code in (301, 303) and answer.location == f"/manage/makers/{into}"
    page = office.get(f"/manage/makers/{into}").text
    assert before.code in page
    assert "Sekar Benangmas" in office.get(f"/manage/makers?q={before.code}").text
    assert before.name not in office.get("/manage/makers/archived").text


def test_the_lists_of_deliveries_and_payouts_of_one_who_stays_hold_the_old_ones_too(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    old, into = second(stage), stage.room.maker.id
    stage.sell({"tas tapis": 1})
    stage.settle()
    paid = stage.pay(stage.latest(old))
    merge(app, office, old, into)

    deliveries = office.get(f"/manage/consignments?maker={into}&as=csv").text
    assert "M0003" in deliveries and "M0001" in deliveries and "M0002" not in deliveries
    assert paid.number in office.get(f"/manage/payouts?maker={into}").text
    assert paid.number not in office.get(f"/manage/payouts?maker={stage.room.other.id}").text


def test_a_doubt_leads_to_the_comparison(app: TitipFlask, office: FlaskClient, stage: Stage):
    old, into = second(stage), stage.room.maker.id

    def doubt(session) -> None:
        one, other = session.get_one(Maker, old), session.get_one(Maker, into)
        maker_verbs.doubt(session, one, other, reason="nama mirip", at=stage.at)

    stage.do(doubt)
    page = office.get("/manage/makers/doubts").text
    assert f"/manage/makers/merge?from={old}&amp;into={into}" in page

    merge(app, office, old, into)

    assert "Tidak ada yang diragukan" in office.get("/manage/makers/doubts").text
    with stage.database.reader() as session:
        assert session.scalars(select(MakerDoubt.decision)).one() == "same"


@pytest.mark.parametrize(
    "pair, status",
    [(("same", "same"), 422), (("gone", "into"), 404), (("", "into"), 422), (("x", "into"), 422)],
)
def test_a_pair_that_makes_no_sense_is_refused(
    office: FlaskClient, stage: Stage, pair: tuple[str, str], status: int
):
    ids = {"same": stage.room.maker.id, "into": stage.room.maker.id, "gone": 999}
    form = {"from": ids.get(pair[0], pair[0]), "into": ids[pair[1]]}

    assert send(office, "/manage/makers/merge", **form).status_code == status
    assert office.get("/manage/makers/merge", query_string=form).status_code == status
    with stage.database.reader() as session:
        assert session.scalars(select(MakerMerge)).all() == []


def test_the_same_press_twice_merges_once_and_a_merged_one_is_refused(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    old, into = second(stage), stage.room.maker.id
    form = {"from": old, "into": into, "key": "7b3d6c0e-54f0-4d9c-9b19-0f4a3f5f7c11"}
    first = office.post("/manage/makers/merge", data=form)
    again = office.post("/manage/makers/merge", data=form)
    assert first.location == again.location
    work(app)

    refused = send(office, "/manage/makers/merge", **{"from": old, "into": into})

    assert refused.status_code == 409
    assert "sudah digabung" in refused.text


def test_an_edit_of_a_merged_record_is_refused(app: TitipFlask, office: FlaskClient, stage: Stage):
    old, into = second(stage), stage.room.maker.id
    merge(app, office, old, into)

    for verb in ("edit", "unarchive"):
        answer = send(office, f"/manage/makers/{old}/{verb}", name="Lain", sentra="Tapis")
        assert answer.status_code == 409


def test_a_merged_statement_says_where_its_balance_went(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    old, into = second(stage), stage.room.maker.id
    stage.sell({"tas tapis": 1})
    stage.settle()
    number = stage.latest(old).number
    merge(app, office, old, into)

    page = office.get(f"/manage/statements/{number}").text

    assert "saldonya ikut pindah" in page
    assert "payout-cash" not in page
    paid = send(office, f"/manage/statements/{number}/pay", source="treasury", below="uangnya ada")
    assert paid.status_code == 409


def test_cashier_and_officer_merge_nobody(app: TitipFlask, stage: Stage):
    old, into = second(stage), stage.room.maker.id
    for person in (stage.room.cashier, stage.room.officer):
        client = browser(app, person)
        assert client.get(f"/manage/makers/{into}/merge").status_code == 403
        assert (
            send(client, "/manage/makers/merge", **{"from": old, "into": into}).status_code == 403
        )
