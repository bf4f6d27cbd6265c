"""A date that is none, an address that leads nowhere, a number in words: said at its box, kept as
it was typed, and never passed over. Which boxes take one, the editor's own registry says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from award.case_studies.rules import addresses, tables
from award.case_studies.rules.fields import FIGURES, SECTION_OF, TEXTS
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import user
from tests.build.full_story import FULL
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database

NONSENSE = {"date": "31/2/2026", "number": "a lot", "address": "javascript:alert(1)"}
BY_SCRIPT = {"Accept": "application/json"}


def cells() -> Iterator[tuple[str, str, str]]:
    """(table, column, what is no value of it) of each that takes a date, a number or an address."""
    for key, table in tables.TABLES.items():
        for column in table.columns:
            kind = "address" if tables.ADDRESSES.get(key) == column.key else column.kind
            if kind not in ("short_text", "long_text", "choice"):
                yield key, column.key, NONSENSE[kind]


CELLS = [*cells(), ("documents", "address", "www.listening.example/report"),
         ("documents", "address", "listening.example")]  # fmt: skip


def test_each_kind_of_them_is_tried() -> None:
    assert {(table, column) for table, column, _ in CELLS} == {
        ("results", "n"), ("quotes", "consent_on"), ("documents", "address"),
    }  # fmt: skip


@pytest.fixture
def path(app: Flask, client: CheckedClient) -> str:
    study = build.complete(**FULL)
    client.sign_in(user("Stef Staff", roles=(Role.STAFF,)))
    return f"/manage/case-studies/{study.slug}/edit"


@pytest.mark.parametrize(("table", "column", "typed"), CELLS)
def test_a_cell_that_cant_be_read_is_said_at_it_before_the_next_section_opens(
    client: CheckedClient, path: str, table: str, column: str, typed: str
) -> None:
    here, row = f"{path}/{SECTION_OF[table]}", FULL[table][0]["id"]
    box = f"{table}-{row}-{column}"
    sent = {**client.get(here).form_values(), box: [typed]}
    for then in ("continue", "preview", "stay"):
        page = client.post(here, {**sent, "then": then}, status=200)
        (said,) = page.errors
        assert said.startswith(f"{tables.TABLES[table].row.capitalize()} 1")
        assert page.form_values()[box] == [typed] and "Saved as it was typed" in page.text
        assert "Not saved" not in page.text
        sent = page.form_values()
    stored = {one["id"]: one for one in getattr(build.again_by(path), table)}
    assert stored[row][column] == typed
    page = client.get(here)
    assert page.form_values()[box] == [typed]
    assert [one for one in page.all("span") if one.get("id") == f"{box}-error"]
    answer = client.post(here, sent, status=200, headers=BY_SCRIPT).json
    assert answer["outcome"] == "saved" and "Not all of it can be read" in answer["said"]
    assert [(one["row"], one["column"]) for one in answer["cells"][table]] == [(row, column)]
    mended = {**sent, box: [""], "then": "continue"}
    assert client.post(here, mended).location != here


@pytest.mark.parametrize("key", [*FIGURES, "atrs_url"])
def test_a_box_of_its_own_is_shown_again_with_what_was_typed(
    client: CheckedClient, path: str, key: str
) -> None:
    here = f"{path}/{SECTION_OF[key]}"
    typed = NONSENSE["number" if key in FIGURES else "address"]
    sent = {**client.get(here).form_values(), key: [typed], "then": "continue"}
    page = client.post(here, sent, status=200)
    assert len(page.errors) == 1 and page.value_of(key) == typed
    assert getattr(build.again_by(path), key) != typed


@pytest.mark.parametrize(
    ("key", "wrong", "box"),
    [
        ("contact", "Ask Jane", "contact"),
        ("numbers", [{"id": "n1", "figure": "999%", "what": "better"}], "numbers-n1-source"),
        ("problem", "word " * 301, "problem"),
    ],
)
def test_what_cant_be_sent_as_it_is_is_said_on_the_page_that_follows(
    client: CheckedClient, path: str, key: str, wrong: Any, box: str
) -> None:
    build.edited(build.again_by(path), **{key: wrong})
    here = f"{path}/{SECTION_OF[key]}"
    page = client.get(here)
    sent = {**page.form_values(), "then": "continue"}
    following = client.get(client.post(here, sent).location)
    (link,) = [to for says, to in following.links().items() if says.startswith("Mend 1 thing in")]
    assert link == f"{here}#{key}"
    if key == "numbers":
        assert [one for one in page.all("span") if one.get("id") == f"{box}-error"]


@pytest.mark.parametrize(
    ("text", "leads", "nowhere"),
    [
        ("https://listening.example/report", True, False),
        ("http://a.example:8080/x?y=z#w", True, False),
        ("on request", False, False),
        ("Write to hello@listening.example", False, False),
        ("hello@listening.example", False, False),
        ("Ask for it. It is free.", False, False),
        ("https://", False, True),
        ("https://intranet", False, True),
        ("https://a b.example", False, True),
        ("//listening.example", False, True),
        ("www.listening.example", False, True),
        ("listening.example/report.pdf", False, True),
        ("data:text/html,x", False, True),
        (" JavaScript:alert(1)", False, True),
    ],
)
def test_what_leads_somewhere(text: str, leads: bool, nowhere: bool) -> None:
    assert (addresses.leads(text), addresses.leads_nowhere(text)) == (leads, nowhere)


@pytest.mark.each_database
def test_the_preview_begins_at_the_section_that_was_saved(
    app: Flask, client: CheckedClient
) -> None:
    """By its address alone, so that it needs no script; also where nothing is in it yet."""
    full = {**dict.fromkeys(TEXTS, "Some words."), **FULL}
    for text in (full, {}):
        study = build.complete(**text)
        client.sign_in(user("Stef Staff", roles=(Role.STAFF,)))
        path = f"/manage/case-studies/{study.slug}"
        for key in dict.fromkeys(SECTION_OF.values()):
            sent = client.get(f"{path}/edit/{key}").form_values()
            where, _, anchor = (
                client.post(f"{path}/edit/{key}", {**sent, "then": "preview"}).location
            ).partition("#")
            page = client.get(where)
            assert where == path and sum(e.get("id") == anchor for e in page.root.iter()) == 1, key
            assert anchor != "as-it-reads" or key == "summary" or text is not full, key
