"""Pages for when something went wrong, drawn for whoever is looking."""

from __future__ import annotations

from flask import Flask, g
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from award.design.errors import STATUSES, error_page


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    response = error.get_response()
    response.set_data(error_page(status, reference=g.get("request_id")))
    response.content_type = "text/html; charset=utf-8"
    return response


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return error_page(400, reference=g.get("request_id"), template="csrf"), 400


def init_app(app: Flask) -> None:
    for status in STATUSES:
        app.register_error_handler(status, _http)
    app.register_error_handler(CSRFError, _csrf)
