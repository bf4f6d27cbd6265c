from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from wtforms.validators import DataRequired, InputRequired, Optional

from award.design.fields import (
    ChoiceField,
    ChoicesField,
    DatePartsField,
    DateTimePartsField,
    DeclarationField,
    HundredthsField,
    LongTextField,
    MoneyField,
    PenceField,
    ShortTextField,
    WholeNumberField,
    YesNoField,
)

Build = Callable[..., Any]


def day(d: str, m: str, y: str, **more: str) -> dict[str, str]:
    return {"f-day": d, "f-month": m, "f-year": y} | {f"f-{k}": v for k, v in more.items()}


@pytest.mark.parametrize("month", ["12", "Dec", "december", " 12 "])
def test_a_date_in_parts(build: Build, month: str) -> None:
    assert build(DatePartsField(), **day("4", month, "2026")).f.data == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("parts", "message", "focus"),
    [
        (("", "12", "2026"), "Start date must include a day", "f-day"),
        (("4", "", ""), "Start date must include a month and a year", "f-month"),
        (("31", "2", "2026"), "Start date must be a real date: February 2026 has no day 31",
         "f-day"),
        (("4", "13", "2026"),
         "Start date must have a month from 1 to 12", "f-month"),
        (("4", "ma", "2026"),
         "Start date must have a month from 1 to 12", "f-month"),
        (("4", "12", "26"), "Start date must have a year with 4 numbers, like 2026", "f-year"),
        (("\u0664", "12", "2026"), "Start date must have a day from 1 to 31", "f-day"),
        (("4", "12", "9999"), "Start date must have a year from 1900 to 2100", "f-year"),
        (("4", "12", "0026"), "Start date must have a year from 1900 to 2100", "f-year"),
        (("99", "abc", "26"),
         "Start date must have a day from 1 to 31, a month from 1 to 12 and a year with 4 numbers,"
         " like 2026", "f-day"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("needed", [InputRequired("Enter a date"), DataRequired("Enter a date")])
def test_a_wrong_date_says_which_part_and_keeps_what_was_typed(
    build: Build, parts: tuple[str, str, str], message: str, focus: str, needed: Any
) -> None:
    form = build(DatePartsField("Start", [needed], called="Start date"), **day(*parts))
    assert form.f.data is None
    assert form.error_list() == [(message, f"#{focus}")]
    assert tuple(form.f.values().values()) == parts


def test_a_missing_date_leads_to_its_first_input(build: Build) -> None:
    form = build(DatePartsField("Start", [InputRequired("Enter a date")]), **day("", "", ""))
    assert form.error_list() == [("Enter a date", "#f-day")]
    assert build(DatePartsField("Start", [Optional()]), **day("", "", "")).errors == {}


def test_a_stored_date_stands_in_the_inputs_until_something_is_sent(build: Build) -> None:
    form = build(DatePartsField(), stored=date(2026, 12, 4))
    assert form.f.values() == {"day": "4", "month": "12", "year": "2026"}
    assert build(DatePartsField(), stored=date(2026, 12, 4), **day("", "", "")).f.data is None


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("1pm", 13, 0), ("1 PM", 13, 0), ("1:05pm", 13, 5), ("11.59 p.m.", 23, 59), ("13:00", 13, 0),
     ("00.30", 0, 30), ("12am", 0, 0), ("12pm", 12, 0), ("midday", 12, 0), ("12:00am", 0, 0)],
)  # fmt: skip
def test_times_as_people_write_them(build: Build, typed: str, hour: int, minute: int) -> None:
    form = build(DateTimePartsField(), **day("4", "12", "2026", time=typed))
    assert form.errors == {}
    assert form.f.data == datetime(2026, 12, 4, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["midnight", "12 Midnight", "at midnight", "24:00"])
def test_midnight_is_refused_with_what_to_type_instead(build: Build, typed: str) -> None:
    values = {"f-day": "4", "f-month": "12", "f-year": "2026", "f-time": typed}
    form = build(DateTimePartsField("Closes", called="The closing time"), **values)
    (error,) = form.f.errors
    assert "11:59pm for the end of 4 December 2026, or 12:00am for its start" in error


