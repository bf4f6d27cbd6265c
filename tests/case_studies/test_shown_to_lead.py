"""The lead is told what has changed since they opened the page, and nothing of what was written
between two versions, whatever marks they send."""

from __future__ import annotations

import json

from flask import Flask

from award.case_studies.services import editing
from award.foundation.db import db, transaction
from award.foundation.edits import mark
from award.foundation.policy import Role
from tests.build import case_studies
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

GUESSED = ("problem", "stage")
BETWEEN = "The home manager could not be trusted."


def test_words_that_were_never_sent_are_not_shown(app: Flask, client: CheckedClient) -> None:
    study = case_studies.sent()
    lead, staff = case_studies.lead_of(study), user("Stef Staff", roles=(Role.STAFF,))
    with transaction():
        editing.revise(case_studies.again(study), actor=actor_of(staff))
    case_studies.edited(study, staff=staff, problem=BETWEEN, stage="private_beta")
    case_studies.edited(study, staff=staff, problem="Other words.", stage="production")
    case_studies.resent(study, staff=staff)
    db.session.commit()
    page = f"/my-case-studies/{study.slug}"
    client.sign_in(lead)
    sent = {**client.get(page).form_values(), "confirmed": "y", "name": "Ada Lead"}
    rest = {key: one for key, one in json.loads(sent["shown"][0]).items() if key not in GUESSED}
    guessed = {"problem": mark(BETWEEN), "stage": mark("private_beta"), **rest}
    told = client.post(page, {**sent, "shown": json.dumps(guessed)}, status=200)
    assert "Other words." in told.text
    assert BETWEEN not in told.text
    assert told.text.count("not kept any more") == 2

    shown = {"problem": mark(case_studies.TEXT["problem"])}
    told = client.post(page, {**sent, "shown": json.dumps(shown)}, status=200)
    assert case_studies.TEXT["problem"].split()[-1] in told.text
