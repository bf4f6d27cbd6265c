"""A sheet that was changed after its author could read others' is marked wherever panels judge it,
with what it said before."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass, replace

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.fixed import FixedSheet
from award.assessment.queries.own import assignment_for
from award.assessment.queries.sheets import criteria_for
from award.assessment.queries.submissions import reading_of
from award.assessment.rules.pins import quotable, text_of
from award.assessment.services import pins
from award.assessment.services.assigning import return_sheet
from award.foundation import work
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.files import storage
from award.foundation.policy import Role
from award.packs.models import Pack
from tests.build import accounts, applications, rounds
from tests.build import assessment as build
from tests.client import CheckedClient

WAS = "It was quite another thing before."
MARK = "Changed after others could be read."


@dataclass(frozen=True)
class Changed:
    """Two sheets; the first went back to its author, who had read the other."""

    application: Application
    assignment: Assignment
    author: User
    staff: User

    def again(self, *scores: int, recommend: bool = True) -> None:
        with transaction():
            actor = accounts.actor_of(self.staff)
            return_sheet(self.assignment, reason="There is a slip", actor=actor)
        values = build.sheet_values(self.application, scores, recommend=recommend)
        build.submit(self.assignment, self.author, values)

    @property
    def page(self) -> str:
        return f"/manage/applications/{self.application.reference}/moderation"

    @property
    def prints(self) -> list[str]:
        found = db.select(FixedSheet.sha256).where(
            FixedSheet.assignment_id == self.assignment.id
        )  # fmt: skip
        return list(db.session.scalars(found.order_by(FixedSheet.number)))


def made(reveal: str = "after_own") -> Changed:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    application = applications.submitted(rounds.open_round(reveal=reveal))
    author = build.assessor("One Example")
    first = build.declared(application, author, staff=staff)
    values = build.sheet_values(application, (7, 7, 7), justification=WAS)
    build.submit(first, author, replace(values, recommend=True))
    build.scored(application, (5, 5, 5), build.assessor("Other Example"), staff=staff)
    return Changed(application, first, author, staff)


@pytest.mark.each_database
def test_marked_where_panels_judge_it(app: Flask, client: CheckedClient) -> None:
    one = made()
    client.sign_in(one.staff)
    assert MARK not in client.get(one.page).text
    one.again(5, 7, 7, recommend=False)
    for page in (one.page, f"{one.page[:-10]}meeting"):
        found = client.get(page, budget=20)
        assert "submitted again after others could be read" in found.text
        assert found.text.count("was 7") == 1, "one score is another, the others are as they were"
        assert found.text.count(MARK) == 3, "every reason reads otherwise"
        assert found.text.count(WAS) == 3
        assert "was yes, yes" in found.text
    here = f"/manage/rounds/{one.application.round.reference}/scores.csv"
    rows = [
        *csv.DictReader(io.StringIO(client.post(here, status=200).response.text.lstrip("\ufeff")))
    ]
    told = [(row["Score"], row["Changed after others could be read"], row["Score before"])
            for row in rows]  # fmt: skip
    letter = one.assignment.alias
    assert [r for r, row in zip(told, rows, strict=True) if row["Assessor"] == letter] == [
        ("5", "Yes", "7"), ("7", "Yes", ""), ("7", "Yes", ""),
    ]  # fmt: skip
    assert [r for r, row in zip(told, rows, strict=True) if row["Assessor"] != letter] == [
        ("5", "No", ""),
    ] * 3  # fmt: skip


@pytest.mark.each_database
def test_packs_keep_what_it_said_and_its_first_fingerprint(
    app: Flask, client: CheckedClient
) -> None:
    one = made()
    one.again(5, 7, 7)
    first, second = one.prints
    client.sign_in(one.staff)
    here = f"/manage/rounds/{one.application.round.reference}/packs/shortlist"
    form = client.get(here).form_values()
    wanted = {"kind": "dossiers", "scores": "yes", "names": "yes", "which": "all"}
    client.post(here, {**form, **wanted})
    work.run_jobs()
    db.session.expire_all()
    pack = db.session.scalars(db.select(Pack)).one()
    archive = zipfile.ZipFile(io.BytesIO(b"".join(storage.read(pack.lies_at))))
    name = next(n for n in archive.namelist() if n.endswith("what-assessors-said.json"))
    said = json.loads(archive.read(name))["sheets"]
    changed = next(sheet for sheet in said if sheet["fixed_before"])
    assert (changed["fixed"]["sha256"], changed["fixed_before"][0]["sha256"]) == (second, first)
    before = [score["before_others_could_be_read"] for score in changed["scores"]]
    assert [each["score"] for each in before] == [7, 7, 7]
    assert all(WAS in each["reason"] for each in before)
    told = app.test_cli_runner().invoke(args=["sheets", "verify", "-"], input=second)
    assert first in told.output and "fixed AFTER" in told.output


def answers(one: Changed) -> str:
    """The first words of an answer that can be pinned."""
    assignment = there(
        assignment_for(accounts.actor_of(one.author), one.application.reference), "the assignment"
    )
    shown = next(iter(quotable(reading_of(assignment, str)).values())).shown
    return text_of(shown).split(". ")[0]


def test_a_passage_pinned_since_is_marked(app: Flask, client: CheckedClient) -> None:
    one = made()
    with transaction():
        return_sheet(one.assignment, reason="Pin it", actor=accounts.actor_of(one.staff))
    actor = accounts.actor_of(one.author)
    key = criteria_for(one.application.id)[0].key
    words = answers(one)
    with transaction():
        pins.pin(one.assignment, key, words, actor=actor)
    build.submit(one.assignment, one.author, build.sheet_values(one.application, (7, 7, 7)))
    client.sign_in(one.staff)
    assert "pinned after others could be read" in client.get(f"{one.page}/read").text


def test_what_went_back_before_anybody_could_be_read_is_not_marked(
    app: Flask, client: CheckedClient
) -> None:
    one = made("never")
    one.again(5, 7, 7)
    client.sign_in(one.staff)
    page = client.get(one.page)
    assert MARK not in page.text and "was 7" not in page.text and WAS not in page.text
