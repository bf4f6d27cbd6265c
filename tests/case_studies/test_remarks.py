"""A lead writes what to change beside the section, and it stands there where that is edited."""

from __future__ import annotations

import pytest
from flask import Flask

from award.case_studies.queries import history
from award.case_studies.services import editing, pictures
from award.foundation.db import transaction
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

HERE, THERE, ALL = "It was seven homes.", "Say that it rained.", "Shorter, please."


@pytest.mark.each_database
def test_beside_its_section_and_with_the_rest(app: Flask, client: CheckedClient) -> None:
    study = build.sent()
    client.sign_in(build.lead_of(study))
    own = f"/my-case-studies/{study.slug}/changes"
    page = client.get(own)
    assert "Six homes tried microphones in bedrooms." in page.text
    page = client.post(own, page.form_values(), status=200)
    assert page.errors == ["Say what should change"]
    values = page.form_values() | {
        "reason": [ALL], "about_project": [HERE], "about_summary": [THERE],
    }  # fmt: skip
    client.post(own, values)
    said = history.open_answer(history.history(build.again(study)))
    assert said is not None
    assert said.reason == (f"{ALL}\n\nTitle and summary: {THERE}\n\nWhat was tried: {HERE}")

    client.sign_in(user("Stef Staff", roles=(Role.STAFF,)))
    edit = f"/manage/case-studies/{study.slug}/edit"
    assert HERE in client.get(f"{edit}/project").text
    assert THERE not in client.get(f"{edit}/project").text
    assert ALL in client.get(f"{edit}/problem").text, "where nothing is asked: the whole"
    assert HERE not in client.get(f"{edit}/summary").text
    build.resent(build.edited(study, project="Seven homes tried it."))
    assert HERE not in client.get(f"{edit}/project").text


def test_what_is_too_long_is_said_at_its_box_and_kept(app: Flask, client: CheckedClient) -> None:
    study = build.sent()
    client.sign_in(build.lead_of(study))
    own = f"/my-case-studies/{study.slug}/changes"
    values = client.get(own).form_values() | {"about_problem": ["word " * 201]}
    page = client.post(own, values, status=200)
    assert len(page.errors) == 1 and "The problem to be solved" in page.errors[0]
    assert page.form_values()["about_problem"][0].startswith("word word")


@pytest.mark.each_database
def test_what_was_read_is_what_is_remarked_on_and_nothing_typed_is_lost(
    app: Flask, client: CheckedClient
) -> None:
    staff = user("Stef Staff", roles=(Role.STAFF,))
    study = build.sent(staff_time="Two hours a week.")
    client.sign_in(build.lead_of(study))
    own = f"/my-case-studies/{study.slug}/changes"
    values = client.get(own).form_values() | {"about_effort": [HERE], "about_project": [THERE]}
    with transaction():
        editing.revise(build.again(study), actor=actor_of(staff))
    build.resent(build.edited(study, staff_time="", project="Ten homes tried it."))
    page = client.post(own, values, status=200)
    assert "has changed since you opened the page: What was tried, Staff time." in page.errors[0]
    assert "Ten" in page.text and "Six" in page.text, "both stand there"
    assert "“What it took”, which is not in the text any more" in page.text
    assert build.again(study).state == "with_applicant"
    again = page.form_values()
    assert (again["about_effort"], again["about_project"]) == ([HERE], [THERE])
    client.post(own, again)
    said = history.open_answer(history.history(build.again(study)))
    assert said is not None and said.reason == (f"What was tried: {THERE}\n\nWhat it took: {HERE}")


def test_pictures_are_remarked_on_where_they_are_changed(app: Flask, client: CheckedClient) -> None:
    staff = user("Stef Staff", roles=(Role.STAFF,))
    study, sizes = build.complete(), [{"width": 480, "height": 320, "lies_at": "x"}]
    for alt in ("A bedroom", "A hall"):
        with transaction():
            pictures.add_picture(
                build.again(study), sizes, alt=alt, caption="", actor=actor_of(staff)
            )
    build.resent(study)
    client.sign_in(build.lead_of(study))
    own = f"/my-case-studies/{study.slug}/changes"
    client.post(own, client.get(own).form_values() | {"about_pictures": [HERE]})
    client.sign_in(staff)
    assert HERE in client.get(f"/manage/case-studies/{study.slug}/pictures").text
