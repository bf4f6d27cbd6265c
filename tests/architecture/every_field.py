"""Every field of every form: those written as classes, and those that questions make."""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import award
from award.applications.forms.kinds import ASKING
from award.design.forms import Form
from award.rounds.rules import questions

SETS = Path(__file__).parents[2] / "seeds" / "question_sets"


def load_forms() -> None:
    """Import whatever could define a form."""
    for module in pkgutil.walk_packages(award.__path__, "award."):
        if "forms" in module.name:
            import_module(module.name)


def forms() -> list[type[Form]]:
    load_forms()
    found: list[type[Form]] = []
    waiting = list(Form.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("award.") and form not in found:
            found.append(form)
    return sorted(found, key=lambda form: (form.__module__, form.__qualname__))


def declared(kind: type[Any]) -> Iterator[tuple[str, Any]]:
    """(name, unbound field) of every field of a kind that a form class declares."""
    for form in forms():
        for name in dir(form):
            field = getattr(form, name)
            made = getattr(field, "field_class", None)
            if isinstance(made, type) and issubclass(made, kind):
                yield f"{form.__module__}.{form.__qualname__}.{name}", field


def asked(kind: type[Any]) -> Iterator[tuple[str, Any]]:
    """The same of every question of the sets that ship."""
    for path in sorted(SETS.glob("*.toml")):
        for question in questions.parse(tomllib.loads(path.read_text("utf-8"))):
            field = ASKING[question.kind].field(question)
            if issubclass(field.field_class, kind):
                yield f"{path.stem}.{question.key}", field


def every_field(kind: type[Any]) -> list[tuple[str, Any]]:
    return [*declared(kind), *asked(kind)]
