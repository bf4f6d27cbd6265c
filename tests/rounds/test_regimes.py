"""Regimes: dated records that questions rest on, and what a submission keeps of them."""

from __future__ import annotations

import copy
import tomllib
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask

from award.applications.queries.applications import latest_submission
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.digests import sha256_of
from award.foundation.policy import SYSTEM
from award.rounds import seeds
from award.rounds.models import RegimeRecord
from award.rounds.queries import question_sets, regimes
from award.rounds.rules import regimes as rules
from award.rounds.rules.regimes import BadRegimes, Regimes
from award.rounds.services import reference_data
from tests.build import applications, assessment, rounds
from tests.client import CheckedClient
from tests.rounds.test_services import count, last_event
from tests.statements import counting

TWO: dict[str, Any] = {
    "regimes": [
        {
            "key": "checklist",
            "versions": [
                {
                    "version": "1", "title": "The first checklist", "says": "A list of old.",
                    "valid_from": date(2021, 2, 22), "valid_to": date(2026, 4, 5),
                    "source": "The office", "address": "https://office.example/1",
                    "reviewed_on": date(2026, 1, 10), "reviewed_by": "Adviser",
                },
                {
                    "version": "2", "title": "The second checklist", "says": "A list of now.",
                    "valid_from": date(2026, 4, 6), "source": "The office",
                    "address": "https://office.example/2", "reviewed_on": date(2026, 8, 31),
                    "reviewed_by": "Adviser", "changed": "Shorter.",
                },
            ],
        }
    ]
}  # fmt: skip
NOON = datetime(2026, 11, 27, 12, tzinfo=clock.LONDON)


def small_with_regimes() -> dict[str, Any]:
    """The small set, with two questions that rest on the checklist."""
    data = tomllib.loads(rounds.SMALL_SET.read_text(encoding="utf-8"))
    data = {**copy.deepcopy(data), "key": "with-regimes"}
    data["sections"].append({
        "key": "rules",
        "title": "Rules",
        "questions": [
            {
                "key": "checklist", "kind": "choice", "label": "Which checklist did you use?",
                "short": "Checklist", "regimes": ["checklist"], "feeds": ["people", "problem"],
                "options": [
                    {"value": "v1", "label": "The first", "version": "checklist/1"},
                    {"value": "v2", "label": "The second", "version": "checklist/2"},
                ],
            },
            {
                "key": "certificate_end", "kind": "date", "label": "When does it end?",
                "short": "End of certificate", "ends": True, "unscored": "It is a date.",
            },
        ],
    })  # fmt: skip
    return data


def changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    data = copy.deepcopy(TWO)
    there: Any = data
    for step in path[:-1]:
        there = there[step]
    there[path[-1]] = value
    return data


def test_the_one_in_force_is_that_of_the_day() -> None:
    known = rules.parse(TWO)
    assert known.in_force("checklist", date(2021, 2, 21)) is None
    for day, version in ((date(2026, 4, 5), "1"), (date(2026, 4, 6), "2")):
        found = known.in_force("checklist", day)
        assert found and found.version == version
    assert known.next_change(date(2026, 4, 5)) == date(2026, 4, 6)
    assert known.next_change(date(2026, 4, 6)) is None


def test_six_months_after_its_review_a_record_is_due() -> None:
    one = rules.parse(TWO).all[1]
    assert one.review_due == date(2027, 2, 28), "the last day of a shorter month"
    assert not one.stale(date(2027, 2, 28))
    assert one.stale(date(2027, 3, 1))
    assert [found.name for found in rules.parse(TWO).stale({"checklist"}, date(2027, 3, 1))] == [
        "checklist/2"
    ]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({}, "there are no regimes"),
        (changed(("regimes", 0, "key"), "No key"),
         "No key: a key is lower-case letters, digits and underscores"),
        (changed(("regimes", 0, "versions"), []), "checklist: has no versions"),
        (changed(("regimes", 0, "versions", 0, "says"), ""), "checklist/1: needs says"),
        (changed(("regimes", 0, "versions", 0, "colour"), "red"),
         "checklist/1: colour means nothing here"),
        (changed(("regimes", 0, "versions", 0, "valid_from"), "2021"),
         "checklist/1: valid_from must be a date"),
        (changed(("regimes", 0, "versions", 0, "address"), "http://office.example"),
         "checklist/1: the address must begin with https://"),
        (changed(("regimes", 0, "versions", 0, "valid_to"), date(2026, 4, 6)),
         "checklist/1 and checklist/2 hold at the same time"),
        (changed(("regimes", 0, "versions", 1, "valid_to"), date(2026, 1, 1)),
         "checklist/2: ends before it begins"),
        (changed(("regimes", 0, "versions", 1, "version"), "1"), "checklist/1 stands twice"),
    ],
)  # fmt: skip
def test_a_fault_is_named(data: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadRegimes) as refused:
        rules.parse(data)
    assert fault in str(refused.value).splitlines()


def test_what_is_recorded_stays_and_what_says_otherwise_is_recorded_anew(app: Flask) -> None:
    with transaction():
        made = reference_data.import_regimes(TWO, actor=SYSTEM)
    assert [(one.version, one.revision) for one in made] == [("1", 1), ("2", 1)]
    assert last_event().verb == "regime_record.import"
    with transaction():
        assert reference_data.import_regimes(TWO, actor=SYSTEM) == []
    reviewed = changed(("regimes", 0, "versions", 1, "reviewed_on"), date(2026, 11, 1))
    with transaction():
        again = reference_data.import_regimes(reviewed, actor=SYSTEM)
    assert [(one.version, one.revision) for one in again] == [("2", 2)]
    assert count(RegimeRecord) == 3
    assert [one.reviewed_on for one in regimes.known().all] == [
        date(2026, 1, 10), date(2026, 11, 1)
    ]  # fmt: skip


