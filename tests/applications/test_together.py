"""Organisations that confirm taking part, sections that are asked for, and who saved last."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.applications.models import Application, Submission
from award.applications.rules.states import CollaboratorRole
from award.applications.rules.team import named_in_tables
from award.foundation import clock
from award.foundation.db import db
from award.rounds.seeds import QUESTION_SETS
from tests.accounts.letters import letters
from tests.applications.walking import fill, state, stored, url
from tests.build import accounts, rounds
from tests.build import applications as build
from tests.build import team as teams
from tests.client import CheckedClient

PARTNER = "manager@bramble.example"


def link() -> str:
    found = re.search(r"(/confirming/\S+)", letters(PARTNER)[-1].body)
    assert found
    return found[1]


@pytest.fixture
def ready(lead: User) -> Application:
    return build.complete(lead=lead)


def name_one(me: CheckedClient, ready: Application) -> None:
    page = me.get(url(ready, "/co-applicants"))
    sent = {**page.form_values(), "organisation": "Bramble Homecare", "email": PARTNER}
    me.post(url(ready, "/co-applicants"), sent)


def send(me: CheckedClient, ready: Application) -> None:
    page = me.get(url(ready, "/check"))
    me.post(url(ready, "/submit"), page.form_values())


def test_without_others_nothing_is_asked(me: CheckedClient, ready: Application) -> None:
    send(me, ready)
    assert "co_applicants" not in db.session.scalars(sa.select(Submission)).one().content


def test_each_confirms_before_it_is_sent(me: CheckedClient, ready: Application) -> None:
    name_one(me, ready)
    page = me.get(url(ready, "/check"))
    assert f"Bramble Homecare has not confirmed yet: {PARTNER} was asked on" in page.text
    assert "Submit what is shown on this page" not in page.buttons()
    me.sign_in(None)
    for _ in range(2):
        asked = me.get(link())  # a scanner's look does nothing
    assert "Does Bramble Homecare apply together with Ada Lead?" in asked.text
    assert ready.reference not in asked.text
    wrong = me.post(link(), asked.form_values(), status=200)
    assert len(wrong.errors) == 2
    sent = {**asked.form_values(), "name": "Jo Manager", "job_title": "Registered manager"}
    assert "You have confirmed" in me.post(link(), sent, status=200).text
    me.get(link(), status=410)
    me.sign_in(_lead(ready))
    send(me, ready)
    assert state(ready) == "submitted"
    kept = db.session.scalars(sa.select(Submission)).one().content["co_applicants"]
    assert [(one["organisation"], one["name"], one["job_title"]) for one in kept] == [
        ("Bramble Homecare", "Jo Manager", "Registered manager")
    ]


def _lead(ready: Application) -> User:
    return accounts.account_of(ready.lead_id)


def test_a_no_stands_in_the_way_until_it_is_taken_out(
    me: CheckedClient, ready: Application
) -> None:
    name_one(me, ready)
    me.sign_in(None)
    sent = {**me.get(link()).form_values(), "name": "Jo", "job_title": "Manager", "no": "no"}
    assert "does not take part" in me.post(link(), sent, status=200).text
    me.sign_in(_lead(ready))
    assert "has said that it does not take part" in me.get(url(ready, "/check")).text
    page = me.get(url(ready, "/co-applicants"))
    action = next(button.get("formaction") for button in page.all("button")
                  if "/co-applicants/" in (button.get("formaction") or ""))  # fmt: skip
    me.post(action, {"out": "out"})
    send(me, ready)
    assert state(ready) == "submitted"


def test_the_link_runs_out_and_only_the_newest_works(me: CheckedClient, ready: Application) -> None:
    name_one(me, ready)
    first, page = link(), me.get(url(ready, "/co-applicants"))
    action = next(button.get("formaction") for button in page.all("button")
                  if "/co-applicants/" in (button.get("formaction") or ""))  # fmt: skip
    assert "Wait 5 minutes" in me.post(action, {"again": "again"}, status=200).text
    with clock.at(clock.now() + timedelta(minutes=6)):
        me.post(action, {"again": "again"})
        me.sign_in(None)
        me.get(first, status=410)
        me.get(link())
    with clock.at(clock.now() + timedelta(days=15)):
        me.get(link(), status=410)


def test_a_section_is_asked_for_by_a_date(me: CheckedClient, lead: User) -> None:
    draft = build.draft(lead=lead)
    bea = teams.collaborator(draft, CollaboratorRole.EDITOR, "Bea Editor")
    ask = url(draft, f"/team/{teams.number_of(draft, bea)}/ask")
    page, day = me.get(ask), clock.today() + timedelta(days=3)
    sent = {
        **page.form_values(), "section": "summary", "due-day": str(day.day),
        "due-month": str(day.month), "due-year": str(day.year), "note": "Your figures, please",
    }  # fmt: skip
    early = {**sent, "due-year": str(day.year - 1)}
    assert "today or later" in " ".join(me.post(ask, early, status=200).errors)
    me.post(ask, sent)
    assert "already" in me.post(ask, sent, status=200).text
    assert "Your figures, please" in letters(bea.email)[-1].body
    me.sign_in(bea)
    assert any(link.startswith("Answer “") for link in me.get("/applications").links())
    page = me.get(url(draft))
    assert "Asked of you" in page.text and "Your figures, please" in page.text
    action = next(form.get("action") for form in page.all("form")
                  if "/requests/" in (form.get("action") or ""))  # fmt: skip
    me.post(action, {"back": "back"}, status=404)  # the lead's to take back
    me.post(action, {"done": "done"})
    me.post(action, {"done": "done"}, status=404)
    assert "Asked of you" not in me.get(url(draft)).text
    assert letters(_lead(draft).email)[-1].subject.startswith("Bea Editor says that")


def test_a_viewer_is_asked_for_nothing(me: CheckedClient, lead: User) -> None:
    draft = build.draft(lead=lead)
    vi = teams.collaborator(draft, CollaboratorRole.VIEWER, "Vi Viewer")
    number = teams.number_of(draft, vi)
    assert "to answer a section" not in me.get(url(draft, f"/team/{number}")).text
    day = clock.today() + timedelta(days=3)
    sent = {
        **me.get(url(draft, f"/team/{number}/ask")).form_values(), "section": "summary",
        "due-day": str(day.day), "due-month": str(day.month), "due-year": str(day.year),
    }  # fmt: skip
    page = me.post(url(draft, f"/team/{number}/ask"), sent, status=200)
    assert "may write answers" in page.text


def test_who_saved_last_is_named(me: CheckedClient, lead: User) -> None:
    draft = build.draft(lead=lead)
    me.sign_in(teams.collaborator(draft, CollaboratorRole.EDITOR, "Bea Editor"))
    page = me.get(url(draft, "/summary"))
    me.post(url(draft, "/summary"), fill(page, project_title="By Bea"))
    assert "Last saved by" not in me.get(url(draft, "/summary")).text  # by oneself
    me.sign_in(_lead(draft))
    assert "Last saved by Bea Editor at" in me.get(url(draft, "/summary")).text


def test_two_texts_name_who_wrote_the_other(me: CheckedClient, lead: User) -> None:
    draft = build.draft(lead=lead)
    bea = teams.collaborator(draft, CollaboratorRole.EDITOR, "Bea Editor")
    mine = me.get(url(draft, "/summary"))
    me.sign_in(bea)
    theirs = me.get(url(draft, "/summary"))
    me.post(url(draft, "/summary"), fill(theirs, project_title="By Bea"))
    me.sign_in(_lead(draft))
    sent = {**fill(mine, project_title="By Ada"), "csrf_token": me.csrf_token()}
    page = me.follow(me.post(url(draft, "/summary"), sent))
    assert "Saved by Bea Editor" in page.text


def test_the_timeline_names_who_sent_it(me: CheckedClient, ready: Application) -> None:
    bea = teams.collaborator(ready, CollaboratorRole.EDITOR, "Bea Editor")
    send(me, ready)
    assert "You submitted the application" in me.get(url(ready)).text
    me.sign_in(bea)
    assert "Ada Lead submitted the application" in me.get(url(ready)).text


def test_who_is_in_which_section(me: CheckedClient, lead: User) -> None:
    draft = build.draft(lead=lead)
    assert "data-here" not in me.get(url(draft, "/summary")).data.decode()  # nobody else
    me.sign_in(teams.collaborator(draft, CollaboratorRole.EDITOR, "Bea Editor"))
    assert "data-here" in me.get(url(draft, "/summary")).data.decode()
    here = url(draft, "/here")
    first = me.post(here, {"section": "summary"}, status=200)
    assert first.json == {"said": ""}
    again = me.post(here, {"section": "summary"}, status=200)
    assert not [text for text in again.statements.writes if "presence" in text]
    me.sign_in(_lead(draft))
    assert me.post(here, {"section": "summary"}, status=200).json == {
        "said": "Bea Editor is in this section too"
    }
    assert "Bea Editor is in “" in me.post(here, {"section": "project"}, status=200).json["said"]
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert me.post(here, {"section": "summary"}, status=200).json == {"said": ""}
    me.sign_in(accounts.user("Cy Other", roles=()))
    me.post(here, {"section": "summary"}, status=404)


def test_organisations_of_the_tables_are_offered(me: CheckedClient, lead: User) -> None:
    whole = rounds.question_set(QUESTION_SETS / "asc-ai.toml")
    sites = [{"id": "k1", "name": "Bramble Homecare", "people": 3}, {"id": "k2", "people": 4}]
    costs = [{"id": "k1", "organisation": "bramble homecare"},
             {"id": "k3", "organisation": "Bracken Lodge"}]  # fmt: skip
    draft = build.draft(
        rounds.open_round(question_set_id=whole.id), lead, phase=2,
        answers={"deployment_partners": sites, "budget": costs},
    )  # fmt: skip
    page = me.get(url(draft, "/co-applicants"))
    offered = {text: href for text, href in page.links().items() if "as applying with you" in text}
    assert list(offered) == ["add Bramble Homecare as applying with you",
                             "add Bracken Lodge as applying with you"]  # fmt: skip
    there = me.get(offered["add Bracken Lodge as applying with you"].partition("#")[0])
    assert there.value_of("organisation") == "Bracken Lodge"
    me.post(url(draft, "/co-applicants"), {**there.form_values(), "email": PARTNER})
    after = me.get(url(draft, "/co-applicants"))
    assert "add Bracken Lodge as applying with you" not in after.links()
    assert me.get(url(draft, "/co-applicants?row=budget.k9")).value_of("organisation") == ""


@pytest.mark.any_database
@pytest.mark.parametrize("part", [CollaboratorRole.EDITOR, CollaboratorRole.VIEWER])
def test_who_never_submits_is_not_told_that_they_cannot_yet(
    client: CheckedClient, lead: User, part: CollaboratorRole
) -> None:
    draft = build.draft(lead=lead)
    client.sign_in(teams.collaborator(draft, part))
    page = client.get(url(draft))
    assert "Before it can be submitted" in page.text
    assert "submit yet" not in page.text and "Check and submit" not in page.text


def test_who_confirms_reads_what_it_is_about(me: CheckedClient, ready: Application) -> None:
    name_one(me, ready)
    me.sign_in(None)
    page = me.get(link())
    assert stored(ready)["plain_summary"] in page.text


def test_the_leads_own_organisation_is_offered_under_no_name() -> None:
    question = SimpleNamespace(
        key="partners", row="organisation", columns=(SimpleNamespace(key="name"),)
    )
    names = ["Marigold Care Ltd.", "MARIGOLD CARE", "The Marigold Care", "Heron Robotics Limited"]
    rows = [{"id": str(n), "name": name} for n, name in enumerate(names)]
    found = named_in_tables([question], {"partners": rows}, ["Marigold Care"])  # type: ignore[list-item]
    assert list(found.values()) == ["Heron Robotics Limited"]
