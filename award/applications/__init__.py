"""Eligibility, drafting, submitting, withdrawing."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the chapter's pages, permissions and notices to the app."""
    from award.applications import checks, models, notices, rules  # noqa: F401
    from award.applications.rules.moments import to_the_second
    from award.applications.views import blueprints
    from award.applications.views.arrival import note_arrival

    app.jinja_env.filters["to_the_second"] = to_the_second
    app.before_request(note_arrival)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
