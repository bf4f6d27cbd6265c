"""Browsers of people who write, quick enough for thousands of requests, since nothing looks at
their pages; and what is stored of the one answer that they write."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask
from hypothesis.stateful import invariant
from werkzeug.test import TestResponse

from award.accounts.models import User
from award.applications.changing import Reopening
from award.applications.models import AnswerConflict, Submission
from award.applications.queries.applications import stored_answers
from award.applications.rules.seen import own_answers
from award.applications.rules.states import CollaboratorState, ReopeningState
from award.applications.together import Collaborator
from award.foundation.db import db
from award.foundation.digests import sha256_of
from tests.client import CheckedClient
from tests.page import Page
from tests.statements import Statements


class Window:
    """What somebody has before them: a text, and the version that it was drawn with."""

    def __init__(self, app: Flask, person: User) -> None:
        self.person, self.id, self.email = person, person.id, person.email
        client = CheckedClient(app).sign_in(person)
        self.browser, self.token = client.browser, client.csrf_token()
        self.base, self.text, self.settled = "0.", "", False

    def ask(self, path: str, sent: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        with self.browser.application.app_context():
            if sent is None:
                answer = self.browser.get(path, **more)
            else:
                data = {**sent, "csrf_token": self.token}
                answer = self.browser.post(path, data=data, **more)
            answer.get_data()
            answer.close()
        return answer


def page_of(answer: TestResponse) -> Page:
    return Page(answer, Statements())


class Stored:
    """Of one application and one of its questions."""

    number: int
    key: str
    sent: list[str]
    open: bool

    def stands(self) -> str:
        db.session.expire_all()
        return str(stored_answers(self.number)[self.key].value)

    def beside(self) -> list[AnswerConflict]:
        which = (AnswerConflict.application_id == self.number, AnswerConflict.resolved_at.is_(None))
        query = sa.select(AnswerConflict).where(*which).order_by(AnswerConflict.id)
        return list(db.session.scalars(query.execution_options(populate_existing=True)))

    def reopenings(self) -> list[Reopening]:
        query = sa.select(Reopening).where(Reopening.application_id == self.number)
        return list(db.session.scalars(query.execution_options(populate_existing=True)))

    def numbers(self) -> list[int]:
        query = sa.select(Submission.number).where(Submission.application_id == self.number)
        return list(db.session.scalars(query.order_by(Submission.number)))

    def part_of(self, person_id: int) -> Collaborator | None:
        return db.session.scalar(
            sa.select(Collaborator)
            .where(
                Collaborator.application_id == self.number,
                Collaborator.person_id == person_id,
                Collaborator.state == CollaboratorState.ACCEPTED,
            )
            .execution_options(populate_existing=True)
        )

    @invariant()
    def one_submission_stands(self) -> None:
        rows = db.session.execute(
            sa.select(Submission.number, Submission.content, Submission.sha256)
            .where(Submission.application_id == self.number)
            .order_by(Submission.number)
        ).all()
        assert [row.number for row in rows] == [*range(1, len(self.sent) + 1)]
        for row, text in zip(rows, self.sent, strict=True):
            assert sha256_of(row.content) == row.sha256
            assert own_answers(row.content)[self.key] == text, "what was sent is another by now"
        opened = [one for one in self.reopenings() if one.state == ReopeningState.OPEN]
        assert len(opened) == (1 if self.sent and self.open else 0)
