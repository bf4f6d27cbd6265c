"""The number beside the box and the number that the server checks are the same, whatever is typed.

Needs a browser and no server: the pages that it asks for are made here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route

from award.case_studies.rules.text import as_markdown, render
from award.design.fields import LongTextField
from award.design.forms import Form
from award.design.widgets import render_field
from award.foundation.text import count_words

pytestmark = [pytest.mark.journey, pytest.mark.any_database]
STATIC = Path(__file__).parents[2] / "award" / "static"
KINDS = {".js": "text/javascript", ".css": "text/css"}
MOST = 500
TEXTS = {
    "": 0,
    " \n\t ": 0,
    "One two\nthree": 3,
    "\n".join("- point" for _ in range(45)): 45,
    "\n".join("• a point" for _ in range(45)): 90,
    "one-to-one " * 60: 60,
    "before – after — then - last": 4,
    "care and/or support / more": 4,
    "see https://www.example.org/a-b/c?d=e&f=1,2 now": 3,
    "“It’s” ‘theirs’, isn't it?": 4,
    "a\u00a0b\u202fc\u2009d\u3000e\ufefff": 6,
    "a\u200bb \u200e c\u00ad\u2060d": 2,
    "1,500.50 £3 50% 3.5 1/2 ½ ²": 7,
    "* * * --- ... ‖ § …": 0,
    "股份有限公司 帮助人们 在家": 3,
    "مرحبا بكم، في الرعاية ١٢٣": 5,
    "ยินดีต้อนรับ สู่การดูแล": 2,
    "naïve cafe\u0301 Ångström e\u0301": 4,
    "👍 👩\u200d⚕️ ok 🇬🇧": 1,
    "हिन्दी में लिखा": 3,
    "line\r\nends\rof\u2028every\u2029kind\x0bhere\x0cnow\x85too\x1cone": 7,
    "x̂ _ _y_ `z` |": 3,
}
PIECES = [*"a bc é 字 ไทย ء 1 ½ - – — • * / ' ’ “ ” . , … & @ _ 👍".split(),
          *" \n\t\u00a0\u202f\u2009\u3000\u200b\u200e\u00ad\ufeff\u2028\x85\x1c\u1680"]  # fmt: skip


class Sample(Form):
    class Meta:
        csrf = False

    text = LongTextField("Text", max_words=MOST)


@pytest.fixture
def page(app: Flask, browser: Browser) -> Iterator[Page]:
    with app.test_request_context("/"):
        box = render_field(Sample(formdata=None).text)
    document = f"""<!doctype html><html lang="en"><head><title>Words</title>
        <link rel="stylesheet" href="/nhsuk/nhsuk-frontend.min.css">
        <link rel="stylesheet" href="/app.css"><link rel="stylesheet" href="/case_studies.css">
        </head><body class="js-enabled nhsuk-frontend-supported"><main>{box}</main>
        <script type="module" src="/app.js"></script></body></html>"""

    def answer(route: Route) -> None:
        path = route.request.url.partition("award.test")[2].lstrip("/")
        file = STATIC / path
        if path and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=KINDS.get(file.suffix, "image/png"))
        else:
            route.fulfill(body=document if not path else "", content_type="text/html")

    context = browser.new_context(viewport={"width": 320, "height": 600})
    opened = context.new_page()
    opened.route("**/*", answer)
    opened.goto("http://award.test/")
    yield opened
    context.close()


def counted(page: Page, text: str) -> int:
    """What the counter below the box says."""
    page.fill("textarea", text)
    said = page.locator(".nhsuk-character-count__status").inner_text()
    number = re.search(r"[\d,]+", said)
    left = int(number[0].replace(",", "")) if number else 0
    return MOST + left if "too many" in said else MOST - left


def test_both_count_alike(page: Page) -> None:
    for text, words in TEXTS.items():
        assert (count_words(text), counted(page, text)) == (words, words), ascii(text)
    chance = random.Random(14)
    texts = ["".join(chance.choices(PIECES, k=chance.randint(1, 60))) for _ in range(2_000)]
    count = """async (texts) => {
        const { countWords } = await import("/words.js");
        return texts.map(countWords);
    }"""
    for text, words in zip(texts, page.evaluate(count, texts), strict=True):
        assert count_words(text) == words, ascii(text)


def test_nothing_in_a_case_study_scrolls_the_page(page: Page) -> None:
    long = "x" * 300
    answers = [f"    {long}", f"    a {'b' * 5} {long}", f"https://example.org/{long}", long]
    html = "".join(render(as_markdown(text)) for text in answers)
    html += render(f"```\n{long}\n```\n\n`{long}`\n\n> {long}\n\n- {long}\n\n# {long}")
    put = """html => { document.querySelector("main").innerHTML =
        `<div class="nhsuk-width-container"><div class="app-story">${html}</div></div>`; }"""
    page.evaluate(put, html)
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    boxes = "[...document.querySelectorAll('.app-story *')].filter(e => e.scrollWidth > innerWidth)"
    assert page.evaluate(f"{boxes}.map(e => e.tagName)") == []
