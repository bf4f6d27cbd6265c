"""Which problem a result is of, and how strong the evidence is that results are.

A result is of the problem that it names, or of the only one that its project was for; one that
names none, of a project for several, is of all that it was for. “Measured before and after” is what
a team says and results bear out: a number from before, and one from after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from award.case_studies.rules.said import Result, results_of

BETTER: Final = "got_better"
NOT_BETTER: Final = "not_better"
WORSE: Final = "got_worse"
BOTH: Final = "before_and_after"
"""Facets that nobody is offered: what has been tried counts by them. Their values are problems."""

EVIDENCE: Final = "evidence_level"
BEFORE_AND_AFTER: Final = "before_and_after"
ONCE: Final = "measured_once"
"""What evidence is where its team says before and after, and no result has both."""
_FIGURE: Final = re.compile(r"\d")


def is_better(result: Result) -> bool:
    return result.direction == "better"


def has_both(row: Mapping[str, Any]) -> bool:
    """Does a row of results have a number from before and one from after?"""
    return all(_FIGURE.search(str(row.get(key) or "")) for key in ("before", "after"))


def evidence_of(content: Mapping[str, Any]) -> str:
    """How strong the evidence is, as every reader is told it; "" where nobody said."""
    said = str(content.get(EVIDENCE) or "")
    if said == BEFORE_AND_AFTER and not any(map(has_both, content.get("results") or ())):
        return ONCE
    return said


def problem_of(result: Result, problems: Sequence[str]) -> str:
    """ "" for all that its project was for."""
    if result.problem:
        return result.problem
    return problems[0] if len(problems) == 1 else ""


def filed(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(facet, problem) pairs: for which of its problems something got better, did not, or got
    worse, and which it was measured for before and after."""
    problems = content.get("problems") or ()
    for result in results_of(content):
        problem = problem_of(result, problems)
        if problem in problems:
            yield (BETTER if is_better(result) else NOT_BETTER), problem
            if result.direction == "worse":
                yield WORSE, problem
            if has_both({"before": result.before, "after": result.after}):
                yield BOTH, problem
