"""A disk that is full: nothing acknowledged is lost, what was typed is shown again, and the service
goes on when there is room."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from award.applications.models import Answer
from award.foundation import audit
from award.foundation.db import db
from tests.build import applications
from tests.build.accounts import signed_in
from tests.conftest import app_of_its_own
from tests.page import Page
from tests.statements import Statements

pytestmark = pytest.mark.any_database

SIZE = 24 * 2**20
TYPED = "People wait at a closed door. " * 400


@dataclass
class Disk:
    """The application on a disk that can be filled, and emptied again."""

    app: Flask
    fill: Callable[[], None]
    make_room: Callable[[], None]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Disk]:
    """A file system of its own: SQLite, its journal and whoever writes a file meet its end."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(tmp_path)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no file system can be mounted here: {error}")
    filler = tmp_path / "filler"

    def fill() -> None:
        with filler.open("wb", buffering=0) as file:
            for size in (2**16, 2**12):
                try:
                    while file.write(b"\0" * size):
                        pass
                except OSError:
                    continue

    try:
        with app_of_its_own("sqlite", tmp_path) as app:
            yield Disk(app, fill, filler.unlink)
    finally:
        subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def test_a_save_that_does_not_fit(small_disk: Disk) -> None:
    app, disk = small_disk.app, small_disk
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        draft = applications.draft()
        cookie, reference, key = signed_in(draft.lead), draft.reference, draft.id
        db.session.remove()
    browser = app.test_client()
    with browser.session_transaction() as session:
        session.update(cookie)
    path = f"/applications/{reference}/summary"

    def ask(method: str, **options: Any) -> TestResponse:
        """The answer once it is sent, and what belongs to it is let go."""
        response = browser.open(path, method=method, **options)
        response.get_data()
        response.close()
        return response

    def form() -> dict[str, list[str]]:
        return Page(ask("GET"), Statements()).form_values()

    def stored() -> dict[str, str]:
        with app.app_context():
            rows = db.session.execute(
                sa.select(Answer.question_key, Answer.value).where(Answer.application_id == key)
            )
            return {row.question_key: row.value for row in rows}

    kept = ask("POST", data={**form(), "answer_project_title": "Doors that say so"})
    assert kept.status_code == 302
    before = stored()
    assert before["project_title"] == "Doors that say so"

    disk.fill()
    sent = {**form(), "answer_plain_summary": TYPED}
    refused = ask("POST", data=sent)
    assert refused.status_code == 503
    page = Page(refused, Statements())
    assert page.h1 == "Sorry, the service is not available"
    assert TYPED.strip() in page.text
    scripted = ask("POST", data=sent, headers={"Accept": "application/json"})
    assert scripted.status_code == 503
    assert scripted.get_json()["outcome"] == "error"
    assert ask("GET").status_code == 200, "what needs no room is still there"
    assert stored() == before

    disk.make_room()
    assert ask("POST", data=sent).status_code == 302
    assert stored() == {**before, "plain_summary": TYPED.strip()}
    with app.app_context():
        assert list(audit.verify_chain()) == []
        assert db.session.scalar(sa.text("PRAGMA integrity_check")) == "ok"


def test_readiness_says_so(small_disk: Disk) -> None:
    browser = small_disk.app.test_client()
    assert browser.get("/readyz").status_code == 200
    small_disk.fill()
    assert browser.get("/readyz").get_json() == {"status": "no room to write"}
    assert browser.get("/healthz").status_code == 200
    small_disk.make_room()
    assert browser.get("/readyz").status_code == 200
