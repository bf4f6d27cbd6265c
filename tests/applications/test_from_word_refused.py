"""Files that are no Word form, and are not read."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from award.applications.models import Application
from tests.applications.in_word import answers, at, blank, send
from tests.build import applications, documents, rounds
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
        ("form.pdf", documents.pdf("x"), "into the Word form of this round"),
        ("form.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "choose “Save As”"),
        ("form.rtf", b"{\\rtf1 Hello}", "choose “Save As” and the type “Word Document (.docx)”"),
        ("form.odt", documents.opendocument("odt"), "Open it in LibreOffice"),
        ("Form.PAGES", documents.archive({"Index/Document.iwa": "x"}), "“Export To”, “Word”"),
        ("form.docx", documents.pdf("x"), "a PDF is inside, and here we take Word"),
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


def without_marks(form: bytes, style: str = "Guidance") -> bytes:
    """As a program leaves it that keeps no bookmarks and no keywords, and names styles itself."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form)) as before, zipfile.ZipFile(again, "w") as now:
        for name in before.namelist():
            text = before.read(name)
            if name.endswith(".xml"):
                text = re.sub(rb"<w:bookmark(Start|End)[^>]*/>", b"", text)
                text = re.sub(rb"<cp:keywords>[^<]*</cp:keywords>", b"", text)
                for part in (b"styleId", b"pStyle w:val", b"next w:val"):
                    text = text.replace(part + b'="Guidance"', part + f'="{style}"'.encode())
            now.writestr(name, text)
    return again.getvalue()


def of_other_questions(folder: Path) -> Application:
    """An application to a round that says other things of the same questions."""
    source = folder / "other.toml"
    small = rounds.SMALL_SET.read_text("utf-8").replace('key = "small"', 'key = "other"', 1)
    small = re.sub(r"max_words = \d+", "max_words = 77", small)
    source.write_text(re.sub(r'\nhint = "[^"]*"', '\nhint = "Said elsewhere."', small), "utf-8")
    questions = rounds.question_set(source)
    return applications.draft(rounds.open_round(question_set_id=questions.id))


@pytest.mark.parametrize("same", [True, False])
def test_the_form_of_another_round_is_refused_whatever_it_asks(
    app: Flask, client: CheckedClient, draft: Application, tmp_path: Path, same: bool
) -> None:
    other = applications.draft(rounds.open_round()) if same else of_other_questions(tmp_path)
    client.sign_in(draft.lead)
    form = blank(client, other)
    for file in (form, filled_in(form, {"problem": "Something else"})):
        page = send(client, draft, file)
        assert "is the Word form of another round" in " ".join(page.errors)


@pytest.mark.parametrize("style", ["Guidance", "P17"])
def test_our_own_words_are_no_answer_in_a_form_that_lost_its_marks(
    app: Flask, client: CheckedClient, draft: Application, tmp_path: Path, style: str
) -> None:
    client.sign_in(draft.lead)
    form = blank(client, of_other_questions(tmp_path))
    page = send(client, draft, without_marks(form, style))
    assert "nothing has been filled in yet" in " ".join(page.errors)
    file = without_marks(filled_in(form, {"problem": "Something else"}), style)
    page = send(client, draft, file)
    assert "1 answer differs" in page.text and "Something else" in page.text
    assert "Said elsewhere" not in page.text and "77 words" not in page.text


def test_the_form_of_another_phase_is_read_for_the_questions_that_they_share(
    app: Flask, client: CheckedClient, draft: Application
) -> None:
    client.sign_in(draft.lead)
    form = blank(client, draft, "?phase=2")
    assert (
        "1 answer differs"
        in send(client, draft, filled_in(form, {"problem": "Something else"})).text
    )
