"""What can be long is chosen from radios, which wrap: phones cut the options of a native select."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from wtforms import BooleanField, RadioField, SelectField

from award.design import rescue
from award.foundation.lists import LISTS
from award.foundation.policy import SYSTEM
from tests.architecture.every_field import every_field, forms
from tests.build import rounds

MOST = 40
TEMPLATES = Path(__file__).parents[2] / "templates"
WRITTEN_OUT = {"macros/list.html", "macros/offered.html"}
"""Templates with a select of their own: the filters below, and the numbers of submissions."""
LONG = {("trail", "event"), ("assessors", "knows")}
"""List and filter that have sentences, or words of a question set, which may be of any length; what
was chosen stands in full beside it, to take off."""


def _selects() -> list[tuple[str, SelectField]]:
    found = every_field(SelectField)
    return [(name, field) for name, field in found if field.field_class is SelectField]


def test_no_option_of_a_select_can_be_cut(app: Flask) -> None:
    """Options that are filled in while the service runs may be of any length."""
    found = []
    for name, unbound in _selects():
        given = unbound.kwargs.get("choices") or ()
        pairs = list(given.items() if isinstance(given, dict) else given)
        labels = [pair[1] if isinstance(pair, tuple) else pair.label for pair in pairs]
        if not labels or max(len(str(label)) for label in labels) > MOST:
            found.append(name)
    assert found == []
    assert len(_selects()) > 1


def test_those_that_may_be_long_are_radios() -> None:
    found = [name.rpartition(".")[2] for name, field in every_field(RadioField)]
    assert {"assessor", "person", "question_set_id", "criteria_from"} <= set(found)


def test_no_filter_of_a_list_can_be_cut(app: Flask) -> None:
    found, asked = [], 0
    about = ("", rounds.closed_round().reference)
    made = [make(SYSTEM, one) for make in LISTS.all().values() for one in about]
    for table in (one for one in made if one):
        for filter_ in table.filters:
            if (table.key, filter_.key) in LONG:
                continue
            labels = list(filter_.choices().values()) if filter_.choices else []
            asked += len(labels)
            found += [f"{table.key}: {label}" for label in labels if len(label) > MOST]
    assert found == []
    assert asked > 10


def test_no_other_template_writes_a_select() -> None:
    written = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"<select\b", path.read_text("utf-8"))
    }
    assert written == WRITTEN_OUT


@pytest.mark.parametrize("form", forms(), ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_what_was_chosen_is_called_as_on_its_page(app: Flask, form: type) -> None:
    """Whatever becomes of the request, people are shown what they chose and no key of it."""
    with app.test_request_context():
        for name in dir(form):
            unbound = getattr(form, name)
            made = getattr(unbound, "field_class", None)
            if not (isinstance(made, type) and issubclass(made, (SelectField, BooleanField))):
                continue
            box = unbound.bind(form=None, name=name, _meta=form.Meta())  # type: ignore[attr-defined]
            if isinstance(box, SelectField):
                box.process(None)
                box.choices = box.choices or [("7", "Seven"), ("8", "Eight")]
                wanted = {
                    str(value): str(label) for value, label, *_ in box.iter_choices() if value
                }
            else:
                wanted = {"y": "Ticked"}
            assert dict(rescue.options_of(box)) == wanted
