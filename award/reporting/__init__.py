"""Column registry, exports, the staff's overview."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the chapter's pages, permissions and notices to the app."""
    from award.reporting import rules  # noqa: F401
    from award.reporting.views import blueprints

    for blueprint in blueprints:
        app.register_blueprint(blueprint)
