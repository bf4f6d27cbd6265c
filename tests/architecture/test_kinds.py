"""A kind of question is known by name in its two modules and its two registrations alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from award.applications.forms.kinds import ASKING
from award.rounds.kinds import KINDS

ROOT = Path(__file__).parents[2]
HOMES = ("award/rounds/kinds/", "award/applications/forms/kinds/")
ELSEWHERE = [
    path
    for path in sorted((ROOT / "award").rglob("*.py"))
    if not path.relative_to(ROOT).as_posix().startswith(HOMES)
]
PAGES = [
    *sorted((ROOT / "templates").rglob("*.html")),
    *sorted((ROOT / "award/static").glob("*.js")),
]


def names_in(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    } & KINDS.keys()


def asks_for_a_kind(tree: ast.AST) -> bool:
    """Does it hold something called `kind`: a name, an attribute, a key?"""
    return any(
        (isinstance(node, ast.Attribute) and node.attr == "kind")
        or (isinstance(node, ast.Name) and node.id == "kind")
        or (isinstance(node, ast.Constant) and node.value == "kind")
        for node in ast.walk(tree)
    )


def known_by_name(source: str) -> Iterator[str]:
    """Whatever in a module compares a kind with a name, looks one up by it, or imports one.

    Some names of kinds are ordinary words ("date", "money"), which stand for other things too: it
    is beside something called `kind` that they are refused.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare() if asks_for_a_kind(node):
                yield from names_in(node)
            case ast.Match(subject=subject, cases=cases) if asks_for_a_kind(subject):
                yield from (name for item in cases for name in names_in(item.pattern))
            case ast.Subscript(value=ast.Name(id="KINDS" | "ASKING"), slice=part):
                yield from names_in(part)
            case ast.ImportFrom(module=str(module)) if module.startswith("award.rounds.kinds."):
                yield from {module.rpartition(".")[2]} & KINDS.keys()
            case ast.Set() | ast.Dict() | ast.List() | ast.Tuple():
                keys = node.keys if isinstance(node, ast.Dict) else node.elts
                found = set[str]().union(*(names_in(key) for key in keys if key is not None))
                yield from (name for name in found if "_" in name)


def test_no_other_module_knows_a_kind_by_name() -> None:
    found = {path: sorted(known_by_name(path.read_text("utf-8"))) for path in ELSEWHERE}
    assert {str(path): names for path, names in found.items() if names} == {}


def test_no_page_asks_for_the_kind_of_a_question() -> None:
    asks = re.compile(r"question\.(of_)?kind\b|dataset\.kind")
    assert [str(path) for path in PAGES if asks.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "source",
    [
        'if question.kind == "date": pass',
        'found = q.kind in ("money", "number")',
        'if "choice" != raw["kind"]: pass',
        'match question.kind:\n    case "yes_no" | "choice": pass',
        'KINDS["number"].read(1, 2)',
        'TEXT = frozenset({"short_text"})',
        'DRAWN = {"long_text": 1}',
        "from award.rounds.kinds.money import Money",
    ],
)
def test_the_search_finds_what_it_looks_for(source: str) -> None:
    assert list(known_by_name(source))


def test_each_kind_is_two_modules_of_its_name() -> None:
    assert ASKING.keys() == KINDS.keys()
    for name in KINDS:
        for home, made in ((HOMES[0], KINDS[name]), (HOMES[1], ASKING[name])):
            assert (ROOT / home / f"{name}.py").is_file()
            assert type(made).__module__ == f"{home}{name}".replace("/", ".")
