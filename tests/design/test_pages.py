from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, flash
from jinja2 import UndefinedError
from wtforms.validators import InputRequired

from award.design import environment
from award.design.errors import STATUSES, error_page
from award.design.fields import ShortTextField
from award.design.pagination import page_numbers, pages
from tests.design.conftest import strict, strict_page

Render = Callable[..., str]
PAGE = (
    '{% extends "base.html" %}{% block heading %}Your <em>project</em> &amp; team{% endblock %}'
    "{% block content %}<p>Words</p>{% endblock %}"
)
PERSON = {"signed_in_name": "Ann <b>", "sign_out_url": "/out", "sign_in_url": "/in"}
NAVIGATION = [
    {"text": "Rounds", "href": "/rounds", "active": True},
    {"text": "Case studies", "href": "/case-studies", "active": False},
]


def title(html: str) -> str:
    return str(strict_page(html).find(".//title").text).strip()


def test_a_page_has_one_h1_that_starts_the_title(render: Render) -> None:
    html = render(PAGE)
    tree = strict_page(html)
    assert ["".join(h.itertext()).strip() for h in tree.iter("h1")] == ["Your project & team"]
    assert title(html) == "Your project & team – AI in Health and Care Award"
    assert tree.find(".//main").attrib["id"] == "maincontent"
    assert tree.find(".//a").attrib["href"] == "#maincontent"


def test_a_page_without_a_heading_is_an_error(render: Render) -> None:
    with pytest.raises(Exception, match="heading"):
        render('{% extends "base.html" %}')


def test_the_label_of_a_field_can_be_the_h1(render: Render, build: Any) -> None:
    form = build(ShortTextField("Your project"))
    html = render(
        '{% extends "base.html" %}{% block heading %}Your project{% endblock %}'
        "{% block h1 %}{% endblock %}"
        "{% block content %}{{ render_field(form.f, heading=True) }}{% endblock %}",
        form=form,
    )
    assert len(list(strict_page(html).iter("h1"))) == 1


def test_errors_show_above_the_h1_and_in_the_title(render: Render, build: Any) -> None:
    form = build(ShortTextField("Name", [InputRequired("Enter a name")]))
    html = render(PAGE, form=form)
    assert title(html).startswith("Error: Your project")
    assert html.index("nhsuk-error-summary") < html.index("<h1")
    assert '<a href="#f">' in html
    listed = render(PAGE, errors=[("Choose a file", "#file")])
    assert '<a href="#file">' in listed


def test_nothing_is_inline_but_the_hashed_script(render: Render) -> None:
    html = render(PAGE, navigation=NAVIGATION, **PERSON)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", html, re.DOTALL)
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in scripts
    ]
    assert tuple(hashes) == environment.INLINE_SCRIPT_HASHES
    tree = strict_page(html)
    assert not list(tree.iter("style"))
    assert not [e for e in tree.iter() if any(a == "style" or a[:2] == "on" for a in e.attrib)]


def test_every_link_and_file_is_on_this_host(render: Render) -> None:
    tree = strict_page(render(PAGE, navigation=NAVIGATION, **PERSON))
    for element in tree.iter():
        for name in ("href", "src", "action"):
            assert element.attrib.get(name, "/")[0] in "/#"


def test_the_header_knows_who_is_signed_in(render: Render) -> None:
    html = render(PAGE, navigation=NAVIGATION, **PERSON)
    form = strict_page(html).find(".//header//form")
    assert (form.attrib["action"], form.attrib["method"]) == ("/out", "post")
    assert form.find("input").attrib["name"] == "csrf_token"
    assert "Ann &lt;b&gt;" in html
    assert html.count('aria-current="true"') == 1
    assert 'href="/in"' in render(PAGE, sign_in_url="/in")


@pytest.mark.parametrize("shown", [True, False])
def test_the_nhs_logo_shows_only_where_it_may(
    in_request: Flask, render: Render, shown: bool
) -> None:
    in_request.config["SHOW_NHS_LOGO"] = shown
    html = render(PAGE, navigation=NAVIGATION, **PERSON)
    strict_page(html)
    assert ("nhsuk-header__logo" in html) is shown
    assert "Sign out" in html
    assert "© NHS" not in html


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_demonstration_says_so(in_request: Flask, render: Render, demonstration: bool) -> None:
    in_request.config["DEMONSTRATION"] = demonstration
    for html in (render(PAGE), error_page(500), error_page(404)):
        assert ("Demonstration, fictional data" in html) is demonstration


