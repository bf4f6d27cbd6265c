"""Why sheets are worth talking about."""

from __future__ import annotations

from award.moderation.rules.discrepancies import Scored, gap_on, outliers, reasons

TITLES = {"people": "People", "value": "Value"}


def sheet(total: float, people: int = 5, *, yes: bool = True, lived: bool = False) -> Scored:
    panel = "lived_experience" if lived else "professional"
    return Scored(f"at {total}", panel, total, {"people": people, "value": 5}, yes)


def test_each_reason_at_its_limit() -> None:
    assert reasons([sheet(50), sheet(74.9)], TITLES) == []
    assert reasons([sheet(50), sheet(75)], TITLES) == ["totals are 25 points apart"]
    assert reasons([sheet(50, 2), sheet(50, 6)], TITLES) == ["People: scores are 4 apart"]
    assert reasons([sheet(50, 3), sheet(50, 6)], TITLES) == []
    assert reasons([sheet(50), sheet(50, yes=False)], TITLES) == ["1 of 2 recommend it"]
    lived = sheet(70, lived=True)
    (why,) = reasons([sheet(50), lived], TITLES)
    assert why == "the panels part: lived experience 70.0, professional 50.0"
    assert reasons([sheet(10)], TITLES) == []


def test_an_outlier_needs_many_others() -> None:
    assert outliers([sheet(0), sheet(100), sheet(100)]) == []
    assert outliers([sheet(0), *[sheet(80)] * 6]) == ["at 0"]
    assert outliers([sheet(50)] * 3) == []


def test_a_gap_is_of_what_counts() -> None:
    assert gap_on([sheet(50, 9), Scored("x", "professional", 5, {"value": 5}, True)], "people") == 0
