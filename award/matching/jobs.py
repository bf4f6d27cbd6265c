"""Making a draft, and releasing one, outside the request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.work.kinds import JobKind, Sofar, Way
from award.matching.models import Draft
from award.matching.queries.drafts import any_draft
from award.matching.rules.drafting import DraftArguments
from award.matching.services import drafting, releasing


def _found(actor: Actor, arguments: DraftArguments) -> Draft:
    draft = any_draft(actor, arguments.round_reference, arguments.number)
    if draft is None:
        raise Refused("This draft is not there any more")
    return draft


def _make(arguments: DraftArguments, sofar: Sofar, actor: Actor) -> Sofar:
    """First the draft itself, then what other limits and numbers would come to, one in each
    step."""
    draft = _found(actor, arguments)
    if draft.made_at is None:
        drafting.fill(draft)
        tries = len(draft.facts["what_if"])
        return Sofar(1, 1 + tries, {"made": True}, ended=not tries)
    more = drafting.try_next(draft)
    return Sofar(sofar.done + 1, sofar.total, sofar.result, ended=not more)


def _says_made(_arguments: DraftArguments, result: Mapping[str, Any]) -> Sequence[str]:
    made = result.get("made")
    return ["The draft is ready. Assessors see nothing of it." if made else "Nothing was made."]


def _release(arguments: DraftArguments, sofar: Sofar, actor: Actor) -> Sofar:
    before = sofar.result
    step = releasing.release_some(
        _found(actor, arguments),
        after=before.get("last", 0),
        reopens=arguments.reopens,
        actor=actor,
    )
    result = {
        key: before.get(key, 0) + getattr(step, key)
        for key in ("asked", "refused", "undecided", "people")
    }
    return Sofar(
        sofar.done + step.lines, sofar.total, {**result, "last": step.last}, ended=step.ended
    )


def _says_released(_arguments: DraftArguments, result: Mapping[str, Any]) -> Sequence[str]:
    asked, people = result.get("asked", 0), result.get("people", 0)
    said = [f"{asked:,} assessments are asked for, of {people:,} people, in one email to each."]
    if refused := result.get("refused"):
        said.append(f"{refused:,} could not be asked for any more: the draft says why.")
    if undecided := result.get("undecided"):
        said.append(
            f"{undecided:,} wait for a decision about a possible conflict of interest. Release the "
            "draft once more after it."
        )
    return said


def _draft(arguments: DraftArguments) -> Way:
    values = {"reference": arguments.round_reference, "number": arguments.number}
    return Way("Go to the draft", "matching.show", values)


JOBS = (
    JobKind(
        "matching.draft",
        arguments=DraftArguments,
        permission="matching.draft",
        run=_make,
        says=_says_made,
        leads_to=_draft,
    ),
    JobKind(
        "matching.release",
        arguments=DraftArguments,
        permission="matching.draft",
        run=_release,
        says=_says_released,
        leads_to=_draft,
    ),
)
