"""What AI was used for in applying is counted for a closed round, and told of nobody."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from award.applications.models import AnswerConflict
from award.applications.queries.applications import latest_submission, stored_answers
from award.applications.rules.apart import LEAST, told
from award.applications.rules.states import ExtensionKind
from award.applications.services import answering, extending, reopening
from award.foundation import clock
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM, Actor, Role
from award.reporting.jobs import count_apart
from award.rounds.models import Round
from award.rounds.rules import questions
from award.rounds.rules.questions import BadQuestionSet
from award.rounds.services.reference_data import import_question_set
from tests.build import applications, assessment, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.documents.making import text_of
from tests.rounds.forms import values

ASKED: list[dict[str, Any]] = [
    {
        "key": "ai_used", "kind": "choice", "label": "Did you use AI?", "short": "AI used",
        "means": "ai_used", "kept_apart": True, "unscored": "It is counted.",
        "options": [
            {"value": "none", "label": "Not at all"},
            {"value": "language", "label": "For language"},
            {"value": "substantive", "label": "For content"},
        ],
    },
    {
        "key": "ai_parts", "kind": "choices", "label": "Which parts?", "short": "Parts",
        "kept_apart": True, "unscored": "It is counted.",
        "show_if": {"question": "ai_used", "equals": "substantive"},
        "options": [{"value": "problem", "label": "Problem"}, {"value": "costs", "label": "Costs"}],
    },
]  # fmt: skip
TRUE = {"key": "true", "kind": "declaration", "label": "It is true.", "short": "True"}
CONTENT = {"ai_used": "substantive", "ai_parts": ["problem", "costs"]}


def asking(**changes: Any) -> dict[str, Any]:
    data = tomllib.loads(rounds.SMALL_SET.read_text(encoding="utf-8"))
    added = [
        {"key": "ai", "title": "AI in applying", "questions": ASKED},
        {"key": "declarations", "title": "Declarations", "questions": [TRUE]},
    ]
    return {**data, "key": "with-ai", "sections": [*data["sections"], *added], **changes}


def round_that_asks(given: list[dict[str, Any]], *, closed: bool = True) -> Round:
    with transaction():
        stored = import_question_set(asking(), actor=SYSTEM)
    make = rounds.closed_round if closed else rounds.open_round
    round_ = make(question_set_id=stored.id, ai_rules="Say what you did.")
    for number, answers in enumerate(given):
        lead = user(f"Lead {number}", roles=())
        applications.submitted(round_, lead, answers=answers)
    return round_


def page_of(client: CheckedClient, round_: Round) -> str:
    """As staff read it once the worker has been by."""
    count_apart()
    staff = client.sign_in(user(roles=(Role.STAFF,)))
    return staff.get(f"/manage/rounds/{round_.reference}/ai-used", budget=8).text


NONE, LANGUAGE = {"ai_used": "none"}, {"ai_used": "language"}
PROBLEM = {**CONTENT, "ai_parts": ["problem"]}


def test_answers_are_counted_once(app: Flask, client: CheckedClient) -> None:
    round_ = round_that_asks([*[NONE] * 5, *[LANGUAGE] * 6, *[PROBLEM] * 5, *[CONTENT] * 5])
    text = page_of(client, round_)
    assert "21 applications received" in text
    assert "Not at all 5 For language 6 For content 10" in text
    assert "Problem Not shown Costs 5" in text, "all but none of those who were asked"
    assert "Say what you did." in text
    applications.submitted(round_, user("Late", roles=()), answers=LANGUAGE)
    assert "Not at all 5 For language 6 For content 10" in page_of(client, round_)


def test_a_small_number_and_what_would_tell_it_are_not_shown(
    app: Flask, client: CheckedClient
) -> None:
    text = page_of(client, round_that_asks([*[NONE] * 6, *[LANGUAGE] * 5, CONTENT]))
    assert "12 applications received" in text
    assert "Not at all 6 For language Not shown For content Not shown" in text
    assert "Problem Not shown Costs Not shown" in text


@pytest.mark.parametrize("numbers", [
    {"a": 0, "b": 0, "c": 6}, {"a": 5, "b": 5, "c": 4}, {"a": 6, "b": 7, "c": 1}, {"a": 9, "b": 3},
    {"a": 5}, {"a": 4, "b": 4, "c": 12}, {"a": 20, "b": 0}, {"a": 30, "b": 30, "c": 0, "d": 2},
])  # fmt: skip
@pytest.mark.parametrize("rest", [0, 2, 7])
def test_what_is_hidden_can_not_be_worked_out(numbers: dict[str, int], rest: int) -> None:
    received = sum(numbers.values()) + rest
    found = told(numbers, received)
    hidden = [numbers[value] for value, number in found.items() if number is None]
    assert all(number is None or number == numbers[value] for value, number in found.items())
    assert not [number for number in found.values() if number is not None and number < LEAST]
    if hidden and len(hidden) < len(numbers):
        assert sum(hidden) + (rest if rest < LEAST else 0) >= LEAST
        assert len(hidden) > 1 or 0 < rest < LEAST, "one alone is what the others leave"
    if 0 < rest < LEAST:
        assert hidden


def test_too_few_to_count_are_not(app: Flask, client: CheckedClient) -> None:
    text = page_of(client, round_that_asks([CONTENT] * 4))
    assert "Fewer than 5 applications were received" in text
    assert "For content" not in text


WAITS = "Answers are counted once, soon after the round has closed for everyone"


def test_nothing_is_counted_while_another_may_come(app: Flask, client: CheckedClient) -> None:
    text = page_of(client, round_that_asks([CONTENT] * 5, closed=False))
    assert WAITS in text
    assert "For content" not in text


@pytest.mark.parametrize("late", ["an extension", "a second look"])
def test_nothing_is_counted_while_one_is_open_longer(
    app: Flask, client: CheckedClient, late: str
) -> None:
    round_ = round_that_asks([CONTENT] * 6)
    open_, staff = applications.submitted(round_, user("Open", roles=())), user("Stef")
    actor = Actor(staff.id, "Stef", roles=frozenset({Role.APPLICANT, Role.STAFF}))
    until = clock.shifted(days=3)
    with transaction():
        if late == "an extension":
            draft = applications.draft(round_, user("Late", roles=()))
            extending.extend(
                draft, extending.Grant(until, ExtensionKind.CIRCUMSTANCES, "Ill"), actor=actor
            )
        else:
            reopening.ask_changes(open_, ["problem"], asks="Which?", until=until, actor=actor)
    text = page_of(client, round_)
    assert WAITS in text and "For content" not in text


def test_the_trail_names_no_question_that_is_kept_apart(app: Flask) -> None:
    """Neither that it was answered, nor that two people did, nor what was chosen."""
    lead = user("Ada Lead", roles=())
    draft, actor = applications.draft(round_that_asks([], closed=False), lead), actor_of(lead)
    for base in (0, 0):
        for value in ("none", "substantive"):
            with transaction():
                answering.save_answers(
                    draft, {"ai_used": value, "ai_parts": ["costs"], "problem": value},
                    actor=actor, base_versions={"ai_used": base, "problem": 9},
                )  # fmt: skip
    for conflict in db.session.scalars(select(AnswerConflict)).all():
        row = stored_answers(draft.id).get(conflict.question_key)
        with transaction():
            answering.resolve_conflict(
                conflict, "theirs", actor=actor, base_version=row.version if row else 0
            )
    events = [json.dumps(one) for one in db.session.scalars(select(AuditEvent.changes))]
    assert any("problem" in one for one in events)
    assert not [one for one in events if "ai_used" in one or "ai_parts" in one]


def test_a_round_that_does_not_ask_says_so(app: Flask, client: CheckedClient) -> None:
    assert "This round does not ask." in page_of(client, rounds.closed_round())


def test_a_submission_has_them_apart(app: Flask) -> None:
    round_ = round_that_asks([])
    application = applications.submitted(round_, answers=CONTENT)
    submission = latest_submission(application.id)
    assert submission is not None
    assert submission.content["kept_apart"] == CONTENT
    assert not {"ai_used", "ai_parts"} & submission.content["answers"].keys()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"feeds": ["problem"], "unscored": ""}, "can't be scored"),
        ({"publish_as": "impact"}, "can't be scored, published"),
        ({"kept_apart": False}, "what AI was used for is kept apart"),
    ],
)
def test_what_would_tell_it_is_a_fault(change: dict[str, Any], fault: str) -> None:
    changed = [{**ASKED[0], **change}, ASKED[1]]
    section = {"key": "ai", "title": "AI", "questions": changed}
    with pytest.raises(BadQuestionSet, match=fault):
        questions.parse(asking(sections=[section]))


def test_whether_another_question_is_asked_must_not_tell_it() -> None:
    telling = {
        "key": "telling", "kind": "yes_no", "label": "More?", "short": "More",
        "show_if": {"question": "ai_used", "equals": "none"},
    }  # fmt: skip
    section = {"key": "ai", "title": "AI", "questions": [*ASKED, telling]}
    with pytest.raises(BadQuestionSet, match="telling: whether it is asked would tell"):
        questions.parse(asking(sections=[section]))


def test_the_rules_stand_where_people_need_them(app: Flask, client: CheckedClient) -> None:
    round_ = round_that_asks([], closed=False)
    application = applications.complete(round_)
    assert "Say what you did." in client.get(f"/rounds/{round_.reference}").text
    lead, mine = client.sign_in(application.lead), f"/applications/{application.reference}"
    shown = {
        section: "Say what you did." in lead.get(f"{mine}/{section}").text
        for section in ("summary", "ai", "declarations")
    }
    assert shown == {"summary": False, "ai": True, "declarations": True}
    check = lead.get(f"{mine}/check").text
    assert check.count("Say what you did.") == 1
    assert check.index("Say what you did.") < check.index("It is true.")


def test_the_usual_rules_are_offered_and_freeze(app: Flask, client: CheckedClient) -> None:
    staff = client.sign_in(user(roles=(Role.STAFF,)))
    rounds.question_set()
    assert "You are responsible for every word." in staff.get("/manage/rounds/new").text
    round_ = rounds.setup_round(ai_rules="At first.")
    edit = f"/manage/rounds/{round_.reference}/edit"
    staff.post(edit, values(staff.get(edit), ai_rules="In the end."))
    page = staff.get(edit)
    assert "In the end." in page.text
    late = values(page, ai_rules="Too late.", reason="Because", csrf_token=None)
    with clock.at(round_.opens_at):
        opened = client.sign_in(user(roles=(Role.STAFF,)))
        assert "In the end." in opened.get(edit).text
        page = opened.post(edit, late, status=200)
        assert "this can’t change: the rules on using AI" in page.text
        assert "In the end." in opened.get(f"/rounds/{round_.reference}").text


def test_no_document_of_a_reader_has_them(app: Flask, client: CheckedClient) -> None:
    """The lead's own copy does."""
    lead, person = user("Ada Lead", roles=()), assessment.assessor()
    application = applications.submitted(round_that_asks([]), lead, answers=CONTENT)
    assessment.declared(application, person)
    ref = application.reference
    read = [
        client.sign_in(person).post(f"/assess/{ref}/application.docx", status=200),
        client.sign_in(user(roles=(Role.STAFF,))).post(
            f"/manage/applications/{ref}/application.docx", status=200
        ),
    ]
    own = client.sign_in(lead).get(f"/applications/{ref}/application.docx")
    as_read = client.get(f"/applications/{ref}/as-read.pdf")
    told = [text_of("docx", page.data) for page in read] + [text_of("pdf", as_read.data)]
    assert "For content" in text_of("docx", own.data)
    assert not any("For content" in one or "AI used" in one for one in told)
