"""What tests of questions to a team begin with and ask again and again."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from award.case_studies.later import TeamQuestion
from award.foundation import checks
from award.foundation.db import db
from tests.build import asking as build
from tests.client import CheckedClient
from tests.page import Page

ASKER = "ada@asker.example"
FILLED = {
    "question": f"{build.QUESTION} <script>alert(1)</script>",
    "name": "Ada Okafor",
    "email": "Ada@Asker.example",
    "stands": "named",
}


def send(client: CheckedClient, path: str, **sent: Any) -> Page:
    return client.follow(client.post(path, {**client.get(path).form_values(), **sent}))


def the_one() -> TeamQuestion:
    db.session.expire_all()
    return db.session.scalars(sa.select(TeamQuestion)).one()


def faults() -> list[str]:
    return [
        line
        for says in (
            "Every question to a team and what became of it are in the audit trail",
            "Everything stands where its last recorded move put it",
            "The audit trail is whole",
        )
        for line in checks.CHECKS.all()[says]()
    ]
