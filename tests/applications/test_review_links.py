"""Somebody without an account reads a draft by a link and comments; nobody else reads what was
said, and the link stands nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.jobs import forget_review_links, tell_of_comments
from award.applications.models import Application
from award.applications.reviewing import ReviewComment, ReviewLink
from award.applications.rules.reviewing import AT_LATEST, KEPT_FOR, MOST_LINKS, QUIET_FOR
from award.applications.rules.states import CollaboratorRole
from award.applications.services import submitting
from award.applications.services.handing_over import take_lead
from award.applications.services.reviewing import end_link
from award.applications.services.team import offer_lead
from award.applications.together import Collaborator
from award.foundation import arrival, clock
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.accounts.letters import letters
from tests.applications.reviewing import SAID, enter, make, say
from tests.applications.walking import actor, url
from tests.build import accounts, files, rounds
from tests.build import applications as build
from tests.build import team as teams
from tests.client import CheckedClient


@pytest.fixture
def ready(lead: User) -> Application:
    return build.complete(lead=lead)


def test_read_and_commented_without_an_account(
    me: CheckedClient, ready: Application, lead: User
) -> None:
    link = make(me, ready)
    me.sign_in(None)
    for _ in range(2):  # a scanner of mail opens it: nothing is noted, nothing is told
        first = me.get(link)
        assert "An example answer" not in first.text
    assert "Ada Lead asks for your comments" in first.text
    assert db.session.scalars(sa.select(ReviewLink.last_used_at)).one() is None
    assert "Enter your name" in me.post(link, first.form_values(), status=200).errors[0]
    page = enter(me, link)
    assert "You read this as Jo Reader" in page.text
    assert "An example answer about" in page.text
    say(me, link)
    assert SAID in me.get(link).text
    me.sign_in(lead)
    section = me.get(url(ready, "/problem"))
    assert SAID in section.text
    assert "Jo Reader" in section.text
    assert SAID not in me.get(url(ready, "/summary")).text
    listed = me.get(url(ready, "/review"))
    assert "Last used" in listed.text
    (comment,) = db.session.scalars(sa.select(ReviewComment))
    me.post(url(ready, f"/review/comments/{comment.id}"), {})
    assert SAID not in me.get(url(ready, "/problem")).text
    assert "Dealt with by Ada Lead" in me.get(url(ready, "/review")).text
    me.post(url(ready, f"/review/comments/{comment.id}"), {"again": "again"})
    assert SAID in me.get(url(ready, "/problem")).text


def test_one_section_and_no_more(me: CheckedClient, ready: Application) -> None:
    link = make(me, ready, "problem")
    me.sign_in(None)
    page = enter(me, link)
    assert "An example answer about the problem" in page.text
    assert "An example answer about the project" not in page.text
    assert "The project" not in page.text
    me.get(f"{link}/project", status=404)
    me.get(f"{link}/no_such_question", status=404)


def test_what_is_kept_apart_is_not_shown_and_files_are_only_named(
    me: CheckedClient, lead: User, tmp_path: object
) -> None:
    draft = build.complete(
        rounds.open_round(question_set_id=files.set_with_slots(tmp_path).id),
        lead=lead,  # type: ignore[arg-type]
    )
    files.put(draft, lead, "plan", "Our plan.pdf")
    link = make(me, draft)
    me.sign_in(None)
    page = enter(me, link)
    assert "Our plan.pdf" in page.text
    assert not [href for href in page.links().values() if "/files/" in href]
    me.get(f"{link}/agree", status=404)  # a declaration
    questions = page.text
    assert "I have read" not in questions


def test_taken_back_run_out_submitted_or_guessed(me: CheckedClient, ready: Application) -> None:
    links = [make(me, ready, called=f"Reader {number}") for number in range(3)]
    me.post(url(ready, f"/review/{number_of('Reader 0')}"), {})
    me.sign_in(None)
    over = "This link does not work any more"
    assert me.get(links[0], status=410).h1 == over
    enter(me, links[1])
    with clock.at(clock.now() + timedelta(days=15)):
        assert me.get(links[1], status=410).h1 == over
    for path in (links[2][:-1], "/review/x", "/review/x/problem"):
        me.get(path, status=404)
    page = me.get(f"{links[1]}/problem")
    with transaction():
        submitting.submit(ready, actor=actor(ready), received_at=arrival.moment())
    for path in (*links[1:], f"{links[1]}/problem"):
        gone = me.get(path, status=410)
        assert gone.h1 == over
        assert "An example answer" not in gone.text
    me.post(f"{links[1]}/problem", {**page.form_values(), "comment": SAID}, status=409)
    assert db.session.scalars(sa.select(ReviewComment)).all() == []


def number_of(called: str) -> int:
    return db.session.scalars(sa.select(ReviewLink.id).where(ReviewLink.called == called)).one()


@pytest.mark.parametrize(
    ("words", "refusal"),
    [("", "Write your comment"), ("Hid\u200bden", "has 1 character that nobody sees"),
     ("Turn\u202eed", "has 1 character that nobody sees"),
     ("word " * 301, "Cut 1 word")],
)  # fmt: skip
def test_what_can_not_be_said_stays_in_the_box(
    me: CheckedClient, ready: Application, words: str, refusal: str
) -> None:
    link = make(me, ready)
    me.sign_in(None)
    enter(me, link)
    page = say(me, link, words, status=200)
    assert refusal in page.errors[0]
    assert (page.value_of("comment") or "").strip() == words.strip()
    assert db.session.scalars(sa.select(ReviewComment)).all() == []


def test_the_lead_is_told_once_of_many(me: CheckedClient, ready: Application, lead: User) -> None:
    link = make(me, ready)
    me.sign_in(None)
    enter(me, link)
    for number in range(3):
        say(me, link, f"Comment number {number}")
    start = clock.now()
    tell_of_comments()
    assert about(lead) == []
    with clock.at(start + QUIET_FOR):
        tell_of_comments()
        tell_of_comments()
        (letter,) = about(lead)
        assert letter.subject == "3 comments on your application"
        assert "Comment number" not in letter.body
        assert "Jo Reader" not in letter.body
        say(me, link, "One more")
    with clock.at(start + QUIET_FOR + AT_LATEST):
        tell_of_comments()
    assert [one.subject for one in about(lead)][1:] == ["One comment on your application"]


def about(lead: User) -> list[OutboxMessage]:
    return [one for one in letters(lead.email) if one.notice == "application.commented"]


def test_old_links_go_with_what_was_said(me: CheckedClient, ready: Application) -> None:
    link = make(me, ready)
    me.sign_in(None)
    enter(me, link)
    say(me, link)
    with clock.at(clock.now() + timedelta(days=13) + KEPT_FOR):
        forget_review_links()
        assert len(db.session.scalars(sa.select(ReviewComment)).all()) == 1
    with clock.at(clock.now() + timedelta(days=15) + KEPT_FOR):
        forget_review_links()
    db.session.expire_all()
    assert db.session.scalars(sa.select(ReviewComment)).all() == []
    assert db.session.scalars(sa.select(ReviewLink)).all() == []


def test_who_may_make_one_and_who_may_deal_with_comments(
    me: CheckedClient, ready: Application, lead: User
) -> None:
    editor = teams.collaborator(ready, CollaboratorRole.EDITOR, "Bea Editor")
    viewer = teams.collaborator(ready, CollaboratorRole.VIEWER, "Vic Viewer")
    link = make(me, ready)
    me.sign_in(None)
    enter(me, link)
    say(me, link)
    (comment,) = db.session.scalars(sa.select(ReviewComment))
    settle = url(ready, f"/review/comments/{comment.id}")
    new = {"reader": "Mine", "section": "all", "days": "14"}
    me.sign_in(viewer)
    assert SAID in me.get(url(ready, "/review")).text
    me.post(settle, {}, status=403)
    me.post(url(ready, "/review"), new, status=403)
    me.sign_in(editor)
    me.post(url(ready, "/review"), new, status=403)
    me.post(url(ready, f"/review/{number_of('Jo')}"), {}, status=403)
    me.post(settle, {})
    for role in (Role.STAFF, Role.ADMIN, Role.AUDITOR):
        me.sign_in(accounts.user(roles=(role,)))
        me.get(url(ready, "/review"), status=404)
        me.post(settle, {}, status=404)
    stranger = build.draft(lead=accounts.user("Olu Other", roles=()))
    me.sign_in(accounts.account_of(stranger.lead_id))
    me.post(url(stranger, f"/review/comments/{comment.id}"), {}, status=404)
    me.post(url(stranger, f"/review/{number_of('Jo')}"), {}, status=404)


def test_so_many_links_and_no_more(me: CheckedClient, ready: Application) -> None:
    for number in range(MOST_LINKS):
        make(me, ready, called=f"Reader {number}")
    page = me.get(url(ready, "/review"))
    sent = {**page.form_values("/review"), "reader": "One more", "section": "all"}
    assert "take one back first" in me.post(url(ready, "/review"), sent, status=200).errors[0]


def test_comments_are_in_nothing_that_staff_read(
    me: CheckedClient, ready: Application, app: Flask
) -> None:
    link = make(me, ready)
    me.sign_in(None)
    enter(me, link)
    say(me, link)
    with transaction():
        submitting.submit(ready, actor=actor(ready), received_at=arrival.moment())
    me.sign_in(accounts.user("Stef Staff", roles=(Role.STAFF,)))
    for path in (f"/manage/applications/{ready.reference}",
                 f"/manage/applications/{ready.reference}/submissions"):  # fmt: skip
        assert SAID not in me.get(path).text
    assert SAID not in str(db.session.execute(sa.text("SELECT content FROM submission")).all())


def test_it_ends_with_whoever_made_it(me: CheckedClient, ready: Application, lead: User) -> None:
    """Who leads now answers for who reads: they see it among the links, and it opens nothing."""
    bea = teams.collaborator(ready, CollaboratorRole.EDITOR)
    new = bea.id
    link, number = make(me, ready), ready.id
    me.sign_in(None)
    enter(me, link)
    row = db.session.scalars(sa.select(Collaborator)).one()
    with transaction():
        offer_lead(row, actor=accounts.actor_of(lead))
    with transaction():
        take_lead(row, actor=accounts.actor_of(accounts.account_of(new)))
    typed = {"comment": "Words of a reader whose link has ended"}
    page = me.post(f"{link}/problem", typed, status=409)
    assert "does not work" in page.text or "no longer works" in page.text
    assert me.get(link, status=410).h1 == "This link does not work any more"
    me.sign_in(accounts.account_of(new))
    listed = me.get(url(db.session.get_one(Application, number), "/review"))
    assert "whoever made it does not lead any more" in listed.text


def test_what_was_typed_when_a_link_ends_stands_on_the_page(
    me: CheckedClient, ready: Application, lead: User
) -> None:
    link = make(me, ready)
    me.sign_in(None)
    enter(me, link)
    form = me.get(f"{link}/problem").form_values()
    row = db.session.scalars(sa.select(ReviewLink)).one()
    with transaction():
        end_link(row, actor=accounts.actor_of(lead))
    page = me.post(f"{link}/problem", {**form, "comment": SAID}, status=409)
    assert SAID in page.text
