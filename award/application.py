"""The application, put together of its chapters."""

# ruff: noqa: E402
from __future__ import annotations

import gc

# What is loaded here stays until the process ends: looking through it for garbage again and again
# while it loads would be an eighth of a start.
_COLLECTS = gc.isenabled()
gc.disable()

from collections.abc import Sequence

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import config as configuration
from award import cli, starting
from award.chapters import CHAPTERS
from award.design import environment, errors, static_files
from award.foundation import (
    arrival,
    asked,
    bodies,
    db,
    jobs,
    logs,
    public_pages,
    routes,
    security,
    web,
)
from award.foundation.chapters import Chapter, fold

gc.freeze()
if _COLLECTS:
    gc.enable()

csrf = CSRFProtect()


def build(
    settings: configuration.Settings | None = None, chapters: Sequence[Chapter] = CHAPTERS
) -> Flask:
    """Build the application; refuse to start when a setting or an endpoint's rule is missing."""
    settings = settings or configuration.load()
    app = Flask(
        "award",
        template_folder=str(configuration.ROOT / "templates"),
        instance_path=str(configuration.INSTANCE),
    )
    app.config.update(
        SETTINGS=settings,
        TESTING=settings.testing,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url,
        BASE_URL=settings.base_url,
        SERVICE_NAME=settings.service_name,
        DEMONSTRATION=settings.demonstration,
        SHOW_NHS_LOGO=settings.show_nhs_logo,
        MAX_CONTENT_LENGTH=settings.max_post_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_post_bytes,
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        REFUSE_UNAUDITED=settings.testing or settings.demonstration,
        CSP_SCRIPT_HASHES=environment.INLINE_SCRIPT_HASHES,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    routes.init_app(app)
    arrival.init_app(app)
    asked.init_app(app)
    logs.init_app(app)
    db.init_app(app)
    bodies.init_app(app)
    csrf.init_app(app)
    environment.init_app(app)
    errors.init_app(app)
    security.init_app(app)
    starting.init_app(app)
    public_pages.init_app(app)
    fold(app, chapters)
    app.extensions["another"] = lambda other: build(other, chapters)
    for view in security.views_by_link(app):
        csrf.exempt(view)  # their forms ask for the token; these addresses are in no referrer
    try:
        jobs.init_app(app)
    except OSError as error:
        wrong = f"{error.filename}: {error.strerror}"
        raise configuration.BadSettings([f"AWARD_JOBS_URL: {wrong}"]) from None
    web.init_app(app)
    static_files.init_app(app)
    cli.init_app(app)
    web.check_endpoints(app)
    if starting.serving() and not settings.testing:
        starting.look(app)
    return app
