"""Its people can write beside all of it that is published, and see which words are not theirs."""

from __future__ import annotations

import pytest
from flask import Flask

from award.case_studies.rules.fields import CONTENT, SECTION_OF, SECTIONS
from award.case_studies.rules.story import REMARKED
from award.case_studies.rules.whose import ADDED, CHANGED, whose
from award.case_studies.services import pictures
from award.foundation.db import transaction
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.build.full_story import FULL
from tests.client import CheckedClient


def test_there_is_a_box_for_each_section_and_each_field_that_is_published() -> None:
    assert set(REMARKED) == {section.key for section in SECTIONS} | {"pictures"}
    apart = {"images": "pictures", "award_line": None}
    assert {SECTION_OF.get(key, apart.get(key)) for key in CONTENT} - {None} == set(REMARKED)


@pytest.mark.each_database
def test_what_is_written_beside_each_stands_where_it_is_changed(
    app: Flask, client: CheckedClient
) -> None:
    staff = user("Stef Staff", roles=(Role.STAFF,))
    rest = ("data_and_privacy", "people_involved", "whats_next", "who_was_involved")
    study = build.complete(**FULL, **dict.fromkeys(rest, "Some words."))
    with transaction():
        pictures.add_picture(
            build.again(study), [{"width": 480, "height": 320, "lies_at": "x"}],
            alt="A bedroom", caption="", actor=actor_of(staff),
        )  # fmt: skip
    build.resent(study)
    client.sign_in(build.lead_of(study))
    own = f"/my-case-studies/{study.slug}/changes"
    values = client.get(own).form_values()
    assert {name.removeprefix("about_") for name in values if "about_" in name} == set(REMARKED)
    asked = {f"about_{key}": [f"Not so, says {key}."] for key in REMARKED}
    client.post(own, {**values, **asked})
    client.sign_in(staff)
    path = f"/manage/case-studies/{study.slug}"
    for key in REMARKED:
        there = f"{path}/pictures" if key == "pictures" else f"{path}/edit/{key}"
        assert f"Not so, says {key}." in client.get(there).text


def test_words_are_those_of_who_began_them() -> None:
    begun = {"title": "T", "problem": "P", "impact": "I", "region": "North East"}
    now = {
        **begun, "summary": "S", "impact": "I and more", "evidence_level": "none_yet",
        "numbers": [{"id": "n"}], "stage": "beta_pilot", "staff_time": "Two hours",
        "award_line": "Phase 1", "senses": [],
    }  # fmt: skip
    found = whose(begun, now)
    assert (found.changed, set(found.added)) == (
        ["impact"], {"summary", "evidence_level", "numbers", "stage", "staff_time"},
    )  # fmt: skip
    assert found.marks == {"impact": CHANGED, "numbers": ADDED, "effort": ADDED}
    assert found.besides == ["summary", "evidence", "how far along it is"]
    assert whose(now, now).marks == {}


@pytest.mark.each_database
def test_on_first_reading_only_it_says_which_words_are_the_editors(
    app: Flask, client: CheckedClient
) -> None:
    study = build.promoted()
    theirs = build.again(study).problem
    build.edited(study, **{**build.TEXT, **FULL, "problem": f"{theirs} And so say we."})
    study = build.resent(build.again(study))
    client.sign_in(build.lead_of(study))
    path = f"/my-case-studies/{study.slug}"
    page = client.get(path)
    assert "what you said in your application" in page.text
    assert "And so say we. end]" in page.text
    assert CHANGED in page.text and ADDED in page.text
    assert "Also added by us:" in page.text and "evidence" in page.text
    with transaction():
        from award.case_studies.services import editing

        editing.revise(build.again(study), actor=actor_of(user(roles=(Role.STAFF,))))
    build.resent(build.edited(study, problem="Quite other words."))
    page = client.get(path)
    assert ADDED not in page.text and "Also added by us" not in page.text
