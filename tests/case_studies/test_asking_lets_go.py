"""Questions to teams that are taken back, not confirmed, too many, or over long ago."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.case_studies.jobs import forget_old_questions
from award.case_studies.later import TeamQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.rules.asking import (
    CONFIRMED_WITHIN,
    KEPT_FOR,
    MOST_OF_ONE,
    MOST_WAITING,
    QuestionState,
    Stands,
)
from award.case_studies.services import asking
from award.case_studies.services.asking import FULL
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import ANONYMOUS, Role
from tests.accounts.letters import letters, told
from tests.build import asking as build
from tests.build import case_studies
from tests.build.accounts import actor_of, user
from tests.case_studies.asking_steps import ASKER, FILLED, faults, send
from tests.client import CheckedClient


@pytest.fixture
def study(app: Flask) -> CaseStudy:
    return case_studies.published()


@pytest.fixture
def publisher(app: Flask) -> User:
    return user("Pat Publisher", "pat@programme.example", roles=(Role.PUBLISHER,))


def test_what_nobody_confirms_goes_and_what_is_over_long_ago_names_nobody(
    app: Flask, study: CaseStudy
) -> None:
    now = clock.now()
    build.asked(study, confirmed=False, email="cyd@asker.example")
    private = build.answered(study, publish=False)
    public = build.answered(study, stands=Stands.NAMED, email="bea@asker.example")
    with clock.at(now + CONFIRMED_WITHIN + timedelta(hours=1)):
        forget_old_questions()
    db.session.expire_all()
    assert len(db.session.scalars(sa.select(TeamQuestion)).all()) == 2
    assert letters("cyd@asker.example") == []
    with clock.at(now + KEPT_FOR + timedelta(days=1)):
        forget_old_questions()
        private, public = build.again(private), build.again(public)
        assert (private.name, private.email, private.question, private.answer) == ("",) * 4
        assert (public.name, public.email, public.answer) == ("", "", build.ANSWER)
        assert public.stands == Stands.UNNAMED and public.state == QuestionState.PUBLISHED
        bodies = [one.body for one in db.session.scalars(sa.select(OutboxMessage))
                  if one.notice.startswith("team_question.")]  # fmt: skip
        assert set(bodies) == {""} and letters(ASKER) == letters("bea@asker.example") == []
        with transaction():
            asking.keep_private(build.again(public), actor=ANONYMOUS)
        assert build.again(public).answer == "" and faults() == []


def test_what_waits_is_taken_back_and_deleted_at_once(
    client: CheckedClient, study: CaseStudy
) -> None:
    question = build.asked(study)
    assert len(told("team_question.relayed")) == 1
    page = send(client, build.link(question) + "/take-back")
    assert "its words are deleted" in page.text
    (relayed,) = told("team_question.relayed")
    assert relayed.state == "failed", "the team gets no email without words"
    row = build.again(question)
    assert (row.state, row.name, row.email, row.question) == ("withdrawn", "", "", "")
    assert faults() == []
    client.get(f"{build.link(question)}0", status=404)


@pytest.mark.each_database
def test_nobody_is_flooded(client: CheckedClient, study: CaseStudy) -> None:
    for _ in range(MOST_OF_ONE):
        build.asked(study)
    with pytest.raises(Refused, match="as much as one person may"):
        build.asked(study)
    with pytest.raises(Refused, match="as much as one person may"):
        build.asked(study, email="ada+2@asker.example")
    build.asked(study, email="bea@asker.example")
    ask = f"/case-studies/{study.slug}/ask"
    before = client.get(ask).form_values()
    trapped = client.post(ask, {**before, **FILLED, "website": "spam"}, status=200)
    assert trapped.errors == ["Empty this box: it is there to stop programs"]
    for number in range(3):
        client.post(ask, {**before, **FILLED, "email": f"dee+{number}@asker.example"})
    held = client.post(ask, {**before, **FILLED, "email": "dee@asker.example"}, status=200)
    assert "several emails to this address" in held.errors[0]
    assert build.QUESTION in held.text


def test_a_team_is_not_flooded_by_what_is_taken_back(study: CaseStudy) -> None:
    for number in range(MOST_WAITING):
        question = build.asked(study, email=f"ada@asker{number}.example")
        with transaction():
            asking.withdraw(question, actor=ANONYMOUS)
    with pytest.raises(Refused, match=FULL[:20]):
        build.asked(study, email="bea@asker.example")


def test_it_goes_with_the_account_whose_address_it_came_from(study: CaseStudy) -> None:
    person = user("Ada Okafor", ASKER, roles=())
    shown = build.answered(study, stands=Stands.NAMED)
    waits = build.asked(study)
    with transaction():
        asking.forget_asked_by(actor=actor_of(person))
    shown, waits = build.again(shown), build.again(waits)
    assert (shown.state, shown.name, shown.email) == (QuestionState.PUBLISHED, "", "")
    assert (waits.state, waits.question) == (QuestionState.WITHDRAWN, "")
    assert {one.state for one in told("team_question.relayed")} == {"failed"}
