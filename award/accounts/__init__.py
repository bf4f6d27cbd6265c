"""People, organisations, roles, sign-in."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add sign-in, accounts, organisations and plain pages to the app."""
    from award.accounts import models  # noqa: F401
    from award.accounts.views import blueprints

    for blueprint in blueprints:
        app.register_blueprint(blueprint)
