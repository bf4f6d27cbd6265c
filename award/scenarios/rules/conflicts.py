"""Why no set keeps all rules of a scenario: which of them can't be kept together. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple, Self

from award.scenarios.rules import solving
from award.scenarios.rules.asked import Asked, Item, Kind, Rule
from award.scenarios.rules.limits import problem
from award.scenarios.rules.solving import OutOfTime, Until

_NAMED: Final = (Kind.MUST, Kind.MUST_NOT)


class Conflict(NamedTuple):
    """Rules, the money among them, that no set keeps together; without any one of them some set
    keeps the others of them. `there` is said of a rule that nobody could keep by itself: how many
    qualify for what has to be reached, or what is promised already of what is limited."""

    rules: Sequence[Rule]
    there: int | None = None

    def as_data(self) -> list[Any]:
        return [[list(one) for one in self.rules], self.there]

    @classmethod
    def of_data(cls, data: Sequence[Any]) -> Self:
        return cls([rule_of(one) for one in data[0]], data[1])


def rule_of(data: Sequence[str]) -> Rule:
    return Rule(Kind(data[0]), data[1])


def conflicts(items: Sequence[Item], asked: Asked, until: Until) -> list[Conflict]:
    """As many as it takes: whatever is left out so that some set keeps the rest has a rule of each.
    Those of one rule come first. Fewer, perhaps none, where there was no time for all."""
    rules = [Rule(Kind.MONEY), *asked.rules()]
    found: dict[frozenset[Rule], Conflict] = {}
    try:
        for rule in rules:
            if not _possible(items, asked, [rule], until):
                found[frozenset([rule])] = Conflict([rule], _there(items, asked, rule))
        _rest(items, asked, found, until)
    except OutOfTime:
        pass
    return sorted(
        found.values(),
        key=lambda one: (len(one.rules), [rules.index(rule) for rule in one.rules]),
    )


def _rest(
    items: Sequence[Item], asked: Asked, found: dict[frozenset[Rule], Conflict], until: Until
) -> None:
    """Leave out a rule of each that is known, in every way there is, until the rest can be kept."""
    rules = [Rule(Kind.MONEY), *asked.rules()]
    waiting, seen = [frozenset[Rule]()], {frozenset[Rule]()}
    while waiting:
        out = waiting.pop(0)
        known = next((one for one in found if not one & out), None)
        if known is None:
            left = [rule for rule in rules if rule not in out]
            if _possible(items, asked, left, until):
                continue
            least = _least(items, asked, left, until)
            known = frozenset(least)
            found[known] = Conflict(least)
        for rule in rules:
            if rule in known and (more := out | {rule}) not in seen:
                seen.add(more)
                waiting.append(more)


def _least(items: Sequence[Item], asked: Asked, rules: list[Rule], until: Until) -> list[Rule]:
    """Of these, which can't be kept together, so few that without any one of them the others can
    be. The money stands first, so that it stays only where nothing else does without it."""
    left = rules
    for rule in rules:
        fewer = [one for one in left if one != rule]
        if not _possible(items, asked, fewer, until):
            left = fewer
    return left


def _possible(items: Sequence[Item], asked: Asked, rules: Collection[Rule], until: Until) -> bool:
    """Does some set keep these rules, whether or not it has who must be in and out as well?"""
    return any(solving.possible(problem(items, one), until) for one in ways(asked, rules))


def ways(asked: Asked, rules: Collection[Rule]) -> Iterator[Asked]:
    """With these rules and no other, and then also with those that name who is in or out: these
    don't only narrow, since they let one in that doesn't meet the threshold, and part a shared
    rank. So what can be kept with more rules can be kept with fewer."""
    named = [one for one in asked.rules() if one.kind in _NAMED and one not in rules]
    for many in range(len(named) + 1):
        for more in combinations(named, many):
            yield _only(asked, [*rules, *more])


def _only(asked: Asked, rules: Collection[Rule]) -> Asked:
    """With no other rule than these."""
    for rule in (Rule(Kind.MONEY), *asked.rules()):
        if rule not in rules:
            asked = asked.without(rule)
    return asked


def _there(items: Sequence[Item], asked: Asked, rule: Rule) -> int:
    """What there is of something that can't be kept by itself."""
    if rule.kind in (Kind.PHASE, Kind.SETTING):
        return max(
            sum(one.takes.values())
            for way in ways(asked, [rule])
            for one in problem(items, way).limits
            if one.rule == rule
        )
    of = problem(items, _only(asked, [rule]))
    return max(_promised(one.takes, of.forced) for one in of.limits if one.rule == rule)


def _promised(takes: Mapping[int, int], forced: Collection[int]) -> int:
    return sum(takes.get(number, 0) for number in forced)
