"""What becomes of updates: taken back, gone with their case study; and the stage that follows."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

import pytest
import sqlalchemy as sa

from award.case_studies.later import StudyUpdate
from award.case_studies.models import (
    CaseStudy,
    CaseStudyRemark,
    CaseStudyRevision,
    CaseStudyVersion,
)
from award.case_studies.queries import sendings
from award.case_studies.queries.updates import update_about
from award.case_studies.rules.updates import About
from award.case_studies.services import agreement, editing, publication
from award.case_studies.services import updates as services
from award.case_studies.services.updates import News, end, publish, write
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.policy import Role
from tests.accounts.letters import told
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.build.case_studies import with_roles
from tests.case_studies.test_updates import faults, fill, publisher, step, study
from tests.client import CheckedClient

__all__ = ["publisher", "study"]


@pytest.mark.each_database
@pytest.mark.parametrize("by_team", [True, False])
def test_they_go_with_their_case_study_and_stay_away(
    client: CheckedClient, study: CaseStudy, publisher: Any, by_team: bool
) -> None:
    lead = build.lead_of(study)
    told_of(study, "Two more homes", "A third home", publish=1)
    with transaction():
        staffs = write(build.again(study), news("From staff"), actor=actor_of(publisher))
    if by_team:
        actor = actor_of(with_roles(lead))
        with transaction():
            agreement.withdraw_agreement(build.again(study), reason="", actor=actor)
    else:
        with transaction():
            publication.take_down(build.again(study), reason="Over.", actor=actor_of(publisher))
    ends = ["taken_down", "declined", "with_team"]
    assert states(study) == ends and faults() == []
    client.sign_in(lead)
    own = f"/my-case-studies/{study.slug}/updates/{staffs.number}"
    assert (
        "The case study is not public" in client.get(f"/my-case-studies/{study.slug}/updates").text
    )
    form = client.get(own).form_values() | {"step": "agree"}
    assert "not public" in client.post(own, form, status=200).text

    with transaction():
        editing.revise(build.again(study), actor=actor_of(publisher))
    build.made_public(build.agreed(build.resent(study)))
    assert states(study) == ends and faults() == []
    page = client.get(f"/case-studies/{study.slug}")
    assert "Updated on" not in page.text and "Two more homes" not in page.text
    step(client, own, "agree")
    client.sign_in(publisher)
    shown = client.get(f"/manage/case-studies/{study.slug}/updates/1")
    assert "step" not in shown.form_values(), "nobody brings it back"


@pytest.mark.each_database
def test_the_team_takes_back_what_it_agreed_until_it_is_published(
    client: CheckedClient, study: CaseStudy, publisher: Any
) -> None:
    lead = build.lead_of(study)
    client.sign_in(lead)
    fill(client, f"/my-case-studies/{study.slug}/updates")
    own, one = (
        f"/{of}/{study.slug}/updates/1" for of in ("my-case-studies", "manage/case-studies")
    )
    page = client.get(own)
    assert "Goes with its case study" not in page.text
    step(client, own, "withdraw")
    assert states(study) == ["declined"]
    letters = {one.recipient: one.body for one in told("study_update.withdrawn")}
    assert "Nobody has published it" in letters[publisher.email]
    client.sign_in(publisher)
    assert "step" not in client.get(one).form_values()
    client.post(one, {"step": "publish"}, status=409)
    client.post(one, {"step": "go_along"}, status=409)
    assert "Updated on" not in client.get(f"/case-studies/{study.slug}").text
    assert faults() == []


@pytest.mark.each_database
def test_the_stage_is_what_was_said_of_it_last(study: CaseStudy, publisher: Any) -> None:
    told_of(study, "Older", "Newer", stages=("production", "retired"))
    own = stage_of(study)

    def after(number: int, do: str) -> str:
        with transaction():
            update = there(update_about(build.again(study), number), "it")
            if do == "publish":
                publish(update, actor=actor_of(publisher))
            else:
                end(update, do, reason="Wrong.", actor=actor_of(publisher))
        assert faults() == []
        found = stage_of(study)
        assert build.found_by({"stage": [found]}).total == 1
        assert build.again(study).stage == found
        return found

    assert after(2, "publish") == "retired"
    assert after(1, "publish") == "retired", "an older one says what was"
    assert after(2, "take_down") == "production"
    assert after(1, "take_down") == own
    told_of(study, "Again", stages=("production",), publish=1)
    with transaction():
        editing.revise(build.again(study), actor=actor_of(publisher))
    assert after(3, "take_down") == own, "the draft of a new version follows where it said the same"


def test_a_newer_text_says_it_before_older_updates(study: CaseStudy, publisher: Any) -> None:
    told_of(study, "Older", stages=("production",))
    with transaction():
        editing.revise(build.again(study), actor=actor_of(publisher))
    build.made_public(build.agreed(build.resent(build.edited(study, stage="retired"))))
    with transaction():
        update = there(update_about(build.again(study), 1), "it")
        publish(update, actor=actor_of(publisher))
    assert stage_of(study) == "retired" and faults() == []


def test_a_stage_is_new_beside_what_is_public_not_beside_what_is_being_written(
    study: CaseStudy, publisher: Any
) -> None:
    own = stage_of(study)
    with transaction():
        editing.revise(build.again(study), actor=actor_of(publisher))
    build.edited(study, stage="production")
    told_of(study, "What the draft says", "What the page says", stages=("production", own))
    rows = sa.select(StudyUpdate.stage).where(StudyUpdate.case_study_id == study.id)
    assert db.session.scalars(rows.order_by(StudyUpdate.number)).all() == ["production", ""]


@pytest.mark.each_database
@pytest.mark.parametrize("answer", ["agree", "ask"])
def test_a_new_version_with_the_lead_is_what_they_answer_whatever_stage_moves_meanwhile(
    client: CheckedClient, study: CaseStudy, publisher: Any, answer: str
) -> None:
    told_of(study, "Older", stages=("production",), publish=1)
    with transaction():
        editing.revise(build.again(study), actor=actor_of(publisher))
    build.resent(build.edited(study, title="Brand new title"))
    sent = there(sendings.last_version(build.again(study)), "what was sent").number
    client.sign_in(build.lead_of(study))
    before = client.get(f"/my-case-studies/{study.slug}").text
    with transaction():
        update = there(update_about(build.again(study), 1), "it")
        end(update, "take_down", reason="Wrong.", actor=actor_of(publisher))
    assert stage_of(study) != "production" and faults() == []
    assert there(sendings.last_version(build.again(study)), "it").number == sent
    assert "Changed since" in before and "Brand new title" in before
    assert changed(client.get(f"/my-case-studies/{study.slug}").text) == changed(before)
    if answer == "agree":
        assert stage_of(build.made_public(build.agreed(study))) == "production"
    else:
        lead = actor_of(with_roles(build.lead_of(study)))
        with transaction():
            agreement.ask_for_changes(
                build.again(study), reason="", remarks={"problem": "Longer"}, actor=lead
            )
        assert [one.words for one in sendings.remarks_on(build.again(study))] == ["Longer"]
        read = sa.select(CaseStudyVersion.number).join(
            CaseStudyRemark, CaseStudyRemark.version_id == CaseStudyVersion.id
        )
        assert db.session.scalars(read).all() == [sent]
        build.resent(build.edited(study, title="Newer still"))
        earlier = there(sendings.earlier_version(build.again(study)), "it")
        assert earlier.sent.number == sent
    assert faults() == []


def changed(page: str) -> str:
    """What the page says has changed since."""
    return page[page.index("Changed since") :].split("<form", 1)[0]


def news(heading: str, stage: str = "") -> News:
    return News(About.CHANGED, heading, "Something has happened here.", stage)


def told_of(
    study: CaseStudy, *headings: str, stages: tuple[str, ...] = (), publish: int = 0
) -> None:
    """Updates by the lead, so many of which are published."""
    lead = actor_of(with_roles(build.lead_of(study)))
    for heading, stage in zip_longest(headings, stages, fillvalue=""):
        with transaction():
            made = write(build.again(study), news(heading, stage), actor=lead)
        if publish > 0:
            publish -= 1
            with transaction():
                found = there(update_about(build.again(study), made.number), "it")
                services.publish(
                    found, actor=actor_of(user("Pat Publisher", roles=(Role.PUBLISHER,)))
                )


def states(study: CaseStudy) -> list[str]:
    rows = sa.select(StudyUpdate.state).where(StudyUpdate.case_study_id == study.id)
    return list(db.session.scalars(rows.order_by(StudyUpdate.number)))


def stage_of(study: CaseStudy) -> str:
    public = build.again(study).published_revision_id
    found: str = db.session.get_one(CaseStudyRevision, public).content["stage"]
    return found
