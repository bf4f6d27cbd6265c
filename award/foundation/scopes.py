"""Reads start from a scope: what a person may meet comes with the query, not with who remembers it.

    @scope
    def visible_applications(actor: Actor) -> ColumnElement[bool]: ...

Whatever reads tables about applications calls a scope, or says why it needs none:

    @within("assignment")   it reads about a thing that its caller was given by a scope
    @published              what everybody may read
    @everything("why")      nobody asks: what is kept, checked or sent by the service itself

`tests/architecture/test_reads.py` finds a read that does neither, and a page or a list that uses
what is for nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any, Final, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

SCOPE: Final = "__scope__"
WITHIN: Final = "__within__"
PUBLISHED: Final = "__published__"
EVERYTHING: Final = "__everything__"


def scope(function: F) -> F:
    """Mark what says, in SQL, which rows `actor` may meet. Ties and roles belong in here."""
    if "actor" not in signature(function).parameters:
        raise TypeError(f"{function.__name__} is a scope of nobody")
    return _marked(function, SCOPE, True)


def within(*names: str) -> Callable[[F], F]:
    """Mark a read about things that came to its caller through a scope: `names` are the arguments
    that carry them. What somebody typed can't be one."""

    def decorate(function: F) -> F:
        parameters = signature(function).parameters
        for name in names:
            if parameters[name].annotation in ("str", str):
                raise TypeError(f"{function.__name__}: {name} may be anything that was typed")
        return _marked(function, WITHIN, names)

    return decorate


def published(function: F) -> F:
    """Mark a read of what everybody may read."""
    return _marked(function, PUBLISHED, True)


def everything(why: str) -> Callable[[F], F]:
    """Mark a read that is on nobody's behalf. No page, list or file may use it."""
    return lambda function: _marked(function, EVERYTHING, why)


def _marked(function: F, mark: str, value: object) -> F:
    setattr(function, mark, value)
    return function
