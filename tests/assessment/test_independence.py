"""What must never be seen: planted, and looked for on every page and in every email."""

from __future__ import annotations

import pytest

from award.assessment.services import assigning, declaring, scoring
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.build import accounts, applications, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of
from tests.documents.making import words_of

PLANTED = (
    "PLANTED-WHY",
    "PLANTED-APPLICANT",
    "PLANTED-PROGRAMME",
    "Sown Person",
    "planted@example.org",
)


def planted(name="Sown Person"):
    return accounts.user(name, email="planted@example.org", roles=(Role.ASSESSOR,))


def score_planted(application, person=None, scores=(10, 9, 9), **change):
    return build.scored(
        application,
        scores,
        person or planted(),
        justification="PLANTED-WHY",
        for_applicant="PLANTED-APPLICANT",
        for_programme="PLANTED-PROGRAMME",
        **change,
    )


def crawl(client, *, also=()):
    """Every page reachable by links from the dashboard and the front page, as one text."""
    seen, waiting, texts = set(), ["/assess", *also], {}
    while waiting:
        path = waiting.pop().partition("#")[0].partition("?")[0]
        if path in seen or not path.startswith("/") or path.startswith("/static"):
            continue
        seen.add(path)
        response = client.browser.get(path)
        if response.status_code != 200 or response.mimetype != "text/html":
            texts[path] = words_of(response.get_data()) if response.status_code == 200 else ""
            continue
        page = client.get(path, budget=20)
        texts[path] = page.html
        waiting += [href for href in page.links().values() if href]
    return texts


def emails_to(person):
    return "\n".join(
        message.subject + message.body
        for message in db.session.scalars(
            db.select(OutboxMessage).where(OutboxMessage.recipient == person.email)
        )
    )


def assert_absent(texts, words):
    for path, text in texts.items():
        for word in words:
            assert word not in text, f"{word} on {path}"


@pytest.mark.parametrize("reveal", ["never", "after_own", "after_all"])
def test_nothing_of_another_is_seen_before_submitting(app, client, reveal):
    round_ = rounds.open_round(reveal=reveal)
    application = applications.submitted(round_)
    person = build.assessor("First Person")
    build.declared(application, person)
    score_planted(application)
    client.sign_in(person)
    texts = crawl(client)
    assert f"/assess/{application.reference}" in texts
    assert f"/assess/{application.reference}/conflict" in texts
    assert_absent(texts, (*PLANTED, "97.0%", "Assessor "))
    for path in ("", "/submit", "/conflict"):
        client.get(f"/assess/{application.reference}{path}")
    assert not [word for word in PLANTED if word in emails_to(person)]
    for path in (
        f"/manage/applications/{application.reference}",
        f"/manage/rounds/{round_.reference}/applications",
        f"/applications/{application.reference}",
    ):
        client.get(path, status=404)


def test_another_assessor_changes_nothing_that_the_first_can_see(app, client):
    application = applications.submitted(rounds.open_round(reveal="after_all"))
    person = build.assessor("First Person")
    build.declared(application, person)
    client.sign_in(person)
    here = f"/assess/{application.reference}"
    paths = ("/assess", here, f"{here}/submit")
    before = [client.get(path).text for path in paths]
    score_planted(application)
    assert [client.get(path).text for path in paths] == before


@pytest.mark.parametrize(
    ("reveal", "other_done", "shown"),
    [
        ("never", True, False),
        ("after_own", True, True),
        ("after_own", False, True),
        ("after_all", True, True),
        ("after_all", False, False),
    ],
)
def test_after_submitting_the_round_decides(app, client, reveal, other_done, shown):
    application = applications.submitted(rounds.open_round(reveal=reveal))
    if not other_done:
        build.assigned(application)
    score_planted(application)
    person = build.assessor("First Person")
    build.scored(application, [5, 5, 5], person)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    assert ("PLANTED-WHY" in page.text) is shown
    assert ("PLANTED-APPLICANT" in page.text) is shown
    assert ("95.0%" in page.text) is shown
    assert "PLANTED-PROGRAMME" not in page.text
    assert "Sown Person" not in page.text
    assert ("you will" in page.text.lower()) is not shown


@pytest.mark.parametrize(
    ("blindness", "named"), [("none", True), ("assessor_hidden", False), ("double", False)]
)
def test_peers_have_names_only_where_nothing_is_blind(app, client, blindness, named):
    application = applications.submitted(rounds.open_round(blindness=blindness))
    other = score_planted(application)
    person = build.assessor("First Person")
    build.scored(application, [5, 5, 5], person)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    assert ("Sown Person" in page.text) is named
    assert (other.alias in page.text) is not named


def test_a_draft_of_another_is_never_shown(app, client):
    application = applications.submitted(rounds.open_round(reveal="after_own"))
    other = planted()
    assignment = build.declared(application, other)
    values = build.sheet_values(application, [9, 9, 9], justification="PLANTED-WHY")
    scoring.save_sheet(assignment, values, {}, actor=actor_of(other))
    db.session.commit()
    person = build.assessor("First Person")
    build.scored(application, [5, 5, 5], person)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    assert "PLANTED-WHY" not in page.text
    assert "Nobody else has submitted" in page.text


