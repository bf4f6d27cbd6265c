"""Somebody follows a search by email: confirmed, seen, renewed and ended by links."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.foundation import checks, clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import ANONYMOUS, SYSTEM
from award.own_data.queries.collecting import as_plain, collected
from award.watching.jobs import forget_old_watches
from award.watching.models import Watch, Watcher
from award.watching.queries.watches import ALL, ONE, link
from award.watching.rules.limits import CONFIRMED_WITHIN, FOLLOWED_FOR, MOST, WARNED_BEFORE
from award.watching.services import following, telling
from tests.accounts.letters import letters, link_in, told
from tests.build import watches as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.page import Page

OLA = "ola@example.org"
FALLS = {"q": ["falls"], "setting": ["extra_care"]}
HERE = "/follow-case-studies?q=falls&setting=extra_care"
DAY = timedelta(days=1)


def all_watches() -> list[Watch]:
    return list(db.session.scalars(sa.select(Watch).order_by(Watch.id)))


def faults() -> list[str]:
    return list(checks.CHECKS.all()["Every search that somebody follows is in the audit trail"]())


def press(client: CheckedClient, address: str) -> Page:
    return client.follow(client.post(address, client.get(address).form_values()))


@pytest.mark.each_database
def test_from_the_list_to_the_end(client: CheckedClient) -> None:
    page = client.get("/case-studies?q=falls&setting=extra_care")
    assert "Tell me when there is something new in this search" in page.text
    page = client.get(page.links()["by email"], budget=4)
    assert page.h1 == "Follow this search" and "“falls”, " in page.text
    sent = client.follow(client.post(HERE, {**page.form_values(), "email": " Ola@Example.org "}))
    assert sent.h1 == "Confirm your email address" and OLA in sent.text
    (letter,) = letters(OLA)
    assert "falls" not in letter.body, "nothing that anybody typed"

    address = link_in(letter, "/following/")
    scanner = CheckedClient(client.app)
    for _ in range(2):
        assert scanner.get(address, budget=4).h1 == "Confirm that you follow this search"
    assert scanner.get(address).response.headers["Referrer-Policy"] == "no-referrer"
    assert all_watches()[0].confirmed_at is None
    page = press(scanner, address)
    assert page.h1 == "You follow this search" and OLA in page.text
    press(scanner, address + "/renew")
    every = scanner.get(page.links()["All that this address follows"], budget=4)
    assert "falls" in every.text
    done = press(scanner, every.links()["Stop following “falls”, Extra care housing"])
    assert "You follow this search no more" in done.text
    assert not all_watches() and db.session.scalar(sa.select(Watcher)) is None
    assert letters(OLA) == [], "nor does an email keep the address"
    for gone in (address, address + "/end", address + "/renew"):
        assert scanner.get(gone, status=410).h1 == "This is not followed any more"
    scanner.get(address.rpartition("/")[0] + "/another", status=404)
    assert faults() == []


def test_asked_again_is_one_row_and_the_same_answer(client: CheckedClient) -> None:
    """Also where it is followed already: the page doesn't tell."""
    said = []
    for number in range(2):
        page = client.get(HERE)
        sent = client.follow(client.post(HERE, {**page.form_values(), "email": OLA}))
        said.append(sent.text)
        if not number:
            with transaction():
                following.confirm(all_watches()[0], actor=ANONYMOUS)
    assert said[0] == said[1] and len(all_watches()) == 1 and len(letters(OLA)) == 2
    assert all_watches()[0].confirmed_at is not None
    other = build.begun({"setting": ["extra_care"], "q": ["falls "], "sort": ["title"]})
    assert other.id == all_watches()[0].id, "order and spaces are no other search"


