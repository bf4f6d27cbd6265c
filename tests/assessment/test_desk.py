"""The assessor's own pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from award.assessment import queries
from award.assessment.models import ConflictDeclaration
from award.foundation import clock
from award.foundation.db import db
from tests.build import accounts, applications, decisions, rounds
from tests.build import assessment as build


@pytest.fixture
def application(app):
    return applications.submitted(answers={"project": "We will try it in two homes."})


@pytest.fixture
def person(app):
    return build.assessor()


def filled(page, **values):
    return {**page.form_values(), **values}


def complete(page, **values):
    return filled(
        page,
        score_problem="8",
        justification_problem="A real need.",
        score_people="7",
        justification_people="People were asked.",
        score_value="6",
        justification_value="Most costs are explained.",
        comments_for_applicant="Thank you.",
        in_scope="yes",
        recommend="yes",
        **values,
    )


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


def test_gaps_are_listed_each_with_its_field(application, person, client):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    desk = client.get(here)
    post = client.post(here, filled(desk, score_people="7", recommend="no", then="submit"))
    check = client.follow(post)
    assert "Submit scores" not in check.buttons()
    assert "Weighted total so far: 70.0% (1 of 3 scored)" in check.text
    assert check.errors[:2] == [
        "Problem: choose a score from 1 to 10",
        "Problem: say why you gave this score",
    ]
    fields = [href.partition("#")[2] for href in check.links().values() if f"{here}#" in href]
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
    assert refused.errors == ["The sheet is not complete yet.", *check.errors]


def test_two_tabs_lose_nothing(application, person, client):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    first, second = client.get(here), client.get(here)
    client.post(here, filled(first, score_problem="9", justification_problem="FROM-THE-FIRST"))
    late = client.post(
        here, filled(second, score_problem="2", justification_problem="FROM-THE-SECOND"), status=200
    )
    assert late.errors[0].startswith("This sheet was saved in another window")
    assert late.value_of("justification_problem") == "FROM-THE-SECOND"
    assert late.value_of("score_problem") == "2"
    assert "FROM-THE-FIRST" in late.text
    assert client.get(here).value_of("justification_problem") == "FROM-THE-FIRST"
    client.post(here, {**late.form_values(), "then": "save"})
    assert client.get(here).value_of("justification_problem") == "FROM-THE-SECOND"


def sheet_of(page):
    return next(form for form in page.all("form") if form.get("id") == "sheet")


def test_nothing_is_saved_by_itself_from_a_page_that_shows_two_texts(application, person, client):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    first, second = client.get(here), client.get(here)
    assert "data-autosave" in sheet_of(first).attrib
    client.post(here, filled(first, justification_problem="FROM-THE-FIRST"))
    mine = filled(second, justification_problem="FROM-THE-SECOND")
    late = client.post(here, mine, status=200)
    assert "data-sheet" in sheet_of(late).attrib
    assert "data-autosave" not in sheet_of(late).attrib
    # The tab that the script kept open still has the old version: refused as often as it tries.
    again = client.post(here, {**mine, "justification_people": "More"}, status=200)
    assert again.errors[0].startswith("This sheet was saved in another window")
    assert client.get(here).value_of("justification_problem") == "FROM-THE-FIRST"
    # Saving on purpose goes by the version that was shown, not by the newest.
    newest = client.get(here)
    client.post(here, filled(newest, justification_problem="FROM-A-THIRD"))
    refused = client.post(here, {**late.form_values(), "then": "save"}, status=200)
    assert "FROM-A-THIRD" in refused.text
    saved = client.follow(client.post(here, {**refused.form_values(), "then": "save"}))
    assert saved.value_of("justification_problem") == "FROM-THE-SECOND"
    assert "data-autosave" in sheet_of(saved).attrib


def test_a_forged_score_is_refused(application, person, client):
    assignment = build.declared(application, person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    page = client.post(here, filled(client.get(here), score_problem="11"), status=200)
    assert page.errors == ["Select one of the options"]
    assert queries.sheet_values(queries.sheet_of(assignment.id)).scores == {}


def test_a_tab_left_open_after_submitting_is_told(application, person, client):
    assignment = build.declared(application, person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    old = client.get(here)
    build.submit(assignment, person, build.sheet_values(application, [5, 5, 5]))
    page = client.post(here, filled(old, score_problem="9"), status=409)
    assert "can’t be changed now" in page.text


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


def test_lived_experience_reads_plain_words_first(application, client):
    person = build.assessor(panel="lived_experience")
    build.declared(application, person)
    client.sign_in(person)
    assert "say so in your reason and score what you can judge" in client.get("/assess").text
    page = client.get(f"/assess/{application.reference}")
    plain, full = "Does this matter to people?", "Look for a need that people describe"
    assert page.text.index(plain) < page.text.index(full)


def test_the_professional_panel_reads_the_full_guidance(application, person, client):
    build.declared(application, person)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    assert "Look for a need that people describe" in page.text
    assert "Does this matter to people?" not in page.text


def test_answers_stand_under_their_criterion_first(application, person, client):
    build.declared(application, person)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    headings = [" ".join("".join(item.itertext()).split()) for item in page.all("h2")]
    assert headings[1:7] == [
        "Problem 50% of the score",
        "People 30% of the score",
        "Value for money 20% of the score",
        "Summary",
        "Project and money",
        "Your score sheet",
    ]


def test_the_dashboard_costs_the_same_at_one_and_at_three(app, person, client):
    round_ = rounds.open_round()
    client.sign_in(person)
    build.declared(applications.submitted(round_), person)
    one = len(client.get("/assess", budget=8).statements)
    build.assigned(applications.submitted(round_), person)
    build.scored(applications.submitted(round_), [5, 6, 7], person)
    page = client.get("/assess", budget=8)
    assert len(page.statements) == one
    assert "You have 2 of 3 left" in page.text
    assert "To declare: 1" in page.text
    assert "1 of 3 done" in page.text


def test_rounds_stand_apart(app, person, client):
    for title in ("First round", "Second round"):
        build.declared(applications.submitted(rounds.open_round(title=title)), person)
    page = client.sign_in(person).get("/assess")
    assert page.text.count("You have 1 of 1 left") == 2


def test_rounds_with_work_left_come_first_the_soonest_due_first(app, person, client):
    for title, days in (("Finished", 200), ("Due later", 220), ("Due soon", 210)):
        due = clock.now() + timedelta(days=days)
        application = applications.submitted(rounds.open_round(title=title, assessment_due_at=due))
        if title == "Finished":
            build.scored(application, [5, 5, 5], person)
        else:
            build.declared(application, person)
    page = client.sign_in(person).get("/assess")
    assert [heading.text for heading in page.all("h2")][:3] == ["Due soon", "Due later", "Finished"]


def test_only_assessors_have_a_dashboard(app, client):
    client.sign_in(accounts.user(roles=())).get("/assess", status=404)
    client.sign_in(accounts.user()).get("/assess", status=404)


def test_the_desk_keeps_to_its_budget(application, person, client):
    build.declared(application, person)
    client.sign_in(person).get(f"/assess/{application.reference}", budget=10)
