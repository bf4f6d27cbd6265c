"""A file that comes in parts: a connection that drops costs a part, not the file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from award.accounts.models import User
from award.applications.models import Application, Upload
from award.applications.rules.states import CollaboratorRole
from award.foundation import clock
from award.foundation.db import db
from award.foundation.files import storage
from tests.applications.walking import stored, url
from tests.build import accounts, applications, documents, files, rounds, team
from tests.client import CheckedClient

SCRIPT = {"Accept": "application/json"}
CONTENT = documents.pdf() + b"%" + os.urandom(2_400_000).replace(b"/", b"x") + b"\n%%EOF\n"


@pytest.fixture
def draft(app: Flask, lead: User, tmp_path: Path) -> Application:
    round_ = rounds.open_round(question_set_id=files.set_with_slots(tmp_path).id)
    return applications.draft(round_, lead=lead)


def begun(
    me: CheckedClient, draft: Application, *, status: int = 200, **changes: Any
) -> dict[str, Any]:
    asked = {"question": "plan", "name": "Plan.pdf", "size": str(len(CONTENT)), **changes}
    page = me.post(url(draft, "/file-parts"), asked, status=status, headers=SCRIPT)
    found: dict[str, Any] = page.json or {}
    return found


def part(
    me: CheckedClient, draft: Application, token: str, at: int, body: bytes, **environ: Any
) -> TestResponse:
    with me._own_context():
        return me.browser.put(
            url(draft, f"/file-parts/{token}/{at}"), data=body,
            headers={**SCRIPT, "Content-Type": "application/octet-stream",
                     "X-CSRFToken": me.csrf_token()},
            environ_overrides=environ,
        )  # fmt: skip


def finished(
    me: CheckedClient, draft: Application, token: str, *, status: int = 200
) -> dict[str, Any]:
    page = me.post(url(draft, f"/file-parts/{token}"), {}, status=status, headers=SCRIPT)
    found: dict[str, Any] = page.json or {}
    return found


def far(me: CheckedClient, draft: Application, token: str) -> dict[str, Any]:
    found: dict[str, Any] = me.get(url(draft, f"/file-parts/{token}")).json
    return found


def all_parts(me: CheckedClient, draft: Application, told: dict[str, Any], content: bytes) -> None:
    for at in range(0, len(content), told["part"]):
        answer = part(me, draft, told["token"], at, content[at : at + told["part"]])
        assert answer.get_json()["received"] == min(at + told["part"], len(content))


def test_the_parts_become_the_file(me: CheckedClient, draft: Application) -> None:
    told = begun(me, draft)
    assert told["part"] == 1_000_000
    all_parts(me, draft, told, CONTENT)
    assert stored(draft).get("plan") is None
    assert finished(me, draft, told["token"])["outcome"] == "saved"
    [row] = files.rows(draft)
    assert b"".join(storage.read(row.lies_at)) == CONTENT
    assert [one["id"] for one in stored(draft)["plan"]] == [row.key]
    finished(me, draft, told["token"])  # its answer was lost on the way
    assert len(files.rows(draft)) == 1
    assert far(me, draft, told["token"])["done"]


def test_whoever_may_write_uploads_too(client: CheckedClient, draft: Application) -> None:
    """What is asked about them is asked anew after each wait for the storage."""
    editor = team.collaborator(draft, CollaboratorRole.EDITOR)
    client.sign_in(editor)
    told = begun(client, draft)
    all_parts(client, draft, told, CONTENT)
    assert finished(client, draft, told["token"])["outcome"] == "saved"
    assert [row.uploaded_by_id for row in files.rows(draft)] == [editor.id]
    client.sign_in(team.collaborator(draft, CollaboratorRole.VIEWER, "Vi Viewer"))
    assert begun(client, draft, status=409)["outcome"] == "refused"


def test_what_came_twice_or_too_early_changes_nothing(
    me: CheckedClient, draft: Application
) -> None:
    told = begun(me, draft)
    token, size = told["token"], told["part"]
    assert part(me, draft, token, size, CONTENT[size : 2 * size]).get_json()["received"] == 0
    part(me, draft, token, 0, CONTENT[:size])
    again = part(me, draft, token, 0, b"x" * size)
    assert again.get_json()["received"] == size
    assert far(me, draft, token) == {"received": size, "done": False}
    assert finished(me, draft, token, status=409)["outcome"] == "error"
    beyond = part(me, draft, token, size, b"x" * 1_900_000)
    assert beyond.get_json()["received"] == size
    all_of_it = [part(me, draft, token, at, CONTENT[at : at + size]) for at in (size, 2 * size)]
    assert all_of_it[-1].get_json()["received"] == len(CONTENT)
    finished(me, draft, token)
    [row] = files.rows(draft)
    assert b"".join(storage.read(row.lies_at)) == CONTENT


def test_half_a_part_is_none(me: CheckedClient, draft: Application) -> None:
    """As a web server hands on a body whose connection broke: it ends, and quietly."""
    told = begun(me, draft)
    for quietly in (False, True):
        environ = {"CONTENT_LENGTH": "1000000", "wsgi.input_terminated": quietly}
        cut = part(me, draft, told["token"], 0, CONTENT[:500], **environ)
        assert cut.status_code == 409
    assert far(me, draft, told["token"])["received"] == 0
    empty = part(me, draft, told["token"], 0, b"")
    assert empty.status_code == 409


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"size": "5000001"}, "is too large: it has 5.000001 MB, and 5 MB is the most"),
        ({"size": "0"}, "is empty"),
        ({"size": "x"}, "is empty"),
        ({"size": "-1"}, "is empty"),
    ],
)
def test_what_can_be_told_before_it_comes_is_told_then(
    me: CheckedClient, draft: Application, changes: dict[str, str], words: str
) -> None:
    told = begun(me, draft, status=409, **changes)
    assert told["outcome"] == "refused" and words in told["said"]
    for question in ("film", "nothing", ""):
        told = begun(me, draft, status=409, question=question)
        assert "takes no files" in told["said"]
    assert db.session.query(Upload).count() == 0


def test_what_is_wrong_with_the_whole_is_told_at_the_end(
    me: CheckedClient, draft: Application
) -> None:
    content = b"MZ\0\0" * 100
    told = begun(me, draft, size=str(len(content)))
    all_parts(me, draft, told, content)
    said = finished(me, draft, told["token"], status=409)
    assert said["outcome"] == "refused" and "a program is inside" in said["said"]
    assert files.rows(draft) == []


def test_nobody_adds_to_what_another_began(me: CheckedClient, draft: Application) -> None:
    told = begun(me, draft)
    somebody = accounts.user("Bo Other", roles=())
    other = applications.draft(rounds.open_round(), lead=somebody)
    them = CheckedClient(me.app).sign_in(somebody)
    them.get(url(draft, f"/file-parts/{told['token']}"), status=404)
    them.get(url(other, f"/file-parts/{told['token']}"), status=404)
    assert part(them, draft, told["token"], 0, b"x").status_code == 404
    assert part(them, other, told["token"], 0, b"x").status_code == 404
    finished(them, draft, told["token"], status=404)


def test_after_closing_nothing_is_begun_and_what_was_is_not_finished(
    me: CheckedClient, draft: Application
) -> None:
    content = documents.pdf()
    told = begun(me, draft, size=str(len(content)))
    all_parts(me, draft, told, content)
    closes = draft.round.closes_at
    with clock.at(closes):
        assert "closed" in finished(me, draft, told["token"], status=409)["said"]
        assert "closed" in begun(me, draft, status=409)["said"]
    assert files.rows(draft) == []
