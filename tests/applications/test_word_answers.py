"""What stands below a question in Word, as its answer."""

from __future__ import annotations

from typing import Any

import pytest

from award.applications.forms.word_answers import Unclear, answer_of
from award.foundation.documents.reading import Below
from award.rounds.kinds import Option, Question

ONE = Question(
    "q", "choice", "Which?", "Which",
    options=(Option("a", "Complete"), Option("b", "Not complete"), Option("c", "Other (say)")),
)  # fmt: skip
SEVERAL = Question("q", "choices", "Which?", "Which", options=ONE.options)
YES_NO = Question("q", "yes_no", "Is it?", "Is it")
TEXT = Question("q", "long_text", "What?", "What")
MONTHS = Question("q", "number", "How long?", "Length", unit="months")
COSTS = Question(
    "q", "table", "What does it cost?", "Costs", row="cost", row_total="Total",
    columns=(
        Question("what", "short_text", "What", "What"),
        Question("staff", "money", "Staff", "Staff", total=True),
    ),
)  # fmt: skip
FIXED = Question(
    "q", "table", "Who?", "Who", row="role",
    fixed=(Option("lead", "Lead"), Option("eval", "Evaluator")),
    columns=(Question("name", "short_text", "Name", "Name"),),
)  # fmt: skip


def read(question: Question, *blocks: Any, stored: Any = None) -> Any:
    return answer_of(question, Below("Q", list(blocks)), ("Guidance of ours",), stored)


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        (["☐ Complete", "X Not complete", "☐ Other (say)"], "b"),
        (["☐ Complete", "☒ Not complete", "☐ Other (say)"], "b"),
        (["☐X Complete", "☐ Not complete"], "a"),
        (["[x] Complete", "[ ] Not complete"], "a"),
        (["☐ Not complete"], "b"),  # the others were deleted
        (["• ☐ Not complete"], "b"),
        (["not  COMPLETE"], "b"),  # typed
        (["☐ Complete\n✔ Other (say)"], "c"),
        (["☐ Complete", "☐ Not complete", "☐ Other (say)"], None),
        (["☐", "Guidance of ours"], None),
        ([], None),
    ],
)
def test_one_is_chosen(lines: list[str], answer: str | None) -> None:
    assert read(ONE, *lines) == answer


@pytest.mark.parametrize(
    "lines", [["X Complete", "X Not complete"], ["Complete", "Other (say)"], ["None of these"]]
)
def test_what_is_no_single_choice_says_so(lines: list[str]) -> None:
    with pytest.raises(Unclear):
        read(ONE, *lines)


def test_quotes_and_dashes_that_word_puts_in_are_those_that_people_type() -> None:
    home = Question(
        "q", "choice", "Where?", "Where",
        options=(Option("own", "A person's home - no care service"), Option("b", "Elsewhere")),
    )  # fmt: skip
    assert read(home, "X A person’s home – no care service", "☐ Elsewhere") == "own"
    assert read(TEXT, "She said “no” – twice") == "She said “no” – twice"


def test_several_and_yes_or_no() -> None:
    assert read(SEVERAL, "X Complete", "☐ Not complete", "✓ Other (say)") == ["a", "c"]
    assert read(SEVERAL, "Complete", "Complete") == ["a"]
    assert read(YES_NO, "☐ Yes", "x No") == "no"
    assert read(YES_NO, "Yes") == "yes"


def test_paragraphs_points_and_a_table_in_the_place_of_words() -> None:
    assert read(TEXT, "One", "Two", "Guidance of ours") == "One\n\nTwo"
    assert read(TEXT, "Why:", "• so", "• and so", "End") == "Why:\n\n• so\n• and so\n\nEnd"
    assert read(TEXT, [["A", "B"], ["", "1"]]) == "A | B\n\n1"
    assert read(TEXT) is None


def test_numbers_with_their_unit() -> None:
    assert [read(MONTHS, text) for text in ("12", "12 months", " 12 Months ")] == [12, 12, 12]
    with pytest.raises(Unclear, match="twelve"):
        read(MONTHS, "twelve")


def test_rows_keep_the_ids_of_those_in_their_place() -> None:
    table = [["What", "Staff", "Total"], ["Kim", "£1,000", "£1,000"], ["", "", ""],
             ["Sam", "lots", ""], ["Total £1,000", "£1,000", "£1,000"]]  # fmt: skip
    first, second = read(COSTS, table, stored=[{"id": "k1", "what": "Kim"}])
    assert first == {"id": "k1", "what": "Kim", "staff": 1000}
    assert second["what"] == "Sam" and second["staff"] == "lots" and second["id"] != "k1"


def test_columns_are_found_by_their_headings_wherever_they_stand() -> None:
    (row,) = read(COSTS, [["staff", "WHAT"], ["5", "Kim"]])
    assert (row["what"], row["staff"]) == ("Kim", 5)
    with pytest.raises(Unclear, match="headings"):
        read(COSTS, [["What", "Wages"], ["Kim", "5"]])


def test_fixed_rows_are_known_by_their_names() -> None:
    table = [["Role", "Name"], ["Evaluator", "Sam"], ["Lead", "Kim"]]
    assert read(FIXED, table) == [{"id": "lead", "name": "Kim"}, {"id": "eval", "name": "Sam"}]
    with pytest.raises(Unclear, match="Boss"):
        read(FIXED, [["Role", "Name"], ["Boss", "Kim"]])
