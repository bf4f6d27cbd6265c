"""What decisions do outside the request: releasing more of them, or of feedback on them, or closing
a longer reserve list, than a request does by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from award.decisions.queries import decisions
from award.decisions.rules.closing import ClosingArguments
from award.decisions.rules.giving import FeedbackArguments
from award.decisions.rules.questions import Accepted
from award.decisions.rules.releasing import ReleaseArguments
from award.decisions.services import closing, feedback, releasing
from award.foundation.edits import read_marks
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.work.kinds import JobKind, Sofar, Way


def _release(arguments: ReleaseArguments, sofar: Sofar, actor: Actor) -> Sofar:
    """All of it in one step: everybody is told at once, or nobody."""
    round_ = decisions.round_to_decide(actor, arguments.round_reference)
    if round_ is None:
        raise Refused("You can’t see this round any more")
    result = releasing.release(
        round_,
        actor=actor,
        confirmation=round_.reference,
        override_reason=arguments.override_reason,
        shown=read_marks(arguments.shown),
        accepted=Accepted.read(arguments.accepted),
    )
    return Sofar(sofar.total, sofar.total, asdict(result), ended=True)


def _says(_arguments: ReleaseArguments, result: Mapping[str, Any]) -> Sequence[str]:
    sheets, verb = result["closed"], "invite" if result.get("invite") else "fund"
    return (
        f"Released: {result[verb]:,} to {verb}, {result['reserve']:,} on the reserve list, "
        f"{result['reject']:,} not to {verb}. The awards come to £{result['awarded_gbp']:,}.",
        f"{result['emailed']:,} emails to applicants are on the way.",
        *([f"{sheets:,} score sheets that were not submitted are closed."] if sheets else []),
    )


def _give(arguments: FeedbackArguments, sofar: Sofar, actor: Actor) -> Sofar:
    """All of it in one step, as decisions are."""
    round_ = decisions.round_to_decide(actor, arguments.round_reference)
    if round_ is None:
        raise Refused("You can’t see this round any more")
    result = feedback.release_feedback(
        round_,
        actor=actor,
        confirmation=round_.reference,
        shown=read_marks(arguments.shown),
        accepted=Accepted.read(arguments.accepted),
    )
    return Sofar(sofar.total, sofar.total, asdict(result), ended=True)


def _given(_arguments: FeedbackArguments, result: Mapping[str, Any]) -> Sequence[str]:
    return (
        f"Feedback is released on {result['count']:,} applications.",
        f"{result['emailed']:,} emails to applicants are on the way.",
    )


def _close(arguments: ClosingArguments, sofar: Sofar, actor: Actor) -> Sofar:
    """All of it in one step, as a release."""
    round_ = decisions.round_to_decide(actor, arguments.round_reference)
    if round_ is None:
        raise Refused("You can’t see this round any more")
    result = closing.close_reserve(
        round_,
        actor=actor,
        confirmation=round_.reference,
        shown=read_marks(arguments.shown),
        accepted=Accepted.read(arguments.accepted),
    )
    return Sofar(sofar.total, sofar.total, asdict(result), ended=True)


def _closed(_arguments: ClosingArguments, result: Mapping[str, Any]) -> Sequence[str]:
    return (
        f"The reserve list is closed for {result['count']:,} applications.",
        f"{result['emailed']:,} emails to applicants are on the way.",
    )


def _releases(arguments: ClosingArguments) -> Way:
    values = {"reference": arguments.round_reference}
    return Way("Go to the releases of the round", "decisions.release", values)


def _feedback_page(arguments: FeedbackArguments) -> Way:
    values = {"reference": arguments.round_reference}
    return Way("Go to the feedback of the round", "decisions.feedback", values)


def _shortlist(arguments: ReleaseArguments) -> Way:
    values = {"reference": arguments.round_reference}
    return Way("Go to the shortlist of the round", "decisions.shortlist", values)


JOBS = (
    JobKind(
        "decision.release",
        arguments=ReleaseArguments,
        permission="decision.release",
        run=_release,
        says=_says,
        leads_to=_shortlist,
        passing=frozenset({"override_reason", "shown", "accepted"}),
    ),
    JobKind(
        "decision.close_reserve",
        arguments=ClosingArguments,
        permission="decision.release",
        run=_close,
        says=_closed,
        leads_to=_releases,
        passing=frozenset({"shown", "accepted"}),
    ),
    JobKind(
        "decision.release_feedback",
        arguments=FeedbackArguments,
        permission="decision.release",
        run=_give,
        says=_given,
        leads_to=_feedback_page,
        passing=frozenset({"shown", "accepted"}),
    ),
)
