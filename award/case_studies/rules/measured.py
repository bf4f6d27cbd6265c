"""Which problem a result is of: the one that it names, or the only one that its project was for.

A result that names none, of a project for several, is of all that it was for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from award.case_studies.rules.said import Result, results_of

BETTER: Final = "got_better"
NOT_BETTER: Final = "not_better"
"""Facets that nobody is offered: what has been tried counts by them. Their values are problems."""


def is_better(result: Result) -> bool:
    return result.direction == "better"


def problem_of(result: Result, problems: Sequence[str]) -> str:
    """ "" for all that its project was for."""
    if result.problem:
        return result.problem
    return problems[0] if len(problems) == 1 else ""


def filed(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(facet, problem) pairs: for which of its problems something got better, or did not."""
    problems = content.get("problems") or ()
    for result in results_of(content):
        problem = problem_of(result, problems)
        if problem in problems:
            yield (BETTER if is_better(result) else NOT_BETTER), problem
