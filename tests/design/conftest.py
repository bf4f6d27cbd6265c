"""A bare app with the design and nothing else: no database, no chapter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask, render_template_string
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import MultiDict

from award.design import environment
from award.design.forms import Form

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bare_app() -> Flask:
    app = Flask(
        "sample", template_folder=ROOT / "templates", static_folder=ROOT / "award" / "static"
    )
    app.config.update(SECRET_KEY="only for tests, " * 2, TESTING=True)
    CSRFProtect(app)
    environment.init_app(app)
    return app


@pytest.fixture
def in_request(bare_app: Flask) -> Iterator[Flask]:
    with bare_app.test_request_context("/"):
        yield bare_app


@pytest.fixture
def build(in_request: Flask) -> Callable[..., Any]:
    """build(field, "typed") or build(field, **{"f-day": "4"}): a validated form with field f."""

    def make(field: Any, *sent: str, stored: Any = None, **parts: str) -> Any:
        class Sample(Form):
            class Meta:
                csrf = False

            f = field

        data = MultiDict([("f", text) for text in sent] + list(parts.items()))
        form = Sample(formdata=data, data={} if stored is None else {"f": stored})
        form.validate()
        return form

    return make


@pytest.fixture
def render(in_request: Flask) -> Callable[..., str]:
    """Render template source with the app's environment."""
    return render_template_string


def strict(html: str) -> Any:
    """Parse a fragment, or fail at the first thing HTML5 doesn't allow."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(html)


def strict_page(html: str) -> Any:
    """Parse a whole page, or fail at the first thing HTML5 doesn't allow."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
