"""Pages of the chapter, by audience."""

from __future__ import annotations

from flask import Blueprint

blueprints: list[Blueprint] = []
