"""What a scenario asks for, and the applications that it chooses among. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple, Self


class Method(StrEnum):
    """How a set is chosen: down the ranks to where the money ends; down the ranks past what rules
    don't allow; the most points above the threshold; the most points altogether."""

    LINE = "line"
    RANKS = "ranks"
    POINTS = "points"
    SUM = "sum"


METHODS = {
    Method.LINE: "Top-down",
    Method.RANKS: "In rank order, under rules",
    Method.POINTS: "The most points above the threshold",
    Method.SUM: "The most points altogether",
}
BUYS_MANY = (
    "A plain sum of scores is largest when much is cheap: it buys many small projects rather than "
    "the best ones."
)


class Item(NamedTuple):
    """An application that is ranked, or that money is promised to. `organisation` is None and
    `region` "" where it isn't known, which no rule counts. `funded` is None while nothing is
    decided; `cost_gbp` is then what it asks for, and else what it is awarded."""

    key: int
    reference: str
    rank: int | None
    score_pct: float
    meets: bool
    cost_gbp: int
    organisation: int | None = None
    region: str = ""
    phase: int = 1
    settings: tuple[str, ...] = ()
    funded: bool | None = None


class Kind(StrEnum):
    """Kinds of rules."""

    MONEY = "money"
    ORGANISATION = "organisation"
    REGION = "region"
    PHASE = "phase"
    SETTING = "setting"
    MUST = "must"
    MUST_NOT = "must_not"


class Rule(NamedTuple):
    """One that can be left out by itself: `of` says which phase or setting."""

    kind: Kind
    of: str = ""


@dataclass(frozen=True)
class Asked:
    """Numbers are of awards: `most…` at most, `least…` at least; by phase, and by setting. `must`
    and `must_not` are keys of applications."""

    method: Method
    budget_gbp: int
    most_per_organisation: int | None = None
    most_per_region: int | None = None
    least_of_phase: Mapping[int, int] = field(default_factory=dict)
    least_of_setting: Mapping[str, int] = field(default_factory=dict)
    must: frozenset[int] = frozenset()
    must_not: frozenset[int] = frozenset()
    boundless: bool = False
    """Without the money: only to see why all that is asked for can't be had."""

    def rules(self) -> Iterator[Rule]:
        """Those that it has beside the money."""
        if self.most_per_organisation is not None:
            yield Rule(Kind.ORGANISATION)
        if self.most_per_region is not None:
            yield Rule(Kind.REGION)
        yield from (Rule(Kind.PHASE, str(phase)) for phase in sorted(self.least_of_phase))
        yield from (Rule(Kind.SETTING, setting) for setting in sorted(self.least_of_setting))
        if self.must:
            yield Rule(Kind.MUST)
        if self.must_not:
            yield Rule(Kind.MUST_NOT)

    def without(self, rule: Rule) -> Asked:
        """The same but for this rule."""
        if rule.kind == Kind.MONEY:
            return replace(self, boundless=True)
        if rule.kind == Kind.ORGANISATION:
            return replace(self, most_per_organisation=None)
        if rule.kind == Kind.REGION:
            return replace(self, most_per_region=None)
        if rule.kind == Kind.PHASE:
            kept = {k: n for k, n in self.least_of_phase.items() if str(k) != rule.of}
            return replace(self, least_of_phase=kept)
        if rule.kind == Kind.SETTING:
            left = {k: n for k, n in self.least_of_setting.items() if k != rule.of}
            return replace(self, least_of_setting=left)
        if rule.kind == Kind.MUST:
            return replace(self, must=frozenset())
        return replace(self, must_not=frozenset())

    def as_data(self) -> dict[str, Any]:
        """For keeping; `of_data` reads it."""
        return {
            "method": str(self.method),
            "budget_gbp": self.budget_gbp,
            "most_per_organisation": self.most_per_organisation,
            "most_per_region": self.most_per_region,
            "least_of_phase": {str(k): n for k, n in sorted(self.least_of_phase.items())},
            "least_of_setting": dict(sorted(self.least_of_setting.items())),
            "must": sorted(self.must),
            "must_not": sorted(self.must_not),
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            Method(data["method"]),
            data["budget_gbp"],
            data["most_per_organisation"],
            data["most_per_region"],
            {int(k): n for k, n in data["least_of_phase"].items()},
            data["least_of_setting"],
            frozenset(data["must"]),
            frozenset(data["must_not"]),
        )
