"""Names of who applies, in answers of a round whose assessors are not told them."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from flask import Flask

from award.applications.rules.naming import Who
from award.foundation.policy import Role
from award.rounds.rules.questions import Question
from tests.applications.walking import url
from tests.build import accounts, applications, assessment, rounds
from tests.client import CheckedClient

HOME = "Fernside House Care Home"
WHO = Who((HOME, "St Ælred’s Trust"), ("Bronwen Cadwallader", "Registered manager"))
SAID: dict[str, list[str]] = {
    "We at Fernside House care home listen.": ["Fernside House care home"],
    "Fernside’s staff sleep better. At Fernside nobody falls.": ["Fernside’s", "Fernside"],
    "FERNSIDE is small": ["FERNSIDE"],
    "Write to night@fernsidecare.example.": ["night@fernsidecare.example"],
    "See https://www.fernside.example/falls": ["https://www.fernside.example/falls"],
    "Ms Cadwallader leads, as Bronwen Cadwallader has before.": [
        "Cadwallader", "Bronwen Cadwallader",
    ],
    "Aelred\u2019s residents": ["Aelred’s"],
    "A house for care, at home.": [],
    "The registered manager of the Care Home trusts it.": [],
    "Ferns grow beside the house; fernside paths are wet.": [],
    "": [],
}  # fmt: skip


def asked(**given: Any) -> Question:
    return Question(key="problem", kind="long_text", label="What?", short="Problem", **given)


@pytest.mark.parametrize("text", SAID)
def test_names_are_found_as_they_are_typed_and_usual_words_are_none(text: str) -> None:
    assert sorted(WHO.named_in(asked(), text)) == sorted(SAID[text])


def test_a_long_text_is_gone_through_once() -> None:
    before = process_time()
    assert WHO.named_in(asked(), "a." * 20_000) == []
    assert process_time() - before < 3


@pytest.mark.parametrize("given", [{"identifies": True}, {"staff_only": True}, {"means": "team"}])
def test_what_assessors_are_not_shown_tells_them_nothing(given: dict[str, Any]) -> None:
    assert WHO.named_in(asked(**given), "We at Fernside") == []


def drafted(blindness: str) -> Any:
    lead = accounts.user("Bronwen Cadwallader", roles=())
    home = accounts.organisation(lead, name=HOME)
    return applications.complete(
        rounds.open_round(blindness=blindness),
        lead,
        answers={"problem": "At Fernside nobody hears a fall.", "team": "All of Fernside"},
        organisation=home,
    ), lead


@pytest.mark.parametrize("blindness", ["double", "none", "assessor_hidden"])
def test_who_applies_is_told_before_sending(
    app: Flask, client: CheckedClient, blindness: str
) -> None:
    application, lead = drafted(blindness)
    client.sign_in(lead)
    words = "It says “Fernside”. Assessors of this round are not told who applies"
    for page in (
        client.get(url(application, "/check"), budget=14),
        client.get(f"/applications/{application.reference}/as-an-assessor", budget=9),
    ):
        assert page.text.count(words) == (blindness == "double")
        assert page.text.count("Worth a look") == (blindness == "double")
    check = client.get(url(application, "/check"))
    client.post(url(application, "/submit"), check.form_values())  # and it is sent all the same


def test_staff_see_the_same_and_assessors_read_what_was_typed(
    app: Flask, client: CheckedClient
) -> None:
    lead = accounts.user("Bronwen Cadwallader", roles=())
    home = accounts.organisation(lead, name=HOME)
    application = applications.submitted(
        rounds.closed_round(blindness="double", min_assessments=1), lead,
        {"problem": "At Fernside nobody hears a fall."}, organisation=home,
    )  # fmt: skip
    client.sign_in(accounts.user("Sam Staff", roles=(Role.STAFF,)))
    page = client.get(f"/manage/applications/{application.reference}", budget=8)
    assert "It says “Fernside”, which tells who applies" in page.text
    person = assessment.assessor()
    assessment.declared(application, person)
    desk = client.sign_in(person).get(f"/assess/{application.reference}")
    assert "At Fernside nobody hears a fall." in desk.text and "It says" not in desk.text
