"""Whether an address has an account can't be told by what a page does."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from passlib.context import CryptContext

from award.accounts.models import User
from award.accounts.services import people
from award.foundation import jobs
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM
from tests.accounts.letters import letters
from tests.build import case_studies
from tests.build.accounts import PASSWORD, user
from tests.build.rounds import open_round
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database

UNKNOWN = "nobody@example.org"
KINDS = ("known", "unconfirmed", "suspended", "invited")


def _account(kind: str) -> User:
    person = user(
        email=f"{kind}@example.org",
        roles=(),
        password=None if kind == "invited" else PASSWORD,
        confirmed=kind not in ("unconfirmed", "invited"),
    )
    if kind == "suspended":
        people.suspend(person, actor=SYSTEM)
        db.session.commit()
    return person


def _plain(said: str | None, address: str) -> str:
    """Without the address, and without what names the thing that was just begun."""
    said = re.sub(r"/(share|following)/[A-Z]+-\w+/\w+", r"/\1", said or "")
    return said.replace(address, "x")


class Work:
    """Counts what takes time: slow hashes, statements by their kind and table, jobs, commits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: Counter[str] = Counter()
        for name in ("hash", "verify"):
            self._count(monkeypatch, CryptContext, name, "slow hash")
        self._count(monkeypatch, jobs, "enqueue", "job")

    def _count(self, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, what: str) -> None:
        real = getattr(owner, name)

        def counted(*args: Any, **more: Any) -> Any:
            if owner is not CryptContext or args[0].default_scheme() == "argon2":
                self.done[what] += 1
            return real(*args, **more)

        monkeypatch.setattr(owner, name, counted)

    def of(self, client: CheckedClient, path: str, sent: dict[str, str], status: int) -> Any:
        self.done.clear()
        page = client.post(path, sent, status=status)
        for text in page.statements.texts:
            self.done[re.sub(r"\s+", " ", text)[:40]] += 1
        return page, Counter(self.done)


ASKED: tuple[tuple[str, dict[str, str], int], ...] = (
    ("/reset", {}, 200),
    ("/confirm", {}, 200),
    ("/register", {"name": "Ada Okafor", "password": PASSWORD}, 302),
    ("/register", {"name": "Ada Okafor", "password": "short"}, 200),
    ("/sign-in", {"password": "not the password"}, 200),
    ("/complain", {"concerns": "data", "what": "It was read out", "name": "Ada Okafor"}, 302),
    ("/share", {"name": "Ada Okafor", "organisation": "Elm Court", "organisation_type": "charity",
                "title": "Sensors at night"}, 302),
    ("/challenges/tell", {"kinds": "money", "what": "Nobody pays for what it costs us to try this",
                          "organisation": "charity", "may_publish": "yes"}, 302),
    ("/follow-case-studies?q=falls", {}, 302),
    ("/remind-me", {}, 302),
)  # fmt: skip
"""A page that asks a stranger for an email address, what else is sent, and the answer's status."""
_IDEA = {"idea": "A tool", "question": "Does it fit?", "name": "Ada Okafor"}
ABOUT_A_ROUND = (("/rounds/OPEN/enquiry", _IDEA, 302),)
"""The same about one of the rounds."""
_QUESTION = {"question": "How long did it take?", "name": "Ada Okafor", "stands": "named"}
ABOUT_A_STUDY = (("/case-studies/STUDY/ask", _QUESTION, 302),)
"""The same about a case study."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("path", "more", "status"), (*ASKED, *ABOUT_A_ROUND, *ABOUT_A_STUDY))
def test_the_same_is_done_and_said(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch, path: str, more: Any, status: int,
    kind: str,
) -> None:  # fmt: skip
    person = _account(kind)
    path = path.replace("OPEN", open_round().reference) if "OPEN" in path else path
    path = path.replace("STUDY", case_studies.published().slug) if "STUDY" in path else path
    work = Work(monkeypatch)
    for _ in range(2):  # templates compiled, strangers known to the trail
        work.of(client, path, {**more, "email": "warm-up@example.org"}, status)
        client.sign_in(None)
    unknown, without = work.of(client, path, {**more, "email": UNKNOWN}, status)
    client.sign_in(None)
    known, with_one = work.of(client, path, {**more, "email": person.email}, status)
    assert with_one == without
    for this, other in ((known.text, unknown.text), (known.location, unknown.location)):
        assert _plain(this, person.email) == _plain(other, UNKNOWN)
    assert dict(known.response.headers).keys() == dict(unknown.response.headers).keys()
    if path == "/sign-in" or (path, status) == ("/register", 302):
        assert without["slow hash"] == 1


def test_every_page_that_asks_a_stranger_for_an_address_is_tried(client: CheckedClient) -> None:
    asking = set()
    for rule in client.app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not rule.arguments:
            page = client.app.test_client().get(rule.rule)
            if page.status_code == 200 and 'name="email"' in page.text:
                asking.add(rule.rule)
    assert asking == {path.partition("?")[0] for path, _more, _status in ASKED}


def test_what_is_done_for_nobody_leaves_nothing(client: CheckedClient) -> None:
    user(email="known@example.org", roles=(), password=PASSWORD)
    for path in ("/reset", "/confirm"):
        client.post(path, {"email": UNKNOWN}, status=200)
    client.post("/confirm", {"email": "known@example.org"}, status=200)
    assert db.session.scalars(sa.select(OutboxMessage)).all() == []
    sent = {"name": "Ada Okafor", "password": PASSWORD, "email": "known@example.org"}
    client.post("/register", sent)
    assert len(letters("known@example.org")) == 1
    assert db.session.scalars(sa.select(User.email)).all() == ["known@example.org"]
