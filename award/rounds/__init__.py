"""Rounds, question sets, criteria."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the chapter's pages, permissions and notices to the app."""
    from award.rounds import checks, models  # noqa: F401
    from award.rounds.rules import permissions  # noqa: F401
    from award.rounds.views import blueprints

    for blueprint in blueprints:
        app.register_blueprint(blueprint)
