"""The assessor's own pages."""

from __future__ import annotations

import pytest

from award.assessment.models.assignments import ConflictDeclaration
from award.assessment.queries import sheets
from award.assessment.services.declaring import declare_no_conflict
from award.foundation.db import db
from award.rounds.queries.criteria import criteria_of
from tests.assessment.forms import by_script, complete, filled
from tests.build import accounts, applications, decisions
from tests.build import assessment as build

pytestmark = pytest.mark.any_database


def test_from_declaring_to_submitting(application, person, client):
    build.assigned(application, person)
    client.sign_in(person)
    home = client.get("/assess")
    assert "You have 1 of 1 left, due" in home.text
    here = home.links()[application.title]
    page = client.get(here)
    desk = client.follow(client.post(f"{here}/declare", filled(page, answer="none")))
    assert desk.h1.endswith(application.title)
    assert "We will try it in two homes." in desk.text
    assert "Weighted total: not scored yet" in desk.text

    saved = client.follow(client.post(here, filled(desk, score_problem="8", then="save")))
    assert "Weighted total so far: 80.0% (1 of 3 scored)" in saved.text
    assert saved.value_of("score_problem") == "8"

    check = client.follow(client.post(here, complete(saved, then="submit")))
    assert check.h1.endswith("Check your scores")
    assert "Weighted total: 73.0%" in check.text
    done = client.follow(client.post(f"{here}/submit", check.form_values()))
    assert "You submitted your scores" in done.text
    assert "73.0%" in client.get("/assess").text
    assert "You have done the one" in client.get("/assess").text
    assert "score_problem" not in done.html


def test_problems_are_listed_each_with_its_field(application, person, client):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    desk = client.get(here)
    post = client.post(here, filled(desk, score_people="7", recommend="no", then="submit"))
    check = client.follow(post)
    assert "Submit scores" not in check.buttons()
    assert "Weighted total so far: 70.0% (1 of 3 scored)" in check.text
    assert not check.errors, "nothing was sent from here yet"
    to_do = [text for text, href in check.links().items() if "?checked=1#" in href]
    assert to_do[:2] == [
        "Problem: choose a score from 1 to 10",
        "Problem: say why you gave this score",
    ]
    at_fields = f"{here}?checked=1#"
    fields = [href.removeprefix(at_fields) for href in check.links().values() if at_fields in href]
    assert fields == [
        "score_problem",
        "justification_problem",
        "justification_people",
        "score_value",
        "justification_value",
        "comments_for_applicant",
        "comments_for_programme",
        "in_scope",
    ]
    ids = {item.get("id") for item in desk.root.iter()}
    assert set(fields) <= ids
    refused = client.post(f"{here}/submit", check.form_values(), status=200)
    assert refused.errors == ["The sheet is not complete yet", *to_do]


def test_saving_by_script_answers_with_the_version_and_the_time(application, person, client):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    page, elsewhere = client.sign_in(person).get(here), client.get(here)
    answer = by_script(client, here, filled(page, justification_problem="Typed"))
    assert answer.json["said"].startswith("Draft saved at ")
    desk = client.get(here)
    assert desk.value_of("justification_problem") == "Typed"
    assert desk.value_of("base") == answer.json["bases"]["base"]
    assert answer.json["said"] in desk.text
    stale = by_script(client, here, filled(elsewhere, justification_problem="From elsewhere"))
    assert (stale.status_code, stale.json["outcome"]) == (409, "conflict")
    bad = by_script(client, here, filled(desk, score_problem="11"))
    assert (bad.status_code, bad.json["outcome"]) == (409, "error")
    assert client.get(here).value_of("justification_problem") == "Typed"


def test_saving_without_script_comes_back_to_the_sheet(application, person, client):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    page = client.sign_in(person).get(here)
    assert "Draft saved" not in page.text
    saved = client.post(here, filled(page, justification_problem="Typed", then="save"))
    assert saved.location == f"{here}#sheet"
    assert "Draft saved at " in client.follow(saved).text
    assert not client.get(here).all("h2")[0].get("class", "").startswith("nhsuk-notification")


