"""What an answer of each kind may be, while drafting and when submitting."""

from __future__ import annotations

from typing import Any

import pytest

from award.rounds.rules import wording
from award.rounds.rules.questions import Option, Question

NO_CODE = (
    "Enter an ODS code, like RAJ or VM5K2. Most have 3 or 5 letters and numbers. "
    "Leave it blank if you do not know it"
)
ABC = tuple(Option(letter, letter.upper()) for letter in "abc")


def question(kind: str, **values: Any) -> Question:
    return Question(key="q", kind=kind, label="L", short="S", **values)


@pytest.mark.parametrize(
    ("asked", "value", "problem"),
    [
        (question("short_text", max_words=2), "one two", None),
        (question("short_text", max_words=2), "one two three",
         "Your answer has 3 words: cut 1 to get down to 2"),
        (question("short_text"), "x" * 300, None),
        (question("short_text"), "x" * 301, "Your answer has 301 characters: the most is 300"),
        (question("short_text"), ["x"], "The answer must be text"),
        (question("long_text", max_words=3, max_chars=5), "123456",
         "Your answer has 6 characters: the most is 5"),
        (question("number", min=1, max=36), 36, None),
        (question("number", min=1, max=36), 37, "Enter 36 or less"),
        (question("number", min=1, max=36), 0, "Enter 1 or more"),
        (question("number"), 1.5, "Enter a whole number"),
        (question("number"), True, "Enter a whole number"),
        (question("money", max=150_000), 150_000, None),
        (question("money", max=150_000), 150_001, "Enter £150,000 or less"),
        (question("money", min=1), -5, "Enter £1 or more"),
        (question("date"), "2027-02-28", None),
        (question("date"), "2027-02-29", "Enter a real date"),
        (question("date"), "20270228", "Enter a real date"),
        (question("date"), "2027-W08-7", "Enter a real date"),
        (question("date"), 20270228, "Enter a real date"),
        (question("organisation_code"), "VM5K2", None),
        (question("organisation_code"), "RAJ", None),
        (question("organisation_code"), "Not sure", NO_CODE),
        (question("organisation_code"), "NOTSURE", NO_CODE),
        (question("organisation_code"), "unknown", NO_CODE),
        (question("organisation_code"), "vm5k2", "The answer must be an ODS code"),
        (question("organisation_code"), ["RAJ"], "The answer must be an ODS code"),
        (question("yes_no"), "no", None),
        (question("yes_no"), "perhaps", "Choose yes or no"),
        (question("choice", options=ABC), "c", None),
        (question("choice", options=ABC), "d", "Choose one of the answers offered"),
        (question("choice", options=ABC), ["a"], "Choose one of the answers offered"),
        (question("choices", options=ABC), ["a", "b"], None),
        (question("choices", options=ABC), ["a", "d"], "Choose from the answers offered"),
        (question("choices", options=ABC), [["a"]], "Choose from the answers offered"),
        (question("choices", options=ABC), ["a", "a"], "Choose each answer once"),
        (question("choices", options=ABC, max_choices=1), ["a", "b"], "Choose 1 or fewer"),
        (question("choices", options=ABC, exclusive="c"), ["c"], None),
        (question("choices", options=ABC, exclusive="c"), ["a", "c"],
         "Choose either “C” or other answers, not both"),
        (question("choices", options=ABC, exclusive="c", min_choices=2), ["c"], None),
        (question("choices", options=ABC, min_choices=2), ["c"], "Choose at least 2"),
        (question("declaration"), True, None),
        (question("declaration"), "yes", "Tick the box to agree"),
    ],
)  # fmt: skip
def test_submitting_an_answer(asked: Question, value: Any, problem: str | None) -> None:
    assert asked.problems(value, final=True) == ([problem] if problem else [])


def test_a_code_is_stored_in_its_one_form_and_what_is_none_as_it_was_typed() -> None:
    asked = question("organisation_code")
    assert [asked.parse(text) for text in (" vm5 k2", "Not sure", " ", None)] == [
        "VM5K2", "Not sure", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["number", "money"])
def test_zero_is_an_answer(kind: str) -> None:
    asked = question(kind, min=0)
    assert not asked.is_empty(0)
    assert asked.problems(0, final=True) == []
    assert asked.display(0) == ["£0" if kind == "money" else "0"]


@pytest.mark.parametrize("value", [None, "", " \n", [], False])
def test_a_blank_answer_only_stops_submitting(value: Any) -> None:
    asked = question("long_text", max_words=9)
    assert asked.problems(value, final=False) == []
    assert asked.problems(value, final=True) == ["Write an answer"]
    assert question("long_text", max_words=9, required=False).problems(value, final=True) == []


@pytest.mark.parametrize(
    ("asked", "value", "shown"),
    [
        (question("number", unit="months"), 12, ["12 months"]),
        (question("number", unit="%"), 15, ["15%"]),
        (question("money"), 150_000, ["£150,000"]),
        (question("date"), "2027-04-01", ["1 April 2027"]),
        (question("yes_no"), "yes", ["Yes"]),
        (question("choice", options=ABC), "a", ["A"]),
        (question("choices", options=ABC), ["a", "gone"], ["A", "gone"]),
        (question("declaration"), True, ["Agreed"]),
    ],
)
def test_how_an_answer_reads(asked: Question, value: Any, shown: list[str]) -> None:
    assert asked.display(value) == shown


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (question("short_text", max_words=1), "Short answer, up to 1 word"),
        (question("short_text"), "Short answer, up to 300 characters"),
        (question("long_text", max_words=1500), "Long answer, up to 1,500 words"),
        (question("number", min=1, max=36, unit="months"), "Whole number, from 1 to 36 months"),
        (question("number", max=36), "Whole number, up to 36"),
        (question("number", unit="people"), "Whole number of people"),
        (question("money", min=0), "Amount in whole pounds, £0 or more"),
        (question("choices", options=ABC, min_choices=2), "Choose 2 or more"),
        (question("choices", options=ABC, max_choices=2), "Choose up to 2"),
        (question("choices", options=ABC), "Choose all that apply"),
        (question("choice", options=ABC), "Choose one"),
    ],
)
def test_the_answer_wanted_in_words(asked: Question, words: str) -> None:
    assert wording.how_answered(asked) == words
