"""Whatever moved stock, the card of the product names its document, and the document opens."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from catalogue.stock.cards.sources import READERS, papers_of
from catalogue.stock.models import Movement
from config import Config
from core.dispatch import TitipFlask
from core.users import service as people
from core.users.models import User
from tests.conftest import copy_of_template
from tests.houses import app_at
from tests.pos.book import write_book

WITHOUT_PAPER = {"product"}
"""Stock that was there before the books: an opening has no document."""


@pytest.fixture
def app(home: Path, shared_folder: Path, at: datetime) -> Iterator[TitipFlask]:
    url = copy_of_template(shared_folder, home)
    with app_at(Config(home=home, database_url=url, now=at)) as app:
        yield app


def test_every_movement_of_a_whole_book_leads_to_its_document(
    app: TitipFlask, home: Path, at: datetime
):
    book = write_book(app.house.database, home, at=at)
    client = app.test_client()
    with app.house.database.writer() as session:
        manager = session.get_one(User, book.room.manager.id)
        token = people.open_session(session, manager, kind="password", device=None, at=at)
    client.set_cookie("titip_session", token)

    with app.house.database.reader() as session:
        movements = session.scalars(select(Movement)).all()
        papers = papers_of(session, movements)

    moved = {(m.source_kind, m.source_id) for m in movements}
    assert {kind for kind, _id in moved} <= set(READERS) | WITHOUT_PAPER
    assert {s for s in moved if s[0] not in WITHOUT_PAPER} == set(papers)
    for paper in {paper.path: paper for paper in papers.values()}.values():
        answer = client.get(paper.path)
        assert answer.status_code == 200, paper
        assert paper.name.split()[-1] in answer.text, paper
