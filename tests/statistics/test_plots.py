"""Where things stand in a plot."""

from __future__ import annotations

from award.statistics.rules.agreement import Agreement
from award.statistics.rules.drawn import PanelMeans, in_a_word, panels_plot
from award.statistics.rules.plots import NARROW, WIDE, Bar, Plot, scale


def test_everything_stands_inside_and_in_order() -> None:
    bars = [
        Bar("A criterion with a name longer than there is room", 0.2, 0.9, 0.5),
        Bar("B", -9, 9, 0),
    ]
    plot = Plot("x", "X", "Says", bars, -0.2, 1.0, ("low", "high"))
    for one, width in ((plot, WIDE), (plot.narrow, NARROW)):
        places = [one.across(at) for at in (-9, -0.2, 0, 0.5, 1, 9)]
        assert places == sorted(places) and places[0] > 0 and places[-1] < width
        assert one.down(0) < one.down(1) < one.floor < one.height
        assert 3 <= len(one.ticks) <= 9 and all(-0.2 <= tick <= 1 for tick in one.ticks)
        assert one.shortened(bars[0].label).endswith("…") and one.shortened("B") == "B"
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
