"""One page around one indexed query. It uses nothing of the product, so it never gets faster or
slower with it."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, Response, render_template, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader

ROWS = sa.text(
    "SELECT reference, title, state, submitted_at FROM application "
    "WHERE reference > :after ORDER BY reference LIMIT 50"
)


def create_app() -> Flask:
    app = Flask(__name__)
    app.secret_key = "bench" * 8
    app.config.update(SERVICE_NAME="AI in Health and Care Award", SHOW_NHS_LOGO=False)
    app.config["DEMONSTRATION"] = True
    env = app.jinja_env
    env.loader = ChoiceLoader(
        [FileSystemLoader(Path(__file__).parent / "templates"),
         PackageLoader("nhsuk_frontend_jinja")]
    )  # fmt: skip
    env.undefined = ChainableUndefined
    env.autoescape = lambda _name: True  # type: ignore[assignment]
    env.trim_blocks = env.lstrip_blocks = True
    env.globals.update(service_name=app.config["SERVICE_NAME"], csrf_token=generate_csrf)
    engine = sa.create_engine(os.environ["BENCH_DATABASE_URL"], pool_pre_ping=True)

    @app.context_processor
    def header_and_footer() -> dict[str, object]:
        links = [{"text": name.title(), "href": url_for("other", name=name), "active": False}
                 for name in ("rounds", "manage", "people", "case-studies")]  # fmt: skip
        return {
            "navigation": links,
            "footer_links": [{"text": link["text"], "href": link["href"]} for link in links],
            "signed_in_name": "Volume Staff",
            "account_url": url_for("other", name="account"),
            "sign_out_url": url_for("other", name="sign-out"),
        }

    @app.get("/floor")
    def floor() -> Response:
        with engine.connect() as connection:
            rows = connection.execute(ROWS, {"after": ""}).all()
        response = Response(render_template("floor.html", rows=rows))
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.get("/<name>")
    def other(name: str) -> str:
        return name

    return app
