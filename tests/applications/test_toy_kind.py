"""A kind nobody has thought of yet: two objects, two registrations, and every page takes it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.forms.kinds import ASKING, Asking
from award.applications.forms.kinds.base import label_of
from award.applications.rules.answers import for_reading
from award.design.fields import LongTextField
from award.rounds.kinds import KINDS, Cell, Kind, Question, Shown, Table
from award.rounds.models import QuestionSetVersion
from award.rounds.queries.question_sets import questions_of
from award.seeding.volume_answers import made_up_answers
from tests.applications.walking import fill, stored, url
from tests.build import applications, assessment, rounds
from tests.client import CheckedClient

SITES = "Leeds, 12\nYork, 8"
ROWS = [["Leeds", "12"], ["York", "8"]]
QUESTION = """
[[sections.questions]]
key = "sites"
kind = "places"
label = "Where will you try it?"
short = "Sites"
hint = "One a line, with the number of beds."
max_choices = 3
means = "plain_summary"
"""


class Places(Kind):
    """A row a line: a place, and how many beds it has."""

    name = "places"
    missing = "Enter at least one site"

    def parse(self, question: Question, raw: Any) -> Any:
        if not isinstance(raw, str):
            return raw
        return [[cell.strip() for cell in line.split(",")] for line in raw.splitlines()]

    def check(self, question: Question, value: Any) -> list[str]:
        good = all(len(row) == 2 and row[1].isdecimal() for row in value)
        return [] if good else ["Enter each site as its name, a comma and its beds"]

    def check_final(self, question: Question, value: Any) -> list[str]:
        most = question.max_choices
        return [f"Enter {most} sites or fewer"] if most and len(value) > most else []

    def read(self, question: Question, value: Any) -> Shown:
        return Table("Sites", ("Site", "Beds"), tuple(tuple(row) for row in value))

    def cell(self, question: Question, value: Any) -> Cell:
        return sum(int(beds) for _, beds in value)

    def sample(self, question: Question, chance: random.Random, words: int) -> Any:
        return [[f"Site {n}", str(chance.randint(5, 90))] for n in range(1, 3)]

    def wanted(self, question: Question) -> str:
        return f"Up to {question.max_choices} sites"

    def faults(self, question: Question) -> list[str]:
        return [] if question.max_choices else ["needs max_choices"]


class AskPlaces(Asking):
    drawn = {"rows": 4}

    def field(self, question: Question) -> Any:
        return LongTextField(label_of(question), hint=question.hint)

    def load(self, value: Any) -> Any:
        return "\n".join(", ".join(row) for row in value)


@pytest.fixture
def with_places(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> QuestionSetVersion:
    """The kind is registered, and stands in a question set."""
    monkeypatch.setitem(KINDS, Places.name, Places())
    monkeypatch.setitem(ASKING, Places.name, AskPlaces())
    small = rounds.SMALL_SET.read_text("utf-8").replace('key = "small"', 'key = "with_places"', 1)
    head, *sections = small.replace('means = "plain_summary"\n', "").split("[[sections]]")
    sections[0] += QUESTION.lstrip() + "\n"
    source = tmp_path / "with_places.toml"
    source.write_text("[[sections]]".join([head, *sections]), "utf-8")
    return rounds.question_set(source)


def test_it_is_asked_saved_corrected_and_checked(
    me: CheckedClient, lead: User, with_places: QuestionSetVersion
) -> None:
    application = applications.draft(rounds.open_round(question_set_id=with_places.id), lead=lead)
    page = me.get(url(application, "/summary"), budget=8)
    assert 'rows="4"' in page.html
    wrong = me.post(url(application, "/summary"), fill(page, sites="Leeds"), status=200)
    assert "Enter each site as its name, a comma and its beds" in wrong.text
    assert wrong.value_of("answer_sites") == "Leeds"
    me.post(url(application, "/summary"), fill(page, sites=SITES + "\nHull, 3\nBath, 1"))
    assert "Enter 3 sites or fewer" in me.get(url(application, "/summary")).text
    page = me.get(url(application, "/summary"))
    me.post(url(application, "/summary"), fill(page, sites=SITES))
    assert stored(application)["sites"] == ROWS
    assert me.get(url(application, "/summary")).value_of("answer_sites") == SITES
    check = me.get(url(application, "/check"))
    assert "Beds" in check.text and ">12</td>" in check.html
    assert "Leeds" in check.text and "#answer_sites" in check.html


def test_everybody_reads_it_and_it_is_found(
    me: CheckedClient, lead: User, with_places: QuestionSetVersion
) -> None:
    round_ = rounds.closed_round(question_set_id=with_places.id, min_assessments=1)
    application = applications.submitted(round_, lead, {"sites": ROWS})
    question = questions_of(round_).question("sites")
    assert "Up to 3 sites" in me.get(f"/rounds/{round_.reference}/questions").text
    assert ">Leeds</td>" in me.get(url(application, "/submission")).html
    assessor = assessment.assessor()
    assessment.declared(application, assessor)
    desk = me.sign_in(assessor).get(f"/assess/{application.reference}")
    assert ">Leeds</td>" in desk.html
    assert question.cell(ROWS) == 20
    assert question.searchable(ROWS) == "Site: Leeds, Beds: 12\nSite: York, Beds: 8"


def test_a_made_up_answer_of_it_can_be_submitted(with_places: QuestionSetVersion) -> None:
    round_ = rounds.open_round(question_set_id=with_places.id)
    questions = questions_of(round_)
    answers = made_up_answers(questions, 2, random.Random(1), {})
    assert questions.question("sites").problems(answers["sites"], final=True) == []
    [shown] = [
        item.shown
        for view in for_reading(questions, answers, 2)
        for item in view.answers
        if item.question.key == "sites"
    ]
    assert isinstance(shown, Table) and shown.headings == ("Site", "Beds")


def test_a_question_of_it_can_be_wrong(with_places: QuestionSetVersion, tmp_path: Path) -> None:
    question = Question(key="q", kind="places", label="L", short="S")
    assert question.of_kind.faults(question) == ["needs max_choices"]
