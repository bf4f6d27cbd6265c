"""Saving answers: versions, conflicts, limits, the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from award.applications.models import Application
from award.applications.queries import drafts
from award.applications.queries.applications import open_conflicts, own_application, stored_answers
from award.applications.services import answering, drafting, submitting
from award.foundation import arrival, clock
from award.foundation.db import transaction
from award.foundation.errors import Refused, StaleVersion
from award.foundation.policy import Actor, Role
from award.rounds.queries.question_sets import question_set
from tests.build import accounts, applications, rounds

pytestmark = pytest.mark.any_database


def save(
    application: Application, values: dict[str, Any], bases: dict[str, int] | None = None
) -> answering.SaveResult:
    actor = lead_of(application)
    with transaction():
        return answering.save_answers(application, values, actor=actor, base_versions=bases or {})


def lead_of(application: Application) -> Actor:
    return Actor(application.lead_id, "Ada Lead")


def stored(application: Application) -> dict[str, Any]:
    return {key: row.value for key, row in stored_answers(application.id).items()}


@pytest.mark.parametrize(
    ("key", "value", "other", "empty"),
    [
        ("project_title", "Night listening", "Day listening", ""),
        ("plain_summary", "One\n\nTwo", "Three", None),
        ("start_on", "2027-05-01", "2027-06-01", None),
        ("duration_months", 9, 12, None),
        ("care_settings", ["homecare", "day_services"], ["extra_care"], []),
        ("people_helped", "yes", "no", None),
        ("amount_requested", 90_000, 1, None),
        ("agree", True, True, False),
    ],
)
def test_every_kind_is_saved_changed_and_cleared(
    app: Flask, key: str, value: Any, other: Any, empty: Any
) -> None:
    application = applications.draft()
    assert save(application, {key: value}).saved == [key]
    assert stored(application) == {key: value}
    save(application, {key: other}, {key: 1})
    assert stored(application) == {key: other}
    result = save(application, {key: empty}, {key: 2 if other != value else 1})
    assert (result.conflicts, stored(application)) == ([], {key: None})


def test_nought_is_an_answer(app: Flask) -> None:
    """0 == False in Python, but "no money for equipment" is not "no answer"."""
    questions = question_set(applications.draft().round.question_set_id)
    money = questions.question("amount_requested")
    assert (money.is_empty(0), money.is_empty(False), money.is_empty(None)) == (False, True, True)
    assert (money.parse(0), money.parse(False)) == (0, None)


def test_title_ask_and_length_stand_on_the_application(app: Flask) -> None:
    application = applications.draft()
    save(
        application,
        {"project_title": "A  title", "amount_requested": 5_000, "duration_months": 7},
    )
    assert (application.title, application.amount_requested_gbp, application.duration_months) == (
        "A title",
        5_000,
        7,
    )
    save(application, {"amount_requested": None}, {"amount_requested": 1})
    assert application.amount_requested_gbp is None


def test_a_stale_save_keeps_both_texts_and_the_other_answers(app: Flask) -> None:
    application = applications.draft()
    save(application, {"problem": "First"})
    save(application, {"problem": "Theirs"}, {"problem": 1})
    result = save(application, {"problem": "Mine", "project": "New"}, {"problem": 1})
    assert [row.value for row in result.conflicts] == ["Mine"]
    assert stored(application) == {"problem": "Theirs", "project": "New"}
    assert result.versions == {"problem": 2, "project": 1}
    save(application, {"problem": "Mine"}, {"problem": 1})  # the same page sent again
    assert len(open_conflicts(application.id)) == 1
    save(application, {"problem": "Mine, another"}, {"problem": 1})
    assert len(open_conflicts(application.id)) == 2


def test_a_first_answer_that_lost_the_race_is_a_conflict(app: Flask) -> None:
    application = applications.draft()
    save(application, {"problem": "Theirs"}, {"problem": 0})
    result = save(application, {"problem": "Mine"}, {"problem": 0})
    assert [(row.value, row.base_version) for row in result.conflicts] == [("Mine", 0)]
    assert stored(application) == {"problem": "Theirs"}


def test_the_same_text_from_a_stale_page_is_no_conflict(app: Flask) -> None:
    application = applications.draft()
    save(application, {"problem": "Same"})
    assert save(application, {"problem": "Same"}, {"problem": 0}).conflicts == []


@pytest.mark.parametrize(
    ("choice", "text", "expected"),
    [("mine", None, "Mine"), ("theirs", None, "Theirs"), ("both", "Both", "Both")],
)
def test_a_conflict_is_settled_by_choice(
    app: Flask, choice: str, text: str | None, expected: str
) -> None:
    application = applications.draft()
    save(application, {"problem": "Theirs"})
    (conflict,) = save(application, {"problem": "Mine"}).conflicts
    actor = lead_of(application)
    with pytest.raises(StaleVersion), transaction():
        answering.resolve_conflict(conflict, choice, actor=actor, base_version=0, text=text)
    with transaction():
        answering.resolve_conflict(conflict, choice, actor=actor, base_version=1, text=text)
    assert stored(application) == {"problem": expected}
    assert open_conflicts(application.id) == []
    assert (conflict.value, conflict.resolution) == ("Mine", choice)  # kept as evidence
    with pytest.raises(Refused, match="already"), transaction():
        answering.resolve_conflict(conflict, choice, actor=actor, base_version=2, text=text)


def test_what_is_no_answer_of_its_kind_is_not_stored(app: Flask) -> None:
    application = applications.draft()
    result = save(
        application, {"duration_months": 99, "care_settings": ["moon"], "problem": "Fine"}
    )
    assert set(result.invalid) == {"duration_months", "care_settings"}
    assert stored(application) == {"problem": "Fine"}


def test_text_with_a_nul_is_stored_without_it(app: Flask) -> None:
    application = applications.draft()
    save(application, {"problem": "a\x00b"})
    assert stored(application) == {"problem": "ab"}


def test_a_text_that_is_too_long_is_kept_and_stops_submission(app: Flask) -> None:
    application = applications.complete()
    long = "word " * 130
    save(application, {"problem": long.strip()}, {"problem": 1})
    assert stored(application)["problem"] == long.strip()
    actor = lead_of(application)
    with pytest.raises(Refused, match="needs your attention"), transaction():
        submitting.submit(application, actor=actor, received_at=clock.now())
    again = own_application(actor, application.reference)
    assert again is not None
    assert drafts.draft_of(again).progress.problems == {
        "problem": ["Your answer has 130 words: cut 30 to get down to 100"]
    }


def test_a_draft_survives_the_closing_and_takes_no_more(app: Flask) -> None:
    application = applications.complete(rounds.open_round())
    before = stored(application)
    with (
        clock.at(application.round.closes_at),
        pytest.raises(Refused, match="round has closed"),
    ):
        save(application, {"problem": "Late"}, {"problem": 1})
    assert stored(application) == before


def test_a_save_that_arrived_in_time_counts(app: Flask) -> None:
    application = applications.draft()
    closes_at = application.round.closes_at
    actor = lead_of(application)
    with arriving(closes_at - timedelta(seconds=1)), transaction():
        answering.save_answers(application, {"problem": "In time"}, actor=actor, base_versions={})
    assert stored(application) == {"problem": "In time"}


@contextmanager
def arriving(at: datetime) -> Iterator[None]:
    """A request that came then, and is looked at two hours later."""
    arrival.reached(at)
    arrival.note()
    try:
        with clock.at(at + timedelta(hours=2)):
            yield
    finally:
        arrival._arrived.set(None)


def test_everything_about_a_draft_is_judged_by_when_it_was_sent(app: Flask) -> None:
    lead = accounts.user(roles=())
    round_ = rounds.open_round()
    actor = accounts.actor_of(lead)
    with arriving(round_.closes_at - timedelta(seconds=1)), transaction():
        started = drafting.start_application(round_, 1, actor=actor)
        drafting.choose_organisation(started, accounts.organisation(lead), actor=actor)
    with pytest.raises(Refused), arriving(round_.closes_at), transaction():
        drafting.start_application(round_, 1, actor=actor)


def test_only_the_lead_writes(app: Flask) -> None:
    application = applications.draft()
    others = [accounts.actor_of(accounts.user(roles=roles)) for roles in ((), (Role.STAFF,))]
    for other in others:
        with pytest.raises(Refused), transaction():
            answering.save_answers(application, {"problem": "x"}, actor=other, base_versions={})


def test_hidden_answers_stay_but_are_not_in_force(app: Flask) -> None:
    application = applications.complete()
    save(application, {"people_helped": "no"}, {"people_helped": 1})
    draft = drafts.draft_of(application)
    assert "how_people_helped" in draft.answers
    assert "how_people_helped" not in draft.given
    assert draft.obstacles == []


def test_someone_elses_organisation_is_refused(app: Flask) -> None:
    application = applications.draft()
    actor = lead_of(application)
    with pytest.raises(Refused, match="one of your organisations"), transaction():
        drafting.choose_organisation(application, accounts.organisation(), actor=actor)
