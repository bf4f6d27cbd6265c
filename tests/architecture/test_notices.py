"""A notice is one case in plain words: its merge fields are declared, each with a sample, and it
renders from them alone."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask, render_template
from jinja2 import meta

from award.foundation.outbox import NOTICES, Recipient

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
COMMON = {"recipient", "base_url", "config", "service_name"}
BRANCHING = ("assignment.", "decision.", "case_study.")
"""Whose emails still decide in their templates what to say."""


def flat(app: Flask) -> list[str]:
    return [key for key in NOTICES.of(app) if not key.startswith(BRANCHING)]


def test_each_renders_from_its_sample(app: Flask) -> None:
    assert len(flat(app)) >= 13
    for key in flat(app):
        notice = NOTICES.of(app)[key]
        text = render_template(
            f"email/{notice.template}.txt",
            base_url="http://localhost",
            recipient=Recipient("kim@example.org", "Kim Example"),
            **notice.sample,
        )
        subject, _, body = text.partition("\n")
        assert re.fullmatch(r"Subject: \S.*", subject), key
        assert body.lstrip().startswith("Hello Kim Example,"), key
        assert "\n\n\n" not in body, key
        assert not re.search(r"\bNone\b|[{}]", text), key


def test_each_says_what_it_declares_and_no_more(app: Flask) -> None:
    for key in flat(app):
        notice = NOTICES.of(app)[key]
        source = (TEMPLATES / f"email/{notice.template}.txt").read_text(encoding="utf-8")
        used = meta.find_undeclared_variables(app.jinja_env.parse(source))
        assert used - COMMON == set(notice.sample), key


def test_none_decides(app: Flask) -> None:
    for key in flat(app):
        path = TEMPLATES / f"email/{NOTICES.of(app)[key].template}.txt"
        tags = re.findall(r"{%.*?%}", path.read_text(encoding="utf-8"))
        assert tags == ['{% include "email/_sign_off.txt" %}'], key


def test_each_has_a_template_and_each_template_a_notice(app: Flask) -> None:
    there = {path.stem for path in (TEMPLATES / "email").glob("[!_]*.txt")}
    assert there == {notice.template for notice in NOTICES.of(app).values()}
