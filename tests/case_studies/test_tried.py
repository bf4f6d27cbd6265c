"""What has been tried: fields that count what was published, and a page behind each."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from typing import Any

import pytest
from flask import Flask

from award.case_studies.queries import tried
from award.case_studies.rules.tried import GRADES, arises
from award.case_studies.rules.vocabulary import PROBLEMS, SETTINGS
from tests.build import case_studies as build
from tests.build import challenges, collection, rounds
from tests.build.full_story import FULL
from tests.client import CheckedClient
from tests.page import Page

FALLS = "/what-has-been-tried/falls/extra_care"


@pytest.mark.each_database
def test_fields_are_those_of_a_plain_loop(app: Flask) -> None:
    chance = random.Random(5)
    contents = [collection.any_content(chance, number) for number in range(400)]
    collection.public_rows(contents)
    grid = tried.grid()
    assert grid.settings == tuple(SETTINGS)
    for row in grid.rows:
        assert row.count == sum(row.problem in each["problems"] for each in contents)
        for field in row.fields:
            having = [
                each for each in contents
                if field.problem in each["problems"] and field.setting in each["settings"]
            ]  # fmt: skip
            assert field.count == len(having), field
            assert field.stopped == sum(each["stage"] == "retired" for each in having)
            assert (field.outcomes, field.results, field.overall) == told_of(having, row.problem)
            of_it = [each for each in having if len(each["problems"]) == 1
                     or ways(each, row.problem)]  # fmt: skip
            assert field.grade == max((grade(each, row.problem) for each in of_it), default=0)
            best = [each for each in having if GRADES.get(each["evidence_level"]) == 2]
            assert field.measured == sum(bool(ways(each, row.problem)) for each in best)


def ways(content: dict[str, Any], problem: str) -> set[str]:
    """Which ways did what was measured for a problem go?"""
    alone = content["problems"] == [problem]
    named = ("", problem) if alone else (problem,)
    rows = content.get("results", ())
    return {row["direction"] for row in rows if row.get("problem", "") in named}


def grade(content: dict[str, Any], problem: str) -> int:
    """Before and after is what a row of this problem has numbers of; of all rows, where the project
    was for it alone."""
    named = [one for one in content["results"] if one["problem"] == problem]
    rows = content["results"] if content["problems"] == [problem] else named
    said = content["evidence_level"]
    if said == "before_and_after" and not any(one["before"] == "31" and one["after"] == "22"
                                              for one in rows):  # fmt: skip
        return 0
    return GRADES[said] if said else 0


def told_of(contents: list[dict[str, Any]], problem: str) -> tuple[dict[str, int], ...]:
    """As somebody would count them: by outcome, by results, and by outcome of all."""
    outcomes, results, overall = Counter[str](), Counter[str](), Counter[str]()
    for each in contents:
        found = ways(each, problem)
        if len(each["problems"]) > 1 and found:
            worse = "worse" if "worse" in found else "not_better"
            results["both" if "better" in found and len(found) > 1 else
                    "better" if "better" in found else worse] += 1  # fmt: skip
        elif each["outcome"]:
            (outcomes if len(each["problems"]) == 1 else overall)[each["outcome"]] += 1
    return dict(outcomes), dict(results), dict(overall)


def cells(page: Page) -> dict[str, str]:
    """What each field says, by the end of its address."""
    links = reversed(page.links().items())
    return {href.rpartition("tried/")[2]: text for text, href in links}


@pytest.mark.each_database
def test_a_field_counts_what_was_measured_for_its_problem(
    app: Flask, client: CheckedClient
) -> None:
    collection.public_rows(
        [
            collection.blank(
                title="Several", problems=["falls", "nights", "loneliness"],
                settings=["extra_care"], outcome="worked", evidence_level="comparison_group",
                results=[
                    {"measure": "Wakings", "direction": "better", "problem": "nights"},
                    {"measure": "Time on the floor", "direction": "better", "problem": "falls"},
                    {"measure": "Night falls", "direction": "cannot_tell", "problem": "falls"},
                    {"measure": "Whole thing", "direction": "better"},
                ],
            )
        ]
    )  # fmt: skip
    page = client.get("/what-has-been-tried")
    said = cells(page)
    assert "1 partly better" in said["falls/extra_care"] and "●" in said["falls/extra_care"]
    assert "1 better" in said["nights/extra_care"]
    assert "1 helped overall" in said["loneliness/extra_care"], "nothing was measured for it"
    assert "○" in said["loneliness/extra_care"]
    better = client.get("/what-has-been-tried?show=better")
    said = cells(better)
    assert "Time on the floor; 1 did not, or can’t be told" in said["falls/extra_care"]
    assert "Wakings" not in said["falls/extra_care"]
    assert "no result of this problem alone" in said["loneliness/extra_care"]
    page = client.get(FALLS)
    assert "Wakings" not in page.text
    better_part, _, rest = page.text.partition("What did not, or can’t be told")
    not_better, _, of_all = rest.partition("without saying for which problem")
    assert "Time on the floor" in better_part and "Night falls" in not_better
    assert "Whole thing" in of_all and "Whole thing" not in better_part + not_better
    text = client.get("/what-has-been-tried.csv").response.get_data(as_text=True)
    (row,) = [
        row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
        if row["Address"].endswith(FALLS)
    ]  # fmt: skip
    assert row["What got better"] == "Time on the floor" and row["Helped"] == "0"
    assert row["Results of all that a project was for"] == "Whole thing, better"


@pytest.mark.each_database
def test_evidence_is_strongest_where_something_was_measured_for_the_problem(
    app: Flask, client: CheckedClient
) -> None:
    compared = {"evidence_level": "comparison_group", "outcome": "worked"}
    collection.public_rows(
        [
            *(collection.blank(problems=["falls", "nights"], settings=["nursing_home"], **compared)
              for _ in range(3)),
            collection.blank(problems=["loneliness"], settings=["extra_care"], **compared,
                             results=[{"measure": "Visits", "direction": "better"}]),
        ]
    )  # fmt: skip
    found = tried.grid().strongest
    assert found is not None and found.key == ("loneliness", "extra_care")
    assert found.measured == 1, "a project for one problem measured it, named or not"


def test_the_grid_leads_to_each_field_and_says_what_became_of_them(
    app: Flask, client: CheckedClient
) -> None:
    collection.public_rows(
        [
            collection.blank(title="One", problems=["falls"], settings=["extra_care"],
                             outcome="worked", evidence_level="comparison_group"),
            collection.blank(title="Two", problems=["falls"], settings=["extra_care"],
                             outcome="did_not_work", stage="retired"),
        ]
    )  # fmt: skip
    page = client.get("/what-has-been-tried")
    assert "1 helped, 1 didn’t work" in page.text
    said = next(text for text, href in page.links().items() if href == FALLS)
    assert "2" in said
    assert "compared with others" in page.text
    assert page.links()["Falls, and fear of falling"] == "/case-studies?problem=falls"
    assert "/what-has-been-tried/falls/homecare" in page.links().values(), "a gap has a page too"
    assert not arises("falls", "commissioning_team")
    assert "/what-has-been-tried/falls/commissioning_team" not in page.links().values()


def test_the_grid_tells_what_got_better_in_each_field(app: Flask, client: CheckedClient) -> None:
    def one(title: str, **more: Any) -> dict[str, Any]:
        return collection.blank(title=title, problems=["falls"], **more)

    def better(*names: str) -> list[dict[str, Any]]:
        return [{"measure": name, "direction": "better"} for name in names]

    build.sent(title="Hidden", problems=["falls"], settings=["extra_care"],
               results=[{"id": "a1", "measure": "Secretword", "direction": "better"}])  # fmt: skip
    collection.public_rows(
        [
            one("One", settings=["extra_care"], results=better("Falls", "Wakings a night")),
            one("Two", settings=["extra_care"], results=better("falls", "Calls", "Visits")),
            one(
                "Three", settings=["homecare"], results=[{"measure": "Falls", "direction": "worse"}]
            ),
            one("Four", settings=["nursing_home"]),
        ]
    )
    page = client.get("/what-has-been-tried")
    assert "Wakings" not in page.text
    page = client.get(page.links()["what got better"])

    def says(setting: str) -> str:
        path = f"/what-has-been-tried/falls/{setting}"
        return next(text for text, href in page.links().items() if href == path)

    assert "2 more" in says("extra_care") and "Secretword" not in page.text
    assert "no result got better" in says("homecare")
    assert "no results published" in says("nursing_home")
    assert page.links()["what became of them"] == "/what-has-been-tried"


@pytest.mark.each_database
def test_a_field_tells_how_many_asked_for_it_once_they_are_five(
    app: Flask, client: CheckedClient
) -> None:
    challenges.counted(4, setting="extra_care", problem="falls")
    page = client.get("/what-has-been-tried")
    assert "nobody knows it yet" in page.text and "4 asked" not in page.text
    challenges.counted(1, setting="extra_care", problem="falls")
    challenges.counted(5, setting="homecare")  # who says nothing of what it was for
    page = client.get("/what-has-been-tried")
    assert "Nobody yet, 5 asked" in page.text and "5 asked for it" in page.text
    assert page.text.count("5 asked") == 3, "its row, its field, and its field on a phone"
    page = client.get(FALLS)
    assert "5 people told us of a challenge with it" in page.text
    tell = client.get(page.links()["tell us about the challenge"])
    assert (tell.value_of("setting"), tell.value_of("problem")) == ("extra_care", "falls")
    rows = client.get("/what-has-been-tried.csv").response.get_data(as_text=True)
    assert '"Falls, and fear of falling",Extra care housing,0' in rows and ",5,http" in rows


def test_a_field_tells_what_got_better_and_what_did_not(app: Flask, client: CheckedClient) -> None:
    of_falls = [{**row, "problem": "falls"} for row in FULL["results"]]
    study = build.published(
        build.funded(rounds.closed_round(min_assessments=1)),
        **{**FULL, "results": of_falls}, settings=["extra_care"],
    )  # fmt: skip
    build.sent(title="Secretword", problems=["falls"], settings=["extra_care"])
    page = client.get(FALLS)
    assert page.h1.endswith("Falls, and fear of falling")
    assert "1 project has published what it tried: 1 partly better" in page.text
    better, _, rest = page.text.partition("What did not, or can’t be told")
    assert "Wakings a night" in better and "6.4" in better and "34 people" in better
    assert "Falls" in rest and "Can’t tell" in rest and "Not said" in rest
    assert study.title in page.links() and "Secretword" not in page.text
    assert page.links()["Nights and sleep"] == "/what-has-been-tried/nights/extra_care"


def test_the_grid_is_a_file_with_what_was_measured(app: Flask, client: CheckedClient) -> None:
    collection.public_rows(
        [
            collection.blank(**{**FULL, "title": "=One", "problems": ["falls"],
                                     "settings": ["extra_care"]}),
            collection.blank(title="Two", problems=["falls"], settings=["extra_care"],
                             stage="retired"),
        ]
    )  # fmt: skip
    link = client.get("/what-has-been-tried").links()["Take it away as CSV"]
    response = client.get(link, budget=4).response
    text = response.get_data(as_text=True).removeprefix("\ufeff")
    rows = {(row["Problem"], row["Where care happens"]): row
            for row in csv.DictReader(io.StringIO(text))}  # fmt: skip
    one = rows["Falls, and fear of falling", SETTINGS["extra_care"]]
    assert (one["Case studies"], one["Mixed"], one["Stopped"]) == ("2", "1", "1")
    assert one["What got better"] == "Wakings a night: 6.4 to 3.7 (a night; 34 people)"
    assert one["What did not, or can’t be told"] == "Falls, can’t tell"
    assert one["Address"].endswith(FALLS)
    gap = rows["Falls, and fear of falling", SETTINGS["nursing_home"]]
    assert (gap["Case studies"], gap["Strongest evidence"]) == ("0", "")
    assert ("Falls, and fear of falling", SETTINGS["commissioning_team"]) not in rows


def test_where_nobody_has_published_anything_the_page_leads_on(
    app: Flask, client: CheckedClient
) -> None:
    assert "Nobody yet" in client.get("/what-has-been-tried").text, "with nothing at all too"
    collection.public_rows([collection.blank(problems=["falls"], settings=["nursing_home"])])
    page = client.get(FALLS)
    assert "Nobody has published anything about this problem in this setting yet" in page.text
    assert page.links()[SETTINGS["nursing_home"]] == "/what-has-been-tried/falls/nursing_home"
    for path in ("falls/moon", "moon/extra_care", "falls", "falls/extra_care/more"):
        client.get(f"/what-has-been-tried/{path}", status=404)


def test_pages_cost_the_same_however_many(app: Flask, client: CheckedClient) -> None:
    def cost() -> list[int]:
        paths = ("/what-has-been-tried", FALLS)
        return [len(client.get(path, budget=4).statements) for path in paths]

    def story(number: int) -> dict[str, object]:
        return collection.blank(title=f"Story {number}", problems=["falls"],
                                settings=["extra_care"], results=FULL["results"])  # fmt: skip

    collection.public_rows([story(0)])
    before = cost()
    collection.public_rows([story(number) for number in range(1, 80)])
    assert cost() == before
    page = client.get(FALLS)
    assert "Results are those of the 60 that were published last" in page.text
    assert page.links()["All 80 as a list, to narrow further"].startswith("/case-studies?")


def test_every_problem_arises_somewhere() -> None:
    for problem in PROBLEMS:
        assert any(arises(problem, setting) for setting in SETTINGS)
