"""The questions of a round as PDF and Word."""

from __future__ import annotations

import io

import docx
import pytest
from docx.enum.table import WD_ROW_HEIGHT_RULE
from flask import Flask

from award.foundation.documents import handing_out
from award.foundation.documents.bookmarks import bookmark
from award.foundation.documents.reading import read_back
from award.foundation.errors import there
from award.foundation.policy import ANONYMOUS, Role
from award.rounds.queries.question_sets import questions_of
from award.rounds.queries.rounds import round_by_reference
from tests.build import accounts
from tests.build import rounds as build
from tests.client import CheckedClient
from tests.documents.making import text_of

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_it_has_every_question_with_all_that_is_said_of_it(
    app: Flask, client: CheckedClient, kind: str
) -> None:
    round_ = build.open_round()
    told = text_of(kind, client.get(f"/rounds/{round_.reference}/questions.{kind}").data)
    known = there(round_by_reference(ANONYMOUS, round_.reference), "the round")
    for question in questions_of(known):
        for words in (question.label, question.hint, question.why, question.good):
            assert " ".join(words.split()) in told
        for label in question.of_kind.offered(question).values():
            assert label in told
    for criterion in known.criteria:
        assert criterion.title in told and f"{criterion.weight}%" in told
    assert "up to 100 words" in told


def test_one_of_a_phase_has_its_questions_alone(app: Flask, client: CheckedClient) -> None:
    round_ = build.open_round()
    known = there(round_by_reference(ANONYMOUS, round_.reference), "the round")
    phase = known.phases[0].phase
    page = client.get(f"/rounds/{round_.reference}/questions.docx?phase={phase}")
    marks = {bookmark(question.key): question.key for question in questions_of(known)}
    found = read_back(io.BytesIO(page.data), marks, {})
    assert [*found.below] == [question.key for question in questions_of(known).of_phase(phase)]
    assert f"phase {phase}" in page.response.headers["Content-Disposition"]


def test_the_same_form_is_set_once(app: Flask, client: CheckedClient) -> None:
    round_ = build.open_round()
    handing_out.known_to_all.cache_clear()
    first = client.get(f"/rounds/{round_.reference}/questions.docx").data
    assert client.get(f"/rounds/{round_.reference}/questions.docx").data == first
    assert handing_out.known_to_all.cache_info().hits == 1


def test_of_a_round_that_nobody_may_know_there_is_none(app: Flask, client: CheckedClient) -> None:
    round_ = build.setup_round()
    client.get(f"/rounds/{round_.reference}/questions.docx", status=404)
    client.get("/rounds/NONE/questions.pdf", status=404)
    client.sign_in(accounts.user("Sam", roles=(Role.STAFF,)))
    client.get(f"/rounds/{round_.reference}/questions.docx")
    client.get(f"/rounds/{round_.reference}/questions.exe", status=404)


def test_pages_lead_to_it(app: Flask, client: CheckedClient) -> None:
    round_ = build.open_round()
    at = f"/rounds/{round_.reference}"
    for path in (at, f"{at}/questions"):
        assert {f"{at}/questions.pdf", f"{at}/questions.docx"} <= set(
            client.get(path).links().values()
        )
    links = client.get(f"{at}/questions?phase=1").links().values()
    assert f"{at}/questions.pdf?phase=1" in links


def test_tables_have_room_and_headings(app: Flask, client: CheckedClient) -> None:
    round_ = build.open_round()
    opened = docx.Document(
        io.BytesIO(client.get(f"/rounds/{round_.reference}/questions.docx").data)
    )
    known = there(round_by_reference(ANONYMOUS, round_.reference), "the round")
    tables = [question for question in questions_of(known) if question.columns]
    assert tables
    heads = [[cell.text for cell in table.rows[0].cells] for table in opened.tables]
    for question in tables:
        labels = [column.label for column in question.columns]
        assert len([head for head in heads if head[-len(labels) :] == labels]) == 1
        (table,) = [one for one, head in zip(opened.tables, heads, strict=True)
                    if head[-len(labels) :] == labels]  # fmt: skip
        rows = table.rows[1:]
        assert {round(row.height.mm) for row in rows} == {10}, "high enough to write in by hand"
        assert all(row.height_rule == WD_ROW_HEIGHT_RULE.AT_LEAST for row in rows)
        assert len(rows) >= min(5, question.most or 5, len(question.fixed) or 5)


def test_each_says_what_can_be_done_with_it(app: Flask, client: CheckedClient) -> None:
    """Nobody deletes a line of a PDF, nor sends one back."""
    at = f"/rounds/{build.open_round().reference}/questions"
    word, paper = (text_of(kind, client.get(f"{at}.{kind}").data) for kind in ("docx", "pdf"))
    for said in ("or delete the other lines", "Add as many rows as you need", "Write below each"):
        assert said in word and said not in paper, said
    for said in ("Tick the", "We can’t take it back", "as many rows as you need"):
        assert said in paper, said
    assert "We can’t take it back" not in word
