"""The text is written a section at a time: each fits a screen, and leads to the next."""

from __future__ import annotations

import pytest
from flask import Flask

from award.case_studies.rules.completeness import missing
from award.case_studies.rules.fields import EDITABLE, SECTION_OF, SECTIONS, after, section_of
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import user
from tests.client import CheckedClient

BY_SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def path(app: Flask, client: CheckedClient) -> str:
    study = build.complete(summary="", problem="")
    client.sign_in(user("Stef Staff", roles=(Role.STAFF,)))
    return f"/manage/case-studies/{study.slug}/edit"


def test_every_box_is_in_one_section() -> None:
    assert sorted(SECTION_OF) == sorted(EDITABLE)
    assert sum(len(section.fields) for section in SECTIONS) == len(EDITABLE)
    assert max(len(section.fields) for section in SECTIONS) == 5
    assert len({section.key for section in SECTIONS}) == len(SECTIONS)
    assert after(SECTIONS[-1]) is None and section_of("nothing") is None


def test_the_list_says_what_each_section_lacks(client: CheckedClient, path: str) -> None:
    page = client.get(path)
    rows = [" ".join("".join(row.itertext()).split()) for row in page.all("li")
            if "nhsuk-task-list__item" in row.get("class", "")]  # fmt: skip
    assert len(rows) == len(SECTIONS) + 1, "pictures stand below"
    assert rows[0] == "Title and summary Missing"
    assert rows[1].startswith("The problem to be solved 0 words") and rows[1].endswith("Missing")
    assert "Results Empty" in rows and "Stage and outcome Written" in rows
    assert page.links()["The problem to be solved"] == f"{path}/problem"
    client.get(f"{path}/nothing", status=404)


def test_each_section_saves_its_own_boxes_and_leads_to_the_next(
    client: CheckedClient, path: str
) -> None:
    """All the way through, as somebody would who writes it down from paper."""
    here, written = f"{path}/summary", set[str]()
    while here != path:
        page = client.get(here)
        values = page.filled_values()
        written |= {name.removeprefix("rows_") for name in values} & set(EDITABLE)
        values |= {name: "" for name in values if name.endswith("consent_on")}
        answer = client.post(here, {**values, "atrs_url": "", "then": "continue"})
        assert answer.location != here
        here = answer.location
    assert written == set(EDITABLE)
    study = build.again_by(path)
    assert missing(study) == []
    assert study.lessons_and_limits == build.TEXT["lessons_and_limits"], "left as it was"


def test_a_section_leaves_the_others_alone(client: CheckedClient, path: str) -> None:
    values = client.get(f"{path}/problem").form_values()
    build.edited(build.again_by(path), project="Theirs.", problem="")
    sent = {**values, "problem": ["Mine."], "project": ["Not a box of this page."]}
    client.post(f"{path}/problem", {**sent, "then": "preview"})
    study = build.again_by(path)
    assert (study.problem, study.project) == ("Mine.", "Theirs.")


def test_two_editors_of_one_section_choose_there(client: CheckedClient, path: str) -> None:
    here = f"{path}/problem"
    values = client.get(here).form_values()
    build.edited(build.again_by(path), problem="Theirs.")
    page = client.post(here, {**values, "problem": ["Mine."], "then": "continue"}, status=200)
    assert "was also changed by Stef Staff" in page.errors[0] or "another window" in page.errors[0]
    told = client.post(here, {**values, "problem": ["Mine."]}, status=409, headers=BY_SCRIPT).json
    assert told["outcome"] == "conflict"
    chosen = {**page.form_values(), "keep_problem": ["mine"], "then": "continue"}
    assert client.post(here, chosen).location == f"{path}/how_might_we"
    assert build.again_by(path).problem == "Mine."


def test_the_script_is_told_how_every_section_stands(client: CheckedClient, path: str) -> None:
    here = f"{path}/problem"
    values = client.get(here).form_values()
    sent = {**values, "problem": ["word " * 100]}
    answer = client.post(here, sent, status=200, headers=BY_SCRIPT).json
    assert [one["key"] for one in answer["sections"]] == [section.key for section in SECTIONS]
    assert answer["sections"][1]["verdict"] == ""
    assert answer["sections"][0]["verdict"] == "Missing"


def test_each_section_shows_how_its_words_look(client: CheckedClient, path: str) -> None:
    """As they are saved, in the page and in the answer to each save: nothing is asked beside it."""
    here = f"{path}/problem"
    page = client.get(here)
    hostile = "**Nights** are <script>alert(1)</script>\n\n- one\n- two\n\n[x](javascript:alert)"
    sent = {**page.form_values(), "problem": [hostile]}
    drawn = client.post(here, sent, status=200, headers=BY_SCRIPT).json["preview"]
    assert "<strong>Nights</strong>" in drawn and "<li>one</li>" in drawn
    assert "<script" not in drawn and 'href="javascript' not in drawn
    assert drawn.strip() in client.get(here).data.decode(), "the next page has the same"
    for section in SECTIONS:
        page = client.get(f"{path}/{section.key}")
        assert ("How it looks, as it is saved" in page.text) == section.is_seen
    assert "How it looks" not in client.get(f"{path}/all").text
    answer = client.post(f"{path}/place", client.get(f"{path}/place").form_values(), status=200,
                         headers=BY_SCRIPT).json  # fmt: skip
    assert answer["preview"] is None


def test_what_the_lead_asked_for_stands_beside_each_section(
    app: Flask, client: CheckedClient
) -> None:
    study = build.changes_asked(build.sent(), "Say Leeds, not York.")
    client.sign_in(user(roles=(Role.STAFF,)))
    for section in SECTIONS:
        page = client.get(f"/manage/case-studies/{study.slug}/edit/{section.key}")
        assert "Say Leeds, not York." in page.text
