"""Who assesses what, brought in from a spreadsheet and taken away as one."""

from __future__ import annotations

import io
from http.cookies import SimpleCookie

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.assessment.rules.asking import ALL_DEALT
from award.assessment.rules.assignment_file import decoded, in_order, matched, read
from award.assessment.rules.sharing import Pair
from award.assessment.services.asking_many import ask_some
from award.foundation.db import db, transaction
from award.foundation.policy import Role
from tests.build import applications, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


def test_every_dialect_says_the_same() -> None:
    plain = "Reference,Assessor email,Reason\r\nAIA-1,noor@example.org,Kn\u00f6ws care\r\n"
    said = read(plain).lines
    assert [(one.number, one.reference, one.email, one.reason) for one in said] == [
        (2, "AIA-1", "noor@example.org", "Kn\u00f6ws care")
    ]
    for text in (
        plain.replace(",", ";"),
        plain.replace(",", "\t"),
        plain.replace("\r\n", "\n"),
        "\ufeff" + plain,
        "State,email,application,Reason\nx,NOOR@example.org,aia-1,Kn\u00f6ws care",
    ):
        found = read(text)
        assert [(one.reference, one.email, one.reason) for one in found.lines] == [
            ("AIA-1", "noor@example.org", "Kn\u00f6ws care")
        ], text
    assert [one.number for one in read("\nAIA-1,a@b.c\n\nAIA-2,a@b.c").lines] == [2, 4]
    for code in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        assert read(decoded(plain.encode(code))).lines == said, code


def test_each_row_stands_by_itself() -> None:
    """Whatever cuts its cells, and whatever else stands in them."""
    wanted = [("AIA-1", "a@b.c", "Knows, well; really"), ("AIA-2", "A@b.c", "x")]
    ways = (
        '"AIA-1","a@b.c","Knows, well; really"',
        'AIA-1;a@b.c;"Knows, well; really"',
        "AIA-1\ta@b.c\tKnows, well; really",
    )
    others = ("AIA-2,A@b.c,x", "AIA-2;A@b.c;x", "AIA-2\tA@b.c\tx", '"AIA-2";"A@b.c";"x"')
    for one in ways:
        for other in others:
            for rows in ((one, other), ("Reference,Email,Reason", one, "", other)):
                found = read("\r\n".join(rows))
                told = [(row.typed_reference, row.typed_email, row.reason) for row in found.lines]
                assert told == wanted and not found.errors, rows
                assert [row.number for row in found.lines] == ([1, 2], [2, 4])[len(rows) > 2]
    bare = read("AIA-1,a@b.c,well; what; is; that\nAIA-2;a@b.c;two, three")
    assert [row.reason for row in bare.lines] == ["well; what; is; that", "two, three"]
    several = read('AIA-1,a@b.c,"one\ntwo; ""three"""\nAIA-2;a@b.c')
    assert [(row.number, row.reason) for row in several.lines] == [
        (1, 'one\ntwo; "three"'), (2, "")
    ]  # fmt: skip
    titles = read("Title,Email,Reference\nDoors; and windows,a@b.c,AIA-1\nKeys\ta@b.c\tAIA-2")
    assert [row.reference for row in titles.lines] == ["AIA-1", "AIA-2"]


def test_what_is_told_of_a_row_is_as_it_was_typed() -> None:
    lines = read("Rubbish,Some.Body@Example.org\nAIA-2;;why\naia-1,a@b.c\nAIA-1;A@b.c").lines
    found = matched(lines, {"AIA-1": 1}, {"a@b.c": 2}, {})
    assert in_order(found.errors) == [
        "Row 1: “Rubbish” is no reference of an application in this round",
        "Row 1: nobody who can be asked to assess has the address “Some.Body@Example.org”",
        "Row 2: “AIA-2” is no reference of an application in this round",
        "Row 4: says the same as row 3: AIA-1, A@b.c",
    ]
    assert in_order(read("AIA-2;;why").errors) == [
        "Row 1: there is no email address beside “AIA-2”"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There are no rows"),
        ("Reference,Reason\nAIA-1,x", "There is no column “Assessor email”"),
        ("Reference,Email\n", "no rows below the headings"),
        ('AIA-1,"a@b.c', "never closed"),
        (",a@b.c", "Row 1: there is no reference"),
        ("AIA-1", "Row 1: there is no email address"),
        ("x,y\n" * 5_001, "the most at once is 5,000"),
        (f"AIA-1,a@b.c,{'x' * 501}", "” is longer than 500 characters"),
    ],
)
def test_what_is_wrong_is_said_by_row(text: str, words: str) -> None:
    assert any(words in one for one in in_order(read(text).errors))


