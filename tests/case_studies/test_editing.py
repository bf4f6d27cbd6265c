"""Drafts, agreement and publication: what the services refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from award.case_studies.queries import public
from award.case_studies.services import editing, publication
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build import rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database


def test_nothing_is_published_without_agreement_or_a_date_to_come(app: Flask) -> None:
    actor = actor_of(user(roles=(Role.PUBLISHER,)))
    study = build.again(build.sent())
    later = clock.today() + timedelta(days=30)
    with pytest.raises(Refused), transaction():
        publication.publish(study, review_by_on=later, actor=actor)
    study = build.again(build.agreed(study))
    with pytest.raises(Refused) as refusal, transaction():
        publication.publish(study, review_by_on=clock.today(), actor=actor)
    assert refusal.value.field == "review_by_on"
    assert public.latest() == []


def test_an_incomplete_one_is_not_sent(app: Flask) -> None:
    study = build.again(build.promoted())
    with pytest.raises(Refused) as refusal, transaction():
        editing.send_to_applicant(study, actor=actor_of(user(roles=(Role.STAFF,))))
    assert "“What did not work, and what was learned”" in refusal.value.reason


def test_two_editors_do_not_overwrite_each_other(app: Flask, client: CheckedClient) -> None:
    study = build.promoted()
    client.sign_in(user(roles=(Role.STAFF,)))
    path = f"/manage/case-studies/{study.slug}/edit/all"
    values = client.get(path).form_values()
    build.edited(study, problem="Their words.", project="Theirs alone.", settings=["homecare"])
    typed = {**values, "problem": ["My words."], "impact": ["Mine alone."]}
    page = client.post(path, typed, status=200)
    said = "“The problem to be solved” was also changed by Stef Staff: choose which version to keep"
    assert page.errors == [said]
    assert page.value_of("problem") == "My words."
    assert page.value_of("project") == "Theirs alone."
    assert "Saved by Stef Staff [only in this version: Their end] words." in page.text
    assert "What you typed here [only in this version: My end] words." in page.text
    assert "Not saved" in page.text and "Saved 2" not in page.text
    assert build.again(study).problem == "Their words."

    unsettled = page.form_values()
    page = client.post(path, unsettled, status=200)
    assert page.errors == [said] and build.again(study).problem == "Their words."
    client.post(path, {**page.form_values(), "keep_problem": ["mine"], "then": "preview"})
    found = build.again(study)
    assert (found.problem, found.project, found.impact, found.settings) == (
        "My words.",
        "Theirs alone.",
        "Mine alone.",
        ["homecare"],
    )


@pytest.mark.parametrize(
    ("keep", "kept"), [("mine", "Mine."), ("theirs", "Theirs."), ("both", "Theirs.\n\nMine.")]
)
def test_of_two_versions_either_or_both_can_be_kept(
    app: Flask, client: CheckedClient, keep: str, kept: str
) -> None:
    editor = user("Ed Itor", roles=(Role.STAFF,))
    study = build.complete()
    client.sign_in(editor)
    path = f"/manage/case-studies/{study.slug}/edit/all"
    values = client.get(path).form_values()
    build.edited(study, staff=editor, problem="Theirs.", stage="retired")
    page = client.post(path, {**values, "problem": ["Mine."], "stage": ["production"]}, status=200)
    assert "No longer in use" in page.text and "Saved in another window" in page.text
    assert "by Ed Itor" not in page.text
    chosen = {"keep_problem": [keep], "keep_stage": ["mine"]}
    client.post(path, {**page.form_values(), **chosen})
    found = build.again(study)
    assert (found.problem, found.stage) == (kept, "production")


def test_two_editors_of_different_sections_do_not_meet(app: Flask, client: CheckedClient) -> None:
    study = build.complete()
    client.sign_in(user(roles=(Role.STAFF,)))
    path = f"/manage/case-studies/{study.slug}/edit/all"
    values = client.get(path).form_values()
    build.edited(study, problem="Theirs.")
    assert client.post(path, {**values, "impact": ["Mine."]}).location == f"{path}#save"
    found = build.again(study)
    assert (found.problem, found.impact) == ("Theirs.", "Mine.")


def test_what_is_typed_is_saved_by_the_script(app: Flask, client: CheckedClient) -> None:
    study = build.complete()
    client.sign_in(user(roles=(Role.STAFF,)))
    path = f"/manage/case-studies/{study.slug}/edit/all"
    values = client.get(path).form_values()
    by_script = {"Accept": "application/json"}
    build.edited(study, project="Theirs.")
    typed = {**values, "problem": ["Mine."]}
    answer = client.post(path, typed, status=200, headers=by_script).json
    assert answer["said"].startswith("Saved at ")
    assert answer["sections"][1]["verdict"] == "Short"
    assert answer["theirs"] == [{"field": "project", "label": "What was tried", "value": "Theirs."}]
    again = {**typed, "project": ["Theirs."], "impact": ["And this."]}
    again["base"] = [answer["bases"]["base"]]
    client.post(path, again, status=200, headers=by_script)
    found = build.again(study)
    assert (found.problem, found.project, found.impact) == ("Mine.", "Theirs.", "And this.")

    build.edited(study, problem="Theirs.")
    clash = client.post(path, {**again, "problem": ["More."]}, status=409, headers=by_script).json
    said = "“The problem to be solved” was also changed by Stef Staff: choose which version to keep"
    assert clash["outcome"] == "conflict" and said in clash["said"]
    assert build.again(study).problem == "Theirs."


def test_a_save_whose_answer_got_lost_is_nobody_elses(app: Flask, client: CheckedClient) -> None:
    """By script and by the button: what is typed next is saved, and so is what is put back."""
    by_script = {"Accept": "application/json"}
    client.sign_in(user(roles=(Role.STAFF,)))
    for headers, status in ((by_script, 200), ({}, 302)):
        study = build.complete(problem="Seven.")
        path = f"/manage/case-studies/{study.slug}/edit/all"
        values = client.get(path).form_values()
        for said in ("Eight.", "Nine.", "Seven.", "Ten."):
            client.post(path, {**values, "problem": [said]}, status=status, headers=headers)
            assert build.again(study).problem == said
        build.edited(study, project="Theirs.")
        client.post(path, {**values, "problem": ["Seven."]}, status=status, headers=headers)
        found = build.again(study)
        assert (found.problem, found.project) == ("Seven.", "Theirs.")
        build.edited(study, problem="Theirs.")
        clash = client.post(path, {**values, "problem": ["Twelve."]}, status=409, headers=by_script)
        assert clash.json["outcome"] == "conflict"


def test_what_was_typed_survives_that_somebody_sent_it(app: Flask, client: CheckedClient) -> None:
    """That it was sent is the first thing said, and the only one while it stands in the way."""
    study = build.complete()
    client.sign_in(user(roles=(Role.STAFF,)))
    path = f"/manage/case-studies/{study.slug}/edit/all"
    values = client.get(path).form_values()
    build.resent(build.edited(study, problem="Theirs."))
    typed = {**values, "problem": ["Mine."]}
    page = client.post(path, typed, status=200)
    assert page.value_of("problem") == "Mine."
    assert [error.partition(" on ")[0] for error in page.errors] == [
        "It was sent to the project team"
    ]
    answer = client.post(path, typed, status=409, headers={"Accept": "application/json"}).json
    assert answer["said"].startswith("Not saved. It was sent to the project team on ")
    assert answer["outcome"] == "refused"
    assert answer["link"]["href"] == f"/manage/case-studies/{study.slug}"

    with transaction():
        editing.revise(build.again(study), actor=actor_of(user(roles=(Role.STAFF,))))
    page = client.post(path, page.form_values(), status=200)
    assert "“The problem to be solved” was also changed" in page.errors[0]


def test_the_contents_count_what_stands_in_the_boxes(app: Flask, client: CheckedClient) -> None:
    study = build.complete(problem="Three words only.")
    client.sign_in(user(roles=(Role.STAFF,)))
    path = f"/manage/case-studies/{study.slug}/edit/all"
    values = client.get(path).form_values()
    typed = {**values, "problem": ["word " * 100], "summary": ["x" * 300]}
    page = client.post(path, typed, status=200)
    assert "100 words, 80 to 300 advised" in page.text and "3 words, 80" not in page.text


def test_only_the_text_that_was_read_is_sent(app: Flask, client: CheckedClient) -> None:
    study = build.complete()
    client.sign_in(user(roles=(Role.STAFF,)))
    path = f"/manage/case-studies/{study.slug}"
    values = client.get(path).form_values(f"{path}/send")
    build.edited(study, problem="Changed meanwhile.")
    page = client.post(f"{path}/send", values, status=200)
    assert "The problem to be solved" in page.errors[0] and "Changed meanwhile." in page.text
    assert build.again(study).state == "draft"
    assert client.get(f"{path}/send", status=302).location == path


def test_the_lead_agrees_only_what_they_have_read(app: Flask, client: CheckedClient) -> None:
    study = build.sent()
    client.sign_in(build.lead_of(study))
    path = f"/my-case-studies/{study.slug}"
    values = client.get(path).form_values()
    with transaction():
        editing.revise(build.again(study), actor=actor_of(user(roles=(Role.STAFF,))))
    build.resent(build.edited(study, problem="Changed meanwhile."))
    page = client.post(path, {**values, "confirmed": "y", "name": "Ada"}, status=200)
    assert "The problem to be solved" in page.errors[0]
    assert "Changed meanwhile." in page.text


def test_boxes_left_empty_are_not_why_a_text_taken_back_is_not_agreed(
    app: Flask, client: CheckedClient
) -> None:
    study = build.sent()
    client.sign_in(build.lead_of(study))
    path = f"/my-case-studies/{study.slug}"
    values = client.get(path).form_values()
    with transaction():
        editing.revise(build.again(study), actor=actor_of(user(roles=(Role.STAFF,))))
    for typed in ({}, {"confirmed": "y"}, {"confirmed": "y", "name": "Ada"}):
        page = client.post(path, {**values, **typed}, status=409)
        assert page.h1 == "That is not possible now"
        assert "Enter your name" not in page.text
        assert ".." not in page.text
    assert "It was taken back" in client.post(path, values, status=409).text


def test_slugs_never_change_and_never_clash(app: Flask) -> None:
    round_ = rounds.closed_round(min_assessments=1)
    title = "To promote"
    studies = [build.sent(build.funded(round_, title=title), title=title) for _ in range(2)]
    slugs = [build.made_public(build.agreed(study)).slug for study in studies]
    assert slugs == ["to-promote-2", "to-promote-3"]
    publisher = actor_of(user(roles=(Role.PUBLISHER,)))
    with transaction():
        editing.revise(build.again(studies[0]), actor=publisher)
    study = build.edited(build.again(studies[0]), title="Quite another title")
    assert build.made_public(build.agreed(build.resent(study))).slug == "to-promote-2"


def test_an_address_comes_from_the_title_that_is_published(
    app: Flask, client: CheckedClient
) -> None:
    """And what was emailed before still leads there."""
    title = "People with several homecare visits a day now meet nine care workers a month"
    study = build.sent(title="A title for the time being")
    before = study.slug
    assert study.application is not None
    assert before == study.application.reference.lower()
    with transaction():
        editing.revise(build.again(study), actor=actor_of(user(roles=(Role.PUBLISHER,))))
    study = build.made_public(build.agreed(build.resent(build.edited(study, title=title))))
    assert study.slug == "people-with-several-homecare-visits-a-day-now-meet-nine-care"
    client.get(f"/case-studies/{before}", status=404)
    client.sign_in(build.lead_of(study))
    client.get(f"/my-case-studies/{before}")
    client.sign_in(user(roles=(Role.PUBLISHER,)))
    assert client.get(f"/manage/case-studies/{before}").h1 == title


def test_award_and_provenance_come_from_the_submission(app: Flask) -> None:
    study = build.again(build.promoted())
    assert study.application is not None
    assert study.award_line == f"Phase {study.application.phase}, {study.application.round.title}"
    assert study.provenance["problem"]["submission"] == 1


def test_a_draft_may_be_incomplete_and_the_rest_is_checked(
    app: Flask, client: CheckedClient
) -> None:
    study = build.promoted()
    client.sign_in(user(roles=(Role.PUBLISHER,)))
    path = f"/manage/case-studies/{study.slug}/edit/all"
    values = client.get(path).form_values()
    page = client.post(
        path, {**values, "summary": "x" * 300, "atrs_url": "javascript:1"}, status=200
    )
    assert page.errors == ["Cut 45 characters: the limit is 255"]
    page = client.post(path, {**values, "atrs_url": "javascript:1"}, status=200)
    assert page.errors == ["Enter a web address that starts with https://"]
    client.post(path, {**values, "problem": "A\x00B \U0001f600"})
    assert build.again(study).problem == "AB \U0001f600"


def test_only_a_draft_is_edited(app: Flask, client: CheckedClient) -> None:
    study = build.agreed(build.sent())
    with pytest.raises(Refused):
        build.edited(study, problem="Sneaked in.")
    client.sign_in(user(roles=(Role.STAFF,)))
    page = client.get(f"/manage/case-studies/{study.slug}/edit/all")
    assert "The project team agreed it on" in page.text and page.value_of("problem") is None


def test_what_does_not_belong_in_public_is_pointed_out(app: Flask, client: CheckedClient) -> None:
    study = build.complete(project="Ring Jo on 0113 496 0000. It cost £9.")
    client.sign_in(user(roles=(Role.STAFF,)))
    text = client.get(f"/manage/case-studies/{study.slug}").text
    assert "“What was tried” seems to hold an email address or phone number" in text
    assert "“What was tried” mentions an amount of money" in text
