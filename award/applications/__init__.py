"""Eligibility, drafting, submitting, withdrawing."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the chapter's pages, permissions and notices to the app."""
    from award.applications import models  # noqa: F401
    from award.applications.views import blueprints

    for blueprint in blueprints:
        app.register_blueprint(blueprint)
