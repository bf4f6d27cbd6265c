from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from markupsafe import Markup

from award.design import formatters as f


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 12, 4, 13, 0, tzinfo=UTC), "Friday 4 December 2026 at 1pm"),
        (datetime(2026, 12, 13, 23, 59, tzinfo=UTC), "Sunday 13 December 2026 at 11:59pm"),
        (datetime(2026, 12, 4, 12, 0, tzinfo=UTC), "Friday 4 December 2026 at midday"),
        (datetime(2026, 12, 4, 0, 0, tzinfo=UTC), "Friday 4 December 2026 at 12:00am"),
        (datetime(2026, 12, 4, 0, 5, tzinfo=UTC), "Friday 4 December 2026 at 12:05am"),
        (datetime(2026, 12, 4, 12, 5, tzinfo=UTC), "Friday 4 December 2026 at 12:05pm"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "Wednesday 1 July 2026 at 12:30am"),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "Sunday 28 March 2027 at 12:59am"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "Sunday 28 March 2027 at 2am"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Sunday 25 October 2026 at 1:30am BST"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Sunday 25 October 2026 at 1:30am GMT"),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "Sunday 25 October 2026 at 2am"),
    ],
)
def test_moments_are_told_in_london_time(moment: datetime, words: str) -> None:
    assert f.long_datetime(moment) == f"{words}, London time"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        f.long_datetime(datetime(2026, 12, 4))  # noqa: DTZ001


def test_short_datetime() -> None:
    assert f.short_datetime(datetime(2026, 12, 4, 13, 5, tzinfo=UTC)) == "4 Dec 2026, 1:05pm"


def test_dates() -> None:
    assert f.long_date(date(2026, 12, 4)) == "4 December 2026"
    assert f.long_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=11, hours=5), "11 days left"),
        (timedelta(days=11, hours=20), "12 days left"),
        (timedelta(days=1), "1 day left"),
        (timedelta(hours=23, minutes=59), "23 hours left"),
        (timedelta(minutes=59, seconds=59), "59 minutes left"),
        (timedelta(minutes=1), "1 minute left"),
        (timedelta(milliseconds=1), "less than a minute left"),
        (timedelta(0), "closed"),
        (timedelta(days=-1), "closed"),
    ],
)
def test_time_left_in_days_is_counted_from_date_to_date(left: timedelta, words: str) -> None:
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert f.time_left(now + left, now) == words


# Clocks go back on 25 October 2026, forward on 28 March 2027.
@pytest.mark.parametrize(
    ("now", "closes_at", "words"),
    [
        ("2026-10-24T23:00", "2026-10-25T23:59", "24 hours left"),
        ("2026-10-24T23:00", "2026-10-25T23:00", "24 hours left"),
        ("2026-10-24T22:00", "2026-10-25T23:00", "1 day left"),
        ("2027-03-28T00:00", "2027-03-28T22:59", "22 hours left"),
        ("2027-03-27T23:30", "2027-03-28T23:30", "2 days left"),
    ],
)
def test_time_left_on_days_of_23_and_25_hours(now: str, closes_at: str, words: str) -> None:
    start, end = (datetime.fromisoformat(f"{moment}+00:00") for moment in (now, closes_at))
    assert f.time_left(end, start) == words


@pytest.mark.parametrize(
    ("value", "shown"),
    [(72.25, "72.3%"), (72.35, "72.4%"), (72.3499999, "72.3%"), (0.05, "0.1%"), (100, "100.0%"),
     (66.65, "66.7%"), (200 / 3, "66.7%")],
)  # fmt: skip
def test_percent_rounds_half_up_as_people_write_the_number(value: float, shown: str) -> None:
    assert f.percent(value) == shown


def test_money_numbers_and_plurals() -> None:
    assert [f.money(n) for n in (0, 150_000, -5_000)] == ["£0", "£150,000", "-£5,000"]
    assert [f.number(12_345), f.number(2.5), f.number(2.25, 1)] == ["12,345", "2.5", "2.3"]
    assert [f.plural(n, "application") for n in (0, 1, 1200)] == [
        "0 applications", "1 application", "1,200 applications",
    ]  # fmt: skip
    assert f.plural(2, "criterion", "criteria") == "2 criteria"


def test_paragraphs_escape_everything_else() -> None:
    html = f.paragraphs("One <b>\r\ntwo\r\n\r\n \r\nthree & four\n")
    assert html == "<p>One &lt;b&gt;<br>\ntwo</p>\n<p>three &amp; four</p>"
    assert f.paragraphs("  \n ") == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_in_a_sentence(words: list[str], told: str) -> None:
    assert f.listed(words) == told


def test_a_moment_for_machines_has_no_microseconds() -> None:
    moment = datetime(2026, 12, 4, 13, 0, 5, 337797, tzinfo=UTC)
    assert f.machine_date(moment) == "2026-12-04T13:00:05+00:00"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", True),
        (Markup('<a href="/x">Mr ') + "y" * 25 + Markup("</a>"), True),
        ("a line of many words, each of them short", False),
        (Markup('<a href="/applications/a-long-address-without-a-space">Short</a>'), False),
        (None, False),
        (3, False),
    ],
)
def test_a_word_longer_than_a_column(cell: object, expected: bool) -> None:
    assert f.long_worded(cell) is expected
