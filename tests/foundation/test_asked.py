"""What a request says is tidy before a view sees it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask, request
from sqlalchemy.exc import DataError

from award.foundation.text import MOST, day, number, tidy
from tests.build import accounts
from tests.client import CheckedClient


def test_text_keeps_its_words_and_loses_what_is_no_text() -> None:
    assert tidy("a\x00b\x1b[K\x7f\x85c\u2028d\r\ne\rf\x0bg\th") == "ab[K\nc\nd\ne\nf\ng\th"
    assert tidy("caf\u0065\u0301 \ud800x \U0001f600") == "caf\u0065\u0301 x \U0001f600"


@pytest.mark.parametrize(
    "text", ["", "-", "²", "１２", "1e3", "9" * 20, str(2**31), "-1", "1.0", "+1", "0x1", "1_000"]
)
def test_what_is_no_number_of_ours_is_none(app: Flask, text: str) -> None:
    assert number(text) is None
    with app.test_request_context("/", query_string={"page": text}):
        taken = request.args.get("page", 7, type=int)
        assert taken == (-1 if text == "-1" else 7)
        assert request.args.getlist("page", type=int) == ([-1] if text == "-1" else [])


def test_numbers_and_days_within_bounds_are_taken() -> None:
    assert (number(" 12 "), number(str(MOST)), number(5)) == (12, MOST, 5)
    assert day("2026-11-23") == date(2026, 11, 23)
    assert [day(text) for text in ("9999-12-31", "0001-01-01", "x", "")] == [None] * 4


def test_queries_forms_and_cookies_are_tidy(app: Flask) -> None:
    with app.test_request_context(
        "/?q=a%00b&%00n=1&q=c%1b",
        method="POST",
        data={"text": ["a\x00b", "c\r\nd"]},
        headers={"Cookie": "award_session=a\x01b", "User-Agent": "x\x01y"},
    ):
        assert request.args.getlist("q") == ["ab", "c"]
        assert request.args["n"] == "1"
        assert request.form.getlist("text") == ["ab", "c\nd"]
        assert request.cookies["award_session"] == "ab"
        assert request.headers["User-Agent"] == "xy"


def test_json_has_no_fields_here(app: Flask, client: CheckedClient) -> None:
    """Flask-Security would take arrays and numbers out of it, where its forms expect text."""
    token = client.csrf_token()
    for body in ({"email": ["a"], "password": 1}, [], 1, None):
        answer = client.browser.post("/sign-in", json=body, headers={"X-CSRFToken": token})
        assert answer.status_code == 200


@pytest.mark.parametrize("part", ["%00", "a%00b", "%1b", "x" * 1001])
def test_an_address_with_what_is_no_text_leads_nowhere(client: CheckedClient, part: str) -> None:
    person = accounts.user("Sam Staff", "sam@example.org", ())
    client.sign_in(person)
    for start in ("/rounds/", "/case-studies/", "/applications/", "/confirm/"):
        client.get(start + part, status=404)


def test_a_query_in_no_known_code_is_handed_on_as_it_came(client: CheckedClient) -> None:
    for path in ("/rounds/abc", "/case-studies", "/sign-in"):
        answer = client.browser.get(
            path, environ_overrides={"QUERY_STRING": "q=\xff\xfe&next=\xff"}
        )
        assert answer.status_code in (200, 301, 404)


def test_who_asks_is_an_address_or_nobody(app: Flask) -> None:
    for given, taken in (("127.0.0.1", "127.0.0.1"), ("x" * 300, None), ("::1", "::1"), ("", None)):
        with app.test_request_context("/", environ_overrides={"REMOTE_ADDR": given}):
            assert request.remote_addr == taken


def test_what_no_column_takes_is_refused_and_not_a_fault_of_ours(app: Flask) -> None:
    """PostgreSQL says so; where no form has a limit this is the net."""
    with app.test_request_context():
        refuse = app.error_handler_spec[None][None][DataError]
        page, status = app.ensure_sync(refuse)(DataError("INSERT", None, ValueError("too long")))
    assert status == 400
    assert "too long or too large" in page
