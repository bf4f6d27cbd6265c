"""The blueprint that all pages of the chapter share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("decisions", __name__)
