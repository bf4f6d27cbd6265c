"""Cells that Python draws are escaped as a template's would be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import update

from award.accounts.models import Organisation, User
from award.applications.models import Application
from award.decisions.queries.decisions import round_to_decide
from award.decisions.queries.shortlist_list import shortlist_list
from award.decisions.views.shortlist_table import row_drawer
from award.design import cells
from award.design.addresses import row_urls
from award.foundation.columns import Column, Kind, Link, Note, Tag
from award.foundation.db import db
from award.foundation.policy import Role
from tests.build import applications, assessment, case_studies, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database

HOSTILE = """"'><script>alert("x")</script>&amp;<img src=x onerror='y'>"""
ROWS = "/manage/rounds/{}/"


class Seen(HTMLParser):
    """Elements, attributes and text as a browser makes them out."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.attributes: dict[str, list[str]] = {}
        self.text = ""
        self.feed("".join(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def _harmless(html: str) -> Seen:
    seen = Seen(html)
    assert not {"script", "img"} & set(seen.elements), html
    assert "onerror" not in seen.attributes, html
    return seen


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("names_row", [False, True])
def test_every_part_of_a_cell_is_escaped(app: Flask, kind: Kind, names_row: bool) -> None:
    parts = (
        HOSTILE,
        Link(HOSTILE, "people.show", {"reference": HOSTILE}, about=HOSTILE),
        Tag(HOSTILE, HOSTILE),
        Note(HOSTILE),
    )
    plain = Column[Any]("x", HOSTILE, lambda row: row, kind, names_row=names_row)
    rich = Column[Any]("y", HOSTILE, lambda row: row, kind, shows=lambda _row: parts)
    drawn = Column[Any]("z", HOSTILE, lambda row: row, kind, drawn=True)
    with app.test_request_context("/"):
        html = cells.body((plain, rich, drawn), [HOSTILE], by_caller=lambda row, _column: row)
    seen = _harmless(html)
    assert seen.text.count(HOSTILE) == 7
    if kind is not Kind.ACTION:
        assert seen.attributes["data-label"] == [HOSTILE] * 3


def test_a_note_is_a_second_line_but_where_it_comes_first(app: Flask) -> None:
    def drawn(*parts: Any) -> str:
        column = Column[Any]("x", "Who", lambda row: row, shows=lambda _row: parts)
        with app.test_request_context("/"):
            return str(cells.body((column,), [""]))

    assert "<br>" not in drawn(Note("One"))
    assert drawn(Note("One"), Note("Two")).count("<br>") == 1
    assert drawn("Words", Note("One")).count("<br>") == 1


def test_what_can_be_ticked_is_escaped() -> None:
    row = type("Row", (), {"reference": HOSTILE})
    seen = _harmless(cells.body((), [row], ticked=[HOSTILE]))
    assert seen.attributes["value"] == [HOSTILE]
    assert "checked" in seen.attributes


@pytest.mark.parametrize(
    "value", ["NEXT-1-AB", 7, "7073015707", HOSTILE, "a/b", "a b", "ä", "..", "%2f"]
)
def test_the_address_of_a_row_is_that_of_flask(app: Flask, value: Any) -> None:
    for endpoint, part in (("people.show", "reference"), ("assessment_staff.assessors", "q")):
        for script_root in ("", "/award"):
            with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": script_root}):
                expected = url_for(endpoint, **{part: value})
                assert row_urls(endpoint, part)(value) == expected


def test_a_row_of_the_panel_sheet_is_escaped(app: Flask) -> None:
    round_ = rounds.closed_round()
    decisions.staged(assessment.assessed(applications.submitted(round_)))
    staff = actor_of(user(roles=(Role.AUDITOR,)))
    table = shortlist_list(round_to_decide(staff, round_.reference) or round_)
    (row,) = table.rows(staff, table.whole(staff)).rows
    texts = {f.name: HOSTILE for f in fields(row) if getattr(row, f.name) and f.type == "str"}
    texts |= {"settings": HOSTILE, "conditions": HOSTILE, "note": HOSTILE}
    planted = replace(row, **texts, flags=(HOSTILE,))
    columns = [replace(c, heading=HOSTILE) for c in table.columns]
    with app.test_request_context("/"):
        seen = _harmless(
            row_drawer(columns, round_, may_stage=True, leads_to="moderation.item")(planted)
        )
    assert seen.text.count(HOSTILE) == len({"reference", *texts}) + 1
    assert set(seen.attributes["data-l"]) == {HOSTILE}


def _pages() -> Iterator[tuple[User, str]]:
    """Every page with a list, with somebody who reads it; whatever people typed is hostile."""
    round_ = rounds.closed_round(title=HOSTILE)
    assessor = assessment.assessor()
    bid = applications.submitted(round_, title=HOSTILE)
    lead, of_round = bid.lead, ROWS.format(round_.reference)
    assessment.assigned(bid, assessor)
    decisions.staged(applications.submitted(round_, title=HOSTILE), conditions=HOSTILE)
    case_studies.funded()
    study = case_studies.published()
    for column in (User.name, Organisation.name, Application.title):
        db.session.connection().execute(update(column.class_).values({column: HOSTILE}))
    db.session.commit()
    staff = user(HOSTILE, roles=(Role.STAFF, Role.ADMIN, Role.PUBLISHER))
    for path in ("shortlist", "applications", "release"):
        yield staff, of_round + path
    for path in ("rounds", "assessors", "people", "case-studies", "case-studies/to-promote"):
        yield staff, f"/manage/{path}"
    yield assessor, "/assess"
    yield lead, "/applications"
    yield study.application.lead, "/my-case-studies"


def test_what_people_typed_is_text_on_every_list(client: CheckedClient) -> None:
    for person, path in list(_pages()):
        page = client.sign_in(person).get(path)
        assert HOSTILE in page.text, path
        assert "<script>alert" not in page.html, path
