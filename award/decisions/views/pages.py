"""The blueprint that all pages of the chapter share, and what more than one of them needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from flask import Blueprint

from award.decisions.queries import decisions
from award.design.forms import MAIN_CONTENT, ErrorLink, Form
from award.foundation.web import current_actor, not_found
from award.rounds.models import Round

R = TypeVar("R")
FEW: Final = 30
"""Rows that stand on a page as they are."""

blueprint = Blueprint("decisions", __name__)


def round_again(reference: str) -> Round:
    """The round again, after a refusal rolled the session back."""
    return decisions.round_to_decide(current_actor(), reference) or not_found()


def errors_of(form: Form, *, shown: bool) -> list[ErrorLink]:
    """For the error summary: links to the fields, or to the page where the form isn't shown."""
    found = form.error_list()
    return found if shown else [ErrorLink(text, MAIN_CONTENT) for text, _href in found]


def by_kind(rows: Iterable[R], kind: Callable[[R], str]) -> list[tuple[str, list[R]]]:
    """Rows of a long page under what is said of each, in the order of their first; few are one
    table, under ""."""
    every = list(rows)
    if len(every) <= FEW:
        return [("", every)] if every else []
    found: dict[str, list[R]] = {}
    for one in every:
        found.setdefault(kind(one), []).append(one)
    return [*found.items()]
