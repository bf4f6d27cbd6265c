"""The page of one field: what is known of those in it, and where it leads on to."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from award.case_studies.queries import tried
from tests.build import case_studies as build
from tests.build import collection
from tests.client import CheckedClient

FALLS = "/what-has-been-tried/falls/extra_care"


def test_a_field_tells_cost_and_whether_they_run_and_can_be_compared(
    app: Flask, client: CheckedClient
) -> None:
    there = {"problems": ["falls"], "settings": ["extra_care"]}
    alone = collection.blank(title="Alone", problems=["nights"], settings=["extra_care"])
    one, two, _alone = collection.public_rows(
        [collection.blank(title="One", cost_band="under_5k", stage="retired", **there),
         collection.blank(title="Two", **there), alone]
    )  # fmt: skip
    page = client.get(FALLS, budget=5)
    assert "Under £5,000 a year (1), Not said (1)" in page.text
    assert "Stopped (1), Not asked or answered yet (1)" in page.text
    assert "Cost in use: under £5,000 a year." in page.text, "on its card"
    assert page.html.count("Cost in use:") == 1
    assert page.html.count('name="study"') == 2
    assert all(f'value="{slug}" form="compare"' in page.html for slug in (one, two))
    assert 'id="compare" method="get" action="/compare-case-studies"' in page.html
    page = client.get("/what-has-been-tried/nights/extra_care")
    assert 'name="study"' not in page.html, "there is nothing to put beside it"


@pytest.mark.each_database
def test_an_empty_field_leads_to_those_that_speak_of_it(app: Flask, client: CheckedClient) -> None:
    words = {"settings": ["extra_care"], "problems": ["nights"], "problem": "Some fear falls."}
    build.sent(title="Secretword", problem="Falls in extra care.", settings=["extra_care"])
    page = client.get(FALLS)
    assert "speak" not in page.text and "Secretword" not in page.text
    collection.public_rows(
        [collection.blank(title="One", **words), collection.blank(title="Two"),
         collection.blank(title="Three", settings=["homecare"], problem="Of falls.")],
        found=True,
    )  # fmt: skip
    page = client.get(FALLS, budget=8)
    path = page.links()["1 case study speaks of “falls in extra care”"]
    listed = client.get(path)
    assert listed.all("h2")[0].text == "1 case study" and "One" in listed.text


@pytest.mark.each_database
def test_measured_before_and_after_is_one_thing_wherever_it_is_said(
    app: Flask, client: CheckedClient
) -> None:
    """A number from before and one from after: of the field's problem, and of the project."""
    both = {"measure": "Falls", "before": "31", "after": "22", "direction": "better"}
    after = {"measure": "Wakings", "before": "Not counted", "after": "4", "direction": "better"}

    def claims(title: str, *results: dict[str, Any], **more: Any) -> dict[str, Any]:
        return collection.blank(title=title, settings=["extra_care"], results=[*results],
                                evidence_level="before_and_after", **more)  # fmt: skip

    borne_out, once, silent = collection.public_rows(
        [
            claims("Borne out", {**both, "problem": "falls"}, {**after, "problem": "nights"},
                   problems=["falls", "nights"]),
            claims("Once", after, problems=["loneliness"]),
            claims("Silent", problems=["rotas"]),
        ]
    )  # fmt: skip
    leads = client.get("/what-has-been-tried").links()
    said = {href.split("/")[2]: text for text, href in leads.items() if "◐" in text}
    signs = {one: one in said for one in ("falls", "nights", "loneliness", "rotas")}
    assert signs == {"falls": True, "nights": False, "loneliness": False, "rotas": False}
    page = client.get("/what-has-been-tried/nights/extra_care")
    assert "Not measured before and after" in page.text
    for slug, key, words in (
        (borne_out, "before_and_after", "Measured before and after"),
        (once, "measured_once", "Measured, no number from before"),
        (silent, "measured_once", "Measured, no number from before"),
    ):
        told = client.get(f"/case-studies/{slug}.json").response.get_json()
        assert told["evidence_level"] == {"key": key, "label": words}
        assert words in client.get(f"/case-studies/{slug}").text
        other = "Measured, no" if key == "before_and_after" else "Measured before"
        assert other not in client.get(f"/case-studies/{slug}").text
    page = client.get(f"/compare-case-studies?study={once}&study={silent}")
    assert "Measured before and after" not in page.text
    counts = {value: build.found_by({"evidence": [value]}).total
              for value in ("before_and_after", "measured_once")}  # fmt: skip
    assert counts == {"before_and_after": 1, "measured_once": 2}


def test_each_field_has_words_to_look_for_it_by(app: Flask) -> None:
    for row in tried.grid().rows:
        for field in row.fields:
            assert " in " in field.in_a_search or field.key == (
                "leaving_hospital", "hospital_discharge"
            )  # fmt: skip
