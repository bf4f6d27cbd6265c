from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask_wtf.file import FileField
from markupsafe import Markup
from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from award.design import fields
from award.design.forms import Form as OurForm
from award.design.forms import error_list
from award.design.widgets import render_field
from tests.design.conftest import strict

Build = Callable[..., Any]
PAIRS = [("a", "A & B"), ("b", "B")]
STOCK_PAIRS = [SelectChoice(value, label) for value, label in PAIRS]
NEED = [InputRequired("Answer <this>")]
WITH_HINT: dict[str, Any] = {"description": "A hint", "validators": NEED}

STOCK = {
    "string": StringField("Label", **WITH_HINT),
    "email": EmailField("Label", **WITH_HINT),
    "password": PasswordField("Label", **WITH_HINT),
    "integer": IntegerField("Label", **WITH_HINT),
    "textarea": TextAreaField("Label", **WITH_HINT),
    "select": SelectField("Label", choices=STOCK_PAIRS, **WITH_HINT),
    "radios": RadioField("Label", choices=STOCK_PAIRS, **WITH_HINT),
    "checkboxes": SelectMultipleField("Label", choices=STOCK_PAIRS, **WITH_HINT),
    "checkbox": BooleanField("Label", **WITH_HINT),
    "file": FileField("Label", **WITH_HINT),
    "files": MultipleFileField("Label", **WITH_HINT),
}
OURS = {
    "date": fields.DatePartsField("Label", NEED, hint="A hint"),
    "datetime": fields.DateTimePartsField("Label", NEED, hint="A hint"),
    "money": fields.MoneyField("Label", NEED, hint="A hint"),
    "pence": fields.PenceField("Label", NEED, hint="A hint", called="It", maximum=9_999),
    "whole": fields.WholeNumberField("Label", NEED, hint="A hint", suffix="beds"),
    "short": fields.ShortTextField("Label", NEED, hint="A hint"),
    "long": fields.LongTextField("Label", NEED, hint="A hint", max_words=100),
    "yes_no": fields.YesNoField("Label", NEED, hint="A hint"),
    "choice": fields.ChoiceField("Label", NEED, hint="A hint", choices=PAIRS),
    "choices": fields.ChoicesField("Label", NEED, hint="A hint", choices=PAIRS, exclusive="b"),
    "declaration": fields.DeclarationField("Label", NEED, hint="A hint"),
}


def described(tree: Any) -> set[str]:
    """Every id that something says it is described by."""
    return {part for e in tree.iter() for part in (e.attrib.get("aria-describedby") or "").split()}


