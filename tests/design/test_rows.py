"""A table to fill in is written out: whatever was typed stays text, and every box has its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from html5lib import parseFragment
from werkzeug.datastructures import MultiDict

from award.applications.forms.kinds import asking
from award.design.fields import RowsField
from award.design.forms import Form
from award.design.widgets import render_field
from tests.rounds.test_tables import COLUMNS, a_table

pytestmark = pytest.mark.any_database

BAD = "<script>alert('&amp;')</script>\"<b onload=x>"
NAME = "answer_budget"


@pytest.fixture(autouse=True)
def _within(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def a_field(sent: Any = None, data: Any = None, **changes: Any) -> RowsField:
    asked = a_table(**changes)
    made: Any = type("TableForm", (Form,), {NAME: asking(asked).field(asked)})
    field = made(formdata=sent and MultiDict(sent), data={NAME: data})[NAME]
    assert isinstance(field, RowsField)
    return field


def boxes(field: RowsField) -> dict[str, Any]:
    tree = parseFragment(str(render_field(field)), namespaceHTMLElements=False)
    labels = {item.get("for"): "".join(item.itertext()) for item in tree.iter("label")}
    found = [item for tag in ("input", "textarea", "select") for item in tree.iter(tag)]
    assert {i.get("id") for i in found if i.get("type") != "hidden"} == labels.keys()
    return {item.get("name"): item for item in found}


def test_whatever_was_typed_stays_text() -> None:
    columns = [{**column, "label": BAD, "hint": BAD} for column in COLUMNS]
    row = {"id": "k1", **{column["key"]: BAD for column in COLUMNS}}
    changes = {"columns": columns, "row": BAD, "row_total": BAD, "label": BAD, "hint": BAD}
    field = a_field(data=[row], **changes)
    field.problems = {("k1", "who"): BAD}
    html = str(render_field(field))
    tree = parseFragment(html, namespaceHTMLElements=False)
    assert [*tree.iter("script")] == [*tree.iter("b")] == []
    assert not [name for item in tree.iter() for name in item.attrib if name.startswith("on")]
    drawn = boxes(field)
    assert drawn[f"{NAME}-k1-who"].text.removeprefix("\n") == BAD
    assert drawn[f"{NAME}-k1-staff"].get("value") == BAD
    chosen = [o for o in drawn[f"{NAME}-k1-letter"] if o.get("selected") is not None]
    assert [o.get("value") for o in chosen] == [BAD], "no choice of ours is put in its place"


def test_the_first_box_is_where_links_to_the_question_lead() -> None:
    field = a_field(data=[{"id": "k1"}, {"id": "k2", "staff": "much"}])
    field.raw_data = ["much"]
    assert boxes(field)[f"{NAME}-k1-who"].get("id") == NAME
    assert field.cell_errors[0][1] == f"{NAME}-k2-staff"


def test_a_page_sent_without_its_rows_changes_nothing() -> None:
    stored = [{"id": "k1", "who": "Leeds"}]
    assert a_field({"base_budget": "1."}, stored).data == stored
    assert a_field({f"rows_{NAME}": ""}, stored).data == []


def test_rows_that_no_page_drew_are_taken_as_they_are() -> None:
    sent = {f"rows_{NAME}": "k1 k1 K2 ../x <b> k3", f"{NAME}-k1-who": "Leeds",
            f"{NAME}-k3-staff": "£1,500", f"{NAME}-k9-who": "not in the order"}  # fmt: skip
    assert a_field(sent).data == [{"id": "k1", "who": "Leeds"}, {"id": "k3", "staff": 1500}]


def test_rows_to_begin_with_and_fixed_ones() -> None:
    field = a_field(starts_with=[{"who": "Lead organisation"}], least=2)
    assert [row.get("who") for row in field.drawn()] == ["Lead organisation", None]
    fixed = [{"value": "falls", "label": "Falls"}, {"value": "time", "label": "Time"}]
    field = a_field(fixed=fixed, least=None, most=None)
    assert [row["id"] for row in field.drawn()] == ["falls", "time"]
    html = str(render_field(field))
    assert "Add another" not in html and "Remove" not in html and ">Falls</th>" in html


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("27/3/2027", "2027-03-27"), ("27 March 2027", "2027-03-27"), ("2027-03-27", "2027-03-27"),
        ("27.3.2027", "2027-03-27"), (" 27 mar 2027 ", "2027-03-27"), ("March", "March"),
        ("31/2/2027", "31/2/2027"), ("27/3/27", "27/3/27"),
    ],
)  # fmt: skip
def test_a_date_in_one_box(text: str, value: str) -> None:
    field = a_field({f"rows_{NAME}": "k1", f"{NAME}-k1-by": text})
    assert field.data[0]["by"] == value
    assert bool(field.cell_errors) is (value == text and "-" not in text)


@pytest.mark.parametrize(("text", "value"), [("YES", "yes"), (" no ", "no"), ("maybe", "maybe")])
def test_a_choice_by_its_words(text: str, value: str) -> None:
    assert a_field({f"rows_{NAME}": "k1", f"{NAME}-k1-letter": text}).data[0]["letter"] == value


def test_a_sum_with_a_figure_that_cant_be_read_is_a_dash() -> None:
    """Typed or stored, refused or not a number at all; the others add up as before."""
    data = [{"id": "k1", "staff": 10, "evaluation": 5}, {"id": "k2", "staff": 20}]
    hidden = "data-rows-unadded hidden"
    html = str(render_field(a_field(data=data)))
    assert hidden in html and ">£30</td>" in html and ">£35</td>" in html
    for bad in ("-20", "much"):
        sent = {f"rows_{NAME}": "k1 k2", f"{NAME}-k1-staff": "10", f"{NAME}-k1-evaluation": "5",
                f"{NAME}-k2-staff": bad}  # fmt: skip
        html = str(render_field(a_field(sent)))
        assert hidden not in html and html.count(">–</td>") == 3 and ">£5</td>" in html
    field = a_field(data=data)
    field.problems = {("k2", "staff"): "Enter £0 or more"}
    assert field.sum_of(field.data) == field.sum_of(field.data, "staff") == "–"
    assert field.sum_of(field.data, "evaluation") == "£5"
