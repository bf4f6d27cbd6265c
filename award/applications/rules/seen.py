"""What a submission keeps beside the answers: the rules as they stood when it was made, what had
lapsed by then, and answers that nobody but those who apply may read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from award.rounds.rules.questions import Question, QuestionSet
from award.rounds.rules.regimes import Regime, Regimes

APART = "kept_apart"
"""Where a submission has them: whatever reads its `answers` can't come by them."""

FROZEN: Final = frozenset({"answers", APART, "regimes", "renewing"})
"""The parts of a submission that `frozen` makes."""


def frozen(
    questions: QuestionSet, given: Mapping[str, Any], phase: int, regimes: Regimes, day: date
) -> dict[str, Any]:
    """The parts of a submission that follow from its answers."""
    asked = questions.asked(given, phase)
    kept: dict[str, Any] = {"answers": {k: v for k, v in given.items() if k not in questions.apart}}
    apart = {key: value for key, value in given.items() if key in questions.apart}
    rules = {one.key: one.as_data() for one in regimes.behind(asked, day)}
    lapsed = renewing(asked, given, regimes, day)
    found = {APART: apart, "regimes": rules, "renewing": lapsed}
    return kept | {name: value for name, value in found.items() if value}


def renewing(
    asked: list[Question], given: Mapping[str, Any], regimes: Regimes, day: date
) -> dict[str, str]:
    """Question key -> why what is answered has to be renewed."""
    found = {q.key: regimes.renewing(q, given.get(q.key), day) for q in asked}
    return {key: words for key, words in found.items() if words}


def regimes_of(content: Mapping[str, Any]) -> dict[str, Regime]:
    """Key -> the version that was in force when it was submitted."""
    return {key: Regime.read(one) for key, one in content.get("regimes", {}).items()}


def renewing_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Question key -> what had lapsed when it was submitted."""
    found: dict[str, str] = content.get("renewing", {})
    return found


def own_answers(content: Mapping[str, Any]) -> dict[str, Any]:
    """All of them, for those who gave them."""
    return {**content["answers"], **content.get(APART, {})}
