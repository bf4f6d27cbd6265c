"""Where both panels score the same criteria, what the lived-experience panel comes to stands in a
column of its own: on the shortlist, in its files, wherever one application is looked at."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.checks import summaries
from award.assessment.models.kept import ScoreSummary
from award.foundation.db import db
from award.rounds.models import Round
from tests.build import applications, assessment, rounds
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.decisions.sheets import body, path

CHOSEN = "?columns=panel_mean_pct&columns=range_pct&columns=panel_submitted&columns=panels_apart"
KEYS = ("mean_pct", "panel_mean_pct", "panel_submitted", "panels_apart", "panels_part")


@pytest.fixture
def round_(app: Flask) -> Round:
    return rounds.closed_round(min_assessments=2, threshold_pct=65)


def bid(round_: Round, title: str) -> Application:
    return applications.submitted(round_, user(f"Lead of {title}", roles=()), title=title)


@pytest.fixture
def three(round_: Round) -> tuple[Application, Application, Application]:
    """All with a mean of 70: panels that are far apart, that agree, and one panel alone."""
    lived = assessment.assessor("Lee Lived", panel="lived_experience")
    apart, agreed, alone = (bid(round_, title) for title in ("Apart", "Agreed", "Alone"))
    for one, theirs, others in ((apart, 5, 9), (agreed, 7, 7)):
        assessment.scored(one, [theirs] * 3, lived)
        assessment.scored(one, [others] * 3)
    assessment.assessed(alone, [[7, 7, 7], [7, 7, 7]])
    return apart, agreed, alone


@pytest.mark.each_database
def test_their_result_is_kept_beside_the_mean_of_all(
    three: tuple[Application, Application, Application],
) -> None:
    found = [db.session.get_one(ScoreSummary, one.id) for one in three]
    assert [one.mean_pct for one in found] == [70.0, 70.0, 70.0]
    kept = [(one.lived_counted, one.lived_mean_pct, one.others_mean_pct) for one in found]
    assert kept == [(1, 50.0, 90.0), (1, 70.0, 70.0), (0, None, None)]
    assert [one.panels_part for one in found] == [True, False, False]
    assert [one.panel_submitted for one in found] == [0, 0, 0], "no criteria of their own"
    assert list(summaries()) == []


def test_page_and_files_have_it_and_the_rank_is_as_it_was(
    staff: User,
    round_: Round,
    three: tuple[Application, Application, Application],
    client: CheckedClient,
) -> None:
    found = body(client.sign_in(staff).get(path(round_) + CHOSEN))
    rows = {row[2]: row for row in found if len(row) > 2}
    assert rows["Apart"][3].startswith("50.0") and "40.0 lower" in rows["Apart"][3]
    assert "The panels differ" in rows["Apart"][3] and "differ" not in rows["Agreed"][3]
    assert rows["Agreed"][3].startswith("70.0") and "As the others" in rows["Agreed"][3]
    assert rows["Alone"][3] == "", "nobody of the panel scored it"
    page = client.get(path(round_))
    assert "hollow diamond" in page.text
    drawn = [
        svg
        for svg in page.all("svg")
        if "108 12" in (svg.get("viewBox") or svg.get("viewbox") or "")
    ]
    shapes = [[one.get("class") for one in svg.iter("path")] for svg in drawn]
    assert sorted(shapes) == [["s", "d", "l", "m"], ["s", "d", "l", "m"], ["s", "d", "m"]]

    found = json.loads(client.post(path(round_) + ".json", {}, status=200).data)["data"]
    by_title = {row["title"]: [row[key] for key in KEYS] for row in found}
    assert by_title == {
        "Apart": [70.0, 50.0, 1, -40.0, True],
        "Agreed": [70.0, 70.0, 1, 0.0, False],
        "Alone": [70.0, None, 0, None, False],
    }
    text = client.post(path(round_) + ".csv", {}, status=200).data.decode("utf-8-sig")
    (first, *_) = csv.DictReader(io.StringIO(text, newline=""))
    assert "Lived experience above professional (points)" in first
    book = openpyxl.load_workbook(
        io.BytesIO(client.post(path(round_) + ".xlsx", {}, status=200).data)
    )
    assert "Lived-experience sheets" in [cell.value for cell in book["Shortlist"][1]]
    ranks = {row["title"]: row["rank"] for row in found}
    assert ranks["Agreed"] == ranks["Alone"] == 1, "of equal means the smaller spread comes first"
    talk = body(client.get(path(round_) + "?talk=yes"))
    assert [row[2] for row in talk if len(row) > 2] == ["Title", "Apart"]


def test_wherever_one_application_is_looked_at(
    staff: User,
    round_: Round,
    three: tuple[Application, Application, Application],
    client: CheckedClient,
) -> None:
    apart, agreed, alone = three
    said = "50.0% from 1 sheet, 40.0 points below the professional panel’s 90.0%. The panels differ"
    client.sign_in(staff)
    for page in ("", "/decision", "/moderation", "/meeting"):
        text = client.get(f"/manage/applications/{apart.reference}{page}", budget=20).text
        assert said in text, page
        text = client.get(f"/manage/applications/{alone.reference}{page}", budget=20).text
        assert "lived-experience panel" not in text.lower(), page
    text = client.get(f"/manage/applications/{agreed.reference}").text
    assert "level with the professional panel’s 70.0%" in text


def test_a_round_that_only_professionals_score_has_no_such_column(
    staff: User, round_: Round, client: CheckedClient
) -> None:
    assessment.assessed(bid(round_, "Alone"), [[7, 7, 7], [7, 7, 7]])
    page = client.sign_in(staff).get(path(round_))
    assert "Lived experience" not in page.text and "diamond" not in page.text
    found = json.loads(client.post(path(round_) + ".json", {}, status=200).data)["columns"]
    assert not {one["key"] for one in found} & {"panel_mean_pct", "panels_apart", "panels_part"}