@pytest.mark.parametrize("stage", ["to_declare", "to_score", "submitted"])
def test_a_conflict_hides_the_application_everywhere(app, client, stage):
    round_ = rounds.open_round()
    application = applications.submitted(round_, title="PLANTED-TITLE")
    other = applications.submitted(round_, title="Another project")
    person = build.assessor("First Person")
    build.declared(other, person)
    if stage == "to_declare":
        assignment = build.assigned(application, person)
    elif stage == "to_score":
        assignment = build.declared(application, person)
    else:
        assignment = build.scored(application, [5, 5, 5], person)
    declaring.declare_conflict(assignment, "employment", actor=actor_of(person))
    db.session.commit()
    queued = emails_to(person)

    client.sign_in(person)
    texts = crawl(client)
    assert f"/assess/{other.reference}" in texts
    assert_absent(texts, ("PLANTED-TITLE", application.reference))
    page = client.get("/assess")
    assert "You have 1 of 1 left" in page.text
    for path in ("", "/submit", "/conflict"):
        client.get(f"/assess/{application.reference}{path}", status=404)
        client.post(f"/assess/{application.reference}{path}", status=404)
    client.post(f"/assess/{application.reference}/declare", status=404)

    # what happens to it later is told to nobody with a conflict
    staff = accounts.user("Sam", roles=(Role.STAFF,))
    build.assessed(application, staff=staff)
    assert emails_to(person) == queued


def test_declined_and_removed_applications_are_gone_too(app, client):
    person, staff = build.assessor(), accounts.user(roles=(Role.STAFF,))
    declined, removed = applications.submitted(), applications.submitted()
    declaring.decline(
        build.assigned(declined, person, staff=staff), "too_many", actor=actor_of(person)
    )
    assigning.remove(
        build.declared(removed, person, staff=staff), actor=actor_of(staff), reason="On leave"
    )
    db.session.commit()
    page = client.sign_in(person).get("/assess")
    assert "You have nothing to assess" in page.text
    for application in (declined, removed):
        client.get(f"/assess/{application.reference}", status=404)


def test_a_withdrawn_application_disappears(app, client):
    from award.applications.services import submitting

    lead = accounts.user("Lee Lead", roles=())
    application = applications.submitted(lead=lead)
    person = build.assessor()
    build.declared(application, person)
    submitting.withdraw(application, actor=actor_of(lead), reason="We changed our plans.")
    db.session.commit()
    client.sign_in(person).get(f"/assess/{application.reference}", status=404)
    assert application.reference not in client.get("/assess").text


def test_double_blind_hides_who_applies_on_every_page(app, client):
    secrets = ("SECRET-ORG", "SECRET-LEAD", "SECRET-TEAM", "secret-lead@example.org")
    round_ = rounds.open_round(blindness="double")
    lead = accounts.user("SECRET-LEAD", email="secret-lead@example.org", roles=())
    organisation = accounts.organisation(lead, name="SECRET-ORG")

    def apply(title):
        return applications.submitted(
            round_,
            lead,
            answers={"team": "SECRET-TEAM", "project": "OPEN-PROJECT"},
            title=title,
            organisation=organisation,
        )

    person = build.assessor()
    to_declare, to_score, done = apply("OPEN-ONE"), apply("OPEN-TWO"), apply("OPEN-THREE")
    build.assigned(to_declare, person)
    build.declared(to_score, person)
    build.scored(done, [5, 6, 7], person)
    client.sign_in(person)
    texts = crawl(client)
    for application in (to_declare, to_score, done):
        assert f"/assess/{application.reference}" in texts
    assert_absent(texts, secrets)
    assert not [word for word in secrets if word in emails_to(person)]
    assert "OPEN-ONE" in texts[f"/assess/{to_declare.reference}"]
    assert "OPEN-PROJECT" in texts[f"/assess/{to_score.reference}"]
    assert "does not show assessors who is applying" in texts[f"/assess/{to_declare.reference}"]


def test_without_double_blind_the_team_is_shown_before_declaring_and_nothing_else(app, client):
    application = applications.submitted(
        answers={"team": "THE-TEAM", "project": "THE-PROJECT", "plain_summary": "THE-SUMMARY"}
    )
    person = build.assessor()
    build.assigned(application, person)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    for shown in ("THE-TEAM", "THE-SUMMARY", "Brightwater Care", "Ada Lead"):
        assert shown in page.text
    assert "THE-PROJECT" not in page.html
    client.get(f"/assess/{application.reference}/submit", status=302)


def test_somebody_elses_assignment_is_not_there(app, client):
    application = applications.submitted()
    build.declared(application)
    for stranger in (build.assessor(), accounts.user(roles=()), accounts.user(roles=(Role.STAFF,))):
        client.sign_in(stranger)
        for path in ("", "/submit", "/conflict"):
            client.get(f"/assess/{application.reference}{path}", status=404)
    client.sign_in(None)
    assert "/sign-in" in client.get(f"/assess/{application.reference}", status=302).location


def test_a_conflict_holds_for_someone_who_becomes_staff(app, client):
    from award.accounts.queries.people import user_by_email
    from award.accounts.services.people import add_role
    from award.foundation.policy import SYSTEM

    round_ = rounds.open_round()
    application = applications.submitted(round_, title="PLANTED-TITLE")
    person = build.assessor()
    assignment = build.assigned(application, person)
    declaring.declare_conflict(assignment, "personal", actor=actor_of(person))
    add_role(user_by_email(person.email), Role.STAFF, actor=SYSTEM)
    db.session.commit()
    client.sign_in(person)
    client.get(f"/manage/applications/{application.reference}", status=404)
    page = client.get(f"/manage/rounds/{round_.reference}/applications")
    assert "PLANTED-TITLE" not in page.html
