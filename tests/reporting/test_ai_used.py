"""What AI was used for in applying is counted for a closed round, and told of nobody."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from flask import Flask

from award.applications.queries.applications import latest_submission
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM, Role
from award.rounds.models import Round
from award.rounds.rules import questions
from award.rounds.rules.questions import BadQuestionSet
from award.rounds.services.reference_data import import_question_set
from tests.build import applications, assessment, rounds
from tests.build.accounts import user
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
    staff = client.sign_in(user(roles=(Role.STAFF,)))
    return staff.get(f"/manage/rounds/{round_.reference}/ai-used", budget=8).text


def test_answers_are_counted(app: Flask, client: CheckedClient) -> None:
    given = [{"ai_used": "none"}] * 3 + [{"ai_used": "language"}]
    text = page_of(client, round_that_asks([*given, CONTENT, {**CONTENT, "ai_parts": ["costs"]}]))
    assert "6 applications received" in text
    assert "Not at all 3 For language 1 For content 2" in text
    assert "Problem 1 Costs 2" in text
    assert "Say what you did." in text


def test_too_few_to_count_are_not(app: Flask, client: CheckedClient) -> None:
    text = page_of(client, round_that_asks([CONTENT] * 4))
    assert "Fewer than 5 applications were received" in text
    assert "For content" not in text


def test_nothing_is_counted_while_another_may_come(app: Flask, client: CheckedClient) -> None:
    text = page_of(client, round_that_asks([CONTENT] * 5, closed=False))
    assert "Answers are counted once the round has closed." in text
    assert "For content" not in text


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
