"""One's own application and receipt as PDF and Word."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from award.applications.models import Application
from award.applications.queries.applications import latest_submission
from award.applications.services import submitting
from award.foundation.db import transaction
from award.foundation.documents import fonts
from award.foundation.errors import there
from award.foundation.policy import Role
from tests.build import accounts, applications, documents, files, rounds
from tests.client import CheckedClient
from tests.documents.making import text_of

pytestmark = pytest.mark.any_database

KINDS = ("pdf", "docx")
HOSTILE = "#set page(width: 1pt) *not bold* <w:p> & $x$ {{ 7 * 7 }}"


def sent(tmp_path: Path) -> Application:
    round_ = rounds.open_round(question_set_id=files.set_with_slots(tmp_path).id)
    lead = accounts.user("Ada Lead", roles=())
    plan = {"plan": ("Weeks *one* to #nine.pdf", documents.pdf("Weeks one to nine"))}
    given = {"problem": f"{HOSTILE}\n\nSecond paragraph."}
    return applications.submitted(round_, lead, given, files=plan)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_sent_in_the_order_of_the_form(
    app: Flask, client: CheckedClient, tmp_path: Path, kind: str
) -> None:
    application = sent(tmp_path)
    client.sign_in(application.lead)
    page = client.get(f"/applications/{application.reference}/application.{kind}")
    told = text_of(kind, page.data)
    submission = there(latest_submission(application.id), "it")
    for words in (application.reference, "Ada Lead", "Listening for falls at night", HOSTILE,
                  "Weeks *one* to #nine.pdf (PDF,"):  # fmt: skip
        assert words in told
    assert submission.sha256 in told.replace(" ", "")
    assert "not submitted" not in told
    places = [told.index(words) for words in ("1. Summary", "1.1 What is the title", HOSTILE)]
    assert places == sorted(places)
    named = page.response.headers["Content-Disposition"]
    assert f'filename="{application.reference}.{kind}"' in named
    assert client.get(f"/applications/{application.reference}/application.{kind}").data == page.data


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_says_so_on_every_page(app: Flask, client: CheckedClient, kind: str) -> None:
    application = applications.draft(answers={"problem": "Nobody hears a fall at night."})
    client.sign_in(application.lead)
    told = text_of(
        kind, client.get(f"/applications/{application.reference}/application.{kind}").data
    )
    assert "Draft, not submitted" in told
    assert "Nobody hears a fall at night." in told
    assert "Not answered" in told and "No title yet" in told


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_to_be_looked_at_before_is_not_in_what_was_sent(
    app: Flask, client: CheckedClient, tmp_path: Path, kind: str
) -> None:
    round_ = rounds.open_round(question_set_id=files.set_with_slots(tmp_path).id)
    plan = {"plan": ("Weeks.pdf", documents.pdf(author=documents.AUTHOR))}
    lead = accounts.user("Ada Lead", roles=())
    application = applications.submitted(round_, lead, files=plan)
    client.sign_in(lead)
    files.look()
    page = client.get(f"/applications/{application.reference}/application.{kind}")
    told = text_of(kind, page.data)
    assert "Weeks.pdf (PDF," in told
    assert "We noticed" not in told and documents.AUTHOR not in told


def test_one_that_was_withdrawn_says_so(app: Flask, client: CheckedClient) -> None:
    lead = accounts.user("Ada Lead", roles=())
    application = applications.submitted(lead=lead)
    with transaction():
        submitting.withdraw(application, actor=accounts.actor_of(lead))
    client.sign_in(lead)
    page = client.get(f"/applications/{application.reference}/application.docx")
    assert "Withdrawn" in text_of("docx", page.data)


def test_the_receipt_has_every_number_that_proves_it(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    application = sent(tmp_path)
    client.sign_in(application.lead)
    page = client.get(f"/applications/{application.reference}/receipt.pdf")
    told = text_of("pdf", page.data)
    submission = there(latest_submission(application.id), "it")
    (file,) = submission.content["answers"]["plan"]
    plain = told.replace(" ", "")
    for words in (application.reference, submission.sha256, file["sha256"], "London time",
                  f"{submission.received_at:%Y-%m-%dT%H:%M:%S}+00:00", file["name"]):  # fmt: skip
        assert words.replace(" ", "") in plain
    assert client.get(f"/applications/{application.reference}/receipt.pdf").data == page.data


def test_the_page_of_the_receipt_has_them_too(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    application = sent(tmp_path)
    page = client.sign_in(application.lead).get(f"/applications/{application.reference}/receipt")
    submission = there(latest_submission(application.id), "it")
    (file,) = submission.content["answers"]["plan"]
    for words in (submission.sha256, file["name"], file["sha256"], "PDF, ", "flask receipt verify"):
        assert words in page.text
    assert len(page.statements) <= 8


def test_a_receipt_without_files_speaks_of_none(app: Flask, client: CheckedClient) -> None:
    application = applications.submitted()
    page = client.sign_in(application.lead).get(f"/applications/{application.reference}/receipt")
    assert "Files you sent" not in page.text


def test_pages_lead_to_them(app: Flask, client: CheckedClient) -> None:
    application = applications.submitted()
    at = f"/applications/{application.reference}"
    client.sign_in(application.lead)
    for path in ("", "/receipt", "/submission"):
        links = client.get(f"{at}{path}").links().values()
        assert {f"{at}/application.pdf", f"{at}/application.docx", f"{at}/as-read.pdf",
                f"{at}/receipt.pdf"} <= set(links)  # fmt: skip


@pytest.mark.parametrize("role", [None, Role.STAFF, Role.ASSESSOR, Role.AUDITOR, Role.ADMIN])
def test_nobody_else_gets_them_here(app: Flask, client: CheckedClient, role: Role | None) -> None:
    application = applications.submitted()
    client.sign_in(accounts.user("Other", roles=(role,) if role else ()))
    for path in ("application.pdf", "application.docx", "as-read.pdf", "receipt.pdf"):
        client.get(f"/applications/{application.reference}/{path}", status=404)
    client.sign_in(None).get(f"/applications/{application.reference}/application.pdf", status=302)


def test_there_is_no_receipt_of_a_draft_and_no_other_kind(
    app: Flask, client: CheckedClient
) -> None:
    application = applications.draft()
    client.sign_in(application.lead)
    client.get(f"/applications/{application.reference}/receipt.pdf", status=403)
    client.get(f"/applications/{application.reference}/application.exe", status=404)


def test_without_fonts_a_pdf_has_to_wait(
    app: Flask, client: CheckedClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = applications.draft()
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    client.sign_in(application.lead)
    client.get(f"/applications/{application.reference}/application.pdf", status=503)
    client.get(f"/applications/{application.reference}/application.docx")
