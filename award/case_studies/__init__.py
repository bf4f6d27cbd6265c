"""The public collection of case studies."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the chapter's pages, permissions and notices to the app."""
    from award.case_studies import models  # noqa: F401
    from award.case_studies.views import blueprints

    for blueprint in blueprints:
        app.register_blueprint(blueprint)
