"""Reads start from a scope: each function that reads tables about applications, wherever it stands,
asks what the actor may meet, or says why it needn't (`award/foundation/scopes.py`)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

import pytest

from award.foundation.db import Base
from award.foundation.policy import Actor
from award.foundation.scopes import scope, within
from tests.architecture.reading import Read, functions, guarded, names_in, reads_in, sources

MARKS = {"scope", "within", "published", "everything"}
GUARDED_BY_PERMISSION = {"act", "part_of"}
"""Services ask for themselves about what they are given (`test_acts.py`)."""
PRESENT = "Present"
"""What only those are given who may meet all that kept rows count."""


def marked(mark: str, where: str | None = None) -> set[str]:
    """Names of the functions that are marked so; with `where`, those that it can mean: a module's
    private ones are its own."""
    return {
        function.name
        for its, function in _marked(mark)
        if where in (None, its) or not function.name.startswith("_")
    }


@cache
def _marked(mark: str) -> list[tuple[str, ast.FunctionDef]]:
    return [
        (where, function)
        for where, source in sources()
        for function in functions(ast.parse(source))
        if any(mark in names_in(one) for one in function.decorator_list)
    ]


def every_read() -> Iterator[list[Read]]:
    """By module."""
    models = guarded()
    for where, source in sources():
        yield reads_in(where, source, models)


def unscoped(reads: list[Read], scopes: set[str]) -> list[Read]:
    """Those of a module's reads that start from nothing that is scoped."""
    starting = {
        one.name for one in reads
        if one.gives == "Select" and "Actor" in one.takes and one.calls & scopes
    }  # fmt: skip
    return [
        one
        for one in reads
        if not one.marks & (MARKS | GUARDED_BY_PERMISSION)
        and PRESENT not in one.takes
        and not (one.takes & {"Actor"} and one.calls & (scopes | starting))
    ]


def test_every_read_starts_from_a_scope() -> None:
    scopes, modules = marked("scope"), list(every_read())
    assert [str(one) for reads in modules for one in unscoped(reads, scopes)] == []
    assert sum(len(reads) for reads in modules) > 100
    assert len(scopes) > 8


PLANTED = """
def titles(actor: Actor) -> list[str]:
    return list(db.session.scalars(select(Application.title)))

def titles_of_the_round(round_: Round) -> list[str]:
    return list(db.session.scalars(select(Application.title).where(within_reach)))

def count(actor: Actor) -> int:
    return db.session.scalar(select(func.count()).select_from(Decision))

def thing(key: int) -> Study | None:
    return db.session.get(Study, key)

def both() -> Select[int]:
    return select(THEIR.id)

def kept(round_: Round) -> Select[int]:
    return select(RoundTally.applications).where(visible_applications(SYSTEM))

EVERY = select(Application.id)
THEIR = aliased(Assignment)

def fine(actor: Actor) -> list[str]:
    return list(db.session.scalars(_mine(actor).with_only_columns(Application.title)))

def _mine(actor: Actor) -> Select[Application]:
    return select(Application).where(visible_applications(actor))

def fine_too(kept: Present) -> Select[int]:
    return select(RoundTally.applications)

@within("application_id")
def one(application_id: int) -> Answer:
    return db.session.get(Answer, application_id)

def made() -> Application:
    return Application(title="A title")

def people() -> list[str]:
    return list(db.session.scalars(select(User.name)))
"""


@pytest.mark.parametrize(
    "start", ["", "from award.case_studies.models import CaseStudy as Study\n"]
)
def test_a_read_without_one_is_found(start: str) -> None:
    reads = reads_in("planted.py", start + PLANTED, guarded())
    found = [one.name for one in unscoped(reads, {"visible_applications"})]
    named = [
        "titles",
        "titles_of_the_round",
        "count",
        *(["thing"] if start else []),
        "both",
        "kept",
    ]
    assert found == [*named, "the module"]


def test_a_scope_is_somebodys_and_what_is_typed_has_none() -> None:
    with pytest.raises(TypeError, match="nobody"):
        scope(lambda round_: None)

    def by_reference(reference: str) -> None: ...

    with pytest.raises(TypeError, match="typed"):
        within("reference")(by_reference)
    with pytest.raises(KeyError):
        within("application")(by_reference)
    assert scope(lambda actor: actor)(Actor(1, "A person")).user_id == 1


def test_pages_lists_and_files_use_nothing_that_reads_everything() -> None:
    found = []
    for where, source in sources():
        everything = marked("everything", where)
        for function in functions(ast.parse(source)):
            of_nobody = any("everything" in names_in(one) for one in function.decorator_list)
            asked = any("Actor" in names_in(one) for one in function.args.args)
            reading = "/queries" in where and asked and not of_nobody
            if "/views" in where or reading:
                found += [f"{where}: {function.name} uses {name}"
                          for name in names_in(function) & everything]  # fmt: skip
    assert found == []
    assert len(marked("everything")) > 8


def test_nobody_asks_as_the_service() -> None:
    """A query that is given SYSTEM reads everything, so it says so."""
    found = [
        f"{where}: {function.name}"
        for where, source in sources()
        if "/queries" in where or "/views" in where
        for function in functions(ast.parse(source))
        if any(
            isinstance(word, ast.Name) and word.id == "SYSTEM"
            for call in ast.walk(function)
            if isinstance(call, ast.Call)
            for word in [*call.args, *(one.value for one in call.keywords)]
        )
        and not any("everything" in names_in(one) for one in function.decorator_list)
    ]
    assert found == []


def test_what_is_not_about_applications_leads_to_none() -> None:
    """Loaded along with a person or a round, they would come without a scope."""
    models = guarded()
    assert [
        f"{mapper.class_.__name__}.{link.key}"
        for mapper in Base.registry.mappers
        if mapper.class_.__name__ not in models
        for link in mapper.relationships
        if link.mapper.class_.__name__ in models
    ] == []
