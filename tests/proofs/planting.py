"""A copy to prove rounds on, and leaks that are planted in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import func, select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.queries import worklist
from award.assessment.rules.states import AssignmentState
from award.assessment.views import desk
from award.decisions.models import MeetingMinute
from award.decisions.queries import shortlist, shortlist_list
from award.foundation.db import db
from award.meetings.queries import along
from award.meetings.queries.along import HeardMinute
from award.meetings.views import along as reading_along
from award.moderation import notices
from award.moderation.queries import comment_list, panels, score_list, talks, to_moderate
from award.proofs.asked import Limits
from award.proofs.copying import Copy
from award.proofs.facts import TABLES, facts_of
from award.proofs.proving import Found, prove_one
from award.rounds.models import Round

NAMES = {
    "none": ("Thistledown Homes", "Wilhelmina Plainsong", "Ignatius Windlesham"),
    "assessor_hidden": ("Foxglove Lodge", "Cornelius Halfpenny", "Philippa Ravensworth"),
    "double": ("Marjoram Court", "Augusta Quartermain", "Bartholomew Fothergill"),
}
"""In a round of each kind: who applies, who leads, who else assesses."""
HOME, LEAD, _ = NAMES["double"]
FEW = Limits(of_a_state=1, of_an_endpoint=3, files=1, everywhere=False)
SCORES = (7, 8, 9)


@dataclass
class Tried:
    """A copy of three rounds, and one assessor who has something in each state in each."""

    copy: Copy
    rounds: dict[str, str]
    person: int
    third: int
    """Somebody who assesses, and has nothing."""
    chair: int = 0
    deputy: int = 0
    """Who chair all three: one stepped back from one of each, the other has one still to score."""

    def prove(self, blindness: str, limits: Limits = FEW, *, person: int = 0) -> Found:
        facts = facts_of(self.copy.connection, self.rounds[blindness])
        return prove_one(self.copy, facts, person or self.person, limits)


def worse_score(person: int) -> Any:
    """By what others gave: what a list may not be sorted by."""
    return (
        select(func.sum(Sheet.weighted_pct))
        .join(Assignment, Assignment.id == Sheet.assignment_id)
        .where(Assignment.assessor_id != person)
        .scalar_subquery()
    )


def in_a_title(tried: Tried, _patch: Any) -> None:
    application = TABLES["application"]
    tried.copy.connection.execute(
        application.update()
        .where(application.c.title == "Quenching thirst when to_score")
        .values(title=f"{HOME} quenches thirst")
    )


def in_an_email(tried: Tried, _patch: Any) -> None:
    tried.copy.sent.setdefault(tried.person, []).append(
        ("assignment.assigned", f"Please read what {LEAD} wrote")
    )


def in_a_count(_tried: Tried, patch: Any) -> None:
    kept = worklist.rounds_of

    def leaky(actor: Any) -> Any:
        there = select(func.count()).where(Assignment.state == AssignmentState.SUBMITTED)
        number = db.session.scalar(there) or 0
        return [
            replace(one, counts={**one.counts, AssignmentState.SUBMITTED: number})
            for one in kept(actor)
        ]

    patch.setattr(worklist, "rounds_of", leaky)


def in_the_order(tried: Tried, _patch: Any) -> None:
    """The worklist is turned round once others' scores are lower."""
    kept, totals = worklist.work_of, list[float]()

    def leaky(actor: Any, view: Any) -> Any:
        page = kept(actor, view)
        totals.append(db.session.scalar(select(worse_score(tried.person))) or 0)
        page.rounds.sort(key=lambda one: one.reference, reverse=totals[-1] < totals[0])
        return page

    object.__setattr__(worklist.WORK, "rows", leaky)  # frozen; `undone` puts it back


def in_an_autosave_answer(tried: Tried, patch: Any) -> None:
    kept = desk.saved_words

    def leaky(*given: Any) -> str:
        total = db.session.scalar(select(worse_score(tried.person))) or 0
        return f"{kept(*given)} Others come to {total:.1f}"

    patch.setattr(desk, "saved_words", leaky)


