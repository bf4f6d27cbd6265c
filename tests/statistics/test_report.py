"""The whole report, as JSON has it."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from award.statistics.rules.line import wrong_among
from award.statistics.rules.report import Report, report
from award.statistics.rules.table import Cell, table_of
from award.statistics.rules.told import as_json, as_text
from tests.statistics.made import as_cells, made

KEYS = {
    "applications": ["application", "n", "mean", "median", "sd", "range", "adjusted", "rank",
                     "adjusted_rank", "p_above_line"],
    "assessors": ["assessor", "n", "mean", "severity", "severity_interval"],
    "criteria": ["criterion", "n", "alpha", "alpha_interval", "icc_single", "icc_average"],
}  # fmt: skip


def cells() -> list[Cell]:
    """60 applications, two criteria, three sheets each; assessors differ."""
    one, other = made(11, 60, 8, differ=1.0).sheets, made(12, 60, 8, differ=1.0).sheets
    return as_cells(one, "need") + [
        cell._replace(criterion="team", score=cell.score + float(extra))
        for cell, extra in zip(as_cells(one), other.score, strict=True)
    ]


def by_name(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["application"]: row for row in found["applications"]}


def close(one: Any, other: Any) -> bool:
    """Alike as JSON but for the last digits."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(close(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(close, one, other))
    if isinstance(one, float):
        return one == pytest.approx(other, abs=2e-3, rel=1e-3)
    return bool(one == other)


def test_the_keys_and_what_stands_beside_none() -> None:
    full = as_json(report(table_of(cells()), places=12))
    assert list(full) == [*KEYS, "overall"]
    for part, keys in KEYS.items():
        assert all(list(row) == keys for row in full[part])
    assert list(full["overall"]) == [*KEYS["criteria"], "expected_wrong_share"]
    assert sum(row["p_above_line"] for row in full["applications"]) == pytest.approx(12)

    without = as_json(report(table_of(cells())))
    assert all(row["p_above_line"] is None for row in without["applications"])
    words = "p_above_line: no number of places is given"
    assert {row["reason"] for row in without["applications"]} == {words}
    assert "expected_wrong_share" in without["overall"]["reason"]

    small = as_json(report(table_of(cells()[:5]), places=1))
    for row in (*small["applications"], *small["assessors"], *small["criteria"], small["overall"]):
        missing = [key for key, value in row.items() if value is None]
        assert missing and all(key in row["reason"] for key in missing)
    json.dumps(small, allow_nan=False)


def test_by_hand() -> None:
    rows = [
        ("a", "x", 4),
        ("a", "y", 8),
        ("b", "x", 6),
        ("b", "y", 6),
        ("c", "x", 9),
        ("d", "y", 1),
    ]
    found = report(table_of([Cell(a, j, "whole", s) for a, j, s in rows]), places=2)
    told = [
        (one.application, one.n, one.mean, one.median, one.sd, one.range, one.rank)
        for one in found.applications
    ]
    assert told == [
        ("c", 1, 9, 9, None, None, 1),
        ("a", 2, 6, 6, pytest.approx(8**0.5), 4, 2),
        ("b", 2, 6, 6, 0, 0, 2),
        ("d", 1, 1, 1, None, None, 4),
    ]
    assert [one.mean for one in found.assessors] == [pytest.approx(19 / 3), 5]
    assert [one.fragile for one in found.applications] == [1, 2, 0, 0]


def test_the_order_of_the_rows_decides_nothing() -> None:
    rows = cells()
    mixed = [rows[at] for at in np.random.Generator(np.random.PCG64(2)).permutation(len(rows))]
    assert as_json(report(table_of(rows), places=9)) == as_json(report(table_of(mixed), places=9))


def test_another_scale_changes_points_and_nothing_else() -> None:
    one = as_json(report(table_of(cells()), places=9))
    scaled = [cell._replace(score=20 + 10 * cell.score) for cell in cells()]
    other = as_json(report(table_of(scaled), places=9))
    for row, same in zip(one["applications"], other["applications"], strict=True):
        assert row["application"] == same["application"]
        assert close(row["p_above_line"], same["p_above_line"])
        assert 20 + 10 * row["adjusted"] == pytest.approx(same["adjusted"], abs=1e-2)
    for row, same in zip(one["assessors"], other["assessors"], strict=True):
        assert 10 * row["severity"] == pytest.approx(same["severity"], abs=1e-2)
    assert close(one["overall"], other["overall"]) and close(one["criteria"], other["criteria"])


def test_a_mirrored_scale_is_the_same_when_lower_is_better() -> None:
    one = as_json(report(table_of(cells()), places=9))
    mirrored = [cell._replace(score=11 - cell.score) for cell in cells()]
    other = as_json(report(table_of(mirrored), places=9, lower_is_better=True))
    assert close(one["overall"], other["overall"])
    for row, same in zip(one["applications"], other["applications"], strict=True):
        keys = ("application", "rank", "adjusted_rank", "p_above_line", "sd", "range")
        assert all(close(row[key], same[key]) for key in keys)
        assert 11 - row["adjusted"] == pytest.approx(same["adjusted"], abs=1e-3)
    for row, same in zip(one["assessors"], other["assessors"], strict=True):
        assert close(row["severity_interval"], same["severity_interval"]), "harsher stays harsher"


def harsh(found: Report, name: str) -> float | None:
    return next(one.severity for one in found.assessors if one.assessor == name)


