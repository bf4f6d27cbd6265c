"""States are typed: no text stands for one in the code, the database knows the same ones, and a
template names none that isn't there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from award.applications.rules.states import ApplicationState
from award.assessment.rules.states import AssignmentState
from award.case_studies.rules.states import StudyState
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation.db import Base, db
from award.foundation.workflow import MACHINES, Machine, State, Transition

ROOT = Path(__file__).parent.parent.parent
STATES = (ApplicationState, AssignmentState, DecisionState, StudyState, Outcome)
WORDS = {member.value for states in STATES for member in states}
TABLES = {"application", "assignment", "decision", "case_study"}


def test_a_machine_is_in_terms_of_its_states(app: Flask) -> None:
    for kind, machine in MACHINES.all().items():
        assert set(machine.states) == set(type(machine.start))
        column = Base.metadata.tables[kind].c.state.type
        assert isinstance(column, sa.Enum)
        assert column.enum_class is type(machine.start)


def test_a_state_without_words_stops_the_import() -> None:
    release = Transition(DecisionState.STAGED, "release", DecisionState.RELEASED, "x.y", "Release")
    staged = {DecisionState.STAGED: State("Staged", "Staged", "yellow")}
    with pytest.raises(ValueError, match="decision: no words for released"):
        Machine("decision", staged, (release,), DecisionState.STAGED)


def test_no_text_stands_for_a_state_in_the_code() -> None:
    """What is compared with a state, or given as one, is a member of its class."""
    guilty = []
    for path in sorted((ROOT / "award").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if name.startswith(("award/foundation/outbox", "award/seeding/")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if any(text in WORDS for text in compared_with_a_state(node)):
                guilty.append(f"{name}:{node.lineno}")  # type: ignore[attr-defined]
    assert guilty == []


def compared_with_a_state(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return texts(sides) if any(map(is_state, sides)) else []
    if isinstance(node, ast.Call):
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr in ("in_", "not_in"):
            return texts(node.args) if is_state(called.value) else []
        return texts([word.value for word in node.keywords if word.arg in ("state", "outcome")])
    return []


def is_state(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in ("state", "outcome") or name.endswith(("_state", "_outcome"))


def texts(nodes: list[ast.expr]) -> list[str]:
    return [
        part.value
        for node in nodes
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def test_a_text_for_a_state_would_be_found() -> None:
    for line, found in (
        ('application.state == "draft"', ["draft"]),
        ('row.own_state in ("draft", "submitted")', ["draft", "submitted"]),
        ('Application.state.in_(["draft"])', ["draft"]),
        ('Application(state="draft")', ["draft"]),
        ('stage == "draft"', []),
    ):
        assert compared_with_a_state(ast.parse(line, mode="eval").body) == found


def test_templates_name_no_state_that_is_not_there() -> None:
    kept = r"(?:application|assignment|study|row|decision)\.(?:state|outcome)"
    named = re.compile(kept + r" (?:==|!=|(?:not )?in) (\([^)]*\)|\"\w+\")")
    wrong = []
    for path in sorted((ROOT / "templates").rglob("*.*")):
        for found in named.findall(path.read_text(encoding="utf-8")):
            wrong += [f"{path.name}: {word}" for word in re.findall(r'"(\w+)"', found)
                      if word not in WORDS]  # fmt: skip
    assert wrong == []


def test_the_database_has_the_same_checks(app: Flask, database_name: str) -> None:
    """Migrations wrote them out once; models make them from the states. On PostgreSQL the text is
    rewritten, so the names and the words in it are compared."""
    for table in sorted(TABLES):
        made = {
            str(one.name): str(one.sqltext)
            for one in Base.metadata.tables[table].constraints
            if isinstance(one, sa.CheckConstraint)
        }
        there = {
            str(one["name"]): one["sqltext"]
            for one in sa.inspect(db.engine).get_check_constraints(table)
        }
        assert set(there) == set(made)
        for name, text in made.items():
            if database_name == "sqlite":
                assert " ".join(there[name].split()) == text
            words = re.findall(r"'(\w+)'", there[name])
            assert words == re.findall(r"'(\w+)'", text), name
