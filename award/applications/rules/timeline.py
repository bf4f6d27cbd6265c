"""What has happened to an application and what is still to come, in the applicant's words.

Names of staff are left out, and so are moves between states that applicants are told with the
same words: how assessors are getting on is nobody's business but the programme's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from award.applications.rules import changing
from award.applications.rules.machine import APPLICATION
from award.applications.rules.states import (
    ASSESSABLE,
    ApplicationState,
    ReopeningKind,
    ReopeningState,
)

SAYS = {
    ApplicationState.IN_ASSESSMENT: "We sent the application to assessors",
    ApplicationState.ASSESSED: "We sent the application to assessors",
    ApplicationState.INVITED: "You were invited to the second stage",
    ApplicationState.AWARDED: "Your application was successful",
    ApplicationState.RESERVED: "Your application was put on the reserve list",
    ApplicationState.REJECTED: "Your application was not successful",
    ApplicationState.WITHDRAWN: "{who} withdrew the application",
}


@dataclass(frozen=True)
class Event:
    """Something that happened, out of the rows about it. `who` is nobody of the programme; what
    the other fields are depends on `what`."""

    what: str
    at: datetime
    person_id: int | None = None
    who: str = ""
    target: str = ""
    text: str = ""
    number: int = 0
    until: datetime | None = None
    other_id: int | None = None


@dataclass(frozen=True)
class Step:
    """`reason` is the applicant's own, as given when withdrawing; a moment that the words are
    about ends them."""

    says: str
    at: datetime
    reason: str | None = None
    until: datetime | None = None


def steps(events: Iterable[Event], reader_id: int | None = None) -> list[Step]:
    """What the applicant reads of them, the oldest first; "You" is the reader, or whoever did it
    where nobody in particular reads."""
    events = sorted(events, key=lambda one: one.at)
    told, several = set[str](), sum(one.what == "sent" for one in events) > 1
    found = []
    for event in events:
        says = _moved(event, told) if event.what == "moved" else _TELLS[event.what](event, several)
        if not says:
            continue
        mine = reader_id is None or event.person_id == reader_id
        other = "you" if reader_id and event.other_id == reader_id else event.text
        reason = event.text if event.target == ApplicationState.WITHDRAWN else None
        words = says.format(who="You" if mine else event.who, other=other)
        found.append(Step(words, event.at, reason or None, event.until))
    return found


def _moved(event: Event, told: set[str]) -> str:
    """Once for each label: that it was submitted is told by what was."""
    target = ApplicationState(event.target)
    label = APPLICATION.states[target].applicant_label
    if target not in SAYS or label in told:
        return ""
    told.add(label)
    return SAYS[target]


def _sent(event: Event, several: bool) -> str:
    if event.number > 1:
        return f"{{who}} submitted it again: submission {event.number}"
    return "{who} submitted the application" + (": submission 1" if several else "")


def _opened(event: Event, _several: bool) -> str:
    if event.target == ReopeningKind.OWN:
        return "{who} opened it again to make changes"
    return "We asked for changes to some answers, by"


def _ended(event: Event, _several: bool) -> str:
    """Unless it was submitted, which tells itself."""
    kind, state = event.target.split(" ")
    stands = f": submission {event.number} stands"
    if state == ReopeningState.LAPSED:
        lapsed = "It was not submitted again before it closed"
        asked = "The changes we asked for were not sent in time"
        return (lapsed if kind == ReopeningKind.OWN else asked) + stands
    if state == ReopeningState.CLOSED:
        own = kind == ReopeningKind.OWN
        closed = "It was closed again without changes" if own else "We took our request back"
        return closed + stands
    return ""


def _extended(_event: Event, _several: bool) -> str:
    """Never why: that is the lead's and the programme's, and may be about a person's health."""
    return "We keep it open for longer: until"


def _feedback(_event: Event, _several: bool) -> str:
    return "Feedback on your application was ready to read"


def _handed_over(_event: Event, _several: bool) -> str:
    return "{who} became the lead, in place of {other}"


_TELLS: Final[dict[str, Callable[[Event, bool], str]]] = {
    "sent": _sent,
    "opened": _opened,
    "ended": _ended,
    "extended": _extended,
    "handed over": _handed_over,
    "feedback": _feedback,
}


@dataclass(frozen=True)
class Ahead:
    """A step that is still to come: by a day that the round has set, or with words that say
    honestly that none is."""

    says: str
    by: datetime | None = None
    otherwise: str = ""


AFTER = "No date is set yet: after assessment has ended"
OVERDUE = "No date is set yet: assessment takes longer than planned"


def ahead(
    state: ApplicationState,
    *,
    begun: bool,
    closes_at: datetime,
    assessed_by: datetime,
    first_stage: bool,
    now: datetime,
    stands: int = 0,
    asked: bool = False,
) -> list[Ahead]:
    """The road from here to the decision; nothing once it is decided or can't be sent any more.
    `begun`: assessors may have it whether or not it has closed. `stands`: the submission that
    counts while it is open again, or while changes are `asked` for."""
    open_still = now < closes_at
    if state == ApplicationState.DRAFT:
        if not open_still:
            return []
        road = [Ahead("Submit it before it closes", closes_at)]
    elif state not in ASSESSABLE:
        return []
    elif stands and open_still:
        does = "Send the changes we asked for" if asked else "Submit it again before it closes"
        road = [Ahead(f"{does}, or submission {stands} goes forward", closes_at)]
    else:
        road = [Ahead("Applications close", closes_at)] if open_still and not begun else []
    if state in (ApplicationState.DRAFT, ApplicationState.SUBMITTED):
        road.append(Ahead("We check it and send it to assessors", None, "After it has closed"))
    late = now >= assessed_by
    if not late:
        road.append(Ahead("Assessors finish reading", assessed_by))
    decides = "We decide who is invited to the second stage" if first_stage else "We decide"
    road.append(Ahead(f"{decides}, and tell you by email", None, OVERDUE if late else AFTER))
    return road


def road_of(application: Any, now: datetime) -> list[Ahead]:
    """The same of an application that was loaded with its round."""
    again = changing.reopened(application)
    return ahead(
        application.state,
        begun=application.state != ApplicationState.SUBMITTED,
        closes_at=application.closes_at,
        assessed_by=application.round.assessment_due_at,
        first_stage=application.round.followed,
        now=now,
        stands=again.replaces if again else 0,
        asked=changing.asking(application) is not None,
    )
