"""Somebody who never applied shares a project: by steps, by a link, confirmed, read, taken on,
agreed, published, and taken down again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.case_studies.models import CaseStudy
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM, Role
from award.foundation.security import HELD_BY_LINK
from award.sharing import services
from award.sharing.models import Share
from award.sharing.rules.asked import (
    CONFIRMED_WITHIN,
    KEPT_FOR,
    STEPS,
)
from tests.accounts.letters import letters, link_in, told
from tests.build import accounts, case_studies
from tests.build import shares as build
from tests.client import CheckedClient
from tests.page import Page

WHO: dict[str, Any] = {
    "name": "Ola Stranger",
    "email": "Ola@Example.org",
    "organisation": "Hill House",
    "organisation_type": "social_care_provider",
    "title": "Hearing calls at night",
}
ALLOWED = {"allowed": "y"}


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", "sam@programme.example")


def the_one() -> Share:
    db.session.expire_all()
    return db.session.scalars(sa.select(Share)).one()


def study() -> CaseStudy:
    db.session.expire_all()
    return db.session.scalars(sa.select(CaseStudy)).one()


def link() -> str:
    """Out of the last email."""
    found = re.search(
        r"/share/SHR-\w+/\w+(?:/case-study\S*)?",
        "\n".join(one.body for one in letters("ola@example.org")[::-1]),
    )
    assert found is not None
    return found.group()


def send(client: CheckedClient, address: str, **sent: Any) -> Page:
    return client.follow(client.post(address, {**client.get(address).form_values(), **sent}))


def go_through(client: CheckedClient) -> Page:
    """Every step, from the first."""
    page = send(client, "/share", **WHO)
    for key, step in STEPS.items():
        assert page.h1.endswith(step.title)
        here = page.response.request.path
        values = {box.key: build.TEXTS.get(box.key, "") for box in step.boxes}
        assert here.endswith(key)
        page = client.follow(client.post(here, {**page.form_values(), **values}))
    return page


@pytest.mark.each_database
def test_from_a_stranger_to_a_page_that_anyone_reads_and_back(
    client: CheckedClient, staff: User
) -> None:
    assert client.get("/case-studies").links()["Share a case study"] == "/share"
    page = go_through(client)
    begun = letters("ola@example.org")[0]
    assert "Ola Stranger" not in begun.body and "Hearing" not in begun.body
    here = page.response.request.path
    done = client.follow(client.post(here, {**page.form_values(), **ALLOWED}))
    assert done.h1 == "Confirm your email address"
    assert (the_one().state, told("share.came_in")) == ("unconfirmed", [])
    client.sign_in(staff)
    client.get(f"/manage/shared-projects/{the_one().reference}", status=404)
    assert "Hearing" not in client.get("/manage/shared-projects").text

    client.sign_in(None)
    page = client.get(link())
    assert "allowed" not in page.form_values() and "I may share this for my" in page.text
    assert page.text.index("Confirm and send") < page.text.index("television"), "before it all"
    done = send(client, link())
    assert done.h1 == "Thank you for sharing" and the_one().state == "received"
    client.get(here, status=404)
    reference = the_one().reference
    assert staff.email in [one.recipient for one in told("share.came_in")]

    client.sign_in(staff)
    page = client.get(f"/manage/shared-projects/{reference}", budget=8)
    assert page.h1 == WHO["title"] and "television" in page.text
    send(client, f"/manage/shared-projects/{reference}/changes", letter="How many homes?")
    assert "How many homes?" in letters("ola@example.org")[-1].body
    client.sign_in(None)
    page = client.get(f"{link()}/project")
    assert "How many homes?" in page.text
    client.post(f"{link()}/project", {**page.form_values(), "project": "Two *homes* tried it."})
    send(client, link(), **ALLOWED)
    client.sign_in(staff)
    send(client, f"/manage/case-studies/shared/{reference}/take-on")
    made = study()
    assert made.project == r"Two \*homes\* tried it." and "Staff told us" in made.impact
    assert "Hearing calls at night" not in client.get("/case-studies").text
    whole = {**case_studies.TEXT, "title": "Hearing who calls", "project": made.project}
    case_studies.edited(made, **whole)
    case_studies.resent(study())
    asked = letters("ola@example.org")[-1]
    assert reference in asked.body and "/my-case-studies/" not in asked.body
    assert WHO["title"] in letters("ola@example.org")[-2].subject

    client.sign_in(None)
    mine = f"/my-case-studies/{made.slug}"
    client.get(mine, status=302)
    page = client.follow(client.get(link(), status=302))
    assert "Hearing who calls" in page.h1 and "Agree" in page.text
    page = client.get(link().partition("/case-study")[0])
    assert "Waiting for you" in page.text
    page = client.get(page.links()["Read and answer its case study"])
    client.post(mine, {**page.form_values(), "name": "Ola Stranger", "confirmed": "y"})
    assert study().state == "approved" and study().agreed_by_id is None
    case_studies.made_public(case_studies.again(study()))
    slug = study().slug
    assert slug == "hearing-who-calls"
    client.sign_in(None)
    public = client.get(f"/case-studies/{slug}")
    assert "never applied" in public.text and "Ola Stranger" not in public.text
    assert "ola@example.org" not in public.data.decode()
    _what_comes_after(client, staff, slug)
    client.sign_in(None)
    client.get(link(), status=302)
    send(client, f"/my-case-studies/{slug}/withdraw", reason="We stopped")
    client.get(f"/case-studies/{slug}", status=410)
    assert "Hearing who calls" not in client.get("/case-studies").text


def _what_comes_after(client: CheckedClient, staff: User, slug: str) -> None:
    """Whoever shared it tells more by their link, and is asked whether it still runs."""
    client.get(link(), status=302)
    news = {"tells": "did_not_work", "heading": "Half were false", "news": "Half of the alerts."}
    send(client, f"/my-case-studies/{slug}/updates", **news, confirmed="y")
    client.sign_in(staff)
    send(client, f"/manage/case-studies/{slug}/updates/1", step="publish")
    assert "/my-case-studies/" not in letters("ola@example.org")[-1].body
    send_to = f"/manage/case-studies/{slug}/still-running"
    client.post(f"{send_to}/ask", client.get(send_to).form_values())
    asked = told("case_study.running_asked")[-1]
    assert asked.recipient == "ola@example.org"
    client.sign_in(None)
    send(client, link_in(asked, "/still-running/"), answer="stopped", why="No money.")
    page = client.get(f"/case-studies/{slug}")
    assert "Half were false" in page.text and "No money." in page.text
    assert "ola@example.org" not in page.data.decode()


def test_what_is_missing_is_said_and_a_half_step_is_kept(client: CheckedClient) -> None:
    page = client.post("/share", {}, status=200)
    assert page.errors == [
        "Enter your name", "Enter your email address", "Enter the name of your organisation",
        "Choose what kind of organisation it is", "Say what the project is called",
    ]  # fmt: skip
    trapped = client.post("/share", {**WHO, "website": "x"}, status=200)
    assert trapped.errors == ["Empty this box: it is there to stop programs"]
    made = build.begun()
    here = build.link(made)
    empty = client.get(f"{here}/problem").form_values()
    long = client.post(f"{here}/problem", {**empty, "problem": "word " * 300}, status=200)
    assert long.errors and the_one().problem == ""
    send(client, f"{here}/outcome", impact="Nothing got better.")
    assert the_one().impact == "Nothing got better."
    page = client.get(here)
    assert "Say what problem you wanted to solve" in page.text
    refused = client.post(here, {**page.form_values(), **ALLOWED}, status=200)
    assert refused.errors and the_one().state == "draft"


def test_two_windows_lose_nothing(client: CheckedClient) -> None:
    here = build.link(build.begun())
    one, two = client.get(f"{here}/problem"), client.get(f"{here}/problem")
    client.post(f"{here}/problem", {**one.form_values(), "problem": "The first words"})
    page = client.post(
        f"{here}/problem", {**two.form_values(), "problem": "The other words"}, status=200
    )
    assert "The first words" in page.text and "The other words" in page.data.decode()
    assert the_one().problem == "The first words"


def test_a_link_is_of_one_project_and_guesses_find_nothing(client: CheckedClient) -> None:
    one, two = build.shared(), build.shared(email="two@example.org", title="Another")
    token = build.link(one).rpartition("/")[2]
    client.get(f"/share/{two.reference}/{token}", status=404)
    client.get(f"/share/{one.reference}/{'0' * 40}", status=404)
    client.get(f"/share/{one.reference}/é", status=404)


def test_what_is_sent_can_be_taken_back_and_is_gone(client: CheckedClient, staff: User) -> None:
    here = build.link(build.shared())
    title = the_one().title
    assert any(title in one.subject for one in letters(staff.email))
    send(client, f"{here}/take-back")
    left = the_one()
    assert (left.state, left.email, left.name, left.problem) == ("withdrawn", "", "", "")
    written = [f"{one.subject}{one.body}" for one in letters(staff.email)]
    assert written and not any(title in one for one in written), "to staff neither"
    client.get(here, status=404)
    client.sign_in(staff)
    page = client.get(f"/manage/shared-projects/{left.reference}")
    assert page.h1 == "Taken back" and "taken back" in page.text


def test_declining_says_why_and_nothing_is_public(client: CheckedClient, staff: User) -> None:
    made = build.shared()
    client.sign_in(staff)
    address = f"/manage/shared-projects/{made.reference}/decline"
    wrong = client.post(address, {"letter": " "}, status=200)
    assert wrong.errors == ["Write what they should read"]
    send(client, address, letter="It is about hospitals")
    assert "It is about hospitals" in letters("ola@example.org")[-1].body
    client.get(f"/manage/case-studies/shared/{made.reference}/take-on", status=302)
    late = client.post(f"/manage/case-studies/shared/{made.reference}/take-on", {}, status=200)
    assert late.errors and db.session.scalars(sa.select(CaseStudy)).all() == []


def test_whoever_has_the_address_confirmed_reads_it_with_their_account(
    client: CheckedClient,
) -> None:
    made = build.taken_on()
    ola = accounts.user("Ola Stranger", "ola@example.org", roles=())
    other = accounts.user("Oz Other", roles=())
    client.sign_in(ola)
    assert client.get(f"/my-case-studies/{made.slug}").text
    client.sign_in(other)
    client.get(f"/my-case-studies/{made.slug}", status=404)


def test_assessors_and_applicants_see_nothing_of_it(client: CheckedClient) -> None:
    made = build.shared()
    for roles in ((), (Role.ASSESSOR,), (Role.ADMIN,)):
        client.sign_in(accounts.user("No Body", roles=roles))
        client.get(f"/manage/shared-projects/{made.reference}", status=404)
        client.get("/manage/shared-projects", status=404)


def test_what_nobody_sends_is_deleted_and_what_was_declined_is_let_go(app: Flask) -> None:
    build.begun()
    old = build.shared(email="two@example.org")
    with transaction():
        services.decline(old, words="No", actor=accounts.actor_of(accounts.user()))
    with clock.at(clock.now() + CONFIRMED_WITHIN + timedelta(days=1)), transaction():
        assert (services.forget_unsent(actor=SYSTEM), services.forget(actor=SYSTEM)) == (1, 0)
        assert letters("ola@example.org") == [], "its address and link go with it"
    with clock.at(clock.now() + KEPT_FOR + timedelta(days=1)), transaction():
        assert services.forget(actor=SYSTEM) == 1
    left = the_one()
    assert (left.reference, left.email, left.letter, left.problem) == (old.reference, "", "", "")


def test_what_a_link_gave_a_browser_ends_with_the_sign_in(client: CheckedClient) -> None:
    made = build.taken_on()
    client.sign_in(accounts.user("Oz Other", roles=()))
    with client.browser.session_transaction() as session:
        session[HELD_BY_LINK] = [made.share.reference]
    assert client.get(f"/my-case-studies/{made.slug}").text
    client.post("/sign-out", status=302)
    with client.browser.session_transaction() as session:
        assert HELD_BY_LINK not in session


def test_nobody_decides_about_what_they_shared_themselves(client: CheckedClient) -> None:
    made = build.taken_on()
    client.sign_in(accounts.user("Ola Stranger", "ola@example.org", roles=(Role.PUBLISHER,)))
    client.get(f"/manage/case-studies/{made.slug}")
    client.get(f"/manage/case-studies/{made.slug}/edit", status=403)
    shared = build.shared()
    assert shared.email == "ola@example.org"
    client.get(f"/manage/shared-projects/{shared.reference}")
    client.get(f"/manage/shared-projects/{shared.reference}/decline", status=403)
