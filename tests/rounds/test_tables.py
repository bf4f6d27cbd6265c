"""A table: what its answer is, what is wrong with it, what it comes to, how it reads."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from award.rounds.kinds.readings import Table
from award.rounds.rules import wording
from award.rounds.rules.questions import BadQuestionSet, Question, QuestionSet, parse
from tests.build import rounds

SMALL = tomllib.loads(rounds.SMALL_SET.read_text(encoding="utf-8"))
COLUMNS: list[dict[str, Any]] = [
    {"key": "who", "kind": "short_text", "label": "Organisation", "identifies": True,
     "max_chars": 20},
    {"key": "staff", "kind": "money", "label": "Staff", "total": True, "min": 0,
     "required": False},
    {"key": "evaluation", "kind": "money", "label": "Evaluation", "total": True,
     "required": False},
    {"key": "by", "kind": "date", "label": "Paid by", "required": False},
    {"key": "letter", "kind": "yes_no", "label": "Letter", "required": False},
]  # fmt: skip
BUDGET: dict[str, Any] = {
    "key": "budget", "kind": "table", "label": "Budget", "short": "Budget", "row": "party",
    "least": 1, "most": 3, "row_total": "Total", "shares": ["evaluation"], "columns": COLUMNS,
}  # fmt: skip


def a_set(*questions: dict[str, Any]) -> QuestionSet:
    section = {"key": "money", "title": "Money", "questions": [*questions]}
    return parse({**SMALL, "key": "tables", "sections": [section]})


def a_table(**changes: Any) -> Question:
    table = {key: value for key, value in {**BUDGET, **changes}.items() if value is not None}
    return a_set(table).question("budget")


def rows(*given: dict[str, Any]) -> Any:
    return a_table().parse([*given])


def test_rows_have_ids_and_blank_ones_are_none() -> None:
    assert rows(
        {"who": "Leeds", "staff": 100},
        {"id": "k1", "who": "  "},
        {"id": "k2", "who": "York", "by": "2027-03-27"},
        {"id": "K 3!", "who": "Hull"},
    ) == [
        {"id": "r1", "who": "Leeds", "staff": 100},
        {"id": "k2", "who": "York", "by": "2027-03-27"},
        {"id": "r4", "who": "Hull"},
    ]
    twice = rows({"id": "k", "who": "One"}, {"id": "k", "who": "Two"}, {"id": "k", "who": "Three"})
    assert [row["who"] for row in twice] == ["One", "Two", "Three"]
    assert len({row["id"] for row in twice}) == 3
    assert rows({"id": "k1"}) is None
    assert a_table().parse("text") == "text"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ([{"who": "Leeds", "staff": 100}], None),
        ([{"who": "Leeds", "staff": 0}], None),
        ([{"staff": 100}], "Party 1, Organisation: Enter an answer"),
        ([{"who": "Leeds", "staff": "34k"}], "Party 1, Staff: Enter an amount in whole pounds"),
        ([{"who": "Leeds", "staff": "5000.50"}], "Party 1, Staff: Enter an amount in whole pounds"),
        ([{"who": "Leeds", "staff": -1}], "Party 1, Staff: Enter £0 or more"),
        ([{"who": "Leeds", "by": "soon"}], "Party 1, Paid by: Enter a real date"),
        ([{"who": "Leeds", "letter": "no, but"}], "Party 1, Letter: Choose yes or no"),
        ([{"who": "x" * 21}], "Party 1, Organisation: The text has 21 characters: the most"),
        ([{"who": f"P{n}"} for n in range(4)], "Take out 1: the most is 3 parties"),
    ],
)
def test_submitting_a_table(given: list[dict[str, Any]], problem: str | None) -> None:
    asked = a_table()
    value = asked.parse(given)
    assert asked.problems(value, final=False) == []
    found = asked.problems(value, final=True)
    assert len(found) == bool(problem)
    assert problem is None or found[0].startswith(problem)


def test_fewer_rows_than_wanted_or_none() -> None:
    asked = a_table(least=2)
    assert asked.problems(asked.parse([{"who": "Leeds"}]), final=True) == [
        "Fill in at least 2 parties: there is 1"
    ]
    assert asked.problems(None, final=True) == ["Add at least one party"]
    assert a_table(required=False).problems(None, final=True) == []


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("text", "The answer must be a table"),
        ([{"who": "no id"}], "The answer must be a table"),
        ([{"id": "k1", "who": ["x"]}], "The answer must be a table"),
        ([{"id": "k1", "who": True}], "The answer must be a table"),
        ([{"id": f"k{n}", "who": "x"} for n in range(201)], "The table has 201 rows"),
        ([{"id": f"k{n}", "who": "x" * 20_001} for n in range(5)], "The table has 100,0"),
    ],
)
def test_what_no_draft_keeps(value: Any, problem: str) -> None:
    assert a_table().problems(value, final=False)[0].startswith(problem)


def test_how_it_reads_with_what_it_comes_to() -> None:
    value = rows({"who": "Leeds", "staff": 900, "evaluation": 80},
                 {"who": "York", "evaluation": "34k", "by": "2027-03-27"})  # fmt: skip
    shown = a_table().read(value)
    assert isinstance(shown, Table)
    assert shown.headings == ("Organisation", "Staff", "Evaluation", "Paid by", "Letter", "Total")
    assert shown.rows == (
        ("Leeds", "£900", "£80", "", "", "£980"), ("York", "", "34k", "27 March 2027", "", "–"),
    )  # fmt: skip
    assert shown.foot == ("Total", "£900", "–", "", "", "–")
    assert shown.notes == ("It can’t be added up until every figure can be read.",)
    assert a_table().amount(value) is None
    read = rows({"who": "Leeds", "staff": 900, "evaluation": 80})
    assert a_table().amount(read) == 980
    assert a_table().read(read).notes == ("Evaluation is 8.2% of the total.",)
    assert a_table().cell(value) == (
        "Organisation: Leeds, Staff: £900, Evaluation: £80, Total: £980\n"
        "Organisation: York, Evaluation: 34k, Paid by: 27 March 2027, Total: –"
    )


def test_columns_that_tell_who_applies_are_left_out_of_a_blind_reading() -> None:
    shown = a_table().blind.read(rows({"who": "Brightwater", "staff": 900}))
    assert isinstance(shown, Table)
    assert "Brightwater" not in str(shown) and "£900" in str(shown)
    assert shown.notes[-1] == "Hidden, since it would show who is applying: Organisation."


def test_a_question_can_hang_on_a_share() -> None:
    why = {"key": "why", "kind": "long_text", "label": "Why?", "short": "Why", "max_words": 9,
           "show_if": {"question": "budget", "share": "evaluation", "below": 10}}  # fmt: skip
    questions = a_set(BUDGET, why)
    asked = questions.question("why")
    low, enough = ({"staff": 901, "evaluation": 99}, {"staff": 900, "evaluation": 100})
    assert [asked.asked({"budget": rows(row)}, 2) for row in (low, enough)] == [True, False]
    assert not asked.asked({}, 2) and not asked.asked({"budget": rows({"who": "x"})}, 2)
    assert wording.when_asked(asked, questions) == (
        "Only asked if “Evaluation” is less than 10% of the total of question 1.1"
    )


def test_rows_that_stand_there_from_the_start_count_once_somebody_has_written() -> None:
    asked = a_table(starts_with=[{"who": "Lead organisation"}])
    untouched = {"id": "s1", "who": "Lead organisation"}
    assert asked.parse([untouched]) is None
    assert asked.parse([{**untouched, "staff": 5}]) == [{**untouched, "staff": 5}]


def test_fixed_rows_stand_in_their_order_and_no_others() -> None:
    fixed = [{"value": "falls", "label": "Falls"}, {"value": "time", "label": "Time"}]
    asked = a_table(fixed=fixed, least=None, most=None)
    value = asked.parse([{"id": "time", "staff": 1}, {"id": "other", "staff": 9}])
    assert value == [{"id": "time", "staff": 1}]
    assert asked.problems(value, final=True)[0] == "Fill in at least 2 parties: there is 1"
    assert asked.display(value) == ["Party: Time, Staff: £1, Total: £1"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"columns": []}, "needs columns"),
        ({"row": " "}, "needs a word for a row"),
        ({"publish_as": "impact"}, "a table can't be published"),
        ({"least": 4}, "rows must be least to most"),
        ({"most": 201}, "rows must be least to most"),
        ({"columns": [*COLUMNS, COLUMNS[0]]}, "column who stands twice"),
        ({"columns": [{**COLUMNS[0], "key": "id"}, *COLUMNS[1:]]}, "column id: a key is"),
        ({"columns": [{**COLUMNS[0], "key": "clash"}, *COLUMNS[1:]]}, "column clash: a key is"),
        ({"columns": [{**COLUMNS[0], "kind": "choices"}, *COLUMNS[1:]]}, "can't be of this kind"),
        ({"columns": [{**COLUMNS[0], "kind": "table"}, *COLUMNS[1:]]}, "can't be of this kind"),
        ({"columns": [{**COLUMNS[0], "kind": "nothing"}, *COLUMNS[1:]]}, "unknown kind nothing"),
        ({"columns": [{**COLUMNS[0], "width": "huge"}, *COLUMNS[1:]]}, "a width is"),
        ({"columns": [{**COLUMNS[0], "total": True}, *COLUMNS[1:]]}, "only numbers have a total"),
        ({"columns": [{**COLUMNS[0], "means": "title"}, *COLUMNS[1:]]}, "only a question can"),
        ({"columns": [{**COLUMNS[0], "colour": "red"}, *COLUMNS[1:]]}, "colour means nothing"),
        ({"columns": [{"kind": "short_text", "label": "X"}]}, "needs key"),
        ({"columns": "who"}, "columns must be a list"),
        ({"columns": [COLUMNS[0]], "row_total": "", "shares": []}, "every column identifies"),
        ({"columns": COLUMNS[:2]}, "row_total needs two columns"),
        ({"shares": ["by"]}, "shares: by is no column"),
        ({"columns": [*COLUMNS, {"key": "n", "kind": "number", "label": "N", "total": True}]},
         "totals of different kinds"),
        ({"columns": [*COLUMNS, {"key": "c", "kind": "choice", "label": "C"}]},
         "column c: needs at least two options"),
        ({"starts_with": [{"whom": "x"}]}, "starts_with: no column whom"),
        ({"fixed": [{"value": "a", "label": "A"}]}, "fixed rows have no least"),
        ({"kind": "short_text"}, "only a table has columns"),
        ({"means": "total_cost", "columns": [COLUMNS[0], COLUMNS[3]], "row_total": "",
          "shares": []}, "is a number, or a table with a total"),
        ({"adds_up_to": "nothing"}, "adds_up_to needs an earlier question"),
    ],
)  # fmt: skip
def test_a_table_can_be_badly_described(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadQuestionSet, match=fault.replace("(", r"\(")):
        a_table(**changes)


def test_a_table_adds_up_to_an_amount_of_its_own_kind_only() -> None:
    amount = {"key": "ask", "kind": "money", "label": "Ask", "short": "Ask"}
    assert a_set(amount, {**BUDGET, "adds_up_to": "ask"}).sums["ask"][0].key == "budget"
    with pytest.raises(BadQuestionSet, match="two numbers or two amounts"):
        a_set({**amount, "kind": "number"}, {**BUDGET, "adds_up_to": "ask"})
    with pytest.raises(BadQuestionSet, match="has no answer x"):
        a_set(BUDGET, {**amount, "show_if": {"question": "budget", "share": "x", "below": 5}})


def test_what_is_wanted_in_words() -> None:
    assert wording.how_answered(a_table()).startswith(
        "Table, 1 to 3 parties. For each: Organisation (short answer, up to 20 characters); Staff"
    )


@pytest.mark.parametrize("bad", ["34k", -5])
def test_nothing_is_added_up_from_a_part(bad: Any) -> None:
    """What can't be read, or was refused, leaves a dash in every sum that it belongs to, and no
    share, no amount, and no question that depends on a share."""
    table = a_table()
    read = [
        {"id": "a", "who": "Leeds", "staff": bad, "evaluation": 5},
        {"id": "b", "who": "York", "staff": 900, "evaluation": 20},
    ]
    shown = table.read(read)
    assert isinstance(shown, Table)
    assert [row[-1] for row in shown.rows] == ["–", "£920"]
    assert shown.foot == ("Total", "–", "£25", "", "", "–")
    assert shown.notes == ("It can’t be added up until every figure can be read.",)
    assert table.amount(read) is None
    why = {"key": "why", "kind": "short_text", "label": "Why?", "short": "Why", "max_chars": 20,
           "unscored": "Made up.",
           "show_if": {"question": "budget", "share": "evaluation", "below": 10}}  # fmt: skip
    asked = a_set(BUDGET, why).question("why")
    assert not asked.asked({"budget": read}, 1)
    assert asked.asked({"budget": [{**read[0], "staff": 900}, read[1]]}, 1)
