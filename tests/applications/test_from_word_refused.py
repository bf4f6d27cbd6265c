"""Files that are no Word form, and are not read."""

from __future__ import annotations

import pytest
from flask import Flask

from award.applications.models import Application
from tests.applications.in_word import answers, at, blank, send
from tests.build import applications, documents
from tests.clamd import running
from tests.client import CheckedClient
from tests.documents.filling import filled_in

pytestmark = pytest.mark.any_database


@pytest.fixture
def draft(app: Flask) -> Application:
    return applications.draft(answers={"problem": "Falls at night.", "plain_summary": "Before."})


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("form.docx", b"", "is empty"),
        ("form.pdf", documents.pdf("x"), "is a PDF file, and here we take Word"),
        ("form.docx", documents.office(), "has none of this form’s questions"),
        ("form.docx", b"PK\x03\x04 cut", "can’t be opened"),
        ("form.docm", documents.office(**{"word/vbaProject.bin": b"x"}), "has macros in it"),
    ],
)  # fmt: skip
def test_what_is_no_form_of_ours_is_refused_at_the_field(
    app: Flask, client: CheckedClient, draft: Application, name: str, content: bytes, says: str
) -> None:
    client.sign_in(draft.lead)
    page = send(client, draft, content, name)
    assert says in " ".join(page.errors)
    assert answers(draft).keys() == {"problem", "plain_summary"}


def test_one_that_is_too_large_is_heard_out_and_refused(
    app: Flask, client: CheckedClient, draft: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("award.applications.views.from_word.MOST_BYTES", 1_000)
    client.sign_in(draft.lead)
    page = send(client, draft, blank(client, draft))
    assert "is too large" in " ".join(page.errors)


def test_nothing_chosen_says_so(app: Flask, client: CheckedClient, draft: Application) -> None:
    client.sign_in(draft.lead)
    page = client.post(at(draft), {}, status=200)
    assert "Choose the Word form first" in " ".join(page.errors)


def test_an_infected_one_is_not_opened(
    app: Flask, client: CheckedClient, draft: Application, monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    settings = app.config["SETTINGS"]
    client.sign_in(draft.lead)
    file = filled_in(blank(client, draft), {"problem": "Something else"})
    with running(tmp_path_factory.mktemp("clamd")) as address:
        app.config["SETTINGS"] = settings.model_copy(update={"clamav": address})
        assert "1 answer differs" in send(client, draft, file).text
        infected = documents.office(words=documents.EICAR.decode())
        page = send(client, draft, infected)
    app.config["SETTINGS"] = settings.model_copy(update={"clamav": "unix:/nowhere"})
    down = send(client, draft, file)
    app.config["SETTINGS"] = settings
    assert "has a virus in it" in " ".join(page.errors)
    assert "could not be checked for viruses just now" in " ".join(down.errors)