def in_a_files_author(tried: Tried, _patch: Any) -> None:
    """What was uploaded is handed out, and not the copy that says nothing of its maker."""
    tried.copy.connection.execute(TABLES["stored_file"].update().values(copy_at=""))


def in_a_discussion(_tried: Tried, patch: Any) -> None:
    """It opens before one's own sheet is in."""
    patch.setattr(talks, "sees_others", lambda *_given: True)


def in_a_search(_tried: Tried, _patch: Any) -> None:
    """It finds what others wrote."""
    kept = worklist.WORK.rows

    def leaky(actor: Any, view: Any) -> Any:
        words = select(func.count()).where(Score.justification.contains(view.q or "-"))
        known = db.session.scalar(words.where(Score.justification.like("%splendid%")))
        return kept(actor, replace(view, q="") if known else view)

    object.__setattr__(worklist.WORK, "rows", leaky)


def at_a_meeting(_tried: Tried, patch: Any) -> None:
    """What is read along names what they have a conflict with."""
    kept = along._those

    def leaky(actor: Any, *where: Any) -> Any:
        rows = kept(actor, *where)
        shown = Round.reference, Round.title, Application.reference, Application.title
        theirs = Application.title.endswith("when conflicted")
        query = select(*shown).join(Round, Round.id == Application.round_id).where(theirs)
        return [*rows, *db.session.execute(query.where(Round.reference.in_([r[0] for r in rows])))]

    patch.setattr(along, "_those", leaky)


def in_a_minute(tried: Tried, patch: Any) -> None:
    """Whatever they read along, they are shown the minute of what they have a conflict with, on the
    page and as its script asks again."""
    bid, round_, minute = TABLES["application"].c, TABLES["round"].c, TABLES["meeting_minute"]
    here = select(round_.id).where(round_.reference == tried.rounds["double"])
    number = tried.copy.connection.scalar(
        select(bid.id).where(
            bid.title.endswith("when conflicted"), bid.round_id == here.scalar_subquery()
        )
    )
    tried.copy.connection.execute(
        minute.insert().values(
            application_id=number, words="Unanimously thought extravagant", in_note="",
            written_at=tried.copy.at, written_by_id=tried.third, version=1,
        )
    )  # fmt: skip
    kept = reading_along.minute_heard

    def leaky(actor: Any, reference: str) -> HeardMinute | None:
        heard, minute = kept(actor, reference), minute_of_another(None)
        return heard and replace(heard, words=minute.words)

    def minute_of_another(_one: Any) -> MeetingMinute:
        return db.session.get_one(MeetingMinute, number)

    patch.setattr(reading_along, "minute_heard", leaky)
    patch.setattr(reading_along, "minute_of", minute_of_another)


def in_the_moderation_list(_tried: Tried, patch: Any) -> None:
    """What the chair stepped back from is listed, and so called by its title."""
    patch.setattr(
        to_moderate, "moderated_applications",
        lambda actor: Application.round_id.in_(panels.chaired_rounds(actor)),
    )  # fmt: skip


def in_the_shortlists_count(_tried: Tried, patch: Any) -> None:
    """It counts all of the round that is ranked, and not what the chair may read."""
    kept = shortlist_list.shortlist

    def leaky(round_: Round, *given: Any, **more: Any) -> Any:
        found = kept(round_, *given, **more)
        apps = select(Application.id).where(Application.round_id == round_.id)
        here = (Assignment.state == "submitted") & Assignment.application_id.in_(apps)
        return replace(found, incomplete=db.session.scalar(select(func.count()).where(here)) or 0)

    patch.setattr(shortlist_list, "shortlist", leaky)


def in_the_comments_order(_tried: Tried, patch: Any) -> None:
    """The list is turned round once what the chair stepped back from is scored lower."""
    kept, totals = comment_list.paged, list[float]()
    mine = select(func.sum(Sheet.weighted_pct)).join(Assignment).join(Application)

    def leaky(query: Any, view: Any, *order: Any, **more: Any) -> Any:
        away = Application.title.endswith("when conflicted")
        totals.append(db.session.scalar(mine.where(away)) or 0)
        turned = [Application.reference.desc()] if totals[-1] < totals[0] else []
        return kept(query, view, *turned, *order, **more)

    patch.setattr(comment_list, "paged", leaky)


