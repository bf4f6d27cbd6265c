"""Every write guards itself: each service says which permission it asks, and asks it first."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import pytest
from flask import Flask

import award
from award.applications.models import Application
from award.chapters import CHAPTERS
from award.foundation.acts import ACT, PART, act
from award.foundation.errors import Refused
from award.foundation.policy import ANONYMOUS, PERMISSIONS, SYSTEM, Actor, Role
from tests.build import accounts, applications, rounds

# What the library that signs people in calls, before there is anybody to ask.
BEFORE_SIGN_IN = {"note_attempt", "forget_attempts", "record_failed_sign_in", "begin_sign_in",
                  "end_sign_in", "note_seen"}  # fmt: skip
# What only reads or computes, beside the writes that need it.
READS = {"content_of", "values_of", "as_data",
         "load_criteria", "outdated",
         "working_slug", "public_slug", "draft_for_update", "shown_of", "shown_in", "digest_of",
         "told_of", "only_the_lead", "undoable"}  # fmt: skip
# What only commands call, of the operator: nothing of it changes what anybody sees.
OPERATORS = {"draw_again"}
REFUSALS = "award.decisions.services.refusals"
"""Raises, and writes nothing."""


def modules() -> Iterator[ModuleType]:
    """Every module of services, of every chapter."""
    for chapter in CHAPTERS:
        try:
            services = import_module(f"award.{chapter.name}.services")
        except ModuleNotFoundError:
            continue
        yield services
        for part in iter_modules(getattr(services, "__path__", ())):
            yield import_module(f"{services.__name__}.{part.name}")


def services_in(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """Its own public functions, by name."""
    return {
        name: found
        for name, found in vars(module).items()
        if inspect.isfunction(found)
        and found.__module__ == module.__name__
        and not name.startswith("_")
    }


def unguarded(module: ModuleType) -> list[str]:
    """Its services that neither ask a permission nor are part of an act that does."""
    if module.__name__ == REFUSALS:
        return []
    return [
        f"{module.__name__}.{name}"
        for name, service in services_in(module).items()
        if not hasattr(service, ACT) and not hasattr(service, PART)
        and name not in BEFORE_SIGN_IN | READS | OPERATORS
    ]  # fmt: skip


def acts() -> dict[str, tuple[str, ...]]:
    """The permissions that each guarded service asks, by its full name."""
    return {
        f"{module.__name__}.{name}": getattr(service, ACT)
        for module in modules()
        for name, service in services_in(module).items()
        if hasattr(service, ACT)
    }


def test_every_service_says_what_it_asks() -> None:
    assert [name for module in modules() for name in unguarded(module)] == []
    assert len(acts()) > 30


def test_a_service_that_asks_nothing_is_found() -> None:
    planted = ModuleType("award.decisions.services.planted")

    def fund_everybody(actor: Actor) -> None: ...

    fund_everybody.__module__ = planted.__name__
    vars(planted)["fund_everybody"] = fund_everybody
    assert unguarded(planted) == ["award.decisions.services.planted.fund_everybody"]


def test_what_they_ask_is_in_the_table(app: Flask) -> None:
    known = set(PERMISSIONS.of(app))
    parts = {
        permission
        for module in modules()
        for service in services_in(module).values()
        for permission in getattr(service, PART, ())
    }
    assert {one for asked in acts().values() for one in asked} | parts <= known


def test_no_view_calls_a_part_of_an_act() -> None:
    parts = {
        name
        for module in modules()
        for name, service in services_in(module).items()
        if hasattr(service, PART)
    }
    assert parts
    root = Path(award.__file__).parent
    called = [
        f"{path.relative_to(root)}: {name}"
        for path in root.rglob("*.py")
        if "views" in path.relative_to(root).parts or path.name == "views.py"
        for name in parts & names_used(path)
    ]
    assert called == []


def names_used(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


@act("decision.stage")
def fund(application: Application | None = None, *, actor: Actor) -> str:
    """A service for these tests."""
    return "funded"


def test_the_permission_is_asked_before_anything_else(app: Flask) -> None:
    application = applications.submitted(rounds.closed_round())
    staff = accounts.actor_of(accounts.user(roles=(Role.STAFF,)))
    other = accounts.actor_of(accounts.user(roles=(Role.ASSESSOR, Role.PUBLISHER, Role.ADMIN)))
    assert fund(application, actor=staff) == "funded"
    assert fund(application, actor=SYSTEM) == "funded"
    for nobody in (other, ANONYMOUS):
        with pytest.raises(Refused, match="can’t be done now"):
            fund(application, actor=nobody)
        with pytest.raises(Refused, match="You can’t do this"):
            fund(actor=nobody)


def test_ones_own_application_is_refused_whatever_ones_roles(app: Flask) -> None:
    lead = accounts.user(roles=(Role.STAFF,))
    application = applications.submitted(rounds.closed_round(), lead)
    with pytest.raises(Refused, match="yours, or you have a conflict"):
        fund(application, actor=accounts.actor_of(lead))


def test_a_service_without_an_actor_cannot_be_an_act() -> None:
    with pytest.raises(KeyError, match="actor"):
        act("decision.stage")(lambda application: None)


def test_the_actor_cannot_be_left_out(app: Flask) -> None:
    with pytest.raises(TypeError, match="needs an actor"):
        fund()  # type: ignore[call-arg]
