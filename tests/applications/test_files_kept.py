"""What the worker does: scans, holds back, tries again, sweeps; and what `flask check` says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.jobs import sweep_files
from award.applications.models import Application, Upload
from award.applications.queries import applications as reads
from award.applications.rules.states import FileState
from award.foundation import checks, clock
from award.foundation.db import db, transaction
from award.foundation.files import storage
from award.foundation.outbox import OutboxMessage
from tests import clamd
from tests.applications.filing import press, upload
from tests.applications.test_files_in_parts import all_parts, begun
from tests.applications.walking import stored, url
from tests.build import applications, documents, files, rounds
from tests.client import CheckedClient

THERE = "Every file that was submitted is there as it was sent"
WAITING = "No file waits for the scanner for longer than ten minutes"
WORKING = "Files can be stored, and the scanner answers"
INFECTED = documents.pdf().replace(b"%%EOF", b"%" + documents.EICAR + b"\n%%EOF")


@pytest.fixture
def draft(app: Flask, lead: User, tmp_path: Path) -> Application:
    round_ = rounds.open_round(question_set_id=files.set_with_slots(tmp_path).id)
    return applications.complete(round_, lead=lead)


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with clamd.running(tmp_path_factory.mktemp("clamd") / "it") as address:
        yield address


def set_scanner(app: Flask, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    changed = app.config["SETTINGS"].model_copy(update={"clamav": address})
    monkeypatch.setitem(app.config, "SETTINGS", changed)


@pytest.fixture
def scanner(app: Flask, monkeypatch: pytest.MonkeyPatch, daemon: str) -> str:
    set_scanner(app, monkeypatch, daemon)
    return daemon


def said(promise: str) -> list[str]:
    return list(checks.CHECKS.all()[promise]())


def states(application: Application) -> list[FileState]:
    return [row.state for row in files.rows(application)]


def test_a_clean_file_is_let_through(me: CheckedClient, draft: Application, scanner: str) -> None:
    upload(me, draft)
    [row] = files.rows(draft)
    me.get(url(draft, f"/files/{row.key}"), status=404)
    assert "Checking for viruses" in me.get(url(draft, "/uploads")).text
    files.look()
    assert states(draft) == [FileState.CLEAN]
    me.get(url(draft, f"/files/{row.key}"))
    [row] = files.rows(draft)
    assert row.looked_at and row.copy_at and row.due_at is None


def test_an_infected_one_is_held_back_and_told(
    me: CheckedClient, draft: Application, scanner: str, caplog: pytest.LogCaptureFixture
) -> None:
    upload(me, draft, name="Plan, “final”.pdf", content=INFECTED)
    files.look()
    assert states(draft) == [FileState.QUARANTINED]
    [row] = files.rows(draft)
    assert row.finding == "Eicar-Test-Signature.UNOFFICIAL" and not row.copy_at
    assert "Eicar" in caplog.text
    me.get(url(draft, f"/files/{row.key}"), status=404)
    page = me.get(url(draft, "/uploads"))
    assert "Virus found" in page.text
    assert "“Plan, “final”.pdf” has a virus in it: remove it, or upload a clean copy" in page.text
    letter = db.session.scalars(
        sa.select(OutboxMessage).where(OutboxMessage.notice == "application.file_quarantined")
    ).one()
    assert "Plan, “final”.pdf" in letter.body and letter.recipient_name == "Ada Lead"
    check = me.get(url(draft, "/check"))
    assert "1 answer needs your attention" in check.text
    assert "Worth a look" not in check.text  # it is in the way
    refused = me.post(url(draft, "/submit"), check.form_values(), status=200)
    assert refused.errors
    assert reads.latest_submission(draft.id) is None
    press(me, draft, f"remove:{row.key}")
    upload(me, draft)
    check = me.get(url(draft, "/check"))
    me.post(url(draft, "/submit"), check.form_values())


def test_one_found_after_it_was_sent_is_held_back_and_told(
    me: CheckedClient, draft: Application, scanner: str
) -> None:
    """Nobody has to wait for the scanner to submit; what it finds then still holds."""
    upload(me, draft, content=INFECTED)
    check = me.get(url(draft, "/check"))
    assert "Being checked for viruses" in check.text
    me.post(url(draft, "/submit"), check.form_values())
    files.look()
    assert states(draft) == [FileState.QUARANTINED]
    told = set(db.session.scalars(sa.select(OutboxMessage.notice)))
    assert "application.sent_file_quarantined" in told
    assert "application.file_quarantined" not in told


def test_a_scanner_that_is_down_loses_nothing(
    app: Flask, me: CheckedClient, draft: Application, monkeypatch: pytest.MonkeyPatch, daemon: str
) -> None:
    set_scanner(app, monkeypatch, "unix:/nowhere/clamd.ctl")
    upload(me, draft, content=INFECTED)
    for _ in range(9):
        with clock.at(clock.shifted(minutes=3)):
            files.look()
    assert states(draft) == [FileState.SCANNING]
    [row] = files.rows(draft)
    assert row.tries == 0
    assert said(WORKING) == ["AWARD_CLAMAV: nobody answers there, so files wait"]
    with clock.at(clock.shifted(minutes=30)):
        assert said(WAITING) == [f"file {row.key}: waits for the scanner"]
        set_scanner(app, monkeypatch, daemon)
        files.look()
    assert states(draft) == [FileState.QUARANTINED]
    assert said(WORKING) == said(WAITING) == []


def test_one_that_the_scanner_can_not_judge_is_given_up_and_said(
    me: CheckedClient, draft: Application, scanner: str
) -> None:
    upload(me, draft, content=documents.pdf() + b"%" + b"x" * (clamd.LIMIT + 100) + b"\n%%EOF")
    for hour in range(6):
        with clock.at(clock.shifted(hours=hour)):
            files.look()
    assert states(draft) == [FileState.FAILED]
    [row] = files.rows(draft)
    assert said(WAITING) == [f"file {row.key}: could not be scanned"]
    page = me.get(url(draft, "/uploads"))
    assert "Could not be checked" in page.text
    assert "as a PDF if you can" in me.get(url(draft, "/check")).text


def test_a_scanner_that_comes_later_scans_what_was_let_through(
    app: Flask, me: CheckedClient, draft: Application, monkeypatch: pytest.MonkeyPatch, daemon: str
) -> None:
    upload(me, draft, content=INFECTED)
    files.look()
    files.look()
    assert states(draft) == [FileState.UNSCANNED]
    set_scanner(app, monkeypatch, daemon)
    files.look()
    assert states(draft) == [FileState.QUARANTINED]


def test_a_storage_that_is_down_puts_it_off(
    me: CheckedClient, draft: Application, scanner: str
) -> None:
    upload(me, draft)
    [row] = files.rows(draft)
    content = b"".join(storage.read(row.lies_at))
    storage.remove([row.lies_at])
    files.look()
    assert states(draft) == [FileState.SCANNING]
    storage.put(row.lies_at, [content])
    with clock.at(clock.shifted(minutes=3)):
        files.look()
    assert states(draft) == [FileState.CLEAN]


def test_a_broken_one_has_no_copy_and_a_worker_that_dies_does_not_die_for_ever(
    me: CheckedClient, draft: Application
) -> None:
    upload(me, draft, "letters", "a.jpg", documents.picture("jpeg", size=(400, 400))[:-900])
    upload(me, draft)
    for row in files.rows(draft):
        row.tries = 0 if row.type == "jpeg" else 9
    with transaction():
        db.session.flush()
    files.look()
    assert [row.copy_failed for row in files.rows(draft)] == [True, True]


def objects() -> set[str]:
    return {one.key for one in storage.lying()}


@pytest.fixture
def own_folder(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files of other tests, whose rows are gone, lie elsewhere."""
    changed = app.config["SETTINGS"].model_copy(update={"files": f"file:{tmp_path}/files"})
    monkeypatch.setitem(app.config, "SETTINGS", changed)
    monkeypatch.setitem(app.extensions, storage._HELD, (None, None))


