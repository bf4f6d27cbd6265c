"""Searches that find nothing: counted without who asked, listed for staff, gone after a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from award.case_studies.jobs import forget_unmet_searches
from award.case_studies.models import UnmetSearch
from award.case_studies.rules.unmet import MOST_A_DAY, keepable
from award.case_studies.services import unmet
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM, Role
from tests.build import collection
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.statements import counting

START = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_counted(app: Flask) -> Iterator[None]:
    before = app.extensions.pop("unmet_searches", None)
    yield
    app.extensions.pop("unmet_searches", None)
    if before is not None:
        app.extensions["unmet_searches"] = before


def note(counted: dict[str, int], day: date) -> None:
    unmet.count_unmet(counted, day, actor=SYSTEM)


def look(app: Flask, words: str, minute: int) -> None:
    """A visitor's search, to its end."""
    with clock.at(START + timedelta(minutes=minute)):
        visitor = app.test_client(use_cookies=False)
        response = visitor.get("/case-studies", query_string={"q": words})
        assert response.status_code == 200 and "Set-Cookie" not in response.headers
        response.close()


def kept() -> dict[str, int]:
    rows = db.session.execute(select(UnmetSearch.words, UnmetSearch.times))
    return {row.words: row.times for row in rows}


@pytest.mark.each_database
def test_what_is_asked_in_vain_is_counted_kept_page_or_not(app: Flask) -> None:
    collection.public_rows([collection.blank(title="Falls at night")], found=True)
    for minute in range(3):
        look(app, "gardening  Robots", 2 * minute)
    look(app, "falls", 10)
    assert kept() == {"gardening robots": 3}
    look(app, "dancing lessons", 20)
    look(app, "dancing lessons", 20)
    assert kept()["dancing lessons"] == 1, "a process writes once a minute, and loses nothing"
    look(app, "falls", 22)
    assert kept()["dancing lessons"] == 2, "whoever searches next writes what waits"


def test_the_page_itself_writes_nothing(app: Flask) -> None:
    collection.public_rows([collection.blank(title="Falls at night")], found=True)
    with counting() as statements:
        response = app.test_client(use_cookies=False).get("/case-studies?q=gardening")
        before = list(statements.texts)
        response.close()
    assert not [text for text in before if not text.lstrip().upper().startswith("SELECT")]


@pytest.mark.parametrize(
    "typed",
    ["jo.smith@example.org", "07700 900123", "943 476 5919", "Mrs Kent", "John Smith",
     "Zbigniew Kowalczyk falls",
     "12 Acacia Road SW1A 1AA", "www.care.example", "dr house", "a " * 60, "  ", "😀", "B33 8TH",
     "care " * 9],
)  # fmt: skip
def test_what_may_be_somebodys_is_not_kept(app: Flask, typed: str) -> None:
    assert keepable(typed) == ""
    look(app, typed, 0)
    assert kept() == {}


@pytest.mark.parametrize(
    "typed",
    ["Falls in extra care", "covid-19", "Alzheimer's", "24 hour homecare", "someone's pain"],
)
def test_plain_words_are(typed: str) -> None:
    assert keepable(typed) == typed.casefold()


def test_staff_read_what_was_asked_more_than_once(app: Flask, client: CheckedClient) -> None:
    with transaction():
        note({"gardening": 2, "once": 3, "dancing": 1}, START.date())
        note({"gardening": 3, "dancing": 2}, START.date() + timedelta(days=1))
    client.get("/manage/searches", status=302)
    client.sign_in(user(roles=(Role.STAFF,)))
    page = client.get("/manage/searches")
    assert page.links()["gardening"] == "/case-studies?q=gardening"
    assert "once" not in page.links() and page.text.index("gardening") < page.text.index("dancing")
    client.sign_in(user(roles=(Role.ASSESSOR,)))
    client.get("/manage/searches", status=404)


@pytest.mark.each_database
def test_a_machine_that_asks_a_thousand_things_fills_no_table(app: Flask) -> None:
    for batch in range(3):
        with transaction():
            note({f"word {batch} {n}": 1 for n in range(MOST_A_DAY // 2)}, START.date())
    assert len(kept()) == MOST_A_DAY
    with transaction():
        note({"word 0 1": 5, "new": 1}, START.date())
    assert kept()["word 0 1"] == 6 and "new" not in kept()


@pytest.mark.each_database
def test_after_a_year_it_is_gone(app: Flask) -> None:
    with transaction():
        note({"old": 1}, START.date())
        note({"new": 1}, START.date() + timedelta(days=1))
    with clock.at(START + timedelta(days=366)):
        forget_unmet_searches()
    assert kept() == {"new": 1}
