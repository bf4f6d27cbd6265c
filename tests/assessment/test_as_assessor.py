"""The lead reads an application as those who assess it will: the same, and nothing more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM, Role
from award.rounds.services.reference_data import import_question_set, import_regimes
from tests.assessment.test_files import sent_in
from tests.build import accounts, applications, assessment, regimes, rounds
from tests.client import CheckedClient
from tests.page import Page
from tests.rounds.test_regimes import small_with_regimes


def answers_in(page: Page) -> list[str]:
    """What stands under the headings of criteria and sections, without addresses."""
    found = re.findall(r'<section class="app-read".*?</section>', page.html, re.DOTALL)
    apart = re.compile(r'<p class="app-read__score">.*?</p>|<h2.*?</h2>|<[^>]+>', re.DOTALL)
    return [" ".join(apart.sub(" ", one).split()) for one in found]


@pytest.mark.parametrize("blindness", ["none", "double"])
def test_it_is_what_the_desk_shows(
    app: Flask, client: CheckedClient, tmp_path: Path, blindness: str
) -> None:
    application, keys = sent_in(tmp_path, blindness)
    person = assessment.assessor()
    assessment.declared(application, person)
    desk = client.sign_in(person).get(f"/assess/{application.reference}")
    lead = db.session.get_one(User, application.lead_id)
    path = f"/applications/{application.reference}/as-an-assessor"
    page = client.sign_in(lead).get(path, budget=8)
    assert answers_in(page) == answers_in(desk) != []
    assert ("Hidden in this round" in page.text) == (blindness == "double")
    assert "What assessors are not shown" in page.text
    copy = client.get(f"{path}/files/{keys['plan']}")
    given = client.sign_in(person).get(f"/assess/{application.reference}/files/{keys['plan']}")
    named = [one.response.headers["Content-Disposition"] for one in (copy, given)]
    assert named[0] == named[1] and copy.data == given.data


def test_a_draft_is_masked_before_it_is_sent(app: Flask, client: CheckedClient) -> None:
    lead = accounts.user("Ada Lead", roles=())
    application = applications.complete(
        rounds.open_round(blindness="double"), lead, answers={"team": "Ada Lead and her sister"}
    )
    path = f"/applications/{application.reference}/as-an-assessor"
    page = client.sign_in(lead).get(path, budget=8)
    read = " ".join(answers_in(page))
    assert "Ada Lead" not in read and "it would show who is applying" in page.text
    other = accounts.user("Somebody Else", roles=())
    client.sign_in(other).get(path, status=404)


def test_laws_are_those_of_today_until_it_is_sent(app: Flask, client: CheckedClient) -> None:
    with transaction():
        import_regimes(regimes.ONE, actor=SYSTEM)
        questions = import_question_set(small_with_regimes(), actor=SYSTEM)
    draft = applications.complete(rounds.open_round(question_set_id=questions.id))
    lead = client.sign_in(db.session.get_one(User, draft.lead_id))
    path = f"/applications/{draft.reference}/as-an-assessor"
    before = lead.get(path).text
    assert "Rules in force today" in before and "when this was sent" not in before
    lead.post(
        f"/applications/{draft.reference}/submit",
        {
            **lead.get(f"/applications/{draft.reference}/check").form_values(),
            "answer_agree": "true",
        },
    )
    after = lead.get(path).text
    assert "Rules in force when this was sent" in after and "in force today" not in after


def test_what_was_noticed_is_told_to_staff_and_never_to_assessors(
    app: Flask, client: CheckedClient
) -> None:
    application = odd(client)
    words = "character that nobody sees"
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    page = client.sign_in(staff).get(f"/manage/applications/{application.reference}", budget=8)
    assert words in page.text
    person = assessment.assessor()
    assessment.declared(application, person)
    assert words not in client.sign_in(person).get(f"/assess/{application.reference}").text


def odd(client: CheckedClient) -> Application:
    lead = accounts.user("Ada Lead", roles=())
    return applications.submitted(lead=lead, answers={"problem": "We were de\u200bciding"})
