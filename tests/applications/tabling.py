"""What tests share that fill in a table of a section's page."""

from __future__ import annotations

from typing import Any

from award.applications.models import Application
from tests.applications.walking import stored, url
from tests.page import Page

NAME = "answer_milestones"
BEGIN = {"id": "k1", "what": "Begin", "month": 1}
END = {"id": "k2", "what": "End", "month": 9}


def rows_in(page: Page) -> list[str]:
    return page.value_of(f"rows_{NAME}").split()


def typed(page: Page, **cells: Any) -> dict[str, Any]:
    """The page's form with cells typed in: `k1_what="Begin"`."""
    named = {f"{NAME}-{key.replace('_', '-', 1)}": value for key, value in cells.items()}
    return {**page.form_values(), **named}


def pressing(page: Page, act: str, **cells: Any) -> dict[str, Any]:
    values = {k: v for k, v in typed(page, **cells).items() if k != "then"}
    return {**values, "table": f"{NAME} {act}"}


def milestones(application: Application) -> Any:
    return stored(application).get("milestones")


def project(application: Application) -> str:
    return url(application, "/project")
