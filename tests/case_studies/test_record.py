"""What a case study says beside its texts: results, what it took, quotations, a buyer's answers."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from award.case_studies.rules import tables
from award.case_studies.rules.completeness import missing
from award.case_studies.rules.fields import SAID
from award.case_studies.rules.story import content_of, story
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import user
from tests.build.full_story import FULL
from tests.client import CheckedClient

SAVE = {"then": "stay"}


@pytest.mark.each_database
def test_what_was_said_is_on_the_page_and_a_quotation_only_with_consent(
    app: Flask, client: CheckedClient
) -> None:
    assert {*FULL, "images"} == set(SAID)
    study = build.published(**FULL)
    page = client.get(f"/case-studies/{study.slug}")
    for words in (
        "Wakings a night", "Who counted: Night staff.", "How many: 34.", "Can’t tell",
        "I sleep until the birds.", "A woman who lives there", "18 months", "48",
        "Three of sixty-one falls were silent.", "£5,000 to £25,000 a year", "Microphone",
        "Falls, and fear of falling", "some of it helped", "answered 1 of 12",
        "Staff go back to rounds.", "Not answered", "The leaflet: on request",
    ):  # fmt: skip
        assert words in page.text, words
    assert page.links()["The evaluation"] == "https://listening.example/report"
    assert "Nobody asked me" not in page.text and "Planted-Consent" not in page.text
    assert page.links()["Results"] == "#results", "the contents lead there"
    assert page.links()["Back to contents"] == "#contents"
    here = page.response.request.path
    ways = [page.links()[one] for one in ("As data", "Compare it with another case study")]
    assert ways == [f"{here}.json", f"/compare-case-studies?study={here.rpartition('/')[2]}"]
    following = next(to for says, to in page.links().items() if says.startswith("Follow new case"))
    assert following.startswith("/follow-case-studies")


@pytest.mark.each_database
def test_where_nobody_said_nothing_is_published_and_old_texts_read_the_same(
    app: Flask, client: CheckedClient
) -> None:
    study = build.published()
    content = content_of(build.again(study))
    assert content.pop("problems") == ["nights"], "which is asked by now"
    assert not set(content) & set(SAID)
    told = story(content)
    assert (told.results, told.quotes, told.answered, told.length_months) == ([], [], 0, None)
    page = client.get(f"/case-studies/{study.slug}")
    assert "Not said" not in page.text and "Not answered" not in page.text


@pytest.fixture
def path(app: Flask, client: CheckedClient) -> str:
    study = build.complete(**FULL)
    client.sign_in(user("Stef Staff", roles=(Role.STAFF,)))
    return f"/manage/case-studies/{study.slug}/edit"


def test_a_number_typed_as_words_breaks_no_page(client: CheckedClient, path: str) -> None:
    """A draft keeps it as it was typed; it is told of before it is sent."""
    sent = client.get(f"{path}/results").form_values()
    client.post(f"{path}/results", {**sent, "results-r1-n": ["many"], **SAVE}, status=200)
    assert build.again_by(path).results[0]["n"] == "many"
    assert "How many: not said" in client.get(f"{path}/results").text
    assert "How many: not said" in client.get(path.removesuffix("/edit")).text


def test_two_editors_of_one_table_are_merged_by_cell(client: CheckedClient, path: str) -> None:
    sent = client.get(f"{path}/results").form_values()
    rows = [
        {**FULL["results"][0], "after": "3.9"},
        FULL["results"][1],
        {"id": "r9", "measure": "X"},
    ]
    build.edited(build.again_by(path), results=rows)
    mine = {**sent, "results-r2-before": ["5"]}
    client.post(f"{path}/results", {**mine, **SAVE})
    stored = {row["id"]: row for row in build.again_by(path).results}
    assert (stored["r1"]["after"], stored["r2"]["before"], stored["r9"]["measure"]) == (
        "3.9", "5", "X",
    )  # fmt: skip


def test_a_cell_that_both_changed_is_asked_about(client: CheckedClient, path: str) -> None:
    sent = client.get(f"{path}/results").form_values()
    theirs = [{**FULL["results"][0], "after": "3.9"}]
    build.edited(build.again_by(path), results=theirs)
    page = client.post(f"{path}/results", {**sent, "results-r1-after": ["4.1"], **SAVE}, status=200)
    assert "choose which version to keep" in page.errors[0]
    chosen = {**page.form_values(), "keep_results": ["mine"], **SAVE}
    client.post(f"{path}/results", chosen)
    assert [row.get("after") for row in build.again_by(path).results] == ["4.1", None]


def test_a_page_that_saved_itself_takes_nothing_away_that_it_has_not_seen(
    client: CheckedClient, path: str
) -> None:
    sent = client.get(f"{path}/results").form_values()
    build.edited(
        build.again_by(path), results=[*FULL["results"], {"id": "r9", "measure": "Theirs"}]
    )
    by_script = {"Accept": "application/json"}
    sent |= {"results-r1-before": ["6.5"]}
    told = client.post(f"{path}/results", sent, headers=by_script, status=200).json
    assert told["outcome"] == "saved"
    again = {**sent, **{k: [v] for k, v in told["bases"].items()}, "results-r1-before": ["6.6"]}
    assert client.post(f"{path}/results", again, headers=by_script, status=200).json["outcome"] == (
        "saved"
    )
    stored = {row["id"]: row for row in build.again_by(path).results}
    assert stored["r1"]["before"] == "6.6" and stored["r9"]["measure"] == "Theirs"


def test_a_row_is_added_without_script_and_nothing_typed_is_lost(
    client: CheckedClient, path: str
) -> None:
    sent = client.get(f"{path}/documents").form_values()
    typed = {**sent, "documents-d2-title": ["The easy-read leaflet"]}
    page = client.post(f"{path}/documents", {**typed, "table": ["documents add"]}, status=200)
    values = page.form_values()
    assert "The easy-read leaflet" in str(values)
    assert len(str(values["rows_documents"]).split()) == 3


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"results": [{"id": "a", "measure": "X", "n": "many"}]}, "Enter a whole number"),
        (
            {"numbers": [{"id": f"n{n}", "figure": "1", "what": "x"} for n in range(5)]},
            "Take out 1",
        ),
        ({"quotes": [{"id": "a", "who": "A carer"}]}, "Their words"),
    ],
)
def test_what_a_table_lacks_stops_it_from_being_sent(
    app: Flask, rows: dict[str, Any], said: str
) -> None:
    study = build.complete(**rows)
    assert any(said in one.text for one in missing(study)), [one.text for one in missing(study)]


def test_consent_needs_a_person_and_a_day() -> None:
    row = {"id": "q", "words": "Yes.", "who": "A carer", "consent_by": "They", "consent_on": "x"}
    assert not tables.consented(row)
    assert tables.consented({**row, "consent_on": "2026-01-02"})
    assert tables.publishable("quotes", [{**row, "consent_on": "2026-01-02"}]) == [
        {"id": "q", "words": "Yes.", "who": "A carer"}
    ]
