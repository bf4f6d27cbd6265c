"""Two to four case studies on the same rows: page and file."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask

from award.case_studies.rules.running import Running
from award.case_studies.services import agreement, running
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS
from tests.build import case_studies as build
from tests.build import collection, rounds
from tests.build.accounts import actor_of
from tests.build.full_story import FULL
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database


def address(*slugs: str, ending: str = "") -> str:
    return f"/compare-case-studies{ending}?" + "&".join(f"study={slug}" for slug in slugs)


def some(count: int, **said: Any) -> list[str]:
    return collection.public_rows(
        collection.blank(title=f"Story {number}", settings=["homecare"], **said)
        for number in range(count)
    )


def rows_of(client: CheckedClient, *slugs: str) -> dict[str, list[str]]:
    response = client.get(address(*slugs, ending=".csv")).response
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = response.get_data(as_text=True)
    return {row[0]: row[1:] for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")))}


def test_what_each_says_stands_on_the_same_rows(app: Flask, client: CheckedClient) -> None:
    (full, blank) = collection.public_rows(
        [
            collection.blank(title="Says all", **FULL, stage="retired",
                             evidence_level="comparison_group"),
            collection.blank(title="Says nothing"),
        ]
    )  # fmt: skip
    page = client.get(address(full, blank))
    assert page.h1 == "Compare 2 case studies"
    told = rows_of(client, full, blank)
    assert told[""] == ["Says all", "Says nothing"]
    assert told["Errors and missed alerts"] == [FULL["errors_and_missed"], "Not said"]
    assert told["Who said no"][0] == FULL["who_said_no"]
    assert told["How long it ran"] == ["18 months", "Not said"]
    assert told["What got better"] == ["Wakings a night: 6.4 to 3.7 (a night; 34 people)",
                                       "Not said"]  # fmt: skip
    assert told["What did not, or can’t be told"][0] == "Falls, can’t tell"
    assert told["How far along it is"] == ["It has been stopped.", "Not said"]
    assert told["A buyer’s questions"] == ["1 of 12 answered", "Not said"]
    assert told["Address"][0].endswith(f"/case-studies/{full}")
    assert told["Is it still running?"][1] == "Not asked yet"
    known = ("", "Address", "Is it still running?")
    assert all(said[1] == "Not said" for key, said in told.items() if key not in known)
    for heading, cells in told.items():
        if heading and heading != "Address":
            assert heading in page.text
            assert all(line in page.text for cell in cells for line in cell.split("\n"))


def test_results_of_which_none_got_better_say_so(app: Flask, client: CheckedClient) -> None:
    """That is something else than saying nothing."""
    falls = {"measure": "Falls", "direction": "worse"}
    studies = collection.public_rows(
        collection.blank(title=way, problems=["falls", "nights"],
                         results=[falls | {"direction": way}])
        for way in ("worse", "better")
    )  # fmt: skip
    told = rows_of(client, *studies)
    assert told["What got better"] == ["None of its results", "Falls"]
    assert told["What did not, or can’t be told"] == ["Falls, worse", "None of its results"]


def test_the_list_offers_boxes_that_need_no_script(app: Flask, client: CheckedClient) -> None:
    one = some(1)
    assert "Compare those ticked" not in client.get("/case-studies").text
    slugs = [*one, *some(2)]
    page = client.get("/case-studies")
    boxes = [box for box in page.all("input") if box.get("name") == "study"]
    assert {box.get("value") for box in boxes} == set(slugs)
    assert {box.get("form") for box in boxes} == {"compare"}
    (form,) = [form for form in page.all("form") if form.get("id") == "compare"]
    assert (form.get("method"), form.get("action")) == ("get", "/compare-case-studies")


def test_too_few_too_many_and_those_that_are_gone(app: Flask, client: CheckedClient) -> None:
    slugs = some(5)
    page = client.follow(client.get("/compare", status=308))
    assert "Two to four stand beside each other" in page.text
    begun = {address(slug) for slug in slugs} & {*page.links().values()}
    assert len(begun) == 4, "the latest, one of which can be begun with"
    assert client.get("/compare?study=x", status=308).location == "/compare-case-studies?study=x"
    page = client.get(address(slugs[0]))
    assert "stands alone so far" in page.text
    links = page.links()
    assert links["Add Story 1"] == address(slugs[0], slugs[1])
    page = client.get(address(*slugs))
    assert "Four fit beside each other" in page.text and page.h1 == "Compare 4 case studies"
    assert "Story 4" not in page.text
    assert page.links()["Remove Story 1"] == address(slugs[0], slugs[2], slugs[3])
    page = client.get(address(slugs[0], "no-such", slugs[1], slugs[0]))
    assert "not public, or not any more" in page.text and page.h1 == "Compare 2 case studies"
    client.get(address(slugs[0], ending=".csv"), status=404)


def test_nothing_that_is_not_public_can_be_compared(app: Flask, client: CheckedClient) -> None:
    (other,) = some(1)
    round_ = rounds.closed_round(min_assessments=1)
    draft = build.sent(build.funded(round_, title="Draft"), summary="Secretword.")
    study = build.published(build.funded(round_), summary="Plainword.")
    assert "Secretword" not in client.get(address(other, draft.slug)).text
    assert "Plainword" in client.get(address(other, study.slug)).text
    with transaction():
        agreement.withdraw_agreement(
            build.again(study), reason="", actor=actor_of(build.lead_of(study))
        )
    assert "Plainword" not in client.get(address(other, study.slug)).text


@pytest.mark.each_database
def test_whether_each_still_runs_is_what_its_team_said(app: Flask, client: CheckedClient) -> None:
    round_ = rounds.closed_round(min_assessments=1)
    said, asked = (build.published(build.funded(round_), stage="production") for _ in range(2))
    (never,) = some(1, stage="retired")
    question, _link = build.asked_running(said)
    with transaction():
        running.answer(question, Running.PAUSED, "Waits for money", actor=ANONYMOUS)
    build.asked_running(asked)
    slugs = (said.slug, asked.slug, never)
    told = rows_of(client, *slugs)["Is it still running?"]
    day = clock.long_date(clock.today())
    assert told == [f"Paused, its team said on {day}\nWaits for money",
                    f"Asked on {day}, no answer yet",
                    f"Stopped, as published on {day}"]  # fmt: skip
    text = client.get(address(*slugs), budget=7).text
    assert "Waits for money" in text and f"Asked on {day}" in text


def test_a_spreadsheet_runs_nothing_and_a_page_has_no_markup(
    app: Flask, client: CheckedClient
) -> None:
    slugs = some(2, summary="=1+1", staff_time="<script>alert(1)</script>")
    assert rows_of(client, *slugs)["In a sentence"] == ["'=1+1", "'=1+1"]
    assert b"<script>alert" not in client.get(address(*slugs)).response.data


def test_it_costs_the_same_with_two_and_with_four(app: Flask, client: CheckedClient) -> None:
    slugs = some(4)
    two, four = (client.get(address(*slugs[:many]), budget=7) for many in (2, 4))
    assert len(four.statements) <= len(two.statements)


def test_it_can_be_printed_sent_on_and_led_on_from(app: Flask, client: CheckedClient) -> None:
    slugs = collection.public_rows(
        collection.blank(title=f"Story {problem}", problems=[problem, "falls"],
                         settings=["homecare"])
        for problem in ("nights", "medicines")
    )  # fmt: skip
    page = client.get(address(*slugs))
    assert "Print this" in page.text
    (field,) = [one for one in page.all("input") if one.get("id") == "address"]
    assert field.get("readonly") is not None
    assert (field.get("value") or "").endswith(address(*slugs))
    said = "See what else has been tried: Falls, and fear of falling (homecare)"
    assert page.links()[said] == "/what-has-been-tried/falls/homecare"
    (bare,) = collection.public_rows([collection.blank(title="Says nothing")])
    links = client.get(address(bare, *some(1))).links()
    assert links["See what else has been tried, and where"] == "/what-has-been-tried"