@pytest.mark.parametrize("typed", ["1", "13pm", "25:00", "0am", "1:60pm", "noonish", "1:5pm"])
def test_times_that_cannot_be_read(build: Build, typed: str) -> None:
    form = build(DateTimePartsField(), **day("4", "12", "2026", time=typed))
    assert form.error_list() == [("Enter a time like 1pm, 11:59pm or 13:00", "#f-time")]
    assert form.f.values()["time"] == typed


def test_moments_are_london_time(build: Build) -> None:
    summer = build(DateTimePartsField(), **day("1", "7", "2026", time="12.30am")).f.data
    assert (summer, summer.tzinfo) == (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), UTC)


def test_an_hour_that_does_not_happen_is_refused(build: Build) -> None:
    form = build(DateTimePartsField(), **day("28", "3", "2027", time="1.30am"))
    assert form.error_list()[0].text.startswith("The clocks go forward at 1am on 28 March 2027")
    assert form.error_list()[0].href == "#f-time"
    later = build(DateTimePartsField(), **day("28", "3", "2027", time="2am"))
    assert later.f.data == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


TWICE = [
    ("1.30am BST", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ("1:30am gmt", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ("01:00 BST", datetime(2026, 10, 25, 0, 0, tzinfo=UTC)),
    ("2am", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ("12.59am", datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
]


@pytest.mark.parametrize(("typed", "moment"), TWICE)
def test_in_autumn_a_person_can_say_which_hour(build: Build, typed: str, moment: datetime) -> None:
    form = build(DateTimePartsField(), **day("25", "10", "2026", time=typed))
    assert (form.errors, form.f.data) == ({}, moment)


def test_an_hour_that_happens_twice_is_asked_about(build: Build) -> None:
    form = build(DateTimePartsField(), **day("25", "10", "2026", time="1.30am"))
    assert form.error_list() == [
        ("The clocks go back at 2am on 25 October 2026, so 1:30am happens twice. Enter 1:30am BST "
         "for the first time, or 1:30am GMT for the second", "#f-time")
    ]  # fmt: skip
    assert form.f.values()["time"] == "1.30am"


def test_a_stored_moment_of_the_repeated_hour_shows_which_it_is(build: Build) -> None:
    second = datetime(2026, 10, 25, 1, 30, 15, tzinfo=UTC)
    shown = build(DateTimePartsField(), stored=second).f.values()
    assert shown["time"] == "1:30am GMT"
    kept = build(DateTimePartsField(), stored=second, **day("25", "10", "2026", time="1:30am GMT"))
    assert kept.f.data == second


def test_another_zone_than_londons_is_refused(build: Build) -> None:
    form = build(DateTimePartsField(), **day("1", "7", "2026", time="1pm GMT"))
    assert form.error_list() == [
        ("London is on BST then, not GMT. Enter the time in London, like 1pm", "#f-time")
    ]


@pytest.mark.parametrize("typed", ["£150,000", "150000", " £ 150 000 ", "150,000", "£150,000.00"])
def test_money(build: Build, typed: str) -> None:
    assert build(MoneyField(), typed).f.data == 150_000


@pytest.mark.parametrize(
    ("typed", "start"),
    [("150000.50", "The amount must be in whole pounds"), ("150k", "The amount must be written"),
     ("lots", "The amount must be an amount"), ("15,00", "The amount must be an amount"),
     ("-1", "The amount must be £0 or more"), ("500001", "The amount must be £500,000 or less"),
     ("9" * 5000, "The amount must be £500,000 or less")],
)  # fmt: skip
def test_money_that_is_refused_stays_as_typed(build: Build, typed: str, start: str) -> None:
    field = MoneyField("Ask", [DataRequired("Enter it")], called="The amount", maximum=500_000)
    form = build(field, typed)
    assert len(form.f.errors) == 1
    assert form.f.errors[0].startswith(start)
    assert (form.f.data, form.f._value()) == (None, typed)


def test_whole_numbers(build: Build) -> None:
    assert build(WholeNumberField(), "1,500").f.data == 1500
    assert build(WholeNumberField(), "").f.data is None
    assert build(WholeNumberField(called="Beds"), "2.5").f.errors == ["Beds must be a whole number"]
    assert build(WholeNumberField(), stored=1500).f._value() == "1,500"
    assert build(WholeNumberField(minimum=None), "\u22125").f.data == -5


def test_long_text_counts_and_refuses_only_when_asked(build: Build) -> None:
    text = "one two\r\nthree"
    form = build(LongTextField("Problem", max_words=2), text)
    assert form.f.errors == ["Cut 1 word from “Problem”: the limit is 2"]
    draft = build(LongTextField("Problem", max_words=2, enforce=False), text)
    assert (draft.errors, draft.f.over_by, draft.f.data) == ({}, 1, "one two\nthree")


def test_short_text_is_one_trimmed_line(build: Build) -> None:
    assert build(ShortTextField(), "  a \n b ").f.data == "a b"
    assert build(ShortTextField("Name", max_length=3), "abcd").f.errors


def test_yes_and_no(build: Build) -> None:
    assert [build(YesNoField(), sent).f.data for sent in ("yes", "no", "")] == [True, False, None]
    assert build(YesNoField(), "maybe").f.errors == ["Select yes or no"]
    assert build(YesNoField(validators=[InputRequired("Say")])).f.errors == ["Say"]
    assert build(YesNoField(validators=[InputRequired("Say")]), "no").errors == {}
    assert build(YesNoField(), stored=False).f.selected() == {"no"}


def test_a_choice(build: Build) -> None:
    field = ChoiceField(choices=[("a", "A"), ("b", "B", "The second")])
    assert build(field, "b").f.data == "b"
    assert build(field, "z").f.errors == ["Select one of the options"]
    assert build(field, stored="a").f.selected() == {"a"}


def test_choices_keep_the_order_of_the_options_and_an_exclusive_one_stands_alone(
    build: Build,
) -> None:
    field = ChoicesField(
        "Which?", choices=[("a", "A"), ("b", "B"), ("none", "None of these")], exclusive="none"
    )
    assert build(field, "b", "a", "b").f.data == ["a", "b"]
    assert build(field, stored=["a"]).f.data == []  # a browser sends nothing for no ticks
    wrong = build(field, "a", "none")
    assert wrong.f.errors == ["Select the options that apply, or only “None of these”"]
    assert wrong.f.selected() == {"a", "none"}
    assert build(field, "z").f.errors == ["Select from the options"]


def test_a_declaration(build: Build) -> None:
    field = DeclarationField("I agree", [InputRequired("Agree")], hint="All of it")
    assert build(field, "y").f.data is True
    assert build(field).f.errors == ["Agree"]
    assert build(field).f.description == "All of it"


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("£13.80", 1380), ("20", 2000), ("1,234.5", 123_450), ("7 pounds", 700), ("", None)],
)
def test_pounds_and_pence_are_kept_as_pence(build: Any, typed: str, pence: int | None) -> None:
    assert build(PenceField(called="The rate", maximum=200_000), typed).f.data == pence


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("13.805", "The rate must be a number, like £20 or £13.80"),
        ("-1", "The rate must be 0 or more"),
        ("99,999", "The rate must be £2,000 or less"),
    ],
)
def test_what_is_no_amount_of_pence_says_what_to_type(build: Any, typed: str, says: str) -> None:
    field = build(PenceField(called="The rate", maximum=200_000), typed).f
    assert (field.errors, field._value()) == ([says], typed)


def test_hours_are_kept_in_hundredths(build: Any) -> None:
    field = HundredthsField(called="Hours", maximum=10_000, suffix="hours")
    assert build(field, "1.5 hours").f.data == 150
