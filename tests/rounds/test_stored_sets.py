"""Question sets and reference data as they are stored: versions that never change."""

from __future__ import annotations

import pytest
from flask import Flask

from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import SYSTEM
from award.rounds.models import QuestionSetVersion
from award.rounds.queries import question_sets
from award.rounds.rules.questions import BadQuestionSet
from award.rounds.services import reference_data
from award.seeding.demo.files import DEMO
from tests.build import rounds as build
from tests.rounds.test_services import SMALL, count, last_event
from tests.statements import counting


def test_importing_the_same_question_set_again_changes_nothing(app: Flask) -> None:
    first = build.question_set()
    event = last_event()
    again = build.question_set()
    assert again.id == first.id
    assert count(QuestionSetVersion) == 1
    assert last_event().id == event.id
    assert (event.verb, event.subject_name) == ("question_set_version.import", "small version 1")


def test_a_stored_version_never_changes(app: Flask) -> None:
    build.question_set()
    with pytest.raises(Refused, match="new version number"), transaction():
        reference_data.import_question_set({**SMALL, "title": "Other"}, actor=SYSTEM)
    with transaction():
        second = reference_data.import_question_set({**SMALL, "title": "Other", "version": 2})
    assert [(row.version, row.title) for row in question_sets.question_sets()] == [
        (2, "Other"), (1, "A small set of questions for tests")
    ]  # fmt: skip
    assert question_sets.question_set(second.id).title == "Other"


def test_a_faulty_question_set_is_not_stored(app: Flask) -> None:
    with pytest.raises(BadQuestionSet), transaction():
        reference_data.import_question_set({"key": "bad"}, actor=SYSTEM)
    assert count(QuestionSetVersion) == 0


def test_the_reference_data_loads_twice(app: Flask) -> None:
    for _ in range(2):
        with transaction():
            imported = reference_data.import_reference_data()
    assert [row.key for row in imported.question_sets] == ["asc-ai", "asc-ai-first"]
    assert [(found.key, found.version) for found in imported.criteria_sets] == [
        ("asc-ai", 1), ("asc-ai", 2)
    ]  # fmt: skip
    assert count(QuestionSetVersion) == 2
    found = question_sets.question_set(imported.question_sets[0].id)
    assert len(list(found)) >= 55
    keys = {criterion.key for criterion in imported.criteria_sets[0].criteria}
    assert {key for question in found for key in question.feeds} == keys


def test_questions_are_parsed_once_and_then_cost_no_body(app: Flask) -> None:
    stored = build.question_set()
    first = question_sets.question_set(stored.id)
    with counting() as statements:
        again = question_sets.question_set(stored.id)
    assert again is first
    assert ["body" in text for text in statements.texts] == [False]


RELEASED = {
    1: "3402a6b351b93eb2dae8f26ec3d4120ce3fca1cacd8444c788a224f261a92d3d",
    2: "d1a8657bf6e40fdf1e5f8c2928e1e3623250eaefa3d588b59d4c881c3a569ea9",
    3: "893105df971180f9ad84bedb376b7c5b1fd1084d42ccbf9a49f451eae29899de",
    4: "694b6002581bcf14495a3378ac44b643444946198fca62f7213ff39ded614c2a",
    5: "4e6d087d9304d261efa3106cf49c9d830dcb48fee5b5e3c91375d97983a96b64",
    6: "4a1b692a6c5433d05585faa61dce5a22378b5cc835554298d7eacd9ea0dca928",
    7: "a790042a7fc80af6d6576058e22eb3a17263b4e0c3d41afb7cda43b3d2cfb6cf",
    8: "09e37b80d4455e361cd6008f767e04f34b993e934c341993584909769d6e60d0",
}
"""Digests of `asc-ai` by version. Services hold these: a change needs a new version here."""


def test_a_changed_question_set_comes_as_a_new_version(app: Flask) -> None:
    with transaction():
        newest = reference_data.import_reference_data().question_sets[0]
    assert RELEASED[newest.version] == newest.digest


def test_the_version_that_the_demonstration_keeps_is_the_one_that_was_released(app: Flask) -> None:
    with transaction():
        kept = reference_data.import_question_set(DEMO / "question_sets" / "asc-ai-4.toml")
    assert kept.digest == RELEASED[4]


def test_one_word_is_asked_for_by_a_kind_that_knows_its_form(app: Flask) -> None:
    """Of a code, a number or an address, a short text takes "Not sure" as well."""
    with transaction():
        newest = reference_data.import_reference_data().question_sets[0]
    every = list(question_sets.question_set_by_digest(newest.digest))
    assert len(every) > 100
    assert [q.key for q in every if q.max_words == 1] == []


def test_a_service_that_holds_an_earlier_version_takes_the_new_one(app: Flask) -> None:
    earlier = {**SMALL, "key": "asc-ai", "version": 1}
    with transaction():
        first = reference_data.import_question_set(earlier)
    round_ = build.open_round(question_set_id=first.id)
    with transaction():
        reference_data.import_reference_data()
    rows = [(row.key, row.version) for row in question_sets.question_sets()]
    assert rows == [("asc-ai", 8), ("asc-ai", 1), ("asc-ai-first", 3)]
    assert question_sets.questions_of(build.whole(round_.id)).version == 1
