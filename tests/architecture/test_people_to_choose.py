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
from award.assessment.rules.heirs import Heir
from award.assessment.rules.sharing import Helper
from award.design.fields.choices import as_choices
from award.design.forms import Form
from award.matching.forms import ChangeForm
from award.matching.queries.entries import EntryRow
from award.matching.queries.whom import Candidate

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


def _rows(form: type[Form]) -> list[AssessorRow] | list[PersonRow] | list[Candidate] | list[Heir]:
    offers = _offers(form)
    assert offers is not None
    wanted = str(inspect.signature(offers).parameters["people"].annotation)
    assessors = [AssessorRow(n, "David Jones", email, "professional", 2, 1)
                 for n, email in enumerate(DAVIDS, 1)]  # fmt: skip
    if "AssessorRow" in wanted:
        return assessors
    if "Heir" in wanted:
        return [
            Heir(Helper(n, "David Jones", 2, 1, None, "professional"), email, fits=1, work=1)
            for n, email in enumerate(DAVIDS, 1)
        ]
    if "Candidate" in wanted:
        return [Candidate(one, None, (), (), None, wanted=True, expertise=0) for one in assessors]
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
            people: Any = _rows(form)
            made: Form = ChangeForm.of(ENTRY, people)
            made.show(people)  # type: ignore[attr-defined]
        else:
            made = form(formdata=None)
            made.offer(_rows(form))  # type: ignore[attr-defined]
        offered = [one for field in made for one in as_choices(getattr(field, "choices", ()) or ())]
        labels = [one.label for one in offered if "David" in one.label]
    assert len(labels) == len(set(labels)) == 2
    assert all(email in label for email, label in zip(DAVIDS, labels, strict=True))
