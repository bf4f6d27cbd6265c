"""Two people of one name can be told apart wherever one of them is chosen."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest
from flask import Flask
from wtforms import SelectField

import award
from award.accounts.queries.people import PersonRow
from award.assessment.queries.people import AssessorRow
from award.design.forms import Form

pytestmark = pytest.mark.any_database

DAVIDS = ("david@north.example", "david@south.example")


def _forms() -> list[type[Form]]:
    """Forms that offer people."""
    found = set()
    for module in pkgutil.walk_packages(award.__path__, "award."):
        if ".forms" in module.name:
            for _name, form in inspect.getmembers(importlib.import_module(module.name)):
                offer = getattr(form, "offer", None) if inspect.isclass(form) else None
                if offer and "people" in inspect.signature(offer).parameters:
                    found.add(form)
    return sorted(found, key=lambda form: form.__name__)


def _rows(form: type[Form]) -> list[AssessorRow | PersonRow]:
    wanted = str(inspect.signature(form.offer).parameters["people"].annotation)  # type: ignore[attr-defined]
    if "AssessorRow" in wanted:
        return [AssessorRow(n, "David Jones", email, "professional", 2, 1)
                for n, email in enumerate(DAVIDS, 1)]  # fmt: skip
    assert "PersonRow" in wanted
    return [PersonRow(n, "David Jones", email) for n, email in enumerate(DAVIDS, 1)]


def test_there_are_such_forms() -> None:
    assert [form.__name__ for form in _forms()] == ["AssignForm", "HandOverForm"]


@pytest.mark.parametrize("form", _forms())
def test_each_choice_says_the_address(app: Flask, form: type[Form]) -> None:
    with app.test_request_context():
        made = form(formdata=None)
        made.offer(_rows(form))  # type: ignore[attr-defined]
        labels = [str(choice[1]) for field in made if isinstance(field, SelectField)
                  for choice in field.choices or () if "David" in str(choice[1])]  # fmt: skip
    assert len(labels) == len(set(labels)) == 2
    assert all(email in label for email, label in zip(DAVIDS, labels, strict=True))
