"""Questions beside criteria and other frameworks: what staff are told, and where gaps show."""

from __future__ import annotations

import copy
import csv
import io
from datetime import date
from typing import Any

import pytest
from flask import Flask

from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM, Role
from award.rounds import seeds
from award.rounds.queries.crosswalk import frameworks
from award.rounds.rules import crosswalk, fit, questions, regimes
from award.rounds.rules.regimes import Regimes
from award.rounds.services import reference_data
from tests.build import rounds
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.rounds.test_regimes import NOON, TWO, small_with_regimes

DAY = date(2026, 11, 27)
SMALL = questions.parse(seeds.read(rounds.SMALL_SET))
TITLES = {"problem": "Problem", "people": "People", "value": "Value for money"}
NEWEST = questions.parse(seeds.read(seeds.QUESTION_SETS / "asc-ai.toml"))


def test_a_criterion_that_no_question_feeds_is_told() -> None:
    found = fit.warnings(SMALL, {**TITLES, "nobody": "Nobody’s"}, Regimes(), DAY)
    told = "No question is read for “Nobody’s”: assessors have nothing to score it by."
    assert told in found
    assert told not in fit.warnings(SMALL, TITLES, Regimes(), DAY)


def test_a_question_whose_criterion_is_gone_is_told() -> None:
    (told,) = [one for one in fit.warnings(SMALL, {"people": "People"}, Regimes(), DAY)
               if "doesn’t have" in one]  # fmt: skip
    assert "The problem" in told
    assert not [one for one in fit.warnings(SMALL, TITLES, Regimes(), DAY) if "doesn’t have" in one]


def test_a_question_that_feeds_none_needs_a_reason() -> None:
    told = [one for one in fit.warnings(SMALL, TITLES, Regimes(), DAY) if "nothing says why" in one]
    assert len(told) == 1 and "Project title" in told[0]
    assert not [
        one
        for one in fit.warnings(NEWEST, dict.fromkeys("problem", ""), Regimes(), DAY)
        if "nothing says why" in one
    ]


def test_a_stale_regime_is_told() -> None:
    known = regimes.parse(TWO)
    asked = questions.parse(small_with_regimes())
    told = "The second checklist was last reviewed on 31 August 2026, more than six months ago."
    assert told in fit.warnings(asked, TITLES, known, date(2027, 3, 1))
    assert told not in fit.warnings(asked, TITLES, known, date(2027, 2, 28))


def planted_round() -> Any:
    data = copy.deepcopy(small_with_regimes())
    data["sections"][-1]["questions"][0]["crosswalk"] = ["dtac/c1", "esf/1"]
    old = copy.deepcopy(TWO)
    old["regimes"][0]["versions"][1]["reviewed_on"] = date(2026, 5, 1)
    with transaction():
        reference_data.import_regimes(old, actor=SYSTEM)
        stored = reference_data.import_question_set(data, actor=SYSTEM)
    return rounds.setup_round(question_set_id=stored.id)


def test_setting_up_a_round_says_what_is_worth_a_look(app: Flask, client: CheckedClient) -> None:
    staff = client.sign_in(user(roles=(Role.STAFF,)))
    with clock.at(NOON):
        round_ = planted_round()
        for page in ("edit", "criteria", "settings"):
            # One of them for the set of questions, which this process hasn't read before.
            text = staff.get(f"/manage/rounds/{round_.reference}/{page}", budget=12).text
            assert "The second checklist was last reviewed on 1 May 2026" in text, page
            assert "nothing says why" in text, page
        criteria = staff.get(f"/manage/rounds/{round_.reference}/criteria").text
        assert "Checklist" in criteria and "read for it" in criteria


def test_staff_list_the_records_to_look_at_again(app: Flask, client: CheckedClient) -> None:
    with clock.at(NOON):
        planted_round()
        staff = client.sign_in(user(roles=(Role.STAFF,)))
        assert "1 record to look at again" in staff.get("/manage/rounds").text
        assert "/manage/regimes" in staff.get("/manage").links().values()
        every = staff.get("/manage/regimes")
        assert "The first checklist" in every.text and "Over" in every.text
        due = staff.get("/manage/regimes?review=due")
        assert "The second checklist" in due.text and "Review due" in due.text
        assert "The first checklist" not in due.text, "what is over need not be looked at"


