"""Two people of one name can be told apart wherever one of them is chosen."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

import award
from award.accounts.queries.people import PersonRow
from award.assessment.queries.people import AssessorRow
from award.design.forms import Form
from award.matching.forms import ChangeForm
from award.matching.queries.entries import EntryRow

pytestmark = pytest.mark.any_database

ENTRY = EntryRow(1, "AIA-7K3F9Q", "Spotting dehydration early", wanted=2, lived=None, short=2)
DAVIDS = ("david@north.example", "david@south.example")


def _forms() -> list[type[Form]]:
    """Forms that offer people."""
    found = set()
    for module in pkgutil.walk_packages(award.__path__, "award."):
        if ".forms" in module.name:
            for _name, form in inspect.getmembers(importlib.import_module(module.name)):
                if inspect.isclass(form) and issubclass(form, Form) and _offers(form):
                    found.add(form)
    return sorted(found, key=lambda form: form.__name__)


def _offers(form: type[Form]) -> Callable[..., Any] | None:
    """What fills in people."""
    found = (getattr(form, name, None) for name in ("offer", "of"))
    return next(
        (one for one in found if callable(one) and "people" in inspect.signature(one).parameters),
        None,
    )


def _rows(form: type[Form]) -> list[AssessorRow | PersonRow]:
    offers = _offers(form)
    assert offers is not None
    wanted = str(inspect.signature(offers).parameters["people"].annotation)
    if "AssessorRow" in wanted:
        return [AssessorRow(n, "David Jones", email, "professional", 2, 1)
                for n, email in enumerate(DAVIDS, 1)]  # fmt: skip
    assert "PersonRow" in wanted
    return [PersonRow(n, "David Jones", email) for n, email in enumerate(DAVIDS, 1)]


def test_there_are_such_forms() -> None:
    assert [form.__name__ for form in _forms()] == [
        "AskManyForm", "AssignForm", "ChangeForm", "HandOverForm", "HeirsForm",
    ]  # fmt: skip


@pytest.mark.parametrize("form", _forms())
def test_each_choice_says_the_address(app: Flask, form: type[Form]) -> None:
    with app.test_request_context():
        if form is ChangeForm:
            made: Form = ChangeForm.of(ENTRY, _rows(form), {})  # type: ignore[arg-type]
        else:
            made = form(formdata=None)
            made.offer(_rows(form))  # type: ignore[attr-defined]
        labels = [str(choice[1]) for field in made for choice in getattr(field, "choices", ()) or ()
                  if "David" in str(choice[1])]  # fmt: skip
    assert len(labels) == len(set(labels)) == 2
    assert all(email in label for email, label in zip(DAVIDS, labels, strict=True))
