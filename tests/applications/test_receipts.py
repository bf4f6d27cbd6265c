"""`flask receipt verify`."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import text

from award.applications.models import Application
from award.applications.queries.applications import latest_submission
from award.applications.rules.moments import to_the_second
from award.applications.rules.receipts import NoReceipt, claimed_by
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.files import storage
from tests.accounts.letters import letters
from tests.applications.test_reopening import reopen, save, send
from tests.build import accounts, applications, files, rounds
from tests.build import documents as made
from tests.client import CheckedClient


def verified(app: Flask, file: Path) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["receipt", "verify", str(file)])
    return result.exit_code, result.output


@pytest.fixture
def sent(app: Flask, tmp_path: Path) -> Application:
    round_ = rounds.open_round(question_set_id=files.set_with_slots(tmp_path).id)
    lead = accounts.user("Ada Lead", roles=())
    plan = {"plan": ("Plan.pdf", made.pdf("Weeks")), "letters": ("abc def.pdf", made.pdf("Us"))}
    return applications.submitted(round_, lead, files=plan)


@pytest.fixture
def receipt(sent: Application, client: CheckedClient, tmp_path: Path) -> Path:
    client.sign_in(sent.lead)
    file = tmp_path / "receipt.pdf"
    file.write_bytes(client.get(f"/applications/{sent.reference}/receipt.pdf").data)
    return file


def test_a_true_one_says_whose_it_is(app: Flask, sent: Application, receipt: Path) -> None:
    code, said = verified(app, receipt)
    assert code == 0, said
    assert sent.reference in said and "led by Ada Lead" in said
    assert "WRONG" not in said and said.count("ok ") == 20
    assert "“Plan.pdf” is stored as it was sent" in said
    assert "to the last byte." in said


def test_names_that_run_from_right_to_left_are_compared_too(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    round_ = rounds.open_round(question_set_id=files.set_with_slots(tmp_path).id)
    lead = accounts.user("דוד כהן", roles=())
    home = accounts.organisation(lead, name="שלום (בע״מ)")
    plan = {"plan": ("תוכנית 2026.pdf", made.pdf("Weeks"))}
    application = applications.submitted(round_, lead, organisation=home, files=plan)
    file = tmp_path / "receipt.pdf"
    file.write_bytes(
        client.sign_in(lead).get(f"/applications/{application.reference}/receipt.pdf").data
    )
    said = verified(app, file)[1]
    assert "to the last byte." in said and "“תוכנית 2026.pdf” is stored as it was sent" in said
    assert not {"\ufdd0", "\ufdd1", "\u2068"} & set(said)


def test_one_of_before_its_lines_were_called_otherwise_is_true_all_the_same(
    app: Flask, sent: Application, receipt: Path, tmp_path: Path
) -> None:
    file = tmp_path / "receipt.txt"
    file.write_text(words_of(receipt).replace("Received (UTC)", "Received (ISO 8601)"))
    code, said = verified(app, file)
    assert code == 0, said


def test_the_numbers_alone_will_do(app: Flask, sent: Application, tmp_path: Path) -> None:
    """As the email has them."""
    sha256 = there(latest_submission(sent.id), "it").sha256
    file = tmp_path / "receipt.txt"
    file.write_text(f"Reference: {sent.reference}\nkeep this:\n{sha256}\n")
    assert verified(app, file)[0] == 0
    file.write_text(f"{sent.reference}\n{sha256[:-1]}{'0' if sha256[-1] != '0' else '1'}")
    code, said = verified(app, file)
    assert code == 1 and "WRONG  The receipt has that fingerprint" in said


def test_another_time_number_or_file_is_found(
    app: Flask, sent: Application, tmp_path: Path
) -> None:
    submission = there(latest_submission(sent.id), "it")
    file = tmp_path / "receipt.txt"
    whole = f"{sent.reference} {submission.sha256}"
    for wrong, says in (
        ("2026-01-01T00:00:00+00:00", "It was received at"),
        ("0" * 64, "It names the files that were sent"),
        ("Submission 2", "Nothing was submitted as"),
    ):
        file.write_text(f"{whole} {wrong}")
        code, said = verified(app, file)
        assert code == 1 and f"WRONG  {says}" in said


STATED = {
    "Reference": ("AIA-", "AIA-2"),
    "Submission": ("Submission 1", "Submission 2"),
    "Title": ("Title Listening", "Title Watching"),
    "Round": ("Phase 1", "Phase 2"),
    "Round, its title": ("Round Test", "Round Best"),
    "Organisation": ("Organisation Brightwater Care", "Organisation Another Care"),
    "Organisation, longer": ("Brightwater Care", "Brightwater Care and Sons"),
    "Organisation, a line more": ("Brightwater Care", "Brightwater Care\nand Sons"),
    "Lead applicant": ("Ada Lead", "Eve Lead"),
    "Received": (":", "0:"),
    "Received (UTC)": ("+00:00", "+01:00"),
    "Fingerprint (SHA-256)": ("Fingerprint (SHA-256) ", "Fingerprint (SHA-256) 0"),
    "Test round": ("Test", "Best"),
    "Plan.pdf, its name": ("Plan.pdf", "Plot.pdf"),
    "Plan.pdf, its size": (" bytes", "0 bytes"),
    "Plan.pdf, its kind": ("PDF,", "Word,"),
    "abc def.pdf": ("abc def.pdf", "abc def.pdf and more.pdf"),
}


def words_of(receipt: Path) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(receipt).pages)
    return text.replace("\u200b", "")


@pytest.mark.parametrize("line", STATED)
def test_every_line_that_it_states_is_compared(
    app: Flask, sent: Application, receipt: Path, tmp_path: Path, line: str
) -> None:
    true = words_of(receipt)
    file = tmp_path / "receipt.txt"
    file.write_text(true)
    assert verified(app, file)[0] == 0, verified(app, file)[1]
    lines, (old, new) = true.splitlines(), STATED[line]
    begins = f"{line.split(', ')[0]} " if line != "Test round" else line
    place = next(i for i, one in enumerate(lines) if f"{one} ".startswith(begins) and old in one)
    file.write_text(
        "\n".join([*lines[:place], lines[place].replace(old, new), *lines[place + 1 :]])
    )
    code, said = verified(app, file)
    if line in ("Reference", "Fingerprint (SHA-256)"):
        assert code in (1, 2), said
    else:
        assert code == 1 and "WRONG" in said


@pytest.mark.parametrize("label", ["Title", "Round", "Organisation", "Lead applicant", "Received"])
def test_so_is_every_line_of_the_email(
    app: Flask, sent: Application, tmp_path: Path, label: str
) -> None:
    email = letters(sent.lead.email)[-1].body
    file = tmp_path / "receipt.eml"
    file.write_text(email)
    code, said = verified(app, file)
    assert code == 0 and f"ok     {label}: " in said
    for changed in (f"{label}: Another ", f"> {label.upper()}: Another "):
        file.write_text(email.replace(f"\n{label}: ", f"\n{changed}"))
        code, said = verified(app, file)
        assert code == 1 and f"WRONG  {label}: " in said


def test_what_was_changed_in_the_store_is_found(
    app: Flask, sent: Application, receipt: Path
) -> None:
    row = files.rows(sent)[0]
    storage.put(row.lies_at, [b"something else"])
    code, said = verified(app, receipt)
    assert code == 1 and f"WRONG  “{row.name}” is stored as it was sent" in said
    storage.remove([row.lies_at])
    code, said = verified(app, receipt)
    assert code == 1 and f"WRONG  “{row.name}” can’t be read" in said


@pytest.mark.any_database  # the way past the triggers is each database's own
def test_answers_that_were_changed_behind_its_back_are_found(
    app: Flask, sent: Application, receipt: Path
) -> None:
    """By somebody who took the triggers away first."""
    for name in db.session.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'submission'")
    ).all():
        db.session.execute(text(f"DROP TRIGGER {name}"))
    db.session.execute(
        text("UPDATE submission SET content = replace(content, 'An example', 'Another')")
    )
    db.session.commit()
    code, said = verified(app, receipt)
    assert code == 1 and "WRONG  What is stored has the fingerprint" in said


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 cut", b"AIA-222222", b"f" * 64])
def test_what_is_no_receipt_says_so(app: Flask, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other"
    file.write_bytes(content)
    code, said = verified(app, file)
    assert code == 2 and said.startswith("It ")


def test_several_references_are_no_receipt() -> None:
    with pytest.raises(NoReceipt, match="several"):
        claimed_by(f"AIA-222222 AIA-333333 {'f' * 64}")


def test_one_that_was_replaced_says_so_and_an_older_copy_of_it_is_still_true(
    app: Flask, sent: Application, receipt: Path, client: CheckedClient, tmp_path: Path
) -> None:
    reopen(sent)
    save(sent, problem="Other words")
    second = send(sent)
    at = to_the_second(second.received_at)
    code, said = verified(app, receipt)
    assert code == 0, said
    assert "to the last byte." in said
    assert f"note   Replaced: By submission 2 on {at}. That one stands." in said
    here = f"/applications/{sent.reference}/submissions/1/receipt"
    assert f"Replaced by submission 2 on {at}" in client.get(here).text
    now = tmp_path / "now.pdf"
    now.write_bytes(client.get(f"{here}.pdf").data)
    assert f"By submission 2 on {at}. That one stands." in " ".join(words_of(now).split())
    code, said = verified(app, now)
    assert code == 0 and "ok     Replaced: By submission 2" in said and "to the last byte." in said
    forged = tmp_path / "forged.txt"
    forged.write_text(words_of(now).replace("By submission 2", "By submission 3"))
    code, said = verified(app, forged)
    assert code == 1 and "WRONG  Replaced" in said
    latest = tmp_path / "latest.pdf"
    latest.write_bytes(client.get(f"/applications/{sent.reference}/receipt.pdf").data)
    code, said = verified(app, latest)
    assert code == 0 and "Replaced" not in said
