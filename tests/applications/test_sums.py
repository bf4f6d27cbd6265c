"""Amounts that must add up to a total: at the questions, on the check page, at submission."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from award.accounts.models import User
from award.applications import checks
from award.applications.models import Application
from award.applications.rules.answers import Limits, problems
from award.applications.services.answering import save_answers
from award.foundation.db import transaction
from award.rounds.rules.questions import QuestionSet, parse
from award.rounds.services.reference_data import import_question_set
from tests.build import applications, rounds
from tests.build.accounts import actor_of, organisation
from tests.client import CheckedClient

SMALL = tomllib.loads(rounds.SMALL_SET.read_text(encoding="utf-8"))


def amount(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "money", "label": key.capitalize(), "short": key.capitalize(),
            "min": 0, **more}  # fmt: skip


COSTS = {
    "key": "costs",
    "title": "Costs",
    "intro": "",
    "questions": [
        amount("total", means="total_cost"),
        amount("staff", adds_up_to="total"),
        amount("travel", adds_up_to="total", required=False),
        amount("kit", adds_up_to="total", phases=[3]),
    ],
}
WITH_COSTS = {**SMALL, "key": "costs", "sections": [*SMALL["sections"], COSTS]}


def costs() -> QuestionSet:
    return parse({**WITH_COSTS, "sections": [COSTS]})


@pytest.mark.parametrize(
    ("answers", "phase", "problem"),
    [
        ({"total": 900, "staff": 900}, 1, None),
        ({"total": 900, "staff": 800, "travel": 100}, 1, None),
        ({"total": 0, "staff": 0}, 1, None),
        ({"total": 1900, "staff": 800}, 1, "come to £800: £1,100 less than this total"),
        ({"total": 900, "staff": 800, "travel": 101}, 1, "come to £901: £1 more than this total"),
        ({"total": 900, "staff": 800, "kit": 100}, 1, "come to £800: £100 less than this total"),
        ({"total": 900, "staff": 800, "kit": 100}, 3, None),
        ({"total": 900, "staff": 100}, 3, None),  # a line is missing: that is what is wrong
        ({"total": 900, "staff": 1000}, 3, "come to £1,000: £100 more than this total"),
        ({"staff": 800}, 1, "Enter an amount in whole pounds"),
    ],
)
def test_lines_and_their_total(answers: dict[str, int], phase: int, problem: str | None) -> None:
    found = problems(costs(), answers, phase, None).get("total", [])
    assert len(found) == (problem is not None)
    if problem:
        assert found[0].endswith(problem)


def test_the_words_name_the_lines() -> None:
    found = problems(costs(), {"total": 900, "staff": 800}, 1, None)
    assert found == {
        "total": ["The 2 lines from “Staff” to “Travel” come to £800: £100 less than this total"]
    }


def draft(lead: User, **answers: int) -> Application:
    with transaction():
        stored = import_question_set(WITH_COSTS)
    return applications.draft(
        rounds.open_round(question_set_id=stored.id),
        lead,
        organisation=organisation(lead),
        answers={**rounds.small_answers(), "amount_requested": 100, **answers},
    )


def test_the_section_shows_what_the_lines_come_to(me: CheckedClient, lead: User) -> None:
    application = draft(lead)
    path = f"/applications/{application.reference}/costs"
    page = me.get(path, budget=8)
    assert "The 2 lines come to £0" in page.text
    assert "data-sum-compared hidden" in page.html
    sent = {**page.form_values(), "answer_total": "900", "answer_staff": "800"}
    saved = me.post(path, sent)
    assert saved.location.endswith("/check")
    said = "1 answer in “Costs” needs changing"
    page = me.get(me.follow(saved).links()[said])
    assert "The 2 lines come to £800 This can’t be added up" in page.text
    assert "Total £900 Difference £100 less than “Total”" in page.text
    assert "Saved, but not ready to submit: The 2 lines from “Staff”" in page.text
    # Only a line is changed, and is still wrong: the total is where it is said.
    saved = me.post(path, {**page.form_values(), "answer_travel": "200"})
    assert saved.location.endswith("/check")
    said = "1 answer in “Costs” needs changing"
    page = me.get(me.follow(saved).links()[said])
    assert "Total £900 Difference £100 more than “Total”" in page.text
    saved = me.post(path, {**page.form_values(), "answer_travel": "100"})
    assert "#" not in saved.location
    assert "Total £900 Difference none" in me.get(path).text


def test_nothing_is_compared_while_a_line_can_not_be_read(me: CheckedClient, lead: User) -> None:
    application = draft(lead, total=900, staff=800, travel=100)
    path = f"/applications/{application.reference}/costs"
    sent = {**me.get(path).form_values(), "answer_staff": "34k"}
    page = me.post(path, sent, status=200)
    assert (
        "The 2 lines come to – This can’t be added up until every figure can be read" in page.text
    )
    assert page.html.count("data-sum-compared hidden") == 2
    assert "data-sum-unread>" in page.html and "<strong data-sum-names>Staff</strong>" in page.html
    page = me.get(path)
    assert "data-sum-compared hidden" not in page.html and "data-sum-unread hidden" in page.html


def test_a_sum_that_is_wrong_can_not_be_submitted(me: CheckedClient, lead: User) -> None:
    application = draft(lead, total=900, staff=800)
    path = f"/applications/{application.reference}"
    words = "The 2 lines from “Staff” to “Travel” come to £800: £100 less than this total"
    assert f"Total: {words}" in me.get(path).text
    check = me.get(f"{path}/check")
    assert words in check.text
    assert check.links()[f"Total: {words}"] == f"{path}/costs#answer_total"
    refused = me.post(f"{path}/submit", check.form_values(), status=200)
    assert refused.errors
    with transaction():
        save_answers(application, {"travel": 100}, actor=actor_of(lead), base_versions={})
    again = me.get(f"{path}/check").form_values()
    assert me.post(f"{path}/submit", again).location.endswith("/receipt")


TABLE: dict[str, Any] = {
    "key": "budget", "kind": "table", "label": "Budget", "short": "Budget", "row": "line",
    "columns": [
        {"key": "what", "kind": "short_text", "label": "What"},
        {"key": "cost", "kind": "money", "label": "Cost", "total": True},
    ],
}  # fmt: skip


def a_budget(*costs: Any) -> list[dict[str, Any]]:
    return [{"id": f"k{n}", "what": "Pay", "cost": cost} for n, cost in enumerate(costs)]


def money_with(table: dict[str, Any], *others: dict[str, Any]) -> QuestionSet:
    section = {"key": "money", "title": "Money", "questions": [*others, {**TABLE, **table}]}
    return parse({**SMALL, "key": "money", "sections": [section]})


def test_a_table_comes_to_what_it_is_measured_against() -> None:
    questions = money_with({"adds_up_to": "total"}, amount("total"))

    def wrong(*costs: Any) -> list[str]:
        given = {"total": 900, "budget": a_budget(*costs)}
        return problems(questions, given, 1, None).get("total", [])

    assert wrong(800, 100) == []
    assert wrong(800, 90) == ["“Budget” comes to £890: £10 less than this total"]
    assert wrong(800, 110) == ["“Budget” comes to £910: £10 more than this total"]
    assert wrong(800, "ninety") == wrong(950, "ninety") == []


def test_what_is_asked_for_is_held_against_a_table_that_means_the_cost() -> None:
    questions = money_with({"means": "total_cost"}, amount("ask", means="amount_requested"))
    given = {"ask": 900, "budget": a_budget(500, 399)}
    assert problems(questions, given, 1, None)["ask"] == [
        "You ask for £900, but say that everything costs £899"
    ]
    assert problems(questions, given | {"budget": a_budget(500, 400)}, 1, None) == {}
    unread = problems(questions, given | {"budget": a_budget(500, "four hundred")}, 1, None)
    assert set(unread) == {"budget"}


def test_a_phase_limits_what_a_table_asks_for() -> None:
    questions = money_with({"means": "amount_requested"})
    limits = Limits(cap_gbp=1000, min_months=1, max_months=36)
    within, beyond = ({"budget": a_budget(600, cost)} for cost in (400, 401))
    assert problems(questions, within, 1, limits) == {}
    assert problems(questions, beyond, 1, limits)["budget"] == [
        "The most you can ask for in Phase 1 is £1,000"
    ]


def test_lists_and_checks_know_what_a_table_comes_to(me: CheckedClient, lead: User) -> None:
    sections = [*SMALL["sections"][:2], {"key": "money", "title": "Money", "questions": [
        amount("total", means="total_cost"), {**TABLE, "means": "amount_requested"}]}]  # fmt: skip
    with transaction():
        stored = import_question_set({**SMALL, "key": "asked", "sections": sections})
    round_ = rounds.open_round(question_set_id=stored.id)
    answers = {"total": 900, "budget": a_budget(500, 400)}
    application = applications.submitted(round_, lead, answers)
    assert application.amount_requested_gbp == 900
    assert [*checks.submissions()] == []