def test_messages_are_announced(render: Render) -> None:
    for category in ("success", "info", "warning"):
        flash(f"A {category} <b>", category)
    tree = strict_page(render(PAGE))
    statuses = [e for e in tree.iter() if e.attrib.get("role") == "status"]
    assert [re.findall(r"A \w+ <b>", "".join(e.itertext())) for e in statuses] == [
        ["A success <b>"], ["A info <b>"], ["A warning <b>"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        "{{ gone }}",
        "{{ row.gone }}",
        "{% for x in row.gone.deep %}{% endfor %}",
        "{{ 'a' ~ gone }}",
        "{{ gone|money }}",
        "{{ 'a' in gone }}",
    ],
)
def test_a_missing_value_is_loud(render: Render, source: str) -> None:
    with pytest.raises(UndefinedError, match="gone"):
        render(source, row={})


def test_a_missing_value_is_falsy_and_chains(render: Render) -> None:
    assert render("{{ 'yes' if row.gone.deep.text else 'no' }}", row={}) == "no"
    assert render("{{ gone | default('x') }}") == "x"


@pytest.mark.parametrize("status", STATUSES)
def test_error_pages(in_request: Flask, status: int) -> None:
    html = error_page(status, reference="req-7")
    tree = strict_page(html)
    assert len(list(tree.iter("h1"))) == 1
    assert "req-7" in html


def test_error_pages_survive_a_broken_context(in_request: Flask) -> None:
    @in_request.context_processor
    def broken() -> dict[str, Any]:
        raise RuntimeError("no database")

    for status in (404, 500, 503):
        assert "<h1" in error_page(status)
    assert "expired" in error_page(400, template="csrf")


def test_a_status_without_a_page_of_its_own_gets_the_general_one(in_request: Flask) -> None:
    assert error_page(418) == error_page(500)


def test_a_table_draws_rows_and_labels_cells_for_phones(render: Render) -> None:
    columns = [
        {"key": "ref", "label": "Ref", "header": True},
        {"key": "ask", "label": "Ask", "numeric": True},
    ]
    rows = [{"ref": "A<1", "ask": "£1"}, {"ref": "B", "ask": None}]
    tree = strict(render('{{ data_table("All", columns, rows) }}', columns=columns, rows=rows))
    assert tree.find(".//th[@scope='row']").text == "A<1"
    assert [c.attrib["data-label"] for c in tree.iter("td")] == ["Ask", "Ask"]
    assert "no value" in "".join(tree.itertext())


def test_a_table_refuses_a_column_that_rows_lack(render: Render) -> None:
    with pytest.raises(AttributeError, match="ask"):
        render(
            '{{ data_table("All", columns, rows) }}',
            columns=[{"key": "ask", "label": "Ask"}],
            rows=[{"ref": "A"}],
        )


MACROS = """
{% from "macros/tag.html" import state_tag %}
{% from "macros/progress.html" import progress %}
{% from "macros/details.html" import details %}
{% from "macros/summary.html" import summary_list, summary_row %}
{% from "macros/task_list.html" import task_list %}
{% from "macros/pagination.html" import pagination %}
{% from "macros/empty.html" import empty %}
{% from "macros/actions.html" import post_button %}
{{ state_tag("Draft") }} {{ state_tag("Submitted", "blue") }}
{{ progress(5, 14, "5 of 14 scored") }}
{% call details("Why we ask") %}<p>Because.</p>{% endcall %}
{% call summary_list() %}{{ summary_row("Title", "Falls", "/x", id="title") }}
{{ summary_row("Cost", none, problem="Enter the cost") }}{% endcall %}
{{ task_list([{"text": "One", "status": "In progress", "colour": "blue", "href": "/1"},
              {"text": "Two", "status": "Cannot start yet"}]) }}
{{ pagination(pages) }}
{{ empty("No rounds yet.", "/new", "Set one up") }}
{{ post_button("/go", "Withdraw", what="AIA-1", fields={"version": 3}) }}
"""


def test_the_other_macros(render: Render) -> None:
    html = render(MACROS, pages=pages(2, 9, lambda n: f"?page={n}"))
    text = " ".join("".join(strict(html).itertext()).split())
    for words in ("Submitted", "5 of 14 scored", "Not answered", "Enter the cost", "Set one up"):
        assert words in text
    assert 'aria-current="page"' in html


def test_page_numbers() -> None:
    assert page_numbers(1, 1) == [1]
    assert page_numbers(1, 3) == [1, 2, 3]
    assert page_numbers(7, 20) == [1, None, 6, 7, 8, None, 20]
    assert page_numbers(4, 7) == [1, 2, 3, 4, 5, 6, 7]
    assert page_numbers(20, 20) == [1, None, 19, 20]
