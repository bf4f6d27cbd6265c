"""No error message ends with a full stop, wherever it comes from."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from wtforms import Field, RadioField, SelectField, SelectMultipleField

from award.design.fields import DatePartsField, LongTextField, ShortTextField
from award.design.fields.base import ParsedField
from award.design.forms import Form
from award.foundation.errors import Refused, StaleVersion
from award.rounds.rules import questions
from tests.architecture.every_field import SETS, declared, every_field
from tests.architecture.test_pasted import read

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).parents[2]
WRONG = ["x", "-1", "1.5", "99999999999999999999", "£", "x" * 30_000, "0"]
ANSWERS = [None, "x", "x " * 2_000, "x" * 30_000, 1.5, -1, 10**15, [], ["x"], ["x", "x"], True]
RAISED = {
    "ValidationError", "StopValidation", "ValueError", "InputRequired", "DataRequired", "Problem",
    "Gap", "Fault", "Obstacle", "PartError", "Regexp", "Length", "EqualTo", "add_refusal",
}  # fmt: skip


def stopped(message: object) -> bool:
    return str(message).rstrip().endswith(".")


def last_words(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=[*_, last]):
            return last_words(last)
        case ast.IfExp(body=body, orelse=other):
            return last_words(body) + last_words(other)
        case _:
            return ""


def messages_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in RAISED:
                given = [*node.args, *(k.value for k in node.keywords if k.arg == "message")]
                yield from map(last_words, given)
            case ast.Assign(targets=[ast.Attribute(attr="errors")], value=ast.List(elts=given)):
                yield from map(last_words, given)


def test_a_text_that_must_be_there_is_more_than_spaces(app: Flask) -> None:
    """`InputRequired` looks at what was sent, before it is tidied to nothing."""
    texts = [*every_field(ShortTextField), *every_field(LongTextField)]
    required = [(name, field) for name, field in texts if read(app, field, f="").errors]
    assert len(required) > 5
    assert [name for name, one in required if not read(app, one, f=" \t\u00a0 ").errors] == []


def test_none_is_written_so() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {words}"
        for path in sorted((ROOT / "award").rglob("*.py"))
        for words in messages_of(path.read_text("utf-8"))
        if stopped(words)
    ]
    assert found == []
    assert list(messages_of('raise ValidationError(f"{name} is wrong.")')) == [" is wrong."]


def test_no_validator_has_one() -> None:
    fields = every_field(Field)
    assert len(fields) > 150
    for name, field in fields:
        given = [*field.args[1:2], field.kwargs.get("validators", ())]
        for validator in [v for some in given if isinstance(some, list | tuple) for v in some]:
            assert not stopped(getattr(validator, "message", "")), name


@pytest.mark.parametrize("kind", [ParsedField, DatePartsField])
def test_nothing_unreadable_gives_one(app: Flask, kind: type[Any]) -> None:
    said = set()
    for _, field in every_field(kind):
        for wrong in WRONG:
            sent = {f"f_{part}": wrong for part in ("day", "month", "year", "time")} | {"f": wrong}
            said |= {str(error) for error in read(app, field, **sent).errors}
    assert said
    assert [message for message in said if stopped(message)] == []


@pytest.mark.parametrize("kind", [ParsedField, DatePartsField])
def test_no_two_boxes_of_a_form_say_the_same(app: Flask, kind: type[Any]) -> None:
    """In the summary of a page nothing but its words says which of them is meant."""
    said: dict[tuple[str, str], str] = {}
    for name, field in declared(kind):
        form, _, _ = name.rpartition(".")
        for message in read(app, field, f="x", f_day="x").errors:
            assert said.setdefault((form, str(message)), name) == name
    assert said


def test_no_answer_gives_one() -> None:
    said = set()
    for path in SETS.glob("*.toml"):
        for question in questions.parse(tomllib.loads(path.read_text("utf-8"))):
            for answer in ANSWERS:
                said |= {*question.problems(answer, final=True)}
    assert len(said) > 20
    assert [message for message in said if stopped(message)] == []


def test_a_refusal_drops_it() -> None:
    assert [Refused(words).reason for words in ("No.", "No", "No…", "No...")] == [
        "No", "No", "No…", "No...",
    ]  # fmt: skip
    assert not stopped(StaleVersion().reason)


def test_the_librarys_own_words_reach_nobody(app: Flask) -> None:
    """Whatever box of its kinds of choices gets a value that was never offered."""
    kinds = (RadioField, SelectField, SelectMultipleField)
    found = [(name, unbound) for kind in kinds for name, unbound in every_field(kind)]
    assert len(found) > 5
    with app.test_request_context(method="POST", data={"box": "never offered"}):
        for name, unbound in found:
            offered = {**unbound.kwargs, "choices": ["5"]}
            box = type(unbound)(unbound.field_class, *unbound.args, **offered)
            form = type("OneBox", (Form,), {"box": box})(meta={"csrf": False})
            form.validate()
            assert form.errors["box"] == ["Choose one of these"], name
