"""People, organisations, roles, sign-in."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add sign-in, accounts, organisations and plain pages to the app."""
    from award.accounts import identity, notices, rules, security  # noqa: F401
    from award.accounts.views import blueprints, navigation, sign_in

    security.init_app(app)
    app.extensions["actor_loader"] = identity.load_actor
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    sign_in.init_app(app)
    navigation.init_app(app)