@pytest.mark.parametrize("name", [*STOCK, *OURS])
@pytest.mark.parametrize("options", [{}, {"size": "m"}, {"heading": True, "caption": "Part 1"}])
def test_every_field_is_a_whole_component(build: Build, name: str, options: Any) -> None:
    form = build((STOCK | OURS)[name])
    html = render_field(form.f, **options)
    tree = strict(html)
    ids = [e.attrib["id"] for e in tree.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    assert described(tree) <= set(ids)
    inputs = [e for e in tree.iter() if e.tag in ("input", "textarea", "select")]
    labels = {e.attrib["for"] for e in tree.iter("label")}
    assert inputs
    assert {e.attrib["id"] for e in inputs} <= labels
    assert [p.href for p in form.error_list()] == [f"#{inputs[0].attrib['id']}"]
    text = "".join(tree.itertext())
    assert ("Label" in text, "A hint" in text, "Answer <this>" in text) == (True, True, True)
    assert "None" not in text
    assert "f-error" in described(tree)


@pytest.mark.parametrize("name", [*STOCK, *OURS])
def test_a_blank_untouched_field_shows_no_error(build: Build, in_request: Any, name: str) -> None:
    class Sample(OurForm):
        f = (STOCK | OURS)[name]

    tree = strict(render_field(Sample(formdata=None).f))
    assert "f-error" not in described(tree)
    assert "None" not in "".join(tree.itertext())


def test_what_was_typed_comes_back_escaped(build: Build) -> None:
    typed = '"><script>alert(1)</script>'
    for field in (OURS["short"], OURS["long"], OURS["money"], STOCK["string"]):
        html = render_field(build(field, typed).f)
        strict(html)
        assert "<script>" not in html
        assert "alert(1)" in html


def test_a_password_never_comes_back(build: Build) -> None:
    assert "hunter2" not in render_field(build(STOCK["password"], "hunter2").f)


def test_only_the_wrong_part_of_a_date_is_marked(build: Build) -> None:
    form = build(
        OURS["date"], **{"f-day": "31", "f-month": "2", "f-year": "2026"}
    )  # fmt: skip
    tree = strict(render_field(form.f))
    wrong = [e.attrib["id"] for e in tree.iter("input") if "--error" in e.attrib["class"]]
    assert wrong == ["f-day"]
    assert [e.attrib["value"] for e in tree.iter("input")] == ["31", "2", "2026"]


def test_the_word_limit_counts_words(build: Build) -> None:
    html = render_field(build(OURS["long"], "two words").f)
    assert 'data-maxlength="100"' in html
    assert 'data-count-type="words"' in html
    assert "You can enter up to 100 words" in html
    assert "two words</textarea>" in html


def test_ticked_and_exclusive_boxes(build: Build) -> None:
    tree = strict(render_field(build(OURS["choices"], "a").f))
    boxes = list(tree.iter("input"))
    assert [("checked" in b.attrib) for b in boxes] == [True, False]
    assert boxes[1].attrib["data-behaviour"] == "exclusive"
    # The NHS script clears the boxes of the same group, or without one those of the same name.
    assert [b.attrib.get("data-behaviour-group") for b in boxes] == [None, None]
    assert [b.attrib["name"] for b in boxes] == ["f", "f"]


def test_an_option_can_reveal_more(build: Build) -> None:
    form = build(OURS["yes_no"], "yes")
    html = render_field(form.f, reveal={"yes": Markup("<p id='more'>Say more</p>")})
    strict(html)
    # Style shows it: the NHS script would mark the radio as expanded, which it can't be.
    assert "<p id='more'>Say more</p>" in html
    assert "aria-controls" not in html
    assert "--hidden" not in html


def test_buttons_and_hidden_fields(build: Build) -> None:
    assert "Save" in strict(render_field(build(SubmitField("Save")).f)).find("button").text
    hidden = strict(render_field(build(HiddenField(), "v").f)).find("input")
    assert (hidden.attrib["type"], hidden.attrib["value"]) == ("hidden", "v")


def test_render_kw_is_heard_but_browser_validation_is_not(build: Build) -> None:
    kw = {"autocomplete": "organization", "data_x": "1", "required": True, "maxlength": 5}
    box = strict(render_field(build(StringField(render_kw=kw)).f)).find(".//input")
    assert (box.attrib["autocomplete"], box.attrib["data-x"]) == ("organization", "1")
    assert not {"required", "maxlength"} & set(box.attrib)


def test_a_misspelled_option_is_an_error(build: Build) -> None:
    with pytest.raises(TypeError, match="sise"):
        render_field(build(STOCK["string"]).f, sise="m")


class Row(Form):  # type: ignore[misc]
    amount = fields.MoneyField("Amount", [InputRequired("Enter an amount")])


def test_errors_in_rows_lead_to_their_inputs(build: Build) -> None:
    form = build(FieldList(FormField(Row), min_entries=2), **{"f-0-amount": "1", "f-1-amount": ""})
    assert error_list(form) == [("Enter an amount", "#f-1-amount")]
    with pytest.raises(TypeError, match="holds fields"):
        render_field(form.f)


def test_refusals_of_the_form_and_of_a_field(build: Build) -> None:
    form = build(OURS["date"], **{"f-day": "1", "f-month": "2", "f-year": "2026"})
    form.add_refusal("The round has closed")
    form.add_refusal("This date is taken", "f")
    form.add_refusal("No such field", "reference")
    assert form.error_list() == [
        ("The round has closed", "#f-day"),
        ("No such field", "#f-day"),
        ("This date is taken", "#f-day"),
    ]
    assert "This date is taken" in render_field(form.f)
