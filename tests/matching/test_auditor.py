"""An auditor reads what shows that a round was fair, and changes none of it."""

from __future__ import annotations

import pytest
from flask import Flask

from award.foundation import clock
from award.foundation.db import db
from award.foundation.kept import keep_rows
from award.foundation.policy import Role
from award.interests.rules.declared import InterestKind
from tests.build import applications, matching, rounds
from tests.build import assessment as build
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.interests.test_conflicts_used import declares

pytestmark = pytest.mark.any_database


def test_they_read_and_are_offered_no_button(app: Flask, client: CheckedClient) -> None:
    bid = applications.submitted(rounds.open_round())
    reference, round_ = bid.reference, bid.round.reference
    sister, staff = build.assessor("Sal Sister"), user("Sam Staff", roles=(Role.STAFF,))
    about = f"/manage/conflicts/{reference}/{sister.reference}"
    declares(sister, InterestKind.FAMILY)
    released = matching.draft(bid.round, staff, [(bid, sister)])
    released.released_at = clock.now()
    db.session.commit()
    matching.draft(bid.round, staff, [(bid, sister)])
    keep_rows()
    client.sign_in(user("Ada Auditor", roles=(Role.AUDITOR,)))
    path = f"/manage/rounds/{round_}"
    said = {
        "/manage/conflicts": "the programme team decides",
        about: "What was found",
        f"{path}/chairs": "Nobody chairs this round yet",
        f"{path}/blindness": "Nobody has asked for one yet",
        f"{path}/specimens": "Who has scored them",
        f"{path}/assignment": "Draft 1",
        f"{path}/assignment/1": "Sal Sister",
    }
    for address, words in said.items():
        page = client.get(address)
        assert words in page.text, address
        offered = {"Decide", "Prove it now", "Save", "Appoint somebody", "Make a draft", "Release"}
        assert not offered & {*page.buttons(), *page.links()}, address
        assert not [one for one in page.links() if one.startswith(("Decide about", "Limit"))]
    assert "Draft 2" not in client.get(f"{path}/assignment").text
    client.get(f"{path}/assignment/2", status=404)
    token = {"csrf_token": client.csrf_token()}
    for address in (about, f"{path}/blindness", f"{path}/specimens", f"{path}/chairs/open"):
        client.post(address, token, status=403)
    for address in (f"{path}/assignment/1/release", f"{path}/chairs/appoint"):
        client.get(address, status=403)