def test_a_forged_score_is_refused(application, person, client):
    assignment = build.declared(application, person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    page = client.post(here, filled(client.get(here), score_problem="11"), status=200)
    assert page.errors == ["Select one of the options"]
    assert sheets.sheet_values(sheets.sheet_of(assignment.id)).scores == {}


def test_a_page_that_no_longer_fits_leads_to_the_one_that_does(application, person, client):
    here = f"/assess/{application.reference}"
    assignment = build.assigned(application, person)
    client.sign_in(person)
    for page in ("declare", "submit"):
        assert client.get(f"{here}/{page}", status=302).location.startswith(here)
    assert "Do you have a conflict of interest?" in client.get(here).text
    declaring = client.get(here).form_values()
    declare_no_conflict(assignment, actor=accounts.actor_of(person))
    db.session.commit()
    assert client.get(f"{here}/declare", status=302).location == here
    assert client.post(f"{here}/declare", {**declaring, "answer": "none"}).location == here
    build.submit(assignment, person, build.sheet_values(application, [5, 5, 5]))
    for page in ("declare", "submit"):
        assert client.get(f"{here}/{page}", status=302).location.startswith(here)
        client.post(f"{here}/{page}", declaring, status=302)
    assert "You submitted your scores" in client.get(here).text


def test_a_text_that_is_too_long_is_saved_and_named(application, person, client):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    page = client.sign_in(person).get(here)
    long = filled(page, justification_people="w " * 140, comments_for_applicant="w " * 401)
    words = (
        ". Before you submit: People: cut 40 words, the most is 100; "
        "Comments for the applicant: cut 1 word, the most is 400"
    )
    assert words in client.follow(client.post(here, {**long, "then": "save"})).text
    again = filled(client.get(here), justification_people="w " * 141)
    assert "People: cut 41 words" in by_script(client, here, again).json["said"]
    third = filled(client.get(here), justification_problem="w " * 141)
    assert by_script(client, here, third).json["said"].endswith("; and 1 more to cut")
    short = filled(
        client.get(here),
        justification_problem="w",
        justification_people="w",
        comments_for_applicant="w",
    )
    assert "Before you submit" not in by_script(client, here, short).json["said"]


def test_the_only_one_left_stays_open(application, person, client):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    page = client.sign_in(person).get(here)
    saved = client.post(here, filled(page, score_problem="9", then="next"))
    assert saved.location == here
    assert "This is the only one you have left" in client.follow(saved).text


def test_a_link_skips_to_the_sheet(application, person, client):
    build.declared(application, person)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    assert page.links()["Skip to score sheet"] == "#sheet"


def test_a_submitted_sheet_leads_to_the_next_application(application, person, client):
    build.scored(application, [5, 5, 5], person)
    other = applications.submitted()
    build.assigned(other, person)
    client.sign_in(person)
    links = client.get(f"/assess/{application.reference}").links()
    assert links[f"Next application to assess: {other.reference}"] == f"/assess/{other.reference}"
    build.scored(applications.submitted(), [5, 5, 5], person)
    build.decided(other)
    assert "Next application" not in client.get(f"/assess/{application.reference}").text


def test_what_is_not_on_the_list_says_so_with_a_way_back(application, person, client):
    page = client.sign_in(person).get("/assess/AIA-NOTHIN", status=404)
    assert "not on your list" in page.text
    assert "/assess" in page.links().values()


def test_save_and_next_goes_to_what_is_to_score_first(application, person, client):
    other, undeclared = applications.submitted(), applications.submitted()
    build.declared(application, person)
    build.declared(other, person)
    build.assigned(undeclared, person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    saved = client.post(here, filled(client.get(here), score_problem="9", then="next"))
    assert saved.location == f"/assess/{other.reference}"


def test_declaring_needs_an_answer_and_a_kind(application, person, client):
    build.assigned(application, person)
    here = f"/assess/{application.reference}/declare"
    client.sign_in(person)
    values = client.get(f"/assess/{application.reference}").form_values()
    assert client.post(here, values, status=200).errors == [
        "Say if you have a conflict of interest"
    ]
    page = client.post(here, {**values, "answer": "conflict"}, status=200)
    assert page.errors == ["Choose the kind of conflict"]
    page = client.post(here, {**values, "answer": "decline"}, status=200)
    assert page.errors == ["Choose why you can’t assess it"]
    gone = client.post(here, {**values, "answer": "conflict", "kind": "family", "detail": "Aunt"})
    assert gone.location == "/assess"
    kept = db.session.scalar(db.select(ConflictDeclaration))
    assert (kept.kind, kept.detail) == ("family", "Aunt")


def test_after_submitting_only_a_conflict_can_be_raised(application, person, client):
    build.scored(application, [5, 5, 5], person)
    here = f"/assess/{application.reference}/conflict"
    client.sign_in(person)
    page = client.get(here)
    assert "another reason" not in page.text
    refused = client.post(here, filled(page, answer="decline", reason="too_many"), status=200)
    assert refused.errors == ["Select one of the options"]
    client.post(here, filled(page, answer="conflict", kind="financial"))
    client.get(f"/assess/{application.reference}", status=404)


def test_after_the_decision_a_conflict_goes_to_the_programme_team(application, person, client):
    build.scored(application, [5, 5, 5], person)
    build.scored(application, [5, 5, 5])
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    form = client.get(f"{here}/conflict")
    assert f"{here}/conflict" in client.get(here).links().values()
    decisions.awarded(application)
    page = client.get(here)
    assert f"{here}/conflict" not in page.links().values()
    assert page.links()["write to the programme team"] == "/contact"
    page = client.get(f"{here}/conflict")
    assert "Give up this assessment" not in page.buttons()
    values = filled(form, answer="conflict", kind="family")
    refused = client.post(f"{here}/conflict", values, status=200)
    assert "This application has been decided" in refused.text
    assert client.get("/assess").links()[application.title] == here


def test_the_desk_keeps_to_its_budget(application, person, client):
    build.declared(application, person)
    client.sign_in(person).get(f"/assess/{application.reference}", budget=10)


def test_whoever_comes_from_the_check_finds_each_problem_at_its_field(application, person, client):
    """A hand has to be found too: who wrote must not be told, and a letter is no reason."""
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    desk = client.sign_in(person).get(here)
    told = f"Please ask {person.name} or 020 7946 0123 about it."
    typed = {**complete(desk), "comments_for_applicant": told, "justification_people": "x"}
    post = client.post(here, {**typed, "then": "submit"})
    check = client.follow(post)
    assert "Submit scores" not in check.buttons()
    assert f"take out “020 7946 0123” and “{person.name}”" in check.text
    assert "Before you submit: Comments for the applicant: take out" in client.get(here).text
    assert client.get(here).errors == []
    fields = client.get(f"{here}?checked=1")
    for name, words in (("comments_for_applicant", "take out"), ("justification_people", "more")):
        assert words in fields.described(name)


def test_the_desk_and_the_check_say_what_is_asked_and_what_a_score_means(
    application, person, client
):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    desk = client.sign_in(person).get(here)
    money = f"asks £{application.amount_requested_gbp:,}, {application.duration_months} months."
    assert f"Phase {application.phase}, {money}" in desk.text
    client.post(here, {**complete(desk), "then": "save"})
    check = client.get(f"{here}/submit")
    first = criteria_of(application.round_id)[0]
    band = next(one for one in first.bands if one["from"] <= 8 <= one["to"])
    assert f"What it means: {band['text']}" in check.text