def in_an_export(_tried: Tried, patch: Any) -> None:
    """The file of scores says who gave them."""
    kept = score_list.scores_listed

    def leaky(actor: Any, panel: Any, view: Any) -> Any:
        page = kept(actor, panel, view)
        if page.stream is None:
            return page
        named = (replace(one, alias=f"{one.alias} ({one.name})") for one in page.stream)
        return replace(page, stream=named)

    patch.setattr(score_list, "scores_listed", leaky)


def in_an_email_to_the_chair(tried: Tried, patch: Any) -> None:
    """They are asked in a discussion of what they stepped back from."""
    one = db.session.get_one
    patch.setattr(notices, "chairs_who_read", lambda *_given: [one(User, tried.chair)])


def in_staffs_note(tried: Tried, patch: Any) -> None:
    """What staff note for themselves stands in the shortlist's files."""
    bid, decision = TABLES["application"].c, TABLES["decision"]
    here = select(TABLES["round"].c.id).where(TABLES["round"].c.reference == tried.rounds["double"])
    number = tried.copy.connection.scalar(
        select(bid.id).where(
            bid.title.endswith("when submitted"), bid.round_id == here.scalar_subquery()
        )
    )
    at = tried.copy.at
    tried.copy.connection.execute(
        decision.insert().values(
            application_id=number, outcome="fund", state="staged", amount_gbp=9_000,
            note="Privately thought insufferably smug", conditions="", exception_reason="",
            decided_by_id=tried.third, created_at=at, updated_at=at, version=1,
        )
    )  # fmt: skip
    patch.setattr(
        shortlist, "for_chairs", lambda row, _round: replace(row, title=f"{row.title} {row.note}")
    )


OF_CHAIR = {
    in_the_moderation_list: r"GET /manage/rounds/\S+/moderation, as chair \d+: the title of \S+ st",
    in_the_shortlists_count: r"GET \S+/shortlist\S*, .*how many others are in.*: the answer",
    in_the_comments_order: r"GET /manage/rounds/\S+/comments\S*, .*: the answer",
    in_an_export: r"POST \S+/scores.csv\S*, .*: the name of Assessor . on \S+ stands",
    in_an_email_to_the_chair: r"email .* discussion.asked_chair, .*: that there is \S+, out of",
    in_staffs_note: r"/shortlist\S*, .*: the note of the decision on \S+ stands",
}
"""The same of leaks to who chairs."""
PLANTED = {
    in_a_files_author: r"GET /assess/\S+/files/.*: a person of .* in metadata: what the PDF says",
    in_a_title: r"GET /assess, .*: the organisation of \S+ stands",
    in_an_email: r"email assignment.assigned, .*: a person of",
    in_a_count: r"GET /assess, .*how many others are in.*: the answer",
    in_the_order: r"GET /assess, .*what others scored.*: the answer",
    in_an_autosave_answer: r"POST .*, by a script, .*: the answer",
    in_a_discussion: r"GET /assess/\S+/discussion, .*: a remark on",
    at_a_meeting: r"GET /assess/rounds/\S+/meeting, at the meeting, .*: the title of \S+ stands",
    in_a_minute: r"GET \S+/meeting, at the meeting, by a script, .*: the minute of \S+ stands",
    in_a_search: r"GET /assess\?q=Otherwise, .*what others scored.*: the answer",
}
"""Each with what it alone makes the proof say."""


@contextmanager
def undone(tried: Tried) -> Iterator[pytest.MonkeyPatch]:
    sent, rows = {key: list(some) for key, some in tried.copy.sent.items()}, worklist.WORK.rows
    patch = pytest.MonkeyPatch()
    try:
        with tried.copy.undone():
            yield patch
    finally:
        patch.undo()
        object.__setattr__(worklist.WORK, "rows", rows)
        tried.copy.sent = sent
