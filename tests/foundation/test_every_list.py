"""Every list that a chapter declares, asked everything that an address can ask."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import award
from award.accounts.models import User
from award.accounts.queries.people import PEOPLE
from award.accounts.queries.trail import TRAIL
from award.adjustments.queries import ADJUSTMENTS
from award.applications.queries.mine import MINE
from award.assessment.queries.assessor_list import ASSESSORS
from award.assessment.queries.assignments import assignment_list
from award.assessment.queries.chase_list import chase_list
from award.assessment.queries.conflicts import CONFLICTS
from award.assessment.queries.fixed import fixed_sheets
from award.assessment.queries.gathering import basket_list
from award.assessment.queries.lists import application_list
from award.assessment.queries.worklist import WORK
from award.case_studies.queries.finding import COLLECTION
from award.case_studies.queries.manage import MY_STUDIES, STUDIES
from award.case_studies.queries.promotion import ASSESSED, TO_PROMOTE
from award.complaints.queries import COMPLAINTS
from award.decisions.queries.decisions import round_to_decide
from award.decisions.queries.invited import invited_in
from award.decisions.queries.shortlist_list import shortlist_list
from award.decisions.queries.staged import staged_decisions
from award.decisions.views.releasing import letters_to_read
from award.enquiries.queries import ENQUIRIES
from award.foundation.kept import keep_rows
from award.foundation.policy import SYSTEM, Actor, Role
from award.foundation.tables import ListView, View
from award.interests.queries.declarations import DECLARATIONS
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.interests.services.keeping import keep_conflicts
from award.matching.queries.entries import entries_of
from award.messages.queries import THREADS
from award.rounds.models import Round
from award.rounds.queries.crosswalk import crosswalk_list, references_list
from award.rounds.queries.lists import CLOSED_ROUNDS, ROUNDS
from award.rounds.queries.regime_list import REGIMES
from award.rounds.services.reference_data import import_reference_data
from tests.build import (
    adjustments,
    applications,
    assessment,
    case_studies,
    complaints,
    decisions,
    enquiries,
    matching,
    messages,
    rounds,
    two_stages,
)
from tests.build.accounts import actor_of, user
from tests.conftest import rolled_back
from tests.foundation.test_tables import in_every_format

pytestmark = pytest.mark.long

TEXTS = (
    "100%",
    "_",
    "\\",
    "Zoë",
    "zoe",
    "%",
    "'",
    '"',
    "=1+1",
    "no such thing at all",
    "ﬁ",
    "\x00",
)
PAGES = ("0", "-1", "1", "999999", "99999999999999999999", "x", "")


def judged() -> tuple[Round, Actor]:
    """A round with something in every column of its lists, and one of its assessors."""
    round_ = rounds.closed_round()
    assessor = assessment.assessor("Noor Example")
    for n, scores in enumerate(([9, 8, 7], [8, 8, 8], [2, 3, 4])):
        found = applications.submitted(round_, title=f"Zoë’s 100% _{n}")
        assessment.scored(found, scores, assessor)
        assessment.scored(found, scores)
        if n == 0:
            decisions.staged(found)
    assessment.assigned(applications.submitted(round_), assessor)
    sister = assessment.assessor("Zoë 100% _")
    given = [Given(InterestKind.FAMILY, "Brightwater Care")]
    declare_interests(sister, given, nothing=False, actor=actor_of(sister))
    keep_conflicts(round_.id)
    return round_, actor_of(assessor)


Lists = list[tuple[ListView[Any], Actor]]


@pytest.fixture(autouse=True)
def context() -> None:
    """The lists have a transaction of their own; these tests only read."""


@pytest.fixture(scope="module")
def lists(app: Flask) -> Iterator[Lists]:
    """Each list, with somebody who may read it, among things worth listing."""
    with rolled_back(app):
        yield _lists()


def _lists() -> Lists:
    import_reference_data(actor=SYSTEM)
    for n in range(53):
        user(f"Zoë 100% _\\ {n}", f"zoe{n}@example.org", roles=(), confirmed=n % 2 == 0)
    lead = user("Lee Lead", roles=())
    complaints.complaint(name="Zoë 100% _")
    for need in ("time", "words"):
        adjustments.asked(applications.draft(), need)
    enquiries.enquiry(name="Zoë 100% _")
    messages.thread(applications.draft(lead=lead), lead, "Zoë 100% _")
    for n in range(3):
        rounds.closed_round(title=f"Round {n}%")
        applications.draft(lead=lead)
        case_studies.funded()
        case_studies.sent()
        case_studies.published(title=f"Zoë {n}%")
    case_studies.promoted(case_studies.funded(lead=lead))
    reader = actor_of(user("Reader", roles=(Role.AUDITOR, Role.ADMIN, Role.PUBLISHER)))
    round_, assessor = judged()
    staff = (
        PEOPLE, COMPLAINTS, ENQUIRIES, THREADS, ROUNDS, CLOSED_ROUNDS, STUDIES, TO_PROMOTE,
        ASSESSED, TRAIL, COLLECTION,
    )  # fmt: skip
    sheet = round_to_decide(reader, round_.reference)
    assert sheet is not None
    of_a_round = (
        application_list(sheet), assignment_list(sheet), basket_list(sheet), chase_list(sheet),
        fixed_sheets(round_),
        shortlist_list(sheet),
        letters_to_read(staged_decisions(sheet, SYSTEM)), invited_in(_first_stage(lead)),
        crosswalk_list(round_), references_list(round_),
    )  # fmt: skip
    return [
        *((table, reader) for table in (*staff, ASSESSORS, REGIMES, *of_a_round)),
        (WORK, assessor),
        (DECLARATIONS, reader),
        (CONFLICTS, actor_of(user("Con Flict", roles=(Role.STAFF,)))),
        _drafted(round_),
        (ADJUSTMENTS, actor_of(user("Rea Ding", roles=(Role.STAFF,)))),
        *((table, actor_of(lead)) for table in (MINE, MY_STUDIES)),
    ]


def _drafted(round_: Round) -> tuple[ListView[Any], Actor]:
    staff, person = user("Dra Fter", roles=(Role.STAFF,)), assessment.assessor()
    applied = [applications.submitted(round_, title=f"Zoë’s 100% _{n}") for n in range(3)]
    made = matching.draft(round_, staff, [(one, person) for one in applied], short=1)
    return entries_of(made), actor_of(staff)


def _first_stage(lead: User) -> Round:
    first, _ = two_stages.pair()
    two_stages.continued(two_stages.invited(first, lead), lead)
    return first


def _declared() -> Iterator[str]:
    """Keys of all lists in the source."""
    for path in Path(award.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ListView":
                key = node.args[0]
                assert isinstance(key, ast.Constant), f"{path}: the key of a list is written out"
                yield str(key.value)


def test_every_list_is_asked(lists: Lists) -> None:
    assert sorted(table.key for table, _reader in lists) == sorted(_declared())


def _cells(view: View[Any], rows: Any) -> list[list[Any]]:
    """What the page shows; a query may leave out what no column shows."""
    return [[column.cell(row) for column in view.shown] for row in rows]


def test_pages(lists: Lists) -> None:
    for table, reader in lists:
        whole = table.rows(reader, table.whole(reader))
        assert whole.total == len(whole.rows) > 0, table.key
        if table.grows:
            continue
        for typed in PAGES:
            view = table.read({"page": [typed]}, reader)
            page = table.rows(reader, view)
            assert 1 <= page.number <= page.last, (table.key, typed)
            start = (page.number - 1) * table.size
            expected = whole.rows[start : start + table.size]
            assert _cells(view, page.rows) == _cells(view, expected), (table.key, typed)
        assert table.rows(reader, table.read({"page": ["999999"]}, reader)).number == page.last


def test_files_read_row_by_row_what_pages_show(lists: Lists) -> None:
    """So a file takes no more memory when there are more rows in it."""
    keep_rows()
    filed = [(table, reader) for table, reader in lists if table.download]
    assert filed
    for table, reader in filed:
        sorts = ["", *(f"-{column.sorts_as}" for column in table.columns if column.sortable)]
        for sort in sorts:
            view = table.file({"sort": [sort]}, reader)
            page, whole = (table.rows(reader, v) for v in (view, replace(view, streams=False)))
            assert page.stream is not None, table.key
            assert page.total == whole.total, (table.key, sort)
            assert _cells(view, page.every) == _cells(view, whole.rows), (table.key, sort)


def test_pages_of_what_grows(lists: Lists) -> None:
    for table, reader in lists:
        if not table.grows:
            continue
        whole = table.rows(reader, table.whole(reader)).rows
        page, there = table.rows(reader, table.read({}, reader)), list[Any]()
        while page.older:
            there += page.rows
            page = table.rows(reader, table.read({"before": [str(page.older)]}, reader))
        assert [*there, *page.rows] == whole and len(whole) > 2 * table.size, table.key
        back = list(page.rows)
        while page.newer:
            page = table.rows(reader, table.read({"after": [str(page.newer)]}, reader))
            back = [*page.rows, *back]
        assert back == whole, table.key


def test_sorting(lists: Lists) -> None:
    for table, reader in lists:
        whole = table.rows(reader, table.whole(reader)).total
        for column in table.columns:
            for sort in (column.sorts_as, f"-{column.sorts_as}"):
                view = table.read({"sort": [sort]}, reader)
                assert bool(view.unknown) is not column.sortable, (table.key, sort)
                rows = table.rows(reader, replace(view, page=None)).rows
                assert len(rows) == whole, (table.key, sort)
                if column.sortable and column.kind.numeric:
                    found = [column.cell(row) for row in rows if column.cell(row) is not None]
                    assert found == sorted(found, reverse=view.downwards), (table.key, sort)
        for sort in ("nonsense", "-", "--name", "name;drop", "\x00"):
            assert table.read({"sort": [sort]}, reader).order == table.sort


def test_words_and_filters(lists: Lists) -> None:
    for table, reader in lists:
        whole = table.rows(reader, table.whole(reader)).total
        for text in TEXTS:
            page = table.rows(reader, table.read({"q": [text]}, reader))
            assert 0 <= page.total <= whole, (table.key, text)
        for each in table.filters:
            known = each.choices() if each.choices else dict.fromkeys(("2026-11-26", "x", "%"))
            for value in (*known, "no such value", "%", "\\"):
                view = table.read({each.key: [value]}, reader)
                assert table.rows(reader, view).total <= whole, (table.key, each.key, value)
        view = replace(table.read({"q": ["no such thing at all"]}, reader), page=None)
        none = table.rows(reader, view)
        assert none.total == (0 if table.search else whole)


@pytest.mark.any_database
def test_files_hold_what_the_page_shows(lists: Lists) -> None:
    for table, reader in lists:
        for asked in ({}, {"q": ["zoe"]}, {"columns": [table.columns[-1].key]}):
            view = replace(table.read(asked, reader), page=None)
            headings, rows = in_every_format(view, reader)
            assert headings == [column.heading for column in view.filed]
            assert len(rows) == table.rows(reader, view).total


@pytest.mark.any_database
def test_the_same_statements_for_a_page_however_long_the_list(lists: Lists) -> None:
    from tests.statements import counting

    for table, reader in lists:
        end = str(table.rows(reader, table.read({}, reader)).last)
        with counting() as first:
            table.rows(reader, table.read({}, reader))
        with counting() as last:
            table.rows(reader, table.read({"page": [end]}, reader))
        assert len(first) == len(last) <= 5, table.key
