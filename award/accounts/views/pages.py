"""Plain pages about the service itself."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.foundation.public_pages import kept
from award.foundation.web import public

blueprint = Blueprint("pages", __name__)


def _page(name: str) -> ResponseReturnValue:
    settings = current_app.config["SETTINGS"]
    return render_template(f"pages/{name}.html", contact_email=settings.contact_email)


@blueprint.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """Browsers ask for it by this name wherever a page names no icon."""
    return redirect(url_for("static", filename="favicon.svg"))


@blueprint.get("/accessibility")
@public
@kept(plain=True)
def accessibility() -> ResponseReturnValue:
    return _page("accessibility")


@blueprint.get("/privacy")
@public
@kept(plain=True)
def privacy() -> ResponseReturnValue:
    return _page("privacy")


@blueprint.get("/cookies")
@public
@kept(plain=True)
def cookies() -> ResponseReturnValue:
    return _page("cookies")


@blueprint.get("/contact")
@public
@kept(plain=True)
def contact() -> ResponseReturnValue:
    return _page("contact")
