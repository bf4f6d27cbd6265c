"""Question sets: every fault is named, and what is asked follows from answers that count."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from award.foundation.digests import sha256_of
from award.rounds.rules import conditions, questions, wording
from award.rounds.rules.questions import BadQuestionSet, QuestionSet
from award.rounds.seeds import QUESTION_SETS
from tests.build.rounds import SMALL_SET, small_answers

SMALL = tomllib.loads(SMALL_SET.read_text(encoding="utf-8"))


def faults_of(*raw: dict[str, Any], **heading: Any) -> list[str]:
    with pytest.raises(BadQuestionSet) as refused:
        questions.parse(
            {
                "key": "k", "version": 1, "title": "T",
                "sections": [{"key": "s", "title": "S", "questions": list(raw)}], **heading,
            }
        )  # fmt: skip
    return str(refused.value).splitlines()


def question(**values: Any) -> dict[str, Any]:
    return {"key": "q", "kind": "yes_no", "label": "Label", "short": "Short", **values}


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"kind": "poem"}, "q: unknown kind poem"),
        ({"colour": "red"}, "q: colour means nothing here"),
        ({"gate": "x"}, "q: gate means nothing here"),
        ({"key": "Not a key"}, "Not a key: a key is lower-case letters, digits and underscores"),
        ({"label": " "}, "q: needs a label and a short label"),
        ({"max_words": "ten"}, "q: max_words must be a whole number"),
        ({"max_words": True}, "q: max_words must be a whole number"),
        ({"required": 1}, "q: required must be true or false"),
        ({"hint": 3}, "q: hint must be text"),
        ({"phases": [1, 5]}, "q: phases are 1 to 4"),
        ({"phases": []}, "q: phases are 1 to 4"),
        ({"means": "moon"}, "q: unknown meaning moon"),
        ({"publish_as": "gossip"}, "q: unknown case study field gossip"),
        ({"kind": "long_text"}, "q: needs max_words"),
        ({"kind": "choice"}, "q: needs at least two options"),
        ({"kind": "number", "min": 3, "max": 2}, "q: min is more than max"),
        ({"kind": "money", "min": 3, "max": 2}, "q: min is more than max"),
        ({"adds_up_to": "later"}, "q: adds_up_to needs an earlier question, not later"),
        ({"show_if": {"question": "later", "equals": "yes"}},
         "q: show_if needs earlier questions, not later"),
        ({"show_if": {"question": "q", "like": "yes"}},
         "q: not a condition: {'question': 'q', 'like': 'yes'}"),
    ],
)  # fmt: skip
def test_a_fault_is_named(values: dict[str, Any], fault: str) -> None:
    unread = ["section s: has no questions", "there are no questions"]
    assert faults_of(question(**values)) in ([fault], [fault, *unread])


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"options": [{"value": "a", "label": "A"}] * 2}, "q: an option stands twice"),
        ({"exclusive": "z"}, "q: the exclusive option z isn't there"),
        ({"min_choices": 4}, "q: min_choices is more than the options there are"),
        ({"min_choices": 3, "max_choices": 2}, "q: min_choices is more than max_choices"),
    ],
)
def test_a_fault_in_options_is_named(values: dict[str, Any], fault: str) -> None:
    options = [{"value": letter, "label": letter} for letter in "abc"]
    assert fault in faults_of(question(**{"kind": "choices", "options": options, **values}))


def test_all_faults_come_at_once() -> None:
    found = faults_of(
        question(), question(), {"kind": "date"},
        question(key="a", means="title"), question(key="b", means="title"),
        question(key="c", publish_as="problem"), question(key="d", publish_as="problem"),
        question(key="e", show_if={"question": "a", "equals": "perhaps"}),
        key="", version="1", title="",
    )  # fmt: skip
    assert found == [
        "needs a key",
        "needs a title",
        "needs a version, a whole number from 1",
        "q: stands twice",
        "?: needs key",
        "?: needs label",
        "?: needs short",
        "e: show_if: a has no answer perhaps",
        "means title stands twice",
        "publish_as problem stands twice",
    ]


def test_only_amounts_of_one_kind_add_up() -> None:
    total = question(key="total", kind="money")
    assert faults_of(total, question(kind="number", adds_up_to="total")) == [
        "q: adds_up_to needs two numbers or two amounts of money"
    ]


def test_sections_need_keys_and_questions() -> None:
    empty = {"key": "s", "title": "S", "questions": []}
    full = {"title": "T", "questions": [question()]}
    assert faults_of(sections=[empty, empty, full]) == [
        "section s: has no questions",
        "section s: has no questions",
        "section T: needs a key and a title",
        "section s stands twice",
    ]
    assert faults_of(sections=[]) == ["there are no questions"]


def test_the_digest_depends_on_content_not_on_order() -> None:
    turned = dict(reversed(SMALL.items()))
    other = copy.deepcopy(SMALL)
    other["sections"][0]["questions"][0]["label"] += "!"
    assert sha256_of(turned) == sha256_of(SMALL)
    assert sha256_of(other) != sha256_of(SMALL)


def test_every_question_set_that_comes_along_can_be_read() -> None:
    found = [questions.parse(tomllib.loads(path.read_text("utf-8")))
             for path in sorted(QUESTION_SETS.glob("*.toml"))]  # fmt: skip
    assert {parsed.key for parsed in found} == {"asc-ai", "asc-ai-first"}
    for parsed in (one for one in found if not one.first_of):
        assert len(list(parsed)) >= 55
        assert {"title", "amount_requested", "duration_months", "plain_summary"} <= {
            item.means for item in parsed
        }
        assert {"title", "summary", "problem", "project"} <= set(parsed.publishable())
        for item in parsed:
            assert wording.how_answered(item)
            wording.when_asked(item, parsed)


def small() -> QuestionSet:
    return questions.parse(SMALL)


@pytest.mark.parametrize("path", sorted(QUESTION_SETS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_question_says_why_and_every_long_one_what_is_good(path: Path) -> None:
    """Declarations are what they say, and nobody judges them."""
    asked = [
        one
        for one in questions.parse(tomllib.loads(path.read_text("utf-8")))
        if one.kind != "declaration"
    ]
    assert [one.key for one in asked if not one.why] == []
    assert [one.key for one in asked if one.kind == "long_text" and not one.good] == []


def test_the_small_set_has_every_kind() -> None:
    from award.rounds.kinds import KINDS

    assert {item.kind for item in small()} == set(KINDS)
    assert small().problems(small_answers(), 1) == {}
    assert small().problems(small_answers(), 3) == {"device_status": ["Choose an answer"]}


def test_a_conditional_question_is_asked_when_its_condition_holds() -> None:
    asked = {item.key for item in small().asked(small_answers(), 1)}
    without = {item.key for item in small().asked(small_answers(people_helped="no"), 1)}
    assert asked - without == {"how_people_helped"}


def chain(*conditions_: dict[str, Any]) -> QuestionSet:
    raw = [question(key="q0")]
    raw += [question(key=f"q{n}", show_if=one) for n, one in enumerate(conditions_, 1)]
    return questions.parse(
        {"key": "k", "version": 1, "title": "T",
         "sections": [{"key": "s", "title": "S", "questions": raw}]}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("last", "asked"),
    [
        ({"question": "q1", "equals": "yes"}, ["q0"]),
        ({"question": "q1", "answered": True}, ["q0"]),
        ({"question": "q1", "answered": False}, ["q0", "q2"]),
        ({"not": {"question": "q1", "equals": "yes"}}, ["q0", "q2"]),
        ({"any": [{"question": "q1", "equals": "yes"}, {"question": "q0", "equals": "no"}]},
         ["q0", "q2"]),
        ({"all": [{"question": "q1", "equals": "yes"}, {"question": "q0", "equals": "no"}]},
         ["q0"]),
    ],
)  # fmt: skip
def test_an_answer_left_behind_does_not_count(last: dict[str, Any], asked: list[str]) -> None:
    """q1 was answered while q0 was yes; then q0 became no, and q1 is no longer asked."""
    found = chain({"question": "q0", "equals": "yes"}, last)
    answers = {"q0": "no", "q1": "yes"}
    assert [item.key for item in found.asked(answers, 1)] == asked
    assert [item.key for item in found.sections[0].asked(answers, 1)] == asked


@pytest.mark.parametrize(
    ("data", "answer", "holds"),
    [
        ({"question": "q", "equals": "a"}, "a", True),
        ({"question": "q", "equals": "a"}, "b", False),
        ({"question": "q", "equals": "a"}, ["b", "a"], True),
        ({"question": "q", "equals": "a"}, None, False),
        ({"question": "q", "in": ["a", "b"]}, "b", True),
        ({"question": "q", "in": ["a", "b"]}, ["c"], False),
        ({"question": "q", "answered": True}, 0, True),
        ({"question": "q", "answered": True}, "  ", False),
        ({"question": "q", "answered": True}, [], False),
        ({"question": "q", "answered": True}, False, False),
        ({"question": "q", "answered": False}, None, True),
        ({"not": {"question": "q", "equals": "a"}}, "a", False),
        ({"all": [{"question": "q", "equals": "a"}, {"question": "r", "equals": "a"}]}, "a", False),
        ({"any": [{"question": "q", "equals": "a"}, {"question": "r", "equals": "a"}]}, "a", True),
    ],
)
def test_conditions(data: dict[str, Any], answer: Any, holds: bool) -> None:
    assert conditions.parse(data).holds({"q": answer}) is holds


@pytest.mark.parametrize(
    "data",
    [{}, {"question": "q"}, {"question": "q", "equals": 1}, {"question": "q", "in": []},
     {"all": []}, {"any": []}, {"not": []}, {"question": "q", "equals": "a", "in": ["a"]},
     {"question": "q", "equals": "a", "or": 1}],
)  # fmt: skip
def test_anything_else_is_no_condition(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a condition"):
        conditions.parse(data)


def test_when_a_question_is_asked_in_words() -> None:
    found = small()
    said = {item.key: wording.when_asked(item, found) for item in found}
    assert {key: words for key, words in said.items() if words} == {
        "how_people_helped": "Only asked if you answer Yes to question 2.3",
        "device_status": "Only asked in Phases 3 and 4",
    }
    both = chain(
        {"all": [{"question": "q0", "answered": True},
                 {"not": {"question": "q0", "equals": "no"}}]},
        {"question": "q0", "answered": False},
        {"not": {"question": "q1", "answered": True}},
    )  # fmt: skip
    assert [wording.when_asked(item, both) for item in both] == [
        "",
        "Only asked if you answer anything but No to question 1.1",
        "Only asked if you do not answer question 1.1",
        "Only asked unless you answer question 1.2",
    ]
