"""A notice is one case in plain words: its merge fields are declared, each with a sample, and it
renders from them alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from jinja2 import meta, nodes

from award.foundation.outbox import NOTICES, Case, Notice, Recipient

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
NAMELESS = {
    "challenge_asked", "challenge_reminded", "complaint_received", "enquiry_confirm",
    "enquiry_received", "share_begun", "share_confirm", "watch_confirm", "watch_ending",
    "watch_confirm_rounds", "watch_news", "watch_round_open", "team_question_confirm",
}  # fmt: skip
COMMON = {"recipient", "base_url", "config", "service_name"}


def each(app: Flask) -> dict[str, Mapping[str, Any]]:
    """Sample by template."""
    return {name: of for one in NOTICES.of(app).values() for name, of in one.samples.items()}


def source(template: str) -> str:
    return (TEMPLATES / f"email/{template}.txt").read_text(encoding="utf-8")


def test_each_renders_from_its_sample(app: Flask) -> None:
    assert len(each(app)) >= 45
    for template, sample in each(app).items():
        text = render_template(
            f"email/{template}.txt",
            base_url="http://localhost",
            recipient=Recipient("kim@example.org", "Kim Example"),
            **sample,
        )
        subject, _, body = text.partition("\n")
        assert re.fullmatch(r"Subject: \S.*", subject), template
        # A receipt for a stranger has nothing that a stranger typed: not even a name.
        greets = "Hello," if template in NAMELESS else "Hello Kim Example,"
        assert body.lstrip().startswith(greets), template
        assert "\n\n\n" not in body, template
        assert not re.search(r"\bNone\b|[{}]", text), template


def test_each_says_what_it_declares_and_no_more(app: Flask) -> None:
    for template, sample in each(app).items():
        used = meta.find_undeclared_variables(app.jinja_env.parse(source(template)))
        assert used - COMMON == set(sample), template


def test_none_decides(app: Flask) -> None:
    for template in each(app):
        assert decides(app, source(template)) == [], template
    assert decides(app, "{{ 'a' if b }}{{ c or d }}{% if e %}{% endif %}{{ f ~ 'g' }}")


def decides(app: Flask, text: str) -> list[str]:
    """All that is more than words, fields, their format, and the end that all have."""
    signed = '{% include "email/_sign_off.txt" %}'
    plain = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr,
             nodes.Filter)  # fmt: skip
    tree = app.jinja_env.parse(text.replace(signed, ""))
    found = [node for node in tree.find_all(nodes.Node) if not isinstance(node, plain)]
    return [type(node).__name__ for node in found]


def test_a_notice_is_the_first_of_its_cases_or_itself() -> None:
    notice = Notice(
        "test.told",
        recipients=lambda thing: [],
        context=lambda thing: {"number": thing},
        says="A test",
        cases=(Case("many", lambda words: words["number"] > 2, {}),
               Case("two", lambda words: words["number"] > 1, {})),
        further=lambda words: {"twice": 2 * words["number"]},
    )  # fmt: skip
    assert [notice.email(number, {})[0] for number in (1, 2, 3)] == [
        "test_told", "test_told_two", "test_told_many"
    ]  # fmt: skip
    assert notice.email(1, {"number": 5}) == ("test_told_many", {"number": 5, "twice": 10})


def test_each_has_a_template_and_each_template_a_notice(app: Flask) -> None:
    there = {path.stem for path in (TEMPLATES / "email").glob("[!_]*.txt")}
    assert there == set(each(app))
