"""No address carries text that a person made up: what stands in one was made by us, of characters
that mean nothing in an address."""

from __future__ import annotations

import re

from flask import Flask

from award.accounts.models import User
from award.foundation.db import db
from award.foundation.policy import Role
from award.foundation.references import slugify
from tests.build.accounts import organisation, user
from tests.client import CheckedClient

MADE = {
    "reference": "drawn at random; a round's is held to A-Z, 0-9 and hyphens by its form",
    "slug": "made from a title by slugify",
    "token": "signed by us",
    "section": "of a question set",
    "question": "of a question set",
    "letter": "dealt to an assessor",
    "criterion": "of a criteria file; made from a title by slugify",
    "person": "drawn at random, of an account",
    "number": "of a conflict; where a part of a file begins",
    "format": "of a download",
    "kind": "of a document",
    "switch": "one of a list",
    "step": "one of a list",
    "decision": "one of a list",
    "reply": "one of a list",
    "problem": "one of a list",
    "setting": "one of a list",
    "moment": "one of a list",
    "way": "one of a list",
    "key": "of a list; drawn at random, of a file",
    "filename": "of our own files",
    "name": "drawn at random, of a picture",
    "width": "a number",
    "version": "of a law, from our own file",
}
HOSTILE = "jo/smith?a=b#c%2f..;\\x@demo.example"
PLAIN = re.compile(r"[A-Za-z0-9-]+")


def test_every_part_of_an_address_is_made_by_us(app: Flask) -> None:
    parts = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert parts <= set(MADE), f"what may stand in {sorted(parts - set(MADE))}?"
    paths = [rule.rule for rule in app.url_map.iter_rules() if "<path:" in rule.rule]
    assert paths == ["/static/<path:filename>"]


def test_an_account_whose_address_has_a_slash_can_be_managed(client: CheckedClient) -> None:
    client.sign_in(user(roles=(Role.ADMIN,)))
    for number, email in enumerate(("jo/smith@demo.example", "a%2f?x=1#y@demo.example")):
        person = user(f"Jo Smith {number}", email, roles=())
        link = client.get("/manage/people?q=jo+smith").links()[person.name]
        assert PLAIN.fullmatch(link.removeprefix("/manage/people/"))
        assert client.get(link).h1 == person.name
        assert client.get(link.lower(), status=301).location.endswith(link)
        client.post(f"{link}/suspend")
        assert not db.session.get_one(User, person.id).active
        client.post(f"{link}/reinstate")
        client.post(link, {"role": "assessor"})
        assert "Assessor" in client.get(link).text


def test_names_leave_no_trace_in_addresses(client: CheckedClient) -> None:
    assert PLAIN.fullmatch(organisation(name=HOSTILE).reference)
    assert PLAIN.fullmatch(slugify(HOSTILE))
    assert PLAIN.fullmatch(slugify("/"))
    assert PLAIN.fullmatch(user(HOSTILE).reference)
