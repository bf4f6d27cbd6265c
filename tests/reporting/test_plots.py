"""A round's plots say what its tables say, and nothing of what the reader has a tie to."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from award.accounts.models import OrganisationMember
from award.foundation.db import db
from award.foundation.policy import Role
from award.reporting import plots
from award.reporting.counts import Figures
from award.reporting.plots import Arrivals, Period
from tests.build import applications, assessment, rounds
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.page import Page

CLOSES = date(2026, 3, 31)


def period(name: str, closes: date, *before: int) -> Period:
    """One came on each of these days before closing; open for forty days."""
    days = [closes - timedelta(days=number) for number in before]
    return Period(name, closes - timedelta(days=40), closes, {d: days.count(d) for d in days})


def heights(path: str) -> list[float]:
    return [float(height) for height in re.findall(r"(?:V|M[\d.]+ )([\d.]+)", path)]


def test_both_lines_close_together_and_end_as_high_as_what_came() -> None:
    before = period("Last", CLOSES - timedelta(days=365), 50, 9, 3, 0, 0)
    drawn = Arrivals(period("Now", CLOSES, 12, 4), before, CLOSES - timedelta(days=3))
    assert drawn.title == "2 applications so far, 3 days before closing"
    assert drawn.compared == "Last: 3 as long before closing, 5 in the end"
    assert heights(drawn.line) == [drawn.down(0), drawn.down(1), drawn.down(2)]
    assert heights(drawn.pale) == [drawn.down(number) for number in (1, 2, 3, 5)]
    assert drawn.line.endswith(f"H{drawn.across(drawn.today)}")
    assert drawn.pale.endswith(f"H{drawn.across(CLOSES)}")


@pytest.mark.parametrize("count", [1, 4, 7, 44, 900, 5_001])
def test_a_scale_holds_what_came_in_round_numbers(count: int) -> None:
    drawn = Arrivals(Period("Now", CLOSES, CLOSES, {CLOSES: count}), None, CLOSES)
    assert 2 <= len(drawn.ticks) <= 6
    assert max(drawn.ticks) == drawn.most >= count
    for one in (drawn, drawn.narrow):
        assert 0 < one.down(count) < one.floor < one.height
        assert one.left <= one.across(CLOSES) < one.width


def test_what_came_after_closing_is_drawn_too() -> None:
    late = period("Now", CLOSES, 2, -3)
    drawn = Arrivals(late, None, CLOSES + timedelta(days=30))
    assert drawn.title == "2 applications came in, 0 on the last day"
    assert heights(drawn.line)[-1] == drawn.down(2)
    assert drawn.across(CLOSES) < drawn.across(CLOSES + timedelta(days=3)) < drawn.width


def test_the_words_say_how_far_it_is() -> None:
    one = period("Now", CLOSES, 1)
    said = [Arrivals(one, None, CLOSES - timedelta(days=days)).title for days in (2, 1, 0)]
    assert said == [
        "1 application so far, 2 days before closing",
        "1 application so far, the day before closing",
        "1 application so far, on the day of closing",
    ]


def test_bars_are_as_long_as_what_they_count() -> None:
    assert plots.funnel(Figures()) is None
    funnel = plots.funnel(Figures(drafts=300, submitted=600, decided=1, to_assign=100, too_few=50))
    assert funnel is not None
    assert [bar.done for bar in funnel.bars] == [900, 600, 450, 1, 1]
    for one in (funnel, funnel.narrow):
        lengths = [one.reach(bar.whole) for bar in one.bars]
        assert all(longer >= shorter > 0 for longer, shorter in pairwise(lengths))
        assert one.left + max(lengths) < one.width
        assert one.down(4) < one.height
    assert plots.people([]) is None
    people = plots.people([(f"P{n}", 1, 0) for n in range(60)])
    assert people is not None
    assert len(people.bars) == plots.MOST_PEOPLE
    assert people.title == "The assessors with most to come"
    few = plots.people([(f"P{n}", 1, n) for n in range(plots.MOST_LISTED - 1)])
    assert few is not None and few.title == "48 of 49 assessors have assessments to come"
    assert plots.bands([], 70) is None


def titles(page: Page) -> list[str]:
    return [svg.get("aria-label", "") for svg in page.all("svg") if svg.get("role") == "img"]


def test_a_page_draws_what_its_reader_may_count(client: CheckedClient, app: object) -> None:
    before = rounds.closed_round(title="Round before")
    applications.submitted(before)
    round_ = rounds.open_round()
    staff = user("Sam Staff", roles=(Role.STAFF,))
    page = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}", budget=9)
    assert titles(page) == []
    applications.draft(round_, user("Ada Lead", roles=()))
    applications.submitted(round_, title="Seen")
    tied = applications.submitted(round_, title="Tied")
    assessment.assigned(tied)
    address = f"/manage/rounds/{round_.reference}"
    drawn = "".join(titles(client.get(address, budget=10)))
    assert "2 of 3 applications started were submitted" in drawn
    assert "Round before: " in drawn
    assert "What the assessor has done" in drawn
    joined = OrganisationMember(user_id=staff.id, organisation_id=tied.organisation_id)
    db.session.add(joined)
    db.session.commit()
    drawn = "".join(titles(client.get(address, budget=13)))
    assert "1 of 2 applications started were submitted" in drawn
    assert "What the assessor has done" not in drawn
