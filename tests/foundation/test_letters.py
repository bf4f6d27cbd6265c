"""Every email begins and ends alike, and says where to ask."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, render_template

from config import ROOT

NOTICES = sorted((ROOT / "templates" / "email").glob("[!_]*.txt"))
TO_NOBODY_BY_NAME = {
    "challenge_asked", "challenge_reminded", "complaint_received", "enquiry_confirm",
    "enquiry_received", "share_begun", "share_confirm", "watch_confirm", "watch_ending",
    "watch_confirm_rounds", "watch_news", "watch_round_open", "team_question_confirm",
}  # fmt: skip
"""Whoever has the address that a stranger gave: in it stands nothing that anybody typed."""
SECURITY = sorted((ROOT / "templates" / "security" / "email").glob("[!_]*.txt"))


@pytest.mark.parametrize("path", [*NOTICES, *SECURITY], ids=lambda path: path.stem)
def test_a_letter_greets_and_signs_off_as_all_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    person, sign_off = (
        ("recipient", "email/_sign_off.txt")
        if path in NOTICES
        else ("user", "security/email/_sign_off.txt")
    )
    name = "" if path.stem in TO_NOBODY_BY_NAME else f" {{{{ {person}.name }}}}"
    assert text.count(f"Hello{name},\n\n") == 1
    assert text.endswith(f'{{% include "{sign_off}" %}}\n')
    assert "reply" not in text
    assert "Dear" not in text


def test_the_end_of_a_letter_says_where_to_ask(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    words = render_template("email/_sign_off.txt")
    assert words.startswith(f"If you have a question, write to {settings.contact_email}\n")
    assert ("do not reply" in words) is (settings.contact_email not in settings.mail_sender)
    assert words.endswith("programme team")
