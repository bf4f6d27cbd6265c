"""Ranking, deciding, releasing."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the chapter's pages, permissions and notices to the app."""
    from award.decisions import checks, models, notices, objections, rules  # noqa: F401
    from award.decisions.views import blueprints

    for blueprint in blueprints:
        app.register_blueprint(blueprint)
