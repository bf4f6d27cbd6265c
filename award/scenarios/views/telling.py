"""Scenarios in words, one and beside each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from award.design.formatters import money, plural
from award.scenarios.models import Scenario, ScenarioOpinion
from award.scenarios.queries.ground import Ground
from award.scenarios.rules.asked import METHODS, Asked, Kind, Rule
from award.scenarios.rules.working import Cost, Found


def rule_in_words(
    rule: Rule,
    asked: Asked,
    settings: Mapping[str, str],
    named: Callable[[frozenset[int]], str],
) -> str:
    """`named` says which applications a rule is about."""
    if rule.kind == Kind.MONEY:
        return f"At most {money(asked.budget_gbp)} altogether"
    if rule.kind == Kind.ORGANISATION:
        most = plural(asked.most_per_organisation or 0, "award")
        return f"At most {most} to one organisation"
    if rule.kind == Kind.REGION:
        return f"At most {plural(asked.most_per_region or 0, 'award')} in one region"
    if rule.kind == Kind.PHASE:
        return f"At least {asked.least_of_phase[int(rule.of)]} of Phase {rule.of}"
    if rule.kind == Kind.SETTING:
        least = asked.least_of_setting[rule.of]
        return f"At least {least} for “{settings.get(rule.of, rule.of)}”"
    if rule.kind == Kind.MUST:
        return f"Must be funded: {named(asked.must)}"
    return f"Must not be funded: {named(asked.must_not)}"


@dataclass(frozen=True)
class Reading:
    """A scenario as a page shows it, beside what is so by now. `settings` are care settings by
    value, `phases` by number."""

    scenario: Scenario
    ground: Ground
    settings: Mapping[str, str]
    phases: Mapping[int, str]
    opinions: Sequence[ScenarioOpinion] = ()

    @cached_property
    def asked(self) -> Asked:
        return self.scenario.asks

    @cached_property
    def found(self) -> Found:
        return self.scenario.finds

    @property
    def method(self) -> str:
        return METHODS[self.asked.method]

    @property
    def left_gbp(self) -> int:
        return self.asked.budget_gbp - self.found.money_gbp

    @property
    def since(self) -> str:
        """What has changed since it was worked out."""
        said = []
        if self.ground.ranking_sha256 != self.scenario.ranking_sha256:
            said.append("the ranking or the budget has changed")
        if self.ground.decided_sha256 != self.scenario.decided_sha256:
            said.append("decisions were staged, changed or released")
        return " and ".join(said)

    @property
    def rules(self) -> list[str]:
        return [self.in_words(rule) for rule in self.asked.rules()]

    def in_words(self, rule: Rule) -> str:
        return rule_in_words(rule, self.asked, self.settings, self._named)

    def _named(self, keys: frozenset[int]) -> str:
        return ", ".join(self.reference(key) for key in sorted(keys))

    def reference(self, key: int) -> str:
        """Of an application that was withdrawn since, nothing is left to show."""
        row = self.ground.named.get(key)
        return row.reference if row else "one that is withdrawn"

    @cached_property
    def _short(self) -> dict[int, str]:
        return {
            place.candidate.key: ", ".join(place.short)
            for place in self.ground.line.places
            if place.short
        }

    def short(self, key: int) -> str:
        """What it lacks to be funded by the ranking, as the shortlist says it; "" for nothing."""
        return self._short.get(key, "")

    def title(self, key: int) -> str:
        row = self.ground.named.get(key)
        return (row.title or "") if row else ""

    @property
    def alone(self) -> list[str]:
        """Rules that nobody can keep, whatever the others are."""
        return [
            self._cannot(one.rules[0], one.there)
            for one in self.found.conflicts or ()
            if len(one.rules) == 1
        ]

    @property
    def together(self) -> list[list[str]]:
        """Rules that can be kept by themselves, and not together."""
        return [
            [self.in_words(rule) for rule in one.rules]
            for one in self.found.conflicts or ()
            if len(one.rules) > 1
        ]

    @property
    def why_not(self) -> str:
        """In a sentence, of one that isn't possible; its page tells all of it."""
        if self.alone:
            return " ".join(self.alone)
        if self.together:
            return f"These can’t be kept together: {'; '.join(self.together[0])}."
        return "There was no time to find out which rules can’t be kept together."

    def _cannot(self, rule: Rule, there: int | None) -> str:
        said = self.in_words(rule)
        if rule.kind == Kind.MONEY:
            return f"{said}: {'more' if there is None else money(there)} is promised already."
        if rule.kind == Kind.ORGANISATION:
            return f"{said}: one has {there} already."
        if rule.kind == Kind.REGION:
            return f"{said}: one region has {there} already."
        if not there:
            return f"{said}: none qualifies."
        return f"{said}: only {there} {'qualifies' if there == 1 else 'qualify'}."

    @property
    def spread(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """Awards by phase, region and care setting, in words."""
        counts = self.found.spread
        return [
            ("Phases", [(self.phases.get(int(k), k), n) for k, n in _of(counts, "phase")]),
            ("Regions", [(k or "Not known", n) for k, n in _of(counts, "region")]),
            ("Care settings", [(self.settings.get(k, k), n) for k, n in _of(counts, "setting")]),
        ]

    def costs(self) -> list[dict[str, Any]]:
        """What each rule costs, as rows."""
        return [self._cost(one) for one in self.found.costs]

    def _cost(self, one: Cost) -> dict[str, Any]:
        row: dict[str, Any] = {"rule": self.in_words(one.rule)}
        if one.points is None:
            return {**row, "points": "Not known: there was no time to work it out"}
        if not one.comes_in and not one.goes_out:
            return {**row, "points": "No difference", "funded": one.funded}
        return {
            **row,
            "points": f"{one.points - self.found.counts:+.1f}",
            "funded": one.funded,
            "comes_in": [self.reference(key) for key in one.comes_in],
            "goes_out": [self.reference(key) for key in one.goes_out],
        }

    @property
    def agreed(self) -> str:
        return _counted(self.opinions) or "Nobody has said"

    def agreed_but(self, people: Collection[int]) -> str:
        """Of everybody but these; "" where nobody else has said."""
        return _counted([one for one in self.opinions if one.person_id not in people])


def _counted(opinions: Sequence[ScenarioOpinion]) -> str:
    yes = sum(one.agrees for one in opinions)
    no = len(opinions) - yes
    return ", ".join(
        filter(None, [f"{yes} agree{'s' if yes == 1 else ''}" if yes else "",
                      f"{no} disagree{'s' if no == 1 else ''}" if no else ""])
    )  # fmt: skip


def _of(counts: Mapping[str, Mapping[str, int]], kind: str) -> list[tuple[str, int]]:
    return list(counts.get(kind, {}).items())


def beside(readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """Rows that compare those that are possible: `what` is compared, and what each has, `of` its
    id."""
    rows: list[tuple[str, list[Any]]] = [
        ("Money there is", [money(one.asked.budget_gbp) for one in readings]),
        ("Funded", [len(one.found.rows) for one in readings]),
        ("Comes to", [money(one.found.money_gbp) for one in readings]),
        ("Left over", [money(one.left_gbp) for one in readings]),
        ("Mean score", [_pct(one.found.mean) for one in readings]),
        ("Lowest score", [_pct(one.found.lowest) for one in readings]),
        ("Points above the threshold", [f"{one.found.points:,.1f}" for one in readings]),
    ]  # fmt: skip
    for place in range(2):
        for name in sorted({name for one in readings for name, _n in one.spread[place][1]}):
            counts = [dict(one.spread[place][1]).get(name, 0) for one in readings]
            rows.append((name, counts))
    ids = [one.scenario.id for one in readings]
    return [{"what": what, "of": dict(zip(ids, values, strict=True))} for what, values in rows]


def _pct(value: float | None) -> str | None:
    return None if value is None else f"{value:.1f}%"


def not_in_all(readings: Sequence[Reading], ground: Ground) -> list[dict[str, Any]]:
    """Applications that some of them, all of which are possible, fund and others don't, by rank."""
    sets = {one.scenario.id: one.found.keys for one in readings}
    if len(sets) < 2:
        return []
    every = frozenset[int]().union(*sets.values())
    rows = []
    for place in ground.line.places:
        key = place.candidate.key
        if key in every and not all(key in keys for keys in sets.values()):
            named = ground.named[key]
            rows.append(
                {
                    "rank": place.rank,
                    "reference": named.reference,
                    "title": named.title or "",
                    "score": _pct(place.candidate.score_pct),
                    "ask": money(place.candidate.ask_gbp),
                    "of": {
                        number: "Funded" if key in keys else "–" for number, keys in sets.items()
                    },
                }
            )
    return rows
