"""Answers are read for the criteria that a round says, whatever its criteria are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from award.foundation.db import transaction
from award.rounds.queries import rounds
from award.rounds.queries.question_sets import questions_of
from award.rounds.services.rounds import update_round
from tests.build import rounds as build
from tests.client import CheckedClient
from tests.page import Page
from tests.rounds.forms import stored, values

pytestmark = pytest.mark.any_database
PATH = "/manage/rounds/ASC-1/reading"


def unfolding(page: Page) -> dict[str, bool]:
    """Sections that unfold, and whether each has."""
    found = [one for one in page.all("details") if "app-part" in one.get("class", "")]
    return {one.get("id", ""): one.get("open") is not None for one in found}


def test_staff_say_which_answers_are_read_for_which_criterion(staff: CheckedClient) -> None:
    build.announced_round(reference="ASC-1")
    page = staff.get(PATH, budget=8)
    sent = values(page)
    assert sent["reads_problem"] == ["problem"]
    staff.post(PATH, {**sent, "reads_problem": ["people", "value"]})
    assert rounds.values_of(stored()).feeds == {"problem": ["people", "value"]}
    fed = [one.key for one in questions_of(stored()).feeding("people")]
    assert "problem" in fed
    page = staff.get(PATH)
    assert values(page)["reads_problem"] == ["people", "value"]
    staff.post(PATH, {**values(page), "reads_problem": ["problem"]})
    assert rounds.values_of(stored()).feeds == {}


def test_a_tick_moves_no_answer_and_keeps_what_is_not_scored_here(staff: CheckedClient) -> None:
    build.announced_round(reference="ASC-1")
    round_ = stored()
    with transaction():
        wanted = replace(rounds.values_of(round_), feeds={"problem": ["value", "elsewhere"]})
        update_round(round_, wanted, actor=build.STAFF)
    page = staff.get(PATH)
    staff.post(PATH, {**values(page), "reads_problem": ["problem", "value"]})
    assert rounds.values_of(stored()).feeds == {"problem": ["value", "elsewhere", "problem"]}
    assert "Stands with “Value for money”" in staff.get(PATH).text


def test_it_can_not_change_once_the_round_has_opened(staff: CheckedClient) -> None:
    build.open_round(reference="ASC-1")
    page = staff.get(PATH)
    assert "This can’t change" in page.text
    sent = {"reads_problem": "value", "csrf_token": staff.csrf_token()}
    staff.post(PATH, sent, status=409)


def test_each_section_unfolds_says_what_is_mapped_and_saves_what_was_ticked_anywhere(
    staff: CheckedClient,
) -> None:
    build.announced_round(reference="ASC-1")
    page = staff.get(PATH)
    parts = unfolding(page)
    assert len(parts) == sum(one.get("name") == "section" for one in page.all("button")) > 1
    assert page.text.count("not mapped: ") == len(parts)
    section = list(parts)[1]
    saved = staff.post(PATH, {**values(page), "reads_problem": [], "section": section})
    assert saved.location.endswith(f"?section={section}#{section}")
    assert rounds.values_of(stored()).feeds == {"problem": []}
    parts = unfolding(staff.get(saved.location.partition("#")[0]))
    assert [one for one, unfolded in parts.items() if unfolded] == [section]


def test_what_is_not_mapped_can_be_shown_alone_and_saved_beside_another_window(
    staff: CheckedClient,
) -> None:
    build.announced_round(reference="ASC-1")
    staff.post(PATH, {**values(staff.get(PATH)), "reads_problem": []})
    alone = staff.get(f"{PATH}?show=not-mapped")
    sent = values(alone)
    assert not [name for name in sent if name.startswith("reads_")]
    assert {one.get("name") for one in alone.all("input")} >= {"reads_problem"}
    elsewhere = {**values(staff.get(PATH)), "reads_problem": ["value"]}
    staff.post(PATH, elsewhere)
    page = staff.post(f"{PATH}?show=not-mapped", {**sent, "reads_problem": ["people"]}, status=200)
    assert "was also changed" in page.text
    assert rounds.values_of(stored()).feeds == {"problem": ["value"]}