def test_who_scores_low_is_harsh() -> None:
    rows = [
        cell._replace(score=cell.score - (4 if cell.assessor == "P003" else 0)) for cell in cells()
    ]
    found = report(table_of(rows), places=9)
    severity = harsh(found, "P003")
    assert severity is not None and severity > 2
    assert next(one for one in found.assessors if one.assessor == "P003").stands_out
    assert "P003" in "\n".join(as_text(found))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([Cell("a", "x", "k", 3.0)], "two sheets"),
        ([Cell("a", f"p{at}", "k", float(at)) for at in range(9)], "two sheets"),
        ([Cell(f"a{at}", "x", "k", float(at)) for at in range(40)], "two sheets"),
        ([Cell(f"a{at}", x, "k", 5.0) for at in range(40) for x in "xy"], "totals are the same"),
        ([Cell(f"a{at}", f"{x}{at % 2}", "k", float(at % 7 + len(x)))
          for at in range(40) for x in ("x", "yy")], "2 groups"),
    ],
    ids=["one score", "one application", "one assessor", "all the same", "two groups"],
)  # fmt: skip
def test_too_thin_or_split_is_refused_with_the_reason(rows: list[Cell], why: str) -> None:
    made_of = report(table_of(rows), places=1)
    found = as_json(made_of)
    for row in found["applications"]:
        assert row["adjusted"] is None and row["adjusted_rank"] is None
        assert row["p_above_line"] is None and why in row["reason"]
        assert row["rank"] is not None
    assert all(row["severity"] is None and why in row["reason"] for row in found["assessors"])
    assert list(as_text(made_of))


def test_few_sheets_each_adjust_nothing_but_still_give_a_chance() -> None:
    """40 assessors of four or five sheets: what is known of each is mostly noise."""
    found = report(table_of(as_cells(made(21, 60, 40).sheets)), places=9)
    row = found.applications[0]
    assert row.adjusted is None and "add noise" in row.reasons["adjusted"]
    assert row.p_above_line is not None
    assert found.assessors[0].severity_interval is not None


REAL = Path(os.environ.get("REAL_REVIEWS", "grant_review_scores_aibs.csv"))


@pytest.mark.skipif(not REAL.exists(), reason="the file of real reviews isn’t here")
def test_real_reviews() -> None:
    """Gallo, doi 10.6084/m9.figshare.12728087; figures by independent packages."""
    with REAL.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    anchors = {
        "Innovation": (0.424403, 0.426688, 0.690666),
        "Approach": (0.210031, 0.211586, 0.446016),
        "Investig": (0.225915, 0.227554, 0.469148),
        "Signif": (0.404009, 0.406261, 0.672424),
        "Impact": (0.174994, 0.179778, 0.396699),
        "Score": (0.368970, 0.371149, 0.639068),
    }
    for name, expected in anchors.items():
        table = table_of(
            [Cell(row["ID"], row["RevID"], name, float(row[name])) for row in rows if row[name]]
        )
        found = report(table, places=18, lower_is_better=True)
        got = found.overall
        assert (got.alpha, got.icc_single, got.icc_average) == pytest.approx(expected, abs=1e-6)
        if name == "Signif":
            assert harsh(found, "22") == pytest.approx(0.3558, abs=1e-4)
            assert harsh(found, "4") == pytest.approx(-0.3400, abs=1e-4)
            assert "add noise" in found.adjusting_reason
        if name == "Score":
            chance = {one.application: one.p_above_line for one in found.applications}
            assert chance["43"] == pytest.approx(0.922, abs=1e-3)
            assert chance["63"] == pytest.approx(0.854, abs=1e-3)
            assert sum(one.unsure for one in found.applications) == 40
            assert found.expected_wrong_share == pytest.approx(0.324146, abs=1e-5)
            assert found.wrong_by_chances == pytest.approx(0.385, abs=2e-3)
            assert "don’t differ" in found.adjusting_reason


def test_a_few_far_below_make_no_selection_wrong() -> None:
    """The formula, which knows no distance, says otherwise; who ties at the line counts in part."""
    found = report(
        table_of(
            [
                Cell(f"A{one}", f"S{(one + of) % 6}", "need", (8 if one < 22 else 2) + of / 2)
                for one in range(30)
                for of in range(3)
            ]
        ),
        places=22,
    )
    assert found.wrong_by_chances < 0.001 and found.expected_wrong_share > 0.01
    assert wrong_among([1, 2, 2, 4], [0.9, 0.5, 0.7, 0.1], 2) == pytest.approx((0.1 + 0.4) / 2)
    assert wrong_among([1], [1.0], 1) == 0


def test_who_can_take_no_place_has_none_and_tells_of_assessors_all_the_same() -> None:
    """The three best of all can't be above the line."""
    every = report(table_of(cells()), places=12)
    gone = {one.application: "it was withdrawn" for one in every.applications[:3]}
    found = report(table_of(cells()), places=9, out=gone)
    out = [one for one in found.applications if one.application in gone]
    assert found.competing == 57 and found.applications[-3:] == out
    for one in out:
        assert (one.rank, one.p_above_line, one.ranks, one.fragile) == (None,) * 4
        assert one.adjusted is not None and one.reasons["rank"] == "it was withdrawn"
    assert found.applications[0].rank == 1
    assert sum(one.p_above_line or 0 for one in found.applications) == pytest.approx(9)
    assert found.assessors == every.assessors
    nobody = report(table_of(cells()), places=9, out={one.application: "so" for one in cells()})
    assert nobody.places is None and all(one.rank is None for one in nobody.applications)
