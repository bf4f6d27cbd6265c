"""Why there is no set, in the words of its page, for each kind of rule."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from award.scenarios.rules.asked import Asked, Item, Kind, Method, Rule
from award.scenarios.rules.working import Found, worked_out
from award.scenarios.views.telling import Reading

MONEY = 10_000
Sentences = tuple[list[str], list[list[str]]]


def one(key: int, **other: Any) -> Item:
    like = {"cost_gbp": 900, "organisation": key, "region": f"Region {key}", **other}
    return Item(key, f"AIA-{key}", key, 90.0 - key, True, **like)


def why(items: list[Item], method: Method = Method.POINTS, **rules: Any) -> Sentences:
    """What is said of rules that nobody can keep, and of those that can't be kept together."""
    asked = Asked(method, **{"budget_gbp": MONEY, **rules})
    found = worked_out(items, asked, threshold_pct=60)
    assert not found.possible
    kept = Found.of_data(found.as_data())
    ground: Any = SimpleNamespace(
        named={item.key: SimpleNamespace(reference=item.reference) for item in items}
    )
    scenario: Any = SimpleNamespace(asks=asked, finds=kept)
    reading = Reading(scenario, ground, {"home": "Care home"}, {2: "Phase 2"})
    return reading.alone, reading.together


@pytest.mark.parametrize(
    ("items", "rules", "said"),
    [
        ([one(1, phase=2), one(2)], {"least_of_phase": {2: 3}, "budget_gbp": 900_000_000},
         "At least 3 of Phase 2: only 1 qualifies."),
        ([one(1, phase=2), one(2, phase=2)], {"least_of_phase": {2: 3}},
         "At least 3 of Phase 2: only 2 qualify."),
        ([one(1)], {"least_of_setting": {"home": 1}},
         "At least 1 for “Care home”: none qualifies."),
        ([one(n, funded=True) for n in (1, 2)], {"budget_gbp": 1_000},
         "At most £1,000 altogether: £1,800 is promised already."),
        ([one(n, funded=True, organisation=7) for n in (1, 2)], {"most_per_organisation": 1},
         "At most 1 award to one organisation: one has 2 already."),
        ([one(n, funded=True, region="Wales") for n in (1, 2, 3)], {"most_per_region": 2},
         "At most 2 awards in one region: one region has 3 already."),
    ],
)  # fmt: skip
def test_a_rule_that_nobody_can_keep_is_said_alone(
    items: list[Item], rules: dict[str, Any], said: str
) -> None:
    assert why(items, **rules) == ([said], [])
    assert why(items, Method.RANKS, **rules) == ([said], [])


MOST, PHASE = "At most £1,000 altogether", "At least 2 of Phase 2"
MUST = "Must be funded: AIA-1, AIA-2"
TWO = frozenset({1, 2})


@pytest.mark.parametrize(
    ("same", "rules", "said"),
    [
        ({}, {"least_of_phase": {2: 2}, "budget_gbp": 1_000}, {MOST, PHASE}),
        ({}, {"must": TWO, "budget_gbp": 1_000}, {MOST, MUST}),
        ({"organisation": 7}, {"least_of_phase": {2: 2}, "most_per_organisation": 1},
         {"At most 1 award to one organisation", PHASE}),
        ({"region": "Wales"}, {"least_of_phase": {2: 2}, "most_per_region": 1},
         {"At most 1 award in one region", PHASE}),
        ({"region": "Wales"}, {"must": TWO, "most_per_region": 1},
         {"At most 1 award in one region", MUST}),
        ({"settings": ("home",)}, {"least_of_setting": {"home": 2}, "must_not": {2}},
         {"At least 2 for “Care home”", "Must not be funded: AIA-2"}),
    ],
)  # fmt: skip
def test_rules_that_can_be_kept_alone_and_not_together_are_said_as_one(
    same: dict[str, Any], rules: dict[str, Any], said: set[str]
) -> None:
    """Rules that have nothing to do with it, the money among them, aren't named."""
    items = [one(n, **{"phase": 2, **same}) for n in (1, 2)]
    items.append(one(3, phase=3, region="Kent"))
    alone, together = why(items, **{"least_of_phase": {3: 1}, **rules})
    assert alone == [] and [{*each} for each in together] == [said]


def test_every_conflict_is_said_not_the_first_alone() -> None:
    items = [one(n, phase=2, region="Wales") for n in (1, 2)]
    alone, together = why(
        items, budget_gbp=1_000, most_per_region=1, least_of_phase={2: 2}, least_of_setting={"x": 1}
    )
    assert alone == ["At least 1 for “x”: none qualifies."]
    assert together == [[MOST, PHASE], ["At most 1 award in one region", PHASE]]


def test_without_time_no_reason_is_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from award.scenarios.rules import solving

    def late(*_args: Any) -> bool:
        raise solving.OutOfTime

    monkeypatch.setattr(solving, "possible", late)
    assert why([one(1)], least_of_phase={2: 3}) == ([], [])


def test_what_was_kept_with_the_money_beside_the_rules_is_still_read() -> None:
    kept = worked_out([one(1)], Asked(Method.RANKS, 900), threshold_pct=60).as_data()
    older = {**kept, "together": [["phase", "2"]]}
    del older["conflicts"]
    (conflict,) = Found.of_data(older).conflicts or ()
    assert conflict.rules == [Rule(Kind.MONEY), Rule(Kind.PHASE, "2")]
    assert Found.of_data({**older, "together": None}).possible
