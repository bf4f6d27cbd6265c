"""The public collection of case studies, and the front page."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the chapter's pages, permissions and notices to the app."""
    from award.case_studies import checks, models, notices, rules  # noqa: F401
    from award.case_studies.rules.text import render, with_addresses
    from award.case_studies.views import blueprints, pointing  # noqa: F401

    app.jinja_env.filters["case_study_text"] = render
    app.jinja_env.filters["with_addresses"] = with_addresses
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
