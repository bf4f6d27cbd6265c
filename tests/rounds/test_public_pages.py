"""Rounds as anyone reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import brotli
import pytest
from flask import Flask

from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS, Role
from award.rounds.queries import question_sets, rounds
from award.rounds.queries.lists import CLOSED_ROUNDS
from award.rounds.services import reference_data
from tests.build import rounds as build
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.page import Page

pytestmark = pytest.mark.any_database


def test_the_list_says_what_is_open_and_when_it_closes(client: CheckedClient) -> None:
    with clock.at(datetime(2026, 11, 23, 12, tzinfo=clock.LONDON)):
        build.open_round(
            title="The open one", closes_at=datetime(2026, 12, 4, 13, tzinfo=clock.LONDON)
        )
        build.announced_round(
            title="The next one", opens_at=datetime(2027, 1, 11, 9, tzinfo=clock.LONDON),
            closes_at=datetime(2027, 2, 11, 9, tzinfo=clock.LONDON),
            assessment_due_at=datetime(2027, 3, 11, 9, tzinfo=clock.LONDON),
        )  # fmt: skip
        build.closed_round(title="The old one")
        build.setup_round(title="The secret one", reference="SECRET")
        page = client.get("/rounds", budget=7)
    assert "Closes Friday 4 December 2026 at 1pm, London time: 11 days left" in page.text
    assert "Opens Monday 11 January 2027 at 9am, London time" in page.text
    assert "Phases 1, 2 and 3. £1,000,000 in all." in page.text
    order = [page.text.index(f"The {name} one") for name in ("open", "next", "old")]
    assert order == sorted(order)
    assert "secret" not in page.text.lower()


def test_an_empty_list_says_so(client: CheckedClient) -> None:
    page = client.get("/rounds")
    assert "No round is open at the moment." in page.text
    assert "Closed" not in page.text


def test_a_list_costs_the_same_at_one_round_and_at_three(client: CheckedClient) -> None:
    staff = user(roles=(Role.STAFF,))
    for path in ("/rounds", "/manage/rounds"):
        client.sign_in(staff if path.startswith("/manage") else None)
        build.open_round()
        one = len(client.get(path).statements)
        build.open_round()
        build.closed_round()
        if path == "/rounds":  # the closed ones have a phases query of their own
            one = len(client.get(path).statements)
            build.closed_round()
        assert len(client.get(path, budget=8).statements) == one


def test_the_round_page_says_it_all(client: CheckedClient) -> None:
    made = build.open_round(reference="ASC-1", summary="For homecare.\n\nAnd care homes.")
    page = client.get("/rounds/ASC-1", budget=5)
    assert page.h1 == made.title
    for words in (
        "For homecare.", "Up to £150,000", "6 to 12 months", "Phase 1: Feasibility",
        "local authorities", "Problem: 50%", "People: 30%", "Value for money: 20%",
        "Phase 3 is for products",
        "Example configuration: weights and bands are this programme’s own.",
        "At least 2 assessors score", "70% or more", "Applicants are not told who assesses.",
    ):  # fmt: skip
        assert words in page.text
    for criterion in rounds.values_of(made).criteria:
        for band in criterion.bands:
            assert band.text in page.text
    assert page.links()["Read every question before you start"] == "/rounds/ASC-1/questions"
    assert "can’t change" not in page.text


def test_a_round_without_later_phases_does_not_speak_of_them(client: CheckedClient) -> None:
    build.open_round(reference="ASC-1", phases=(build.PhaseValues(1, cap_gbp=150_000),))
    text = client.get("/rounds/ASC-1").text
    assert "Phase 3" not in text
    assert "Larger companies" not in text


def test_every_question_is_readable(client: CheckedClient) -> None:
    build.announced_round(reference="ASC-1")
    page = client.get("/rounds/ASC-1/questions", budget=5)
    round_ = rounds.round_by_reference(ANONYMOUS, "ASC-1")
    assert round_ is not None
    for section in question_sets.questions_of(round_).sections:
        assert section.title in page.text
        for question in section.questions:
            assert question.label in page.text
            for option in question.options:
                assert option.label in page.text
                assert option.hint in page.text
    assert (
        "Long answer, up to 100 words. Only asked if you answer Yes to question 2.3." in page.text
    )
    assert "Choose one. Only asked in Phases 3 and 4." in page.text
    assert "Amount in whole pounds, from £1 to £2,000,000." in page.text


def test_the_real_questions_stay_a_small_page(client: CheckedClient) -> None:
    with transaction():
        stored = reference_data.import_reference_data().question_sets[0]
    build.open_round(reference="ASC-1", question_set_id=stored.id)
    page = client.get("/rounds/ASC-1/questions")
    assert len(page.data) < 150_000
    assert len(brotli.compress(page.data, quality=5)) < 28_000


def test_questions_of_a_phase_keep_their_numbers(client: CheckedClient) -> None:
    made = build.open_round(reference="ASC-1")
    known = question_sets.questions_of(made)
    every = headings(client.get("/rounds/ASC-1/questions"))
    page = client.get("/rounds/ASC-1")
    for one in made.phases:
        asked = known.of_phase(one.phase)
        path = f"/rounds/ASC-1/questions?phase={one.phase}"
        assert path in page.links().values()
        shown = client.get(path)
        assert headings(shown) == [
            heading
            for heading, question in zip(every, known, strict=True)
            if one.phase in question.phases
        ]
        assert "Only asked in Phase" not in shown.text
        assert f"Phase {one.phase}: {len(asked)} questions" in shown.text
    for unknown in (
        "0",
        "9",
        "x",
        "1.5",
        "-1",
        str(min({1, 2, 3, 4} - {p.phase for p in made.phases})),
    ):
        client.get(f"/rounds/ASC-1/questions?phase={unknown}", status=404)
        client.get(f"/rounds/ASC-1/questions.docx?phase={unknown}", status=404)
    assert headings(client.get("/rounds/ASC-1/questions?phase=")) == every


def headings(page: Page) -> list[str]:
    return ["".join(heading.itertext()) for heading in page.all("h3")]


@pytest.mark.parametrize("path", ["/rounds/ASC-1", "/rounds/ASC-1/questions", "/rounds/NONE"])
def test_what_is_not_announced_is_not_there(client: CheckedClient, path: str) -> None:
    build.setup_round(reference="ASC-1", title="The secret one")
    for role in (None, Role.APPLICANT, Role.ASSESSOR, Role.ADMIN):
        someone = user(roles=(role,)) if role else None
        page = client.sign_in(someone).get(path, status=404)
        assert "secret" not in page.text


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_staff_and_auditors_see_it_before(client: CheckedClient, role: Role) -> None:
    build.setup_round(reference="ASC-1")
    page = client.sign_in(user(roles=(role,))).get("/rounds/ASC-1")
    assert "Only the programme team and whoever audits the round can see this page." in page.text
    client.get("/rounds/ASC-1/questions")


def test_visitors_get_a_page_they_can_keep(app: Flask, client: CheckedClient) -> None:
    build.open_round(reference="ASC-1")
    for path in ("/rounds", "/rounds/ASC-1", "/rounds/ASC-1/questions"):
        response = client.get(path).response
        assert "Set-Cookie" not in response.headers
        again = client.browser.get(path, headers={"If-None-Match": response.headers["ETag"]})
        assert again.status_code == 304


def test_a_closed_round_speaks_of_the_past_and_invites_nobody(client: CheckedClient) -> None:
    made = build.closed_round(reference="ASC-1")
    page = client.get("/rounds/ASC-1")
    assert page.text.count("Closed") == 2  # the sentence at the top and the row of dates
    for words in (
        "It takes no more applications.", "£1,000,000 for the whole round.",
        "An application was to one",
        "Opened ", "Who could lead", "How applications are judged",
    ):  # fmt: skip
        assert words in page.text
    assert not {"Check if you can apply", "Read every question before you start"} & set(
        page.links()
    )
    assert "Opens" not in page.text
    with clock.at(made.assessment_due_at):
        text = client.get("/rounds/ASC-1").text
    for words in ("Assessment ended", "How applications were judged", "2 assessors scored each"):
        assert words in text
    assert "before you start" not in client.get("/rounds/ASC-1/questions").text


def test_an_open_round_opened_and_says_so_once(client: CheckedClient) -> None:
    build.open_round(reference="ASC-1")
    text = client.get("/rounds/ASC-1").text
    assert "Opened " in text
    assert "Opens" not in text
    assert "Assessment ends" in text


def test_closed_rounds_come_by_the_page(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("award.rounds.queries.lists.CLOSED_ROUNDS", replace(CLOSED_ROUNDS, size=2))
    for days in range(3):
        build.closed_round(title=f"Old {days}", closes_at=clock.shifted(days=-10 - days))
    first = client.get("/rounds", budget=7)
    assert ("Old 0" in first.text, "Old 2" in first.text) == (True, False)
    second = client.get("/rounds?page=2")
    assert ("Old 0" in second.text, "Old 2" in second.text) == (False, True)
    for beyond in ("9", "99999999999999999999"):
        last = client.get(f"/rounds?page={beyond}", status=302)
        assert "Old 2" in client.follow(last).text


def test_only_an_open_round_invites(client: CheckedClient) -> None:
    build.announced_round(reference="ASC-1")
    build.open_round(reference="ASC-2")
    page = client.get("/rounds/ASC-1")
    assert "Check if you can apply" not in page.links()
    assert "From then on you can check here whether you can apply" in page.text
    assert "Check if you can apply" in client.get("/rounds/ASC-2").links()
