"""Updates: told by the team or by staff, agreed, published as dated blocks, never changed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.case_studies.later import RunningQuestion, StudyUpdate
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.running import question_to_act_on
from award.case_studies.queries.updates import latest_updates
from award.case_studies.rules.running import Running
from award.case_studies.services import editing, running
from award.foundation import checks, clock
from award.foundation.db import db, transaction
from award.foundation.policy import ANONYMOUS, Role
from tests.accounts.letters import told
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.case_studies.oracles import read_feed
from tests.client import CheckedClient

FILLED = {
    "tells": "did_not_work",
    "heading": "Night staff stopped trusting it",
    "news": "After six months **half** of the alerts were false. <script>alert(1)</script>",
    "stage": "",
    "confirmed": "y",
}


@pytest.fixture
def study(app: Flask) -> CaseStudy:
    return build.published()


@pytest.fixture
def publisher(app: Flask) -> Any:
    return user("Pat Publisher", roles=(Role.PUBLISHER,))


@pytest.mark.each_database
def test_it_is_in_feed_data_map_and_search_as_long_as_it_is_public(
    client: CheckedClient, study: CaseStudy, publisher: Any
) -> None:
    def asked(path: str) -> str:
        return client.app.test_client(use_cookies=False).get(path).text

    def entries() -> list[Any]:
        return read_feed(asked("/case-studies.atom?q=trusting").encode())

    one = f"/case-studies/{study.slug}.json"
    assert json.loads(asked(one))["updates"] == [] and entries() == []
    client.sign_in(build.lead_of(study))
    mine = client.get(f"/my-case-studies/{study.slug}").links()["Tell it in an update"]
    fill(client, mine)
    assert FILLED["heading"] not in asked(one) and entries() == []
    client.sign_in(publisher)
    later = clock.now() + timedelta(days=2)
    with clock.at(later):
        step(client, f"/manage/case-studies/{study.slug}/updates/1", "publish")
    (told,) = json.loads(asked(one))["updates"]
    assert told["heading"] == FILLED["heading"] and told["about"]["key"] == "did_not_work"
    assert told["address"].endswith(f"/case-studies/{study.slug}#update-1")
    listed = json.loads(asked("/case-studies.json?q=trusting"))["case_studies"][0]
    assert listed["updated_at"] == told["published_at"] > listed["revised_at"]
    news, text = entries()
    assert news.title.startswith(f"Update: {FILLED['heading']}") and text.title == study.title
    assert news.link == told["address"] and news.author == study.organisation_name
    assert later.date().isoformat() in asked("/sitemap.xml")
    assert "<script>alert" not in asked("/case-studies.atom")
    assert faults() == []
    with clock.at(later):
        step(client, f"/manage/case-studies/{study.slug}/updates/1", "take_down", "Wrong")
    assert json.loads(asked(one))["updates"] == [] and entries() == []
    assert faults() == []


def all_news() -> list[Any]:
    return latest_updates(db.session.scalars(sa.select(CaseStudy.id)).all(), 9)


def fill(client: CheckedClient, path: str, **said: str) -> None:
    form = client.get(path).form_values()
    client.follow(client.post(path, {**form, **FILLED, **said}))


def step(client: CheckedClient, path: str, action: str, reason: str = "") -> Any:
    form = client.get(path).form_values()
    return client.follow(client.post(path, {**form, "step": action, "reason": reason}))


def faults() -> list[str]:
    return [
        line
        for says in (
            "Every update is what was written, and is in the trail",
            "Every text that was sent or published is in the audit trail",
            "Nothing was published but what its lead agreed",
            "Everything stands where its last recorded move put it",
            "Only public case studies can be found",
        )
        for line in checks.CHECKS.all()[says]()
    ]


def answered_stopped(study: CaseStudy) -> None:
    build.asked_running(study)
    question = question_to_act_on(db.session.scalars(sa.select(RunningQuestion.id)).one())
    assert question is not None
    with transaction():
        running.answer(question, Running.STOPPED, "No money.", actor=ANONYMOUS)


@pytest.mark.each_database
def test_the_team_tells_and_staff_publish(
    client: CheckedClient, study: CaseStudy, publisher: Any
) -> None:
    page = f"/case-studies/{study.slug}"
    lead = build.lead_of(study)
    client.sign_in(lead)
    mine = client.get(f"/my-case-studies/{study.slug}").links()["Tell it in an update"]
    answered_stopped(study)
    fill(client, mine, stage="production")
    assert FILLED["heading"] not in client.get(page).text
    assert publisher.email in {one.recipient for one in told("study_update.agreed")}

    client.sign_in(publisher)
    one = f"/manage/case-studies/{study.slug}/updates/1"
    step(client, one, "publish")
    shown = client.get(page)
    assert "Updated on" in shown.text and FILLED["heading"] in shown.text
    assert "What did not work." in shown.text and "<strong>half</strong>" in shown.html
    assert "<script>alert" not in shown.html
    assert "In everyday use" in shown.text and "It is part of everyday work." in shown.text
    assert build.found_by({"stage": ["production"]}).total == 1
    assert build.found_by({"running": ["running"]}).total == 1, "it goes on, as was said later"
    numbers = db.session.scalars(sa.select(CaseStudyRevision.number)).all()
    assert sorted(numbers) == [1, 2], "the revision before stays as it was"
    assert [item.heading for item in all_news()] == [FILLED["heading"]]
    assert told("study_update.published")[0].recipient == lead.email
    assert faults() == []

    client.sign_in(lead)
    own = f"/my-case-studies/{study.slug}/updates/1"
    step(client, own, "withdraw")
    assert FILLED["heading"] not in client.get(page).text and all_news() == []
    assert build.found_by({"running": ["stopped"]}).total == 1, "as its team answered"
    client.post(own, {"step": "withdraw"}, status=409)
    assert faults() == []


def test_staff_write_and_the_lead_agrees_or_says_no(
    client: CheckedClient, study: CaseStudy, publisher: Any
) -> None:
    lead = build.lead_of(study)
    listed = f"/manage/case-studies/{study.slug}/updates"
    client.sign_in(publisher)
    fill(client, listed)
    assert [one.recipient for one in told("study_update.written")] == [lead.email]
    page = client.get(f"{listed}/1")
    assert "publish" not in page.form_values()
    client.post(f"{listed}/1", {**page.form_values(), "step": "publish"}, status=409)
    client.sign_in(lead)
    own = f"/my-case-studies/{study.slug}/updates/1"
    form = client.get(own).form_values()
    assert client.post(own, {**form, "step": "decline"}, status=200).errors == ["Say why"]
    step(client, own, "decline", "It was a third.")
    assert "It was a third." in told("study_update.declined")[0].body
    client.sign_in(publisher)
    fill(client, listed, news="A third of the alerts were false.")
    client.sign_in(lead)
    step(client, f"/my-case-studies/{study.slug}/updates/2", "agree")
    client.sign_in(publisher)
    step(client, f"{listed}/2", "publish")
    assert "A third of the alerts" in client.get(f"/case-studies/{study.slug}").text
    step(client, f"{listed}/2", "take_down", "Counted twice.")
    assert "Counted twice." in told("study_update.taken_down")[0].body
    assert "A third of the alerts" not in client.get(f"/case-studies/{study.slug}").text
    assert faults() == []


def test_what_is_missing_is_said_at_its_field(client: CheckedClient, study: CaseStudy) -> None:
    client.sign_in(build.lead_of(study))
    mine = f"/my-case-studies/{study.slug}/updates"
    form = client.get(mine).form_values()
    page = client.post(mine, {**form, "heading": "Kept"}, status=200)
    assert page.errors == [
        "Say what it is about", "Write what has happened", "Tick the box to agree",
    ]  # fmt: skip
    assert page.value_of("heading") == "Kept"
    assert db.session.scalars(sa.select(StudyUpdate)).all() == []


def test_no_stage_moves_under_a_new_version(
    client: CheckedClient, study: CaseStudy, publisher: Any
) -> None:
    client.sign_in(build.lead_of(study))
    fill(client, f"/my-case-studies/{study.slug}/updates", stage="retired")
    with transaction():
        editing.revise(build.again(study), actor=actor_of(publisher))
    client.sign_in(publisher)
    one = f"/manage/case-studies/{study.slug}/updates/1"
    form = client.get(one).form_values()
    assert "A new version" in client.post(one, {**form, "step": "publish"}, status=200).text
    assert all_news() == []
    assert faults() == []


def test_others_find_nothing(client: CheckedClient, study: CaseStudy) -> None:
    client.sign_in(user("Oz Other", roles=()))
    client.get(f"/my-case-studies/{study.slug}/updates", status=404)
    client.get(f"/manage/case-studies/{study.slug}/updates", status=404)
    client.sign_in(user("Audrey Auditor", roles=(Role.AUDITOR,)))
    page = client.get(f"/manage/case-studies/{study.slug}/updates")
    assert "Write an update" not in page.text
    client.post(f"/manage/case-studies/{study.slug}/updates", FILLED, status=403)
    assert db.session.scalars(sa.select(StudyUpdate)).all() == []
