"""Where things stand in a plot."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from award.statistics.rules.agreement import Agreement
from award.statistics.rules.drawn import (
    PanelMeans,
    in_a_word,
    line_plot,
    nothing_said,
    panels_plot,
    spread_plot,
    three_sentences,
)
from award.statistics.rules.plots import NARROW, WIDE, Bar, Plot, scale
from award.statistics.rules.report import Application, Report

LONG = "A criterion with a name longer than there is room beside its bar"


def test_everything_stands_inside_and_in_order() -> None:
    bars = [
        Bar(LONG, 0.2, 0.9, 0.5),
        Bar("B", -9, 9, 0),
    ]
    plot = Plot("x", "X", "Says", bars, -0.2, 1.0, ("low", "high"))
    for one, width in ((plot, WIDE), (plot.narrow, NARROW)):
        places = [one.across(at) for at in (-9, -0.2, 0, 0.5, 1, 9)]
        assert places == sorted(places) and places[0] > 0 and places[-1] < width
        assert one.down(0) < one.down(1) < one.floor < one.height
        assert 3 <= len(one.ticks) <= 9 and all(-0.2 <= tick <= 1 for tick in one.ticks)
        # Labels are whole, each line below the one before, and clear of the bar before.
        assert " ".join(one.lines(LONG)) == LONG and len(one.lines(LONG)) > 1
        assert all(len(line) <= 36 for line in one.lines(LONG)) and one.lines("B") == ["B"]
        first, second = one.label_down(0), one.label_down(1)
        assert len(first) == len(one.lines(LONG)) and first == sorted(first) and first[0] > 12
        assert second[0] > first[-1] + 12 and second[-1] < one.floor
    assert plot.ticks == [-0.2, 0, 0.2, 0.4, 0.6, 0.8, 1]


def test_scales_hold_all_of_them() -> None:
    assert scale([61, 88.5], 10) == (60, 90)
    assert scale([70, 70], 10) == (70, 80)


def test_panels_that_part_most_stand_first() -> None:
    found = panels_plot([PanelMeans("A", 6, 6.5, 9), PanelMeans("B", 7, 4, 9)])
    assert found is not None and [bar.label for bar in found.bars] == ["B", "A"]
    assert (found.bars[0].middle, found.bars[0].other) == (7, 4)
    assert panels_plot([]) is None


def test_a_word_for_agreement_is_said_where_its_interval_allows_one() -> None:
    for alpha, interval, word in (
        (0.3, (0.1, 0.5), "weak"),
        (0.5, (0.3, 0.6), "fair"),
        (0.78, (0.5, 0.88), "good"),
        (0.78, (-0.1, 0.88), "unsure"),
        (0.78, None, "good"),
    ):
        assert in_a_word(Agreement(9, alpha, interval)) == word


def test_ranks_beside_references_are_those_of_the_shortlist() -> None:
    """By mean alone A is first; what a panel agreed, a draw or an order of ties put B before it."""
    found = [
        Application(name, 2, 80.0 - at, 70, 1, 5, None, at, None, None, 60, 90, ranks=(1, 3))
        for at, name in enumerate("ABC", start=1)
    ]
    shortlist = {"A": 2, "B": 1}
    report = cast(Report, SimpleNamespace(applications=found, places=2))
    spread, around = spread_plot(found, 60, shortlist), line_plot(report, shortlist)
    assert around and [bar.middle for bar in around.bars] == [1, 2, 3] and "by mean" in around.title
    for plot in (spread, around):
        assert plot and [bar.label for bar in plot.bars] == ["2  A", "1  B", "–  C"]


def test_of_which_the_line_is_unsure_is_one_thing_said_in_one_way() -> None:
    """In bars, in bold, and in a sentence that counts who stands between."""

    def one(name: str, rank: int, chance: float, ranks: tuple[float, float]) -> Application:
        return Application(
            name, 2, 80.0 - rank, 70, 1, 5, None, rank, None, chance, 60, 90, ranks=ranks
        )

    found = [
        one("A", 1, 0.99, (0.6, 2.1)),
        one("B", 2, 0.8, (0.9, 3.2)),
        one("C", 2, 0.93, (1.2, 2.3)),
        one("D", 4, 0.3, (1.9, 4.2)),
    ]
    report = cast(Report, SimpleNamespace(applications=found, places=2, chance_reason=""))
    shortlist = {"A": 1, "C": 3, "B": 2, "D": 4}
    around = line_plot(report, shortlist)
    assert around is not None
    (line,) = around.marks
    assert [bar.low < line.at < bar.high for bar in around.bars] == [
        bar.stands_out for bar in around.bars
    ]
    said = three_sentences(
        cast(Report, SimpleNamespace(**vars(report), criteria=(), severity_reason="x")),
        {}, shortlist,
    )  # fmt: skip
    assert said[-1] == (
        "2 of the 3 applications from rank 2 to rank 4 can’t be told apart from the line."
    )


def test_what_is_empty_in_every_row_says_why() -> None:
    def why(adjusted: str, chance: str, places: int | None = 2) -> list[str]:
        reasons = {"adjusting_reason": adjusted, "chance_reason": chance, "places": places}
        return nothing_said(cast(Report, SimpleNamespace(**reasons)))

    assert why("", "") == []
    assert why("too few", "") == ["“Adjusted” and “Its rank” are empty: too few."]
    assert why("too few", "too few") == [
        "“Adjusted”, “Its rank”, “Chance” and “May rank” are empty: too few."
    ]
    assert why("", "", None) == ["“Chance” and “Fragile” are empty: there is no line."]
