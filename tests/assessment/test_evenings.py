"""A proposal for the evenings, own totals on a line, and what became of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from award.assessment.rules.evenings import First, Work, planned
from award.assessment.rules.strip import strips
from award.foundation import clock
from award.foundation.db import transaction
from award.interests.services.declaring import declare_interests
from tests.assessment.forms import complete, filled
from tests.build import accounts, applications, rounds
from tests.build import assessment as build

pytestmark = pytest.mark.any_database

TUESDAY = datetime(2026, 12, 1, 17, tzinfo=UTC)


def work(reference, scored=0, *, declared=True, days=20, back=False):
    due = TUESDAY.replace(hour=23, minute=59) + timedelta(days=days)
    return Work(reference, reference, declared, scored, 4, due, back)


def told(plan):
    def of(slot):
        return f"{slot.at:%H:%M}", slot.work.reference, slot.minutes

    return [(one.day.day, [of(slot) for slot in one.slots]) for one in plan.evenings]


def test_what_was_begun_comes_first_and_takes_what_is_left_of_it():
    works = [work("B", declared=False), work("A"), work("C", 3), work("D", days=2)]
    assert told(planned(works, 45, 2, TUESDAY)) == [
        (1, [("19:00", "C", 15), ("19:20", "D", 45)]),
        (3, [("19:00", "A", 45), ("19:50", "B", 45)]),
    ]


def test_what_is_overdue_comes_before_what_was_begun_and_the_plan_says_what_comes_first():
    late, begun = [work(letter, days=-2) for letter in "DE"], work("C", 3)
    plan = planned([begun, *late], 45, 2, TUESDAY)
    assert told(plan)[0][1] == [("19:00", "D", 45), ("19:50", "E", 45)]
    assert plan.first == First.OVERDUE
    assert planned([begun, work("A")], 45, 2, TUESDAY).first == First.BEGUN
    soon = [work(letter, days=1) for letter in "ABCD"]
    assert planned([work("C", 3), *soon], 60, 2, TUESDAY).first == First.SOONEST
    assert planned([*late, *soon], 60, 2, TUESDAY).first == First.IN_TIME


def test_what_came_back_is_first_whichever_way_all_find_their_place():
    back = work("Z", 4, back=True, days=30)
    easy = planned([work("A", 1), back], 45, 2, TUESDAY)
    assert told(easy) == [(1, [("19:00", "Z", 15), ("19:20", "A", 35)])]
    assert [one.reference for one in easy.handed_back] == ["Z"]
    late = [work(letter, days=-2) for letter in "DE"]
    crowded = planned([*late, *(work(one, days=1) for one in "ABC"), back], 60, 2, TUESDAY)
    assert told(crowded)[0][1][0][1] == "Z" and not crowded.left


def test_evenings_move_together_and_what_finds_none_is_left_over():
    works = [work(letter, days=1) for letter in "ABCDE"]
    plan = planned(works, 60, 2, TUESDAY)
    assert [one.day for one in plan.evenings] == [date(2026, 12, 1), date(2026, 12, 2)]
    assert [one.reference for one in plan.left] == ["E"]
    late = planned([work("A", days=-3)], 60, 2, TUESDAY + timedelta(hours=5))
    assert late.evenings[0].day == date(2026, 12, 2) and not late.left
    assert planned([], 45, 2, TUESDAY).evenings == ()


def test_nothing_is_left_over_that_fits():
    soon = [work(letter, days=1) for letter in "ABCD"]
    later = [work(letter, days=9) for letter in "EFG"]
    for works in (
        [*later, *soon],  # every other evening would be too slow
        [work("E", 2, days=9), work("F", 1, days=8), *soon],  # what was begun can wait
        [work("E", days=-3), work("F", days=-2), *soon],  # what is late is late anyway
    ):
        plan = planned(works, 60, 2, TUESDAY)
        assert not plan.left
        assert sorted(slot.work.reference for one in plan.evenings for slot in one.slots) == sorted(
            one.reference for one in works
        )
    # A short one fits the first evening, where a whole one does not any more.
    plan = planned([work(one, days=0) for one in "AB"] + [work("C", 3, days=0)], 120, 3, TUESDAY)
    assert told(plan) == [(1, [("19:00", "C", 30), ("19:35", "A", 120), ("21:40", "B", 120)])]


def test_no_evening_runs_past_midnight():
    plan = planned([work(letter) for letter in "ABCDE"], 120, 5, TUESDAY)
    assert [[f"{slot.at:%H:%M}" for slot in one.slots] for one in plan.evenings] == [
        ["19:00", "21:05"], ["19:00", "21:05"], ["19:00"],
    ]  # fmt: skip


def test_a_line_starts_where_the_lowest_total_is_on_it():
    wide, narrow = strips([58, 84, 73], 70)
    assert (wide.start, wide.middle, wide.points) == (40, 73, [204.0, 349.0, 455.3])
    assert narrow.points[0] == 105.0
    low, _ = strips([10, 90], 30)
    assert (low.start, low.place(0), low.place(100)) == (0, 30, 610)


def test_the_dashboard_says_who_asks_for_what_and_where_to_go_on(app, person, client):
    lead = accounts.user(roles=())
    home = accounts.organisation(lead, name="Nightingale Care")
    shown, blind = (
        applications.submitted(
            rounds.open_round(blindness=hides), lead, title=title, organisation=home
        )
        for hides, title in (("none", "Shown to assessors"), ("double", "Hidden from them"))
    )
    for one in (shown, blind):
        build.declared(one, person)
    here = f"/assess/{blind.reference}"
    client.sign_in(person).post(here, filled(client.get(here), score_people="7"))
    page = client.get("/assess")
    assert page.text.count("Nightingale Care") == 1, "of the round that hides nobody"
    assert f"£{shown.amount_requested_gbp:,}" in page.text
    assert "Next: Declare your interests" in page.text and "1 of 3 scored" in page.text
    assert "Then: carry on with “Hidden from them”" in page.text
    assert "It counts 45 minutes for one and 2 in an evening" in page.text
    plan = client.get("/assess/evenings?minutes=60&each=1")
    assert plan.value_of("minutes") == "60" and "60 min" in plan.text
    file = client.get("/assess/evenings.ics?each=1&minutes=60").data
    events = Calendar.from_ical(file).walk("VEVENT")
    assert [str(one["description"]) for one in events] == [blind.reference, shown.reference]
    length = events[1]["dtend"].dt - events[1]["dtstart"].dt
    assert length == timedelta(hours=1) and b"Hidden from them" not in file
    assert client.get("/assess/evenings?minutes=x&each=-1").value_of("each") == "2"
    client.post(here, complete(client.get(here), then="save"))
    page = client.get("/assess")
    assert "Then: check and submit “Hidden from them”" in page.text
    assert f"{here}/submit" in page.html and "to check and submit" in page.text


def test_evenings_stand_before_the_lists_and_only_the_next_two_are_open(app, person, client):
    round_ = rounds.closed_round(assessment_due_at=clock.now() + timedelta(days=30))
    for number in range(5):
        build.declared(applications.submitted(round_, title=f"Project {number}"), person)
    page = client.sign_in(person).get("/assess")
    assert page.html.index('id="plan"') < page.html.index('id="round-1"')
    plan = page.html.partition('id="plan"')[2].partition("</section>")[0]
    opened, _, folded = plan.partition("<details")
    assert "1 more evening" in folded and opened.count(">45 min") == 4
    assert folded.count(">45 min") == 1
    whole = client.get("/assess/evenings")
    assert whole.text.count("45 min") >= 5 and "1 more evening" not in whole.text


def test_an_hour_and_a_half_is_counted_for_the_panel_whose_offer_says_so(app, client):
    round_ = rounds.closed_round(assessment_due_at=clock.now() + timedelta(days=30))
    lived = build.assessor("Li Ved", panel="lived_experience")
    build.declared(applications.submitted(round_), lived)
    page = client.sign_in(lived).get("/assess")
    assert "It counts 90 minutes for one and 2 in an evening" in page.text
    assert client.get("/assess/evenings").value_of("minutes") == "90"


@pytest.mark.parametrize(
    ("due_in", "first", "then"),
    [
        (20, "carry on with “Begun”", "start with “Behind”"),
        (-1, "start with “Behind”", "carry on with “Begun”"),
    ],
)
def test_one_button_stands_above_all_rounds_and_overdue_scores_come_first(
    app, person, client, due_in, first, then
):
    due = clock.now() + timedelta(days=due_in)
    rounds_ = rounds.closed_round(assessment_due_at=due), rounds.closed_round(title="Due later")
    behind, begun = (
        applications.submitted(of, title=title)
        for of, title in zip(rounds_, ("Behind", "Begun"), strict=True)
    )
    for one in (behind, begun):
        build.declared(one, person)
    with transaction():
        declare_interests(person, (), nothing=True, actor=accounts.actor_of(person))
    here = f"/assess/{begun.reference}"
    client.sign_in(person).post(here, filled(client.get(here), score_people="7"))
    page = client.get("/assess")
    above, *sections = page.html.split('<section aria-labelledby="round-')
    assert page.html.count("app-go-on") == above.count("app-go-on") == 1 and len(sections) == 2
    assert f"Next: {first}" in page.text and f"Then: {then}" in page.text


def test_own_totals_and_what_became_of_them(app, person, client):
    round_ = rounds.closed_round()
    first, second = (applications.submitted(round_, title=t) for t in ("First one", "Second one"))
    for one, scores in ((first, [9, 9, 9]), (second, [5, 5, 5])):
        build.scored(one, scores, person)
    client.sign_in(person)
    before = client.get("/assess")
    assert "from 50.0% to 90.0%, middle 70.0%" in before.text
    assert "What became of them" not in before.text
    build.decided(first)
    with clock.at(clock.now() + timedelta(days=1)):
        page = client.get("/assess")
    assert "What became of them: 1 funded." in page.text
    assert f"{first.reference}, " in page.text and "Funded" in page.text
