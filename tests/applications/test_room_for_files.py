"""What may be put into the storage is asked before any of it is kept, and is not without end."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.jobs import sweep_files
from award.applications.models import Application, Upload
from award.applications.services import filing, room
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.files import storage
from tests.applications.test_files_in_parts import SCRIPT, begun, draft, finished, part
from tests.applications.walking import url
from tests.build import accounts, documents, files
from tests.client import CheckedClient

__all__ = ["draft"]
LARGE = 400_000


@pytest.fixture(autouse=True)
def small(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest file is small, so that ten of them are written fast."""
    monkeypatch.setattr(app.config["SETTINGS"], "max_file_bytes", LARGE)


def lying() -> int:
    return sum(one.size for one in storage.lying())


def test_uploads_that_are_never_finished_end_somewhere(
    me: CheckedClient, draft: Application
) -> None:
    refused, before = "", lying()
    for _ in range(room.TIMES + 2):
        told = begun(me, draft, size=str(LARGE))
        answer = part(me, draft, told["token"], 0, b"x" * LARGE).get_json()
        if answer["outcome"] != "received":
            refused = answer["said"]
            break
    assert refused == room.TOO_MANY
    assert lying() - before == room.TIMES * LARGE
    with clock.at(clock.now() + timedelta(hours=25)):
        sweep_files()
        assert begun(me, draft, size=str(LARGE))["outcome"] == "begun"


def test_so_many_are_begun_at_a_time(
    me: CheckedClient, draft: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_OPEN", 2)
    for _ in range(3):
        assert begun(me, draft, size="900")["outcome"] == "begun"
    page = me.post(url(draft, "/file-parts"), {"question": "plan", "name": "a.pdf", "size": "900"},
                   status=409, headers=SCRIPT)  # fmt: skip
    assert page.json and page.json["said"] == room.TOO_MANY
    assert len(list(db.session.query(Upload))) == 3


def test_files_that_are_removed_again_end_somewhere(
    me: CheckedClient, draft: Application, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "TIMES", 1)
    content = documents.pdf() + b"%" + b"x" * (LARGE - 5_000) + b"\n%%EOF\n"
    for n in range(2):
        row = files.put(draft, lead, "plan", f"Plan {n}.pdf", content + b"%%EOF\n" * n)
        with transaction():
            filing.remove_file(draft, row.key, actor=accounts.actor_of(lead))
    before = lying()
    values = me.get(url(draft, "/uploads")).form_values()
    page = me.post(
        url(draft, "/uploads"),
        {**values, "answer_plan": (io.BytesIO(content), "Plan.pdf"), "then": "upload:plan"},
        status=200,
    )
    assert room.TOO_MUCH in page.text
    assert lying() == before


def test_after_closing_nothing_of_a_part_is_kept(me: CheckedClient, draft: Application) -> None:
    told, before = begun(me, draft, size="900"), lying()
    with clock.at(draft.round.closes_at):
        me.get("/applications")
        assert part(me, draft, told["token"], 0, b"x" * 900).get_json()["outcome"] == "refused"
        assert lying() == before
        assert finished(me, draft, told["token"], status=409)
