"""Drafting feedback from what assessors said, and editing it until it is out."""

from __future__ import annotations

from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.assessment.rules.saying import LEAST_WORDS, says_too_little
from award.assessment.services.hiding import refuse_assessors
from award.decisions.models import Decision, FeedbackDraft
from award.decisions.queries import feedback as queries
from award.decisions.queries.decisions import decision_of
from award.decisions.queries.said import comments_of, draft_of, drawn_now, text_of
from award.decisions.queries.staged import lock_round
from award.decisions.rules.drafting import drafted
from award.decisions.rules.giving import said_by
from award.decisions.rules.releasing import FEEDBACK
from award.decisions.rules.states import DecisionState
from award.decisions.services import refusals
from award.foundation import audit, clock, earlier
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.edits import NOTHING, Marks, mark
from award.foundation.errors import Refused, StaleVersion, Ticks
from award.foundation.many import insert_rows
from award.foundation.policy import Actor
from award.rounds.models import Round

TOO_SHORT = (
    f"Say more: feedback has {LEAST_WORDS} different words or more. Leave it empty, and the "
    "applicant reads what each assessor said"
)
OUT = "Its feedback is out, so it can’t be changed any more."


@act("decision.stage")
def draft_feedback(round_: Round, *, actor: Actor) -> int:
    """Draft from assessors' words for the applicant whatever is decided, has such words and no
    draft; how many. What somebody has edited stays as it is, and so does what a second person has
    confirmed with the feedback as it was."""
    lock_round(round_)
    _not_under_way(round_)
    waiting = queries.to_come_in(round_, actor)
    without = [one.decision.application_id for one in waiting if one.to_draft]
    if not without:
        raise Refused("Nothing is left to draft.", rule="nothing to draft")
    now = clock.now()
    rows = [
        {
            "application_id": number,
            "text": drafted(comments),
            "edited_by_id": None,
            "created_at": now,
            "updated_at": now,
        }
        for number, comments in comments_of(without).items()
    ]
    insert_rows(FeedbackDraft, rows)
    audit.record(actor, "round.draft_feedback", round_, {"drafts": len(rows)})
    return len(rows)


@act("decision.stage")
def write_feedback(
    application: Application,
    text: str,
    base: Marks,
    *,
    drawn_from: str,
    about_nobody: Ticks = (),
    actor: Actor,
) -> None:
    """What its applicant is to read instead of what each assessor said; "" for that after all,
    which is kept as an edit like any other: whoever emptied it is not who confirms it.

    `base` is the mark of the text that the person started from, `drawn_from` tells which comments
    of assessors they had before them: the same text can be saved anew when those have changed.
    Refused where it names an assessor or has too few words; asked where a word may name one,
    unless it is `about_nobody`. What goes out with a decision is confirmed with it, so that the
    decision has to be confirmed again. Once it is out, nothing of it changes.
    """
    lock_round(application.round)
    _not_under_way(application.round)
    application = application_for_update(application.id)
    decision = _unreleased(application)
    draft = draft_of(application.id)
    before, text = text_of(application.id), text.strip()
    if base.get("text", NOTHING) != mark(before):
        raise StaleVersion
    drawn_from = drawn_from if drawn_from == drawn_now(application.id) else ""
    # Where nothing was saved the box has what assessors said: to empty that is an edit.
    emptied = draft is None and drawn_from and not text
    if mark(text) == mark(before) and not emptied:
        if draft is not None and draft.edited_by_id is not None:
            draft.drawn_from = drawn_from
        return
    refuse_assessors(application, {"text": text}, about_nobody=about_nobody, actor=actor)
    if text and says_too_little(text):
        raise Refused(TOO_SHORT, field="text", rule="feedback short")
    if before:
        was = said_by(decision.outcome, before)
        earlier.keep("feedback", application.round_id, {application.reference: was})
        earlier.keep("decision", application.round_id, {FEEDBACK + application.reference: before})
    _keep(application.id, draft, text, drawn_from, actor)
    if decision.confirmed_by_id is not None and not application.round.feedback_apart:
        decision.decided_by_id = refusals.person(actor)
        decision.confirmed_by_id = decision.confirmed_at = None
        db.session.flush()
    digest = audit.digest_of({"text": text})
    told = {"application": application.reference, "digest": digest}
    audit.record(actor, "decision.write_feedback", decision, told)


def _keep(
    number: int, draft: FeedbackDraft | None, text: str, drawn_from: str, actor: Actor
) -> None:
    if draft is None:
        person = refusals.person(actor)
        draft = FeedbackDraft(application_id=number, text=text, edited_by_id=person)
        draft.drawn_from = drawn_from
        db.session.add(draft)
    else:
        draft.text, draft.edited_by_id = text, refusals.person(actor)
        draft.drawn_from = drawn_from
    db.session.flush()


def _not_under_way(round_: Round) -> None:
    refusals.not_being_released(round_)
    if queries.being_given(round_):
        raise Refused(
            "The feedback of this round is being released, so nothing of it can be changed.",
            rule="being released",
        )


def _unreleased(application: Application) -> Decision:
    decision = decision_of(application)
    if decision is None:
        raise Refused("Stage a decision first: feedback says why.", rule="undecided")
    with_it = decision.state == DecisionState.RELEASED and not application.round.feedback_apart
    if with_it or queries.is_out(decision):
        raise Refused(OUT, rule="feedback out")
    return decision