def test_hostile_rows_name_nobody_and_nothing() -> None:
    text = "=1+1,=cmd|x\nAIA-1,a@b.c\nAIA-1,a@b.c\n<script>,' OR 1=1 --\n\x00,\u202ea@b.c"
    found = matched(read(text).lines, {"AIA-1": 1}, {"a@b.c": 2}, {})
    assert found.pairs == [(1, 2)]
    assert "Row 3: says the same as row 2: AIA-1, a@b.c" in in_order(found.errors)
    assert len(found.errors) >= 5


@pytest.mark.each_database
def test_rows_are_brought_in_wholly_or_not_at_all(staff: User, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    one, two = applications.submitted(round_), applications.submitted(round_)
    elsewhere = applications.submitted()
    noor, ash = build.assessor("Noor Example"), build.assessor("Ash Example")
    lead = user("Lee Lead", roles=(Role.ASSESSOR,))
    own = applications.submitted(round_, lead)
    build.assigned(one, noor, staff=staff)
    start = f"/manage/rounds/{round_.reference}/assignments"
    client.sign_in(staff)

    def held() -> int:
        return db.session.scalar(sa.select(sa.func.count(Assignment.id))) or 0

    wrong = "\n".join(
        [
            "Reference;Assessor email;Reason",
            f"{two.reference};{ash.email};Knows homecare",
            f"{own.reference};{lead.email};",
            f"{elsewhere.reference};{ash.email};",
            f"{two.reference};nobody@example.org;",
            f"{two.reference};;",
        ]
    )
    page = client.post(f"{start}/import", {"rows": wrong}, status=200)
    assert page.errors == [
        "Row 3: Lee Lead belongs to the applicant",
        f"Row 4: “{elsewhere.reference}” is no reference of an application in this round",
        "Row 5: nobody who can be asked to assess has the address “nobody@example.org”",
        f"Row 6: there is no email address beside “{two.reference}”",
    ]
    assert "Knows homecare" in page.html
    page = client.post(f"{start}/import", {"rows": f"{own.reference},{lead.email}"}, status=200)
    assert page.errors == ["Row 1: Lee Lead belongs to the applicant"]
    assert held() == 1

    already = [f"{one.reference};{noor.email};", f"{one.reference};{ash.email};"]
    good = [*wrong.splitlines()[:2], *already]
    content = "\r\n".join(good).encode("cp1252")
    page = client.post(
        f"{start}/import", {"document": (io.BytesIO(content), "who.csv"), "rows": ""}, status=200
    )
    assert page.h1 == "Assign 2 assessments to 1 person"
    assert "1 row says what is so already" in page.text
    back = client.post(f"{start}/import/confirm", {**page.form_values(), "change": "1"}, status=200)
    assert "Knows homecare" in back.html
    done = client.post(f"{start}/import/confirm", page.form_values())
    cookies = SimpleCookie("; ".join(done.response.headers.getlist("Set-Cookie")))
    assert cookies["kept_sent"].value == f"{start}/import"
    after = client.follow(done)
    assert "2 assessments assigned to 1 person" in after.text
    assert held() == 3
    why = sa.select(Assignment.asked_because).where(Assignment.application_id == two.id)
    assert db.session.scalars(why).one() == "Knows homecare"
    page = client.get(start, budget=9)
    assert "Knows homecare" in page.text
    for typed, count in (
        ("noor", "1 assignment"), (ash.email.upper(), "2 assignments"),
        (two.reference.lower(), "1 assignment"), ("%25", "No assignment matches"),
    ):  # fmt: skip
        assert count in client.get(f"{start}?q={typed}", budget=9).text
    export = client.post(
        f"/manage/rounds/{round_.reference}/assignments.csv", {}, status=200
    ).response.get_data()
    again = read(decoded(export))
    assert not again.errors and len(again.lines) == 3
    page = client.post(f"{start}/import", {"rows": decoded(export)}, status=200)
    assert page.errors == [
        "Everybody in these rows has been asked already, so there is nothing to do"
    ]
    assert (
        client.get(f"{start}/template")
        .response.get_data()
        .decode("utf-8-sig")
        .startswith("Reference,Assessor email,Reason")
    )


def test_the_twenty_seventh_for_one_application_is_refused_in_words(
    staff: User, client: CheckedClient
) -> None:
    """There are 26 letters: in a file the row says so, and a job's step leaves that one out."""
    bid = applications.submitted()
    people = [build.assessor(f"Assessor {at:02}") for at in range(27)]
    rows = "\n".join(f"{bid.reference},{one.email}" for one in people)
    path = f"/manage/rounds/{bid.round.reference}/assignments/import"
    page = client.sign_in(staff).post(path, {"rows": rows}, status=200)
    assert f"Row 27: {ALL_DEALT.rstrip('.')}" in page.text
    wanted = [Pair(bid.id, one.id) for one in people]
    with transaction():
        asked = ask_some([bid], wanted, actor=actor_of(staff), because={})
    assert (len(asked.made), [*asked.refused.values()]) == (26, [ALL_DEALT])
