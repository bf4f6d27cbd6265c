"""A page that stays open goes on saying how long is left, and says when nothing is.

Needs a browser and no server: the page that it asks for is made here.
"""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask, get_template_attribute
from playwright.sync_api import Browser, Route, expect

from award.foundation import clock
from tests.journeys.test_words import STATIC

pytestmark = [pytest.mark.journey, pytest.mark.any_database]


def test_time_runs_out_while_it_is_looked_at(app: Flask, browser: Browser) -> None:
    with app.test_request_context("/"):
        closing = get_template_attribute("applications/_parts.html", "closing")
        closes_at = clock.now() + timedelta(minutes=2, seconds=30)
        line = closing(SimpleNamespace(closes_at=closes_at))

    def answer(route: Route) -> None:
        if route.request.url.endswith(".js"):
            body, kind = (STATIC / "closing.js").read_text(), "text/javascript"
        else:
            kind = "text/html"
            body = f"""<!doctype html><html lang="en"><head><title>Closing</title></head>
                <body><p>{line}.</p><script type="module" src="/closing.js"></script>
                </body></html>"""
        route.fulfill(body=body, content_type=kind)

    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.route("**/*", answer)
    page.goto("http://award.test/")
    said = page.locator("p")
    for seconds, words in (
        (1, "2 minutes left"),
        (60, "1 minute left"),
        (60, "less than a minute"),
    ):
        page.clock.run_for(seconds * 1000)
        expect(said).to_contain_text(words)
        expect(said).to_contain_text("Closes")
    page.clock.run_for(60_000)
    expect(said).not_to_contain_text("left")
    expect(said).to_contain_text("Closed")
    context.close()