def age(days: int) -> None:
    """Whatever lies in the folder lies there for so long."""
    folder = Path(storage._url().removeprefix("file:"))
    for path in folder.rglob("*"):
        moment = path.stat().st_mtime - days * 86_400
        os.utime(path, (moment, moment))


def test_what_nobody_can_want_back_is_swept_and_nothing_else(
    me: CheckedClient, draft: Application, own_folder: None
) -> None:
    upload(me, draft)
    upload(me, draft, name="Better.pdf")
    files.look()
    told = begun(me, draft)
    all_parts(me, draft, told, b"x" * 1_000)
    storage.put("zz/orphan", [b"x"])
    first, second = files.rows(draft)
    before = objects()
    sweep_files()
    assert objects() == before  # all of it is young
    age(3)
    sweep_files()
    gone = before - objects()
    assert "zz/orphan" in gone and first.lies_at not in gone  # it may still be put back
    with clock.at(clock.shifted(days=2)):
        sweep_files()
        sweep_files()
    left = [row.key for row in files.rows(draft)]
    assert left == [second.key]
    assert {second.lies_at, second.copy_at} <= objects()
    assert not objects() & {first.lies_at, first.copy_at, "zz/orphan"}
    assert not any(key.startswith("parts/") for key in objects())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Upload)) == 0


def test_what_a_submission_names_is_never_swept(
    me: CheckedClient, draft: Application, own_folder: None
) -> None:
    upload(me, draft)
    files.look()
    check = me.get(url(draft, "/check"))
    me.post(url(draft, "/submit"), check.form_values())
    [row] = files.rows(draft)
    row.removed_at = clock.now()  # as nothing but a fault of the program could leave it
    with transaction():
        db.session.flush()
    age(3)
    with clock.at(clock.shifted(days=3)):
        sweep_files()
    assert [one.key for one in files.rows(draft)] == [row.key]
    assert row.lies_at in objects()
    assert said(THERE) == []
    storage.remove([row.lies_at])
    assert said(THERE) == [
        f"{draft.reference}: the bytes of the submitted file {row.key} are not there"
    ]
    with db.session.begin_nested() as undone:
        db.session.execute(sa.text("DELETE FROM stored_file"))
        assert said(THERE) == [
            f"{draft.reference}: nothing is known of the submitted file {row.key}"
        ]
        undone.rollback()


def test_a_storage_out_of_reach_is_said(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    changed = app.config["SETTINGS"].model_copy(update={"files": f"file:{tmp_path}/file"})
    monkeypatch.setitem(app.config, "SETTINGS", changed)
    monkeypatch.setitem(app.extensions, storage._HELD, (None, None))
    assert "AWARD_FILES" in said(WORKING)[0]


def test_an_upload_to_a_storage_that_is_down_is_told_and_keeps_the_rest(
    app: Flask, me: CheckedClient, draft: Application, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "file").write_text("no folder")
    changed = app.config["SETTINGS"].model_copy(update={"files": f"file:{tmp_path}/file"})
    with monkeypatch.context() as patched:
        patched.setitem(app.config, "SETTINGS", changed)
        patched.setitem(app.extensions, storage._HELD, (None, None))
        page = upload(me, draft, film="On our site", status=200)
    assert "something is wrong on our side" in page.errors[0]
    assert stored(draft)["film"] == "On our site"
