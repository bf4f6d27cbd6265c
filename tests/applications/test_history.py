"""What an answer was: every version of every kind, beside what it says now, and put back."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from award.accounts.models import User
from award.applications.jobs import sweep_files
from award.applications.models import Application
from award.applications.queries import applications as reads
from award.applications.queries.history import versions_of
from award.applications.rules.history import EACH_PAGE, SITTING, is_kept
from award.applications.rules.states import CollaboratorRole
from award.applications.services import answering, filing, restoring
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, StaleVersion, there
from award.foundation.policy import Role
from award.foundation.text import MOST
from award.rounds.kinds import KINDS
from award.rounds.queries.question_sets import question_set
from award.rounds.rules.questions import Question
from tests.applications.walking import stored, url
from tests.build import accounts, files, rounds
from tests.build import applications as build
from tests.build import team as teams
from tests.client import CheckedClient

NOON = datetime.fromisoformat("2026-06-01T12:00:00+00:00")
AFTER = timedelta(minutes=20)
TITLE = "project_title"


@pytest.fixture
def draft(lead: User) -> Application:
    return build.draft(lead=lead)


def afresh(draft: Application, who: User) -> Application:
    return there(reads.own_application(accounts.actor_of(who), draft.reference), "it")


def save(draft: Application, who: User, **values: Any) -> None:
    versions = {key: row.version for key, row in reads.stored_answers(draft.id).items()}
    with transaction():
        found = answering.save_answers(
            afresh(draft, who), values, actor=accounts.actor_of(who), base_versions=versions
        )
    assert not found.invalid


def kept(draft: Application, key: str = TITLE) -> list[tuple[Any, str]]:
    return [(one.value, one.author) for one in versions_of(draft.id, key, MOST)]


def version(draft: Application, key: str = TITLE) -> int:
    return reads.stored_answers(draft.id)[key].version


def restore(draft: Application, who: User, number: int, key: str = TITLE) -> None:
    with transaction():
        restoring.restore_version(
            afresh(draft, who), key, number,
            actor=accounts.actor_of(who), base_version=version(draft, key),
        )  # fmt: skip


def quarter() -> datetime:
    """A minute into the next quarter of an hour: what is saved then is of one sitting."""
    length = SITTING.total_seconds()
    begun = clock.now().timestamp() // length * length
    return datetime.fromtimestamp(begun, UTC) + SITTING + timedelta(minutes=1)


def test_what_one_person_adds_at_a_sitting_is_one_version(draft: Application, lead: User) -> None:
    bea = teams.collaborator(draft, CollaboratorRole.EDITOR, "Bea Editor")
    start = quarter()
    with clock.at(start):
        for words in ("Listening", "Listening for falls", "Listening for falls at night"):
            save(draft, lead, project_title=words)
        assert kept(draft) == []
        save(draft, bea, project_title="Hearing falls")
        save(draft, lead, project_title="Hearing falls at night")
    with clock.at(start + AFTER):
        save(draft, lead, project_title="Hearing falls in the dark")
    assert kept(draft) == [
        ("Hearing falls at night", "Ada Lead"),
        ("Hearing falls", "Bea Editor"),
        ("Listening for falls at night", "Ada Lead"),
    ]


@pytest.mark.parametrize(
    ("was", "now", "is_one"),
    [
        ("Some words that somebody wrote about the nights of people in care", "", True),
        ("Some words that somebody wrote about the nights of people in care", "Other", True),
        ("Some words that somebody wrote about the nights of people", "Some more words that "
         "somebody wrote about all the nights of people", False),
        ("A pilo", "A pilot", False),
        ([{"id": "a", "what": "Begin", "sha256": "0" * 64}], [], True),
        (12, 120, False),
    ],
)  # fmt: skip
def test_what_is_taken_out_is_kept_even_at_one_sitting(was: Any, now: Any, is_one: bool) -> None:
    assert is_kept(was, 1, NOON, now=now, now_by=1, now_at=NOON) is is_one
    assert is_kept(was, 1, NOON, now=now, now_by=2, now_at=NOON)
    assert is_kept(was, 1, NOON, now=now, now_by=1, now_at=NOON + AFTER)


def two_of(question: Question) -> tuple[Any, Any]:
    """Two answers that differ."""

    def sample(number: int) -> Any:
        return question.parse(question.of_kind.sample(question, random.Random(number), 20))

    first = sample(1)
    if question.of_kind.a_day:
        return first, "2028-03-01"
    return first, next(one for one in map(sample, range(2, 200)) if one != first)


def test_every_kind_is_put_back(me: CheckedClient, draft: Application, lead: User) -> None:
    bea = teams.collaborator(draft, CollaboratorRole.EDITOR, "Bea Editor")
    asked = [
        one for one in question_set(draft.round.question_set_id)
        if not (one.of_kind.apart or one.of_kind.promise)
    ]  # fmt: skip
    of_form = {name for name, kind in KINDS.items() if not (kind.apart or kind.promise)}
    assert {one.kind for one in asked} == of_form
    pairs = {one.key: two_of(one) for one in asked}
    save(draft, lead, **{key: first for key, (first, _) in pairs.items()})
    save(draft, bea, **{key: second for key, (_, second) in pairs.items()})
    for one in asked:
        first, second = pairs[one.key]
        page = me.get(url(draft, f"/history/{one.key}"))
        assert "by Ada Lead" in page.text
        assert "saved by Bea Editor" in page.text, one.key
        page = me.get(url(draft, f"/history/{one.key}/1"))
        assert "removed:" in page.text or "added:" in page.text
        me.post(url(draft, f"/history/{one.key}/1"), page.form_values())
        assert stored(draft)[one.key] == first
        assert kept(draft, one.key) == [(second, "Bea Editor"), (first, "Ada Lead")]
    assert draft.title == " ".join(pairs[TITLE][0].split())


def test_files_come_back_while_they_are_there(lead: User, tmp_path: Path) -> None:
    draft = build.draft(
        rounds.open_round(question_set_id=files.set_with_slots(tmp_path).id), lead=lead
    )
    first, me = files.put(draft, lead, "plan", "First.pdf").key, accounts.actor_of(lead)
    files.put(draft, lead, "plan", "Second.pdf")
    restore(draft, lead, 1, "plan")
    assert [one["name"] for one in stored(draft)["plan"]] == ["First.pdf"]
    rows = {row.name: row.removed_at for row in files.rows(draft)}
    assert rows["First.pdf"] is None
    assert rows["Second.pdf"] is not None
    with transaction():
        filing.remove_file(draft, first, actor=me)
    with clock.at(clock.now() + timedelta(hours=25)):
        sweep_files()
    with pytest.raises(Refused, match=r"“First\.pdf” was removed too long ago"):
        restore(draft, accounts.account_of(me.user_id), 1, "plan")


def test_the_page_offers_no_file_that_is_gone(
    me: CheckedClient, lead: User, tmp_path: Path
) -> None:
    draft = build.draft(
        rounds.open_round(question_set_id=files.set_with_slots(tmp_path).id), lead=lead
    )
    files.put(draft, lead, "plan", "First.pdf")
    files.put(draft, lead, "plan", "Second.pdf")
    assert "Put this version back" in me.get(url(draft, "/history/plan/1")).buttons()
    with clock.at(clock.now() + timedelta(hours=25)):
        sweep_files()
    page = me.get(url(draft, "/history/plan/1"))
    assert "This file is not there any more" in page.text
    assert "Put this version back" not in page.buttons()


def test_not_over_what_somebody_saved_meanwhile(
    me: CheckedClient, draft: Application, lead: User
) -> None:
    bea = teams.collaborator(draft, CollaboratorRole.EDITOR, "Bea Editor")
    save(draft, lead, project_title="First")
    save(draft, bea, project_title="Second")
    page = me.get(url(draft, f"/history/{TITLE}/1"))
    save(draft, bea, project_title="Third by Bea")
    again = me.post(url(draft, f"/history/{TITLE}/1"), page.form_values(), status=200)
    assert StaleVersion().reason in again.errors
    assert "Third by Bea" in again.text
    assert stored(draft)[TITLE] == "Third by Bea"
    me.post(url(draft, f"/history/{TITLE}/1"), again.form_values())
    assert stored(draft)[TITLE] == "First"
    assert kept(draft)[0] == ("Third by Bea", "Bea Editor")


def test_viewers_read_and_nobody_else_does(
    me: CheckedClient, draft: Application, lead: User
) -> None:
    vic = teams.collaborator(draft, CollaboratorRole.VIEWER, "Vic Viewer")
    bea = teams.collaborator(draft, CollaboratorRole.EDITOR, "Bea Editor")
    save(draft, lead, project_title="First")
    save(draft, bea, project_title="Second")
    here = f"/history/{TITLE}/1"
    assert "Put this version back" in me.get(url(draft, here)).buttons()
    me.sign_in(vic)
    assert f"/history/{TITLE}" in str(me.get(url(draft, "/check")).links())
    page = me.get(url(draft, here))
    assert "Put this version back" not in page.buttons()
    refused = me.post(url(draft, here), {"base": str(version(draft))}, status=200)
    assert "You can read this application, but not change it" in refused.errors[0]
    assert stored(draft)[TITLE] == "Second"
    me.sign_in(accounts.user("Sam Stranger", roles=()))
    me.get(url(draft, here), status=404)
    me.post(url(draft, here), {"base": "2"}, status=404)
    me.sign_in(accounts.user("Stef Staff", roles=(Role.STAFF,)))
    me.get(url(draft, here), status=404)


def test_nor_may_it_be_read_of_another_application(
    me: CheckedClient, draft: Application, lead: User
) -> None:
    other = build.draft(lead=accounts.user("Olu Other", roles=()))
    save(other, db.session.get_one(User, other.lead_id), project_title="First of theirs")
    with clock.at(clock.now() + AFTER):
        save(other, db.session.get_one(User, other.lead_id), project_title="Second of theirs")
    save(draft, lead, project_title="Mine")
    assert "of theirs" not in me.get(url(draft, f"/history/{TITLE}")).text
    me.get(url(draft, f"/history/{TITLE}/1"), status=404)
    me.get(url(draft, "/history/no_such_question"), status=404)
    for than in ("0", "x", "99999999999"):
        me.get(url(draft, f"/history/{TITLE}?than={than}"), status=404)


def test_it_is_reached_from_the_section_once_there_is_any(
    me: CheckedClient, draft: Application, lead: User
) -> None:
    save(draft, lead, project_title="First")
    assert "/history/" not in str(me.get(url(draft, "/summary")).links())
    with clock.at(clock.now() + AFTER):
        save(draft, lead, project_title="Second")
    links: Mapping[str, str] = me.get(url(draft, "/summary")).links()
    assert f"/history/{TITLE}" in str(links)
    assert "There is no earlier version" in me.get(url(draft, "/history/plain_summary")).text


def test_a_long_history_comes_in_pages(me: CheckedClient, draft: Application, lead: User) -> None:
    save(draft, lead, project_title="Title number 0")
    start = clock.now()
    few = len(me.get(url(draft, f"/history/{TITLE}")).statements)
    for number in range(1, 2 * EACH_PAGE + 2):
        with clock.at(start + number * timedelta(minutes=15)):
            save(draft, lead, project_title=f"Title number {number}")
    first = me.get(url(draft, f"/history/{TITLE}"))
    assert len(first.statements) == few
    assert "Title number 40" in first.text
    assert "Title number 20" not in first.text
    then = me.get(me.get(first.links()["Still earlier versions"]).links()["Still earlier versions"])
    assert "Title number 0" in then.text
    assert "Still earlier versions" not in then.links()
