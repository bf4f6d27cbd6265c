"""A scenario in the words that a panel reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from award.rounds.models import Round
from award.rounds.queries import question_sets
from award.scenarios.queries.shared import Shared
from award.scenarios.rules.asked import BUYS_MANY, METHODS, Kind, Method, Rule
from award.scenarios.views.telling import rule_in_words

WITHDRAWN = "One that was withdrawn since"


@dataclass(frozen=True)
class Row:
    """What it funds; `cost_gbp` is None where sums would tell of what isn't shown."""

    title: str
    reference: str = ""
    cost_gbp: int | None = None


@dataclass(frozen=True)
class SharedReading:
    method: str
    rules: Sequence[str]
    rows: Sequence[Row]
    budget_gbp: int
    money_gbp: int
    caveat: str = ""

    @property
    def left_gbp(self) -> int:
        return self.budget_gbp - self.money_gbp


def shared_reading(shared: Shared, named: Mapping[int, Any]) -> SharedReading:
    """`named` has what its reader may meet. Nothing here tells a reader to whom it is `partial`
    that anything is left out, nor how much."""
    asked, found = shared.scenario.asks, shared.scenario.finds
    settings = _settings(shared.round)

    def which(keys: frozenset[int]) -> str:
        said = [named[key].reference for key in sorted(keys) if key in named]
        gone = [] if shared.partial else [WITHDRAWN.lower()] * (len(keys) - len(said))
        return ", ".join([*said, *gone])

    def told(rule: Rule) -> bool:
        about = {Kind.MUST: asked.must, Kind.MUST_NOT: asked.must_not}.get(rule.kind)
        return about is None or bool(which(about))

    rows = [
        Row(named[key].title or "", named[key].reference, None if shared.partial else cost)
        if key in named
        else Row(WITHDRAWN, "", cost)
        for key, _rank, _score, cost in found.rows
        if key in named or not shared.partial
    ]
    return SharedReading(
        METHODS[asked.method],
        [rule_in_words(rule, asked, settings, which) for rule in asked.rules() if told(rule)],
        rows,
        asked.budget_gbp,
        found.money_gbp,
        BUYS_MANY if asked.method == Method.SUM else "",
    )


def _settings(round_: Round) -> dict[str, str]:
    question = question_sets.questions_of(round_).meaning("care_settings")
    return dict(question.of_kind.offered(question)) if question else {}
