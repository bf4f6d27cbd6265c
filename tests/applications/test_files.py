"""Files in a draft: uploaded, refused, replaced, removed, put back, moved, fetched and sent."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries import applications as reads
from award.applications.rules.states import FileState
from award.foundation.digests import sha256_of
from award.foundation.files import storage
from award.foundation.policy import Role
from tests.applications.filing import look, press, upload
from tests.applications.walking import stored, url
from tests.build import accounts, applications, documents, files, rounds
from tests.build.files import rows
from tests.client import CheckedClient


@pytest.fixture
def draft(app: Flask, lead: User, tmp_path: Path) -> Application:
    round_ = rounds.open_round(question_set_id=files.set_with_slots(tmp_path).id)
    return applications.draft(round_, lead=lead)


def names(application: Application, slot: str = "plan") -> list[str]:
    return [one["name"] for one in stored(application).get(slot) or ()]


def objects() -> set[str]:
    return {one.key for one in storage.lying()}


def test_it_is_kept_as_it_came_and_named_in_the_answer(
    me: CheckedClient, draft: Application
) -> None:
    content = documents.pdf("Weeks one to nine")
    there = upload(me, draft, content=content, film="Not yet")
    assert there.location.endswith("#answer_plan")
    [row] = rows(draft)
    assert stored(draft)["plan"] == [{
        "id": row.key, "name": "Plan.pdf", "size": len(content), "type": "pdf",
        "sha256": hashlib.sha256(content).hexdigest(),
    }]  # fmt: skip
    assert stored(draft)["film"] == "Not yet"
    assert b"".join(storage.read(row.lies_at)) == content
    page = me.get(url(draft, "/uploads"), budget=8)
    assert "“Plan.pdf” is uploaded" in page.text and "Getting it ready" in page.text
    check = me.get(url(draft, "/check"))
    assert "We are getting it ready" in check.text
    assert "virus" not in page.text + check.text  # nobody looks for any here
    look(draft)
    page = me.get(url(draft, "/uploads"), budget=8)
    assert "(PDF, " in page.text and "Getting it ready" not in page.text
    fetched = me.get(page.links()["Plan.pdf"])
    assert fetched.data == content
    headers = fetched.response.headers
    assert headers["Content-Disposition"].startswith('attachment; filename="Plan.pdf"')
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert int(headers["Content-Length"]) == len(content)


def test_nobody_else_gets_it(me: CheckedClient, client: CheckedClient, draft: Application) -> None:
    round_ = draft.round
    upload(me, draft)
    [row] = look(draft)
    address = url(draft, f"/files/{row.key}")
    me.get(address)
    other = applications.draft(round_, lead=accounts.user("Bo Other", roles=()))
    me.get(url(other, f"/files/{row.key}"), status=404)
    me.get(url(draft, f"/files/{'0' * 32}"), status=404)
    for role in (Role.ASSESSOR, Role.STAFF, Role.AUDITOR, Role.ADMIN):
        client.sign_in(accounts.user(f"A {role}", roles=(role,))).get(address, status=404)
    client.sign_in(None).get(address, status=302)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("Plan.pdf", b"", "“Plan.pdf” is empty"),
        ("Plan.exe", b"MZ\0\0", "“Plan.exe” is a program. We take no programs"),
        (
            "Plan.pdf",
            documents.picture(),
            "is named like a PDF, but a PNG picture is inside, and here we take",
        ),
        ("Plan.docx", documents.pdf(), "is named like a Word file, but a PDF is inside"),
        ("Plan.pdf", documents.pdf(password="x"), "is locked with a password"),
        ("Plan.docx", documents.office(**{"word/vbaProject.bin": b"x"}), "has macros in it"),
        ("Plan.pdf", documents.pdf() + b"%" * 5_000_000, "is too large: it has 5.001 MB"),
        ("Plan.pdf", documents.pdf() + b"%" * 31_000_000, "is too large: it has 31 MB, and 5 MB"),
    ],
)
def test_a_refused_file_is_told_at_its_slot_and_nothing_typed_is_lost(
    me: CheckedClient, draft: Application, name: str, content: bytes, words: str
) -> None:
    before = objects()
    page = upload(me, draft, name=name, content=content, film="On our own site", status=200)
    [said] = page.errors
    assert words in said
    assert 'href="#answer_plan"' in page.html
    assert page.value_of("answer_film") == "On our own site"
    assert stored(draft)["film"] == "On our own site"
    assert rows(draft) == [] and objects() == before


def test_pressing_upload_without_a_file_says_so(me: CheckedClient, draft: Application) -> None:
    page = press(me, draft, "upload:letters", status=200)
    assert page.errors == ["Letters of support: Choose a file first, then press Upload"]


def test_a_chosen_file_is_not_lost_with_another_button(
    me: CheckedClient, draft: Application
) -> None:
    upload(me, draft, then="continue")
    assert names(draft) == ["Plan.pdf"]


def test_another_takes_the_place_of_the_only_one_and_can_go_back(
    me: CheckedClient, draft: Application
) -> None:
    upload(me, draft)
    upload(me, draft, name="Better.pdf")
    assert names(draft) == ["Better.pdf"]
    first, second = rows(draft)
    assert first.removed_at and not second.removed_at
    assert "You removed Plan.pdf" in me.get(url(draft, "/uploads")).text
    press(me, draft, f"restore:{first.key}")
    assert names(draft) == ["Plan.pdf"]
    press(me, draft, f"remove:{first.key}")
    assert names(draft) == []
    press(me, draft, f"restore:{second.key}")
    assert names(draft) == ["Better.pdf"]


def test_several_in_their_order_and_no_more_than_may_be(
    me: CheckedClient, draft: Application
) -> None:
    for number in (1, 2, 3):
        upload(me, draft, "letters", f"{number}.pdf")
    page = upload(me, draft, "letters", "4.pdf", status=200)
    assert page.errors == [
        "Letters of support: You can have 3 files here: remove one before you add “4.pdf”"
    ]
    keys = {row.name: row.key for row in rows(draft)}
    assert set(keys) == {"1.pdf", "2.pdf", "3.pdf"}
    press(me, draft, f"up:{keys['3.pdf']}")
    press(me, draft, f"up:{keys['3.pdf']}")
    press(me, draft, f"up:{keys['3.pdf']}")
    assert names(draft, "letters") == ["3.pdf", "1.pdf", "2.pdf"]
    press(me, draft, f"remove:{keys['1.pdf']}")
    assert names(draft, "letters") == ["3.pdf", "2.pdf"]


def test_of_several_at_once_the_same_one_is_named(me: CheckedClient, draft: Application) -> None:
    one, two = documents.pdf("One"), documents.pdf("Two")
    page = me.get(url(draft, "/uploads"))
    values: dict[str, Any] = {**page.form_values(), "then": "upload:letters"}
    chosen = (("A.pdf", one), ("A.pdf", one), ("B.pdf", two))
    values["answer_letters"] = [(io.BytesIO(content), name) for name, content in chosen]
    shown = me.post(url(draft, "/uploads"), values, status=200)
    assert shown.errors == ["Letters of support: “A.pdf” is here already: it is added once"]
    assert names(draft, "letters") == ["A.pdf", "B.pdf"]


def test_the_very_same_file_comes_once(me: CheckedClient, draft: Application) -> None:
    """Somebody who was not told that it came sends it again; another of that name is another."""
    content = documents.pdf("Weeks one to nine")
    before = objects()
    upload(me, draft, content=content)
    again = upload(me, draft, content=content, status=200)
    assert again.errors == ["Project plan: “Plan.pdf” is here already: it is added once"]
    assert names(draft) == ["Plan.pdf"] and len(objects() - before) == 1


def test_acts_about_files_of_others_do_nothing(me: CheckedClient, draft: Application) -> None:
    somebody = accounts.user("Bo Other", roles=())
    other = applications.draft(draft.round, lead=somebody)
    them = CheckedClient(me.app).sign_in(somebody)
    upload(them, other)
    [row] = rows(other)
    page = press(me, draft, f"remove:{row.key}", status=200)
    assert page.errors == ["This file is not here any more"]
    assert names(other) == ["Plan.pdf"]
    press(me, draft, "remove:", status=200)
    press(me, draft, "up:x" * 90, status=200)


@pytest.mark.parametrize(
    "name",
    ["Plan, “final”;'\".pdf", "🧓 plan.pdf", "a\u202efdp.pdf", "../../etc/passwd",
     "x" * 400 + ".pdf", "<b>.pdf", "план 計画.pdf", "a\0b.pdf"],
)  # fmt: skip
def test_any_name_survives(me: CheckedClient, draft: Application, name: str) -> None:
    upload(me, draft, name=name)
    [row] = look(draft)
    page = me.get(url(draft, "/check"), budget=8)
    assert " ".join(row.called.split()) in page.text
    assert "<bdi>" in page.html
    assert me.get(url(draft, f"/files/{row.key}")).data == documents.pdf()


def test_a_form_cannot_say_what_a_file_is(me: CheckedClient, draft: Application) -> None:
    page = me.get(url(draft, "/uploads"))
    forged = {**page.form_values(), "base_plan": "0.x", "answer_plan": '[{"id": "x"}]'}
    me.post(url(draft, "/uploads"), {**forged, "then": "continue"})
    assert stored(draft).get("plan") is None


def test_what_is_sent_names_its_bytes(me: CheckedClient, lead: User, tmp_path: Path) -> None:
    round_ = rounds.open_round(question_set_id=files.set_with_slots(tmp_path).id)
    application = applications.complete(round_, lead)
    upload(me, application)
    [row] = look(application)
    check = me.get(url(application, "/check"), budget=8)
    assert check.links()["Plan.pdf"].endswith(row.key)
    me.post(url(application, "/submit"), check.form_values())
    submission = reads.latest_submission(application.id)
    assert submission is not None
    [named] = submission.content["answers"]["plan"]
    assert named["sha256"] == hashlib.sha256(documents.pdf()).hexdigest()
    assert submission.sha256 == sha256_of(submission.content)
    sent = me.get(url(application, "/submission"), budget=8)
    assert me.get(sent.links()["Plan.pdf"]).data == documents.pdf()
    page = me.post(url(application, "/uploads"), {"then": f"remove:{row.key}"}, status=200)
    assert row.removed_at is None and "can’t be changed" not in page.h1


def test_without_a_scanner_files_are_let_through_and_the_log_says_so(
    me: CheckedClient, draft: Application, caplog: pytest.LogCaptureFixture
) -> None:
    upload(me, draft)
    [row] = look(draft)
    assert row.state == FileState.UNSCANNED
    assert "AWARD_CLAMAV is not set" in caplog.text


def test_two_windows_put_files_into_one_slot_and_lose_none(
    me: CheckedClient, draft: Application
) -> None:
    first, second = (me.get(url(draft, "/uploads")).form_values() for _ in range(2))
    for number, values in enumerate((first, second, first)):
        came = (io.BytesIO(documents.pdf(str(number))), f"{number}.pdf")
        me.post(
            url(draft, "/uploads"), {**values, "answer_letters": came, "then": "upload:letters"}
        )
    assert names(draft, "letters") == ["0.pdf", "1.pdf", "2.pdf"]


def test_a_large_body_is_only_read_where_files_come_in_and_from_somebody(
    me: CheckedClient, draft: Application
) -> None:
    body = {"answer_plan": (io.BytesIO(b"x" * 3_000_000), "Plan.pdf")}
    for path, person in (("/withdraw", me), ("/uploads", CheckedClient(me.app))):
        sent = person.post(url(draft, path), body, status=413)
        sent.response.request.environ["wsgi.input"].close()
        body = {"answer_plan": (io.BytesIO(b"x" * 3_000_000), "Plan.pdf")}
    with me._own_context():
        announced = me.browser.post(
            url(draft, "/uploads"),
            content_type="multipart/form-data; boundary=b",
            environ_overrides={"CONTENT_LENGTH": str(301_000_000)},
        )
    assert announced.status_code == 413
