"""`flask` commands."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add every command to `flask`."""
