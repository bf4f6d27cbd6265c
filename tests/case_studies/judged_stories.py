"""Fifty-eight fictional case studies to search in, written after the queries and filed under the
problems, settings and people that they are about. A third tell of something that did not work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.build import collection

TOLD = Path(__file__).with_suffix(".txt")
"""A line each: title, summary, the problem, what was tried, what happened, what did not work; then
problems, settings, people, capabilities, stage and outcome. A blank line stands between two."""


def contents() -> list[dict[str, Any]]:
    """What a revision of each would hold."""
    return [_content(block.splitlines()) for block in TOLD.read_text().strip().split("\n\n")]


def _content(lines: list[str]) -> dict[str, Any]:
    title, summary, problem, project, impact, lessons, filed = lines
    problems, settings, people, capabilities, stage, outcome = filed.split("|")
    return collection.blank(
        title=title, summary=summary, problem=problem, project=project, impact=impact,
        lessons_and_limits=lessons, problems=problems.split(","), settings=settings.split(","),
        beneficiaries=people.split(","), capabilities=capabilities.split(","), stage=stage,
        outcome=outcome,
    )  # fmt: skip
