"""Numbers, dates and codes are taken as people paste them, in every field that reads one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import cycle
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from award.accounts.forms.organisations import IdentifierField
from award.accounts.forms.sign_in import RegisterForm
from award.design.fields import (
    DatePartsField,
    DateTimePartsField,
    MoneyField,
    ShortTextField,
    WholeNumberField,
)
from award.design.forms import Form
from award.foundation.asked import Values
from award.foundation.text import as_meant
from tests.architecture.every_field import every_field

pytestmark = pytest.mark.any_database

WRAPPED = [
    "{}", " {}\t", "\u00a0{}\u202f", "\u202d{}\u202c", "\u200e{}\u200f", "\u2066{}\u2069",
    "\ufeff{}", "{}\u200b", "\u2009{}\u2007", "\u2060{}\u2800", "{}\ufe0f", "\u3000{}\r\n",
]  # fmt: skip
FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "0123456789"}


def read(app: Flask, field: Any, **sent: str) -> Any:
    class Sample(Form):
        class Meta:
            csrf = False

        f = field

    with app.test_request_context("/"):
        form = Sample(formdata=MultiDict([(name.replace("_", "-"), v) for name, v in sent.items()]))
        form.validate()
        return form.f


def ways(number: int, field: Any) -> list[str]:
    """How people write a number, here with the unit that stands beside its box."""
    grouped = f"{number:,}"
    plain = [grouped, str(number), f"{grouped}.00", f"+{number}", str(number).translate(FULL_WIDTH)]
    plain += [grouped.replace(",", apart) for apart in " \u00a0\u202f\u2009'’"]
    if field.suffix == "%":
        plain += [f"{number}%", f"{number} %", f"{number}\u202f%", f"{number} per cent"]
    elif field.suffix:
        plain += [f"{number} {field.suffix}", f"{number}\u00a0{field.suffix.upper()}"]
    if isinstance(field, MoneyField):
        plain += [f"£{grouped}", f"£ {grouped}.00", f"\u00a0£\u202f{number}", f"{grouped} GBP"]
    return plain


@pytest.mark.parametrize(
    ("name", "field"), every_field(WholeNumberField), ids=lambda v: v if isinstance(v, str) else ""
)
def test_numbers(app: Flask, name: str, field: Any) -> None:
    bound = read(app, field)
    low, high = bound.minimum or 1, bound.maximum or 2_000_000
    for number in {low, min(high, low + 19), high}:
        written = [*ways(number, bound), *([str(number)] * len(WRAPPED))]
        for text, wrapped in zip(written, cycle(WRAPPED)):
            found = read(app, field, f=wrapped.format(text))
            assert (found.data, list(found.errors)) == (number, []), (name, text, wrapped)
    assert read(app, field, f=f"{low} of them").errors


@pytest.mark.parametrize(
    ("name", "field"), every_field(DatePartsField), ids=lambda v: v if isinstance(v, str) else ""
)
def test_dates(app: Flask, name: str, field: Any) -> None:
    moment = issubclass(field.field_class, DateTimePartsField)
    wanted = datetime(2027, 4, 9, 12, 30, tzinfo=UTC) if moment else date(2027, 4, 9)
    for wrapped in WRAPPED:
        for day, month in (("9", "4"), ("09", "April"), ("9".translate(FULL_WIDTH), "apr.")):
            parts = {"f_day": day, "f_month": month, "f_year": "2027"}
            parts |= {"f_time": "1:30\u202fpm"} if moment else {}
            sent = {part: wrapped.format(text) for part, text in parts.items()}
            found = read(app, field, **sent)
            assert (found.data, list(found.errors)) == (wanted, []), (name, sent)


def test_codes(app: Flask) -> None:
    codes = {
        "company_number": ("SC 123\u202f456", "SC123456"),
        "charity_number": ("1234567\u20111", "1234567-1"),
        "ods_code": ("vm5\u200bk2", "VM5K2"),
        "cqc_provider_id": ("1\u2013101\u00a0234\u00a0567", "1-101234567"),
        "website": ("www.example.org\u200b", "https://www.example.org"),
    }
    fields = {name.rpartition(".")[2]: field for name, field in every_field(IdentifierField)}
    assert fields.keys() == codes.keys()
    for name, (written, stored) in codes.items():
        for wrapped in WRAPPED:
            found = read(app, fields[name], f=wrapped.format(written))
            assert (found.data, list(found.errors)) == (stored, []), (name, wrapped)


@pytest.mark.parametrize("text", ["٢٠", "20٪", "1.500", "1,50", "", "\u200b", "²0", "½", "1e3"])
def test_what_could_mean_another_number_is_not_guessed(app: Flask, text: str) -> None:
    assert read(app, WholeNumberField("N", suffix="%"), f=text).data is None


def test_dashes_of_every_kind_are_one() -> None:
    assert (
        as_meant("1\u20102\u20113\u20124\u20135\u20146\u22127\ufe638\uff0d9") == "1-2-3-4-5-6-7-8-9"
    )


@pytest.mark.parametrize(
    ("name", "field"), every_field(ShortTextField), ids=lambda v: v if isinstance(v, str) else ""
)
def test_nothing_unseen_is_taken_out_of_words_behind_anybodys_back(
    app: Flask, name: str, field: Any
) -> None:
    """It is refused in every box for a line of words, a name of a person or an organisation among
    them; out of an address, a code or a reference, which are copied from somewhere, it is left."""
    for letter in ("\u202e", "\u200b", "\u2060", "\u00ad", "\ufeff"):
        found = read(app, field, f=f"Bright{letter}water")
        told = [error for error in found.errors if "nobody sees" in error]
        if found.code:
            assert not told and found.data.casefold() == "brightwater", name
        else:
            assert told and found.raw_data == [f"Bright{letter}water"], name
    if not found.code:
        (came,) = Values([("f", "Bright\x07water")]).getlist("f")
        found = read(app, field, f=came)
        assert "had control characters in it" in found.errors[0], name
        assert found.data == "Brightwater", "the box has it without, to look at"
        kept = read(app, field, f="\ufeff\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 ")
        assert kept.data == "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", name


def test_codes_are_these_alone() -> None:
    """A box for words is none of them."""
    kinds = {name.rpartition(".")[2] for name, field in every_field(ShortTextField)
             if field.kwargs.get("code")}  # fmt: skip
    assert kinds <= {
        "application", "atrs_url", "confirmation", "email", "find", "left_at", "organisation_ods",
        "pct", "postcode", "reference", "thing",
    } | {name for name in kinds if "ods" in name}  # fmt: skip


def test_nor_out_of_the_name_of_a_new_account(app: Flask) -> None:
    with app.test_request_context("/"):
        form = RegisterForm(formdata=MultiDict({"name": "Ada\u202e Okafor"}))
        form.validate()
        assert "nobody sees" in str(form.name.errors)
        form = RegisterForm(formdata=Values([("name", "Ada\x07 Okafor")]))
        form.validate()
        assert "had control characters in it" in str(form.name.errors)
