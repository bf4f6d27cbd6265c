"""Finds every function that reads tables about applications, by its source."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import award
from award.applications.models import Application
from award.foundation.db import Base
from award.foundation.outbox import OutboxMessage
from award.foundation.workflow import StateChange

ROOT = Path(award.__file__).parent
ABOUT = (
    "applications", "interests", "assessment", "messages", "adjustments", "matching", "payments",
    "moderation", "decisions", "meetings", "scenarios", "case_studies", "reporting",
)  # fmt: skip
"""Chapters whose tables are about applications."""
ELSEWHERE = (StateChange.__name__, OutboxMessage.__name__)
"""Tables of the foundation that are about applications too."""
OF_PEOPLE = {
    "AssessorLimit", "AssessorProfile", "AssessorTime", "DeclarationReminder", "DeclaredInterest",
    "Draft", "InterestDeclaration", "MeetingSeat", "PanelMix", "PayAnswer", "PayClaim", "PayOffer",
    "RoundChair", "RoundModeration",
}  # fmt: skip
"""Tables of those chapters that say nothing of any application."""
BESIDE = {
    "checks.py": "`flask check` compares rows with rows, and tells nobody what is in them",
    "seeding": "makes demo data",
}
"""Rooms that read on nobody's behalf, and why."""
STARTS = {"select", "exists", "get", "get_one"}
"""What begins a statement. A condition or a column on its own reads nothing: the statement that it
is put into is what has to be scoped."""
HARMLESS = {"isinstance", "cast", "there", "identity_key", "insert", "inserting"}
"""Calls that are given a class, and read nothing of its table."""


def guarded() -> frozenset[str]:
    """Names of the classes whose tables are about applications."""
    theirs = tuple(f"award.{chapter}." for chapter in ABOUT)
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    names = {one.__name__ for one in mapped if one.__module__.startswith(theirs)}
    assert Application.__name__ in names
    return frozenset(names - OF_PEOPLE | set(ELSEWHERE))


@dataclass(frozen=True)
class Read:
    """A function that reads them (or the module itself): `marks` are its decorators, `calls` the
    names in it, `takes` the classes that its arguments are, `gives` that of what it returns."""

    where: str
    name: str
    tables: frozenset[str]
    marks: frozenset[str]
    calls: frozenset[str]
    takes: frozenset[str]
    gives: str

    def __str__(self) -> str:
        return f"{self.where}: {self.name} reads {', '.join(sorted(self.tables))}"


def sources() -> Iterator[tuple[str, str]]:
    """Path and source of every module that may read for a person."""
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        if not {"models", "models.py", *BESIDE}.intersection(parts):
            yield "/".join(parts), path.read_text()


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Functions of the module and methods of its classes; what stands inside is part of them."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from functions(node)


def reads_in(where: str, source: str, models: frozenset[str]) -> list[Read]:
    """Every read of the module."""
    tree = ast.parse(source)
    known = models | _other_names(tree, models)
    outside = [
        node for node in tree.body
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) and starts(node)
    ]  # fmt: skip
    found = [_read(where, function, known) for function in functions(tree) if starts(function)]
    module = frozenset(_read_by(outside, known))
    at_import = Read(where, "the module", module, *[frozenset[str]()] * 3, "")
    return [one for one in [*found, at_import] if one.tables]


def starts(node: ast.AST) -> bool:
    """Does it begin a statement?"""
    return not STARTS.isdisjoint(names_in(node))


def _read(where: str, function: ast.FunctionDef, known: frozenset[str]) -> Read:
    arguments = [*function.args.args, *function.args.kwonlyargs]
    return Read(
        where,
        function.name,
        frozenset(_read_by(function.body, known)),
        frozenset(_name(one) for one in function.decorator_list),
        frozenset(names_in(function)),
        frozenset(
            name for one in arguments if one.annotation for name in names_in(one.annotation)
        ),
        _name(function.returns.value if isinstance(function.returns, ast.Subscript)
              else function.returns) if function.returns else "",
    )  # fmt: skip


def _other_names(tree: ast.Module, models: frozenset[str]) -> frozenset[str]:
    """What the module calls a model or a part of a statement over one, once for all."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {one.asname for one in node.names if one.asname and one.name in models}
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            of_models = set(_read_by([node.value], models | found)) or _words(node.value) in models
            if of_models and "ListView" not in names_in(node.value):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found |= {name for one in targets for name in names_in(one)}
    return frozenset(found)


def _read_by(nodes: Iterable[ast.AST], known: frozenset[str]) -> Iterator[str]:
    """Those of `known` that stand in a statement: a column of theirs, or themselves as something
    to select from. Making one, or naming it as a type, is no read."""
    for root in nodes:
        for node in ast.walk(root):
            if isinstance(node, ast.Attribute) and not node.attr.startswith("__table"):
                inside: list[ast.expr] = [node.value]
            elif isinstance(node, ast.Call) and _name(node.func) not in HARMLESS:
                inside = [*node.args, *(word.value for word in node.keywords)]
            elif isinstance(node, ast.Starred | ast.Compare | ast.Subscript | ast.Tuple):
                inside = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
            else:
                continue
            yield from (_words(one) for one in inside if _words(one) in known)


def names_in(node: ast.AST) -> set[str]:
    """Every name that stands in it."""
    return {
        one.attr if isinstance(one, ast.Attribute) else one.id
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute | ast.Name)
    }


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else _words(node)


def _words(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