def test_known_regimes_are_read_once(app: Flask) -> None:
    with transaction():
        reference_data.import_regimes(TWO, actor=SYSTEM)
    first = regimes.known()
    with counting() as statements:
        assert regimes.known() is first
    assert ["regime_record" in text for text in statements.texts] == [False]


def test_the_regimes_that_come_along_can_be_read_and_are_asked_about(app: Flask) -> None:
    found = rules.parse(seeds.read(seeds.REGIMES))
    asked = {
        key
        for path in seeds.QUESTION_SETS.glob("*.toml")
        for key in question_sets.question_rules.parse(seeds.read(path)).regimes
    }
    assert asked <= {one.key for one in found.all}


def prepared(**answers: Any) -> Any:
    """An open round whose questions rest on the checklist, and a draft of somebody."""
    with transaction():
        reference_data.import_regimes(TWO, actor=SYSTEM)
        stored = reference_data.import_question_set(small_with_regimes(), actor=SYSTEM)
    round_ = rounds.open_round(question_set_id=stored.id)
    given = {"checklist": "v1", "certificate_end": "2026-01-31", **answers}
    return round_, given


def test_the_public_page_shows_what_is_in_force(app: Flask, client: CheckedClient) -> None:
    with clock.at(NOON):
        round_, _ = prepared()
        page = client.get(f"/rounds/{round_.reference}/questions")
    assert "The second checklist. A list of now. In force since 6 April 2026." in page.text
    assert "A list of old" not in page.text
    assert "Assessors read this for “People” and “Problem”." in page.text
    assert "Not scored: It is a date." in page.text


def test_the_applicant_is_told_that_something_needs_renewing(
    app: Flask, client: CheckedClient
) -> None:
    with clock.at(NOON):
        round_, given = prepared()
        application = applications.complete(round_, answers=given)
        browser = client.sign_in(application.lead)
        for address in (f"/applications/{application.reference}/rules",
                        f"/applications/{application.reference}/check"):  # fmt: skip
            page = browser.get(address)
            lapsed = "The first checklist has not been accepted since 6 April 2026"
            assert f"Needs renewing {lapsed}" in page.text
            assert "Needs renewing It ended on 31 January 2026" in page.text
        section = browser.get(f"/applications/{application.reference}/rules")
        assert "A list of now. In force since 6 April 2026." in section.text


def test_it_can_be_submitted_all_the_same_and_keeps_what_it_saw(
    app: Flask, client: CheckedClient
) -> None:
    with clock.at(NOON):
        round_, given = prepared()
        application = applications.submitted(round_, answers=given)
    submission = latest_submission(application.id)
    assert submission is not None
    content = submission.content
    assert content["regimes"]["checklist"]["version"] == "2"
    assert content["renewing"] == {
        "checklist": "The first checklist has not been accepted since 6 April 2026",
        "certificate_end": "It ended on 31 January 2026",
    }
    assert sha256_of(content) == submission.sha256
    later = changed(("regimes", 0, "versions", 1, "valid_to"), date(2026, 12, 31))
    later["regimes"][0]["versions"][1]["says"] = "Mended since."
    with transaction():
        reference_data.import_regimes(later, actor=SYSTEM)
    assessor = assessment.assessor()
    assessment.declared(application, assessor)
    desk = client.sign_in(assessor).get(f"/assess/{application.reference}")
    sent = client.sign_in(application.lead).get(f"/applications/{application.reference}/submission")
    for page in (desk, sent):
        assert "A list of now. In force since 6 April 2026." in page.text
        assert "Mended since" not in page.text
        assert "Needs renewing The first checklist has not been accepted" in page.text


def test_an_answer_for_two_criteria_stands_with_the_first(
    app: Flask, client: CheckedClient
) -> None:
    with clock.at(NOON):
        round_, given = prepared()
        application = applications.submitted(round_, answers=given)
    assessor = assessment.assessor()
    assessment.declared(application, assessor)
    page = client.sign_in(assessor).get(f"/assess/{application.reference}")
    assert page.text.count("Which checklist did you use?") == 1
    assert "Read for this criterion too: Checklist ( People" in page.text


def test_without_regimes_nothing_is_asked_of_the_database(app: Flask) -> None:
    stored = rounds.question_set()
    questions = question_sets.question_set(stored.id)
    with counting() as statements:
        assert regimes.known_for(questions) == Regimes()
    assert not statements.texts


def test_a_day_that_no_source_has_is_marked() -> None:
    """Those of the file that a source of ours names; whoever adds a record says which it is."""
    found = rules.parse(tomllib.loads(seeds.REGIMES.read_text(encoding="utf-8")))
    named = {
        "cqc_ai/2026", "dtac/2", "dcb0129/4.2", "dcb0160/3.2", "mods/dapb4102",
        "automated_decisions/22a-22d", "data_complaints/2026", "liberty/2026", "ai_buying/2025",
        "oxford/2025",
    }  # fmt: skip
    assert {one.name for one in found.all if not one.unsure} == named