def test_each_question_stands_beside_what_frameworks_ask(app: Flask, client: CheckedClient) -> None:
    with clock.at(NOON):
        round_ = planted_round()
        staff = client.sign_in(user(roles=(Role.STAFF,)))
        page = staff.get(f"/manage/rounds/{round_.reference}/crosswalk")
        assert "Checklist" in page.text
        assert "Meets the safety and quality standards" in page.text, "a key of the codes"
        bare = staff.get(f"/manage/rounds/{round_.reference}/crosswalk?beside=bare")
        assert "Checklist" not in bare.text
        assert "Project title" in bare.text
        beside = staff.get(f"/manage/rounds/{round_.reference}/crosswalk?beside=dtac")
        assert "Checklist" in beside.text
        assert "Project title" not in beside.text
        file = staff.post(f"/manage/rounds/{round_.reference}/crosswalk.csv", status=200)
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))
    (row,) = [one for one in rows if one["Question"] == "Which checklist did you use?"]
    assert row["DTAC"].startswith("c1: ") and row["ESF"].startswith("1: Meets the safety")
    assert row["CQC"] == ""
    assert row["Read for"] == "People; Problem"


def test_the_way_there_is_where_staff_read_questions_and_nobody_else_is_shown_it(
    app: Flask, client: CheckedClient
) -> None:
    reference = rounds.open_round().reference
    there = f"/manage/rounds/{reference}/crosswalk"
    public = f"/rounds/{reference}/questions"
    assert there not in client.get(public).links().values()
    staff = client.sign_in(user(roles=(Role.STAFF,)))
    for path in (public, f"/manage/rounds/{reference}", f"/manage/rounds/{reference}/settings"):
        assert there in staff.get(path).links().values(), path
    asking = client.sign_in(user("Ada Lead", roles=()))
    assert there not in asking.get(public).links().values()


def test_what_nobody_asks_about_is_a_gap(app: Flask, client: CheckedClient) -> None:
    with clock.at(NOON):
        round_ = planted_round()
        staff = client.sign_in(user(roles=(Role.STAFF,)))
        gaps = staff.get(f"/manage/rounds/{round_.reference}/references?asked=no&framework=dtac")
        assert "Nobody asks: a gap" in gaps.text
        assert "Technical security" in gaps.text
        assert "Clinical safety" not in gaps.text
        asked = staff.get(f"/manage/rounds/{round_.reference}/references?asked=yes")
        assert "Checklist" in asked.text


def test_where_nobody_has_looked_nothing_is_a_gap(app: Flask, client: CheckedClient) -> None:
    """An older version of the questions, which names no reference of any framework."""
    round_ = rounds.open_round()
    staff = client.sign_in(user(roles=(Role.STAFF,)))
    for path in ("crosswalk", "references", "crosswalk?beside=bare", "references?asked=no"):
        page = staff.get(f"/manage/rounds/{round_.reference}/{path}")
        assert "was not set beside other frameworks" in page.text
        assert "gap" not in page.text and "asked=no" not in page.html
        assert "Nobody asks" not in page.text
    page = staff.get(f"/manage/rounds/{round_.reference}/crosswalk")
    assert "Project title" in page.text, "the questions are there all the same"
    file = staff.post(f"/manage/rounds/{round_.reference}/references.csv", status=200)
    text = file.data.decode()
    assert "gap" not in text and "Not known" in text


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.PUBLISHER])
def test_nobody_else_reads_them(app: Flask, client: CheckedClient, role: Role) -> None:
    round_ = rounds.open_round()
    browser = client.sign_in(user(roles=(role,)))
    for path in (f"/manage/rounds/{round_.reference}/crosswalk",
                 f"/manage/rounds/{round_.reference}/references", "/manage/regimes"):  # fmt: skip
        browser.get(path, status=404)


def test_the_questions_that_ship_name_only_references_that_there_are() -> None:
    known = {one.name for framework in frameworks() for one in framework.references}
    for question in NEWEST:
        assert set(question.crosswalk) <= known, question.key


def test_the_evidence_standards_are_all_asked_about_but_one() -> None:
    gaps = [one.reference.name for one in crosswalk.covered(NEWEST, frameworks()) if not one.asked]
    assert [name for name in gaps if not name.startswith("cqc/")] == ["esf/8"]
