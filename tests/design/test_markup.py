"""Inputs that are written out are what the NHS macros of the installed release would draw."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from wtforms import Field

from award.accounts.forms.organisations import OrganisationForm
from award.applications.forms.kinds import asking
from award.case_studies.forms.writing import StudyForm
from award.design import components
from award.design.forms import Form
from award.design.leaves import hidden, leaves
from award.design.pagination import pages
from award.design.widgets import render_field
from award.rounds.forms.criterion import CriterionForm
from award.rounds.forms.rounds import OpenedRoundForm
from award.rounds.rules.questions import parse
from award.rounds.seeds import QUESTION_SETS, read
from tests.design.conftest import strict
from tests.design.test_widgets import OURS, STOCK

pytestmark = pytest.mark.long

Build = Callable[..., Any]
# What app.css shows instead of the NHS script.
REVEALING = re.compile(r' data-aria-controls="[^"]*"| nhsuk-radios__conditional--hidden(?=")')
OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"size": "m", "hint": "Another"},
    {"size": ""},
    {"heading": True, "caption": "Part 1"},
    {"hide_label": True, "classes": "app-own", "group_classes": "app-group"},
    {"label": "Own & label", "small": True, "inline": True, "attributes": {"data-x": 'a "b"'}},
    {"reveal": {"a": "<p>More</p>", "yes": "<p>More</p>"}},
)
TEXTS: tuple[dict[str, Any], ...] = (
    {"width": 20, "inputmode": "decimal", "autocomplete": "off", "spellcheck": False},
    {"prefix": "#", "suffix": "%", "rows": 3, "spellcheck": True},
)


def tree_of(element: Any) -> Any:
    """The element as data: white space counts where it parts words only, and `spellcheck`, of which
    the macro for several lines prints Python's False, in any case."""
    texts = [element.text, *(child.tail for child in element)]
    return (
        element.tag,
        sorted((k, v.lower() if k == "spellcheck" else v) for k, v in element.attrib.items()),
        [" ".join((text or "").split()) for text in texts],
        [tree_of(child) for child in element],
    )


def same(field: Field, monkeypatch: pytest.MonkeyPatch, **options: Any) -> bool:
    ours = render_field(field, **options)
    with monkeypatch.context() as without:
        without.setattr(components, "WRITERS", {})
        theirs = render_field(field, **options)
    if "nhsuk-radios" in theirs:
        theirs = REVEALING.sub("", theirs)
    return tree_of(strict(ours)) == tree_of(strict(theirs))


@pytest.mark.parametrize("name", [*STOCK, *OURS])
@pytest.mark.parametrize("sent", [(), ("a",), ('"><b>', "b")])
def test_every_kind_of_field(
    build: Build, monkeypatch: pytest.MonkeyPatch, name: str, sent: tuple[str, ...]
) -> None:
    form = build((STOCK | OURS)[name], *sent)
    wrong = [o for o in (*OPTIONS, *TEXTS) if not same(form.f, monkeypatch, **o)]
    assert wrong == []


DATES: tuple[dict[str, str], ...] = (
    {},
    {"f-day": "31", "f-month": "2", "f-year": "2028"},
    {"f-day": "3", "f-month": '"><b>', "f-year": "2028"},
    {"f-day": "3", "f-month": "2"},
    {"f-day": "3", "f-month": "2", "f-year": "2028", "f-time": "1pm"},
)


@pytest.mark.parametrize("parts", DATES)
@pytest.mark.parametrize("name", ["date", "datetime"])
def test_dates_of_which_some_parts_are_wrong(
    build: Build, monkeypatch: pytest.MonkeyPatch, name: str, parts: dict[str, str]
) -> None:
    form = build(OURS[name], **parts)
    assert [o for o in OPTIONS if not same(form.f, monkeypatch, **o)] == []


def every_field() -> Iterator[Field]:
    for form in (OrganisationForm, StudyForm, OpenedRoundForm, CriterionForm):
        yield from leaves(form(formdata=None))
    for path in sorted(QUESTION_SETS.glob("*.toml")):
        questions = [q for section in parse(read(path)).sections for q in section.questions]
        made: type[Form] = type(
            "Asked", (Form,), {f"q_{q.key}": asking(q).field(q) for q in questions}
        )
        yield from leaves(made(formdata=None))


def test_every_field_of_the_long_forms(in_request: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = [field for field in every_field() if not hidden(field)]
    assert len(fields) > 120
    assert [f.name for f in fields if not same(f, monkeypatch)] == []
    for field in fields:
        field.errors = ["This & that are wrong", "So is this"]
    assert [f.name for f in fields if not same(f, monkeypatch)] == []


OUR_PAGES = '{% from "macros/pagination.html" import pagination %}{{ pagination(p, label) }}'
THEIR_PAGES = (
    '{% from "nhsuk/components/pagination/macro.jinja" import pagination %}'
    "{{ pagination(dict(p, ariaLabel=label)) }}"
)


@pytest.mark.parametrize("last", [2, 3, 9])
def test_page_numbers(render: Callable[..., str], last: int) -> None:
    for current in range(1, last + 1):
        numbers = pages(current, last, lambda number: f"/x?page={number}&q=a")
        given = {"p": numbers, "label": "A & b"}
        ours, theirs = render(OUR_PAGES, **given), render(THEIR_PAGES, **given)
        assert tree_of(strict(ours)) == tree_of(strict(theirs)), (current, last)