def test_bad_addresses_programs_and_too_many(client: CheckedClient) -> None:
    form = client.get(HERE).form_values()
    for typed, says in (("", "Enter your email address"), ("ola", "Enter an email address, like")):
        page = client.post(HERE, {**form, "email": typed}, status=200)
        assert page.errors and page.errors[0].startswith(says)
    page = client.post(HERE, {**form, "email": OLA, "website": "x"}, status=200)
    assert page.errors == ["Empty this box: it is there to stop programs"]
    assert not all_watches()
    for number in range(MOST):
        build.followed({"q": [f"word{number}"]})
    last = build.begun({"q": ["onemore"]})
    page = client.post(
        link(ONE, last.reference), client.get(link(ONE, last.reference)).form_values(), status=200
    )
    assert page.errors and f"You follow {MOST} searches" in page.errors[0]


def test_from_ones_own_account(client: CheckedClient) -> None:
    ada = user("Ada", "ada@example.org", roles=())
    me = client.sign_in(ada)
    me.get("/follow-case-studies?setting=nonsense", status=404)
    page = me.get("/follow-case-studies")
    assert page.form_values()["email"] == [ada.email]
    done = me.follow(me.post("/follow-case-studies", page.form_values()))
    assert "You follow this search: All case studies" in done.text and letters(ada.email) == []
    build.followed({"q": ["of a stranger"]})
    mine = me.get(me.get("/account").links()["What you follow by email"], budget=8)
    assert "All case studies" in mine.text and "stranger" not in mine.text
    copy = str(as_plain(collected(actor_of(ada), ada).parts))
    assert "All case studies" in copy and "of a stranger" not in copy
    with transaction():
        following.forget_address(ada.email, actor=SYSTEM)
    assert [one.asked for one in all_watches()] == [{"q": "of a stranger"}]
    me.get("/account/following")


@pytest.mark.each_database
def test_what_nobody_confirms_or_renews_goes_and_only_then(app: Flask) -> None:
    build.begun({"q": ["waits"]}, "zed@example.org")
    kept, ends = build.followed({"q": ["kept"]}), build.followed({"q": ["ends"]})
    with clock.at(clock.now() + CONFIRMED_WITHIN + DAY):
        forget_old_watches()
    assert [one.asked["q"] for one in all_watches()] == ["kept", "ends"]
    assert ends.until is not None
    late = ends.until + 90 * DAY
    with clock.at(late):
        forget_old_watches()
        assert len(all_watches()) == 2, "nobody had told them"
        db.session.commit()
    with clock.at(ends.until - WARNED_BEFORE + DAY), transaction():
        assert telling.warn(base_url="http://localhost", actor=SYSTEM) == 1
        assert telling.warn(base_url="http://localhost", actor=SYSTEM) == 0
        following.renew(db.session.get_one(Watch, kept.id), actor=ANONYMOUS)
    (letter,) = told("watch.ending")
    assert "“kept”" in letter.body and link(ONE, ends.reference) + "/renew" in letter.body
    with clock.at(late):
        forget_old_watches()
    (left,) = all_watches()
    assert left.id == kept.id and left.until is not None
    assert left.until > clock.now() + FOLLOWED_FOR
    assert faults() == []


def test_late_links_confirm_nothing(client: CheckedClient) -> None:
    made = build.begun()
    with clock.at(clock.now() + CONFIRMED_WITHIN + DAY):
        client.get(link(ONE, made.reference), status=410)
        with pytest.raises(Refused), transaction():
            following.confirm(made, actor=ANONYMOUS)


def test_all_at_once(client: CheckedClient) -> None:
    first = build.followed({"q": ["one"]})
    build.followed({"q": ["two"]})
    build.followed({"q": ["other"]}, "zed@example.org")
    address = link(ALL, db.session.get_one(Watcher, first.watcher_id).reference)
    page = client.get(address)
    assert "two" in page.text and "other" not in page.text
    press(client, address)
    assert [one.asked["q"] for one in all_watches()] == ["other"]
    client.get(address, status=410)
    client.get(address + "x", status=404)
