"""What makes a conflict between somebody who assesses and an application.

A hard one is a part in it: nothing that staff decide makes it go away. A soft one may be chance, a
common name or an old project: staff decide, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from award.interests.rules.candidates import Candidates
from award.interests.rules.declared import InterestKind
from award.interests.rules.names import holds_words
from award.interests.rules.parties import Applied, Assesses, Past


class Reason(StrEnum):
    PART = "part"
    SAME_ORGANISATION = "same_organisation"
    DECLARED = "declared"
    EMAIL = "email"
    FAMILY = "family"
    NUMBER = "number"
    PART_OF = "part_of"
    SHARED_EMAIL = "shared_email"
    NAMED = "named"
    NAMED_ORGANISATION = "named_organisation"
    NAMED_EMAIL = "named_email"
    PAST = "past"
    ASKED_NOT = "asked_not"
    DECIDED = "decided"


PAST: Final = timedelta(days=5 * 365)
"""Counted back from when the application was submitted, so that the same is found on every day."""
HARD: Final = frozenset(
    {Reason.PART, Reason.SAME_ORGANISATION, Reason.DECLARED, Reason.EMAIL, Reason.DECIDED}
)
WORDS: Final = {
    Reason.PART: "leads the application or has a part in it",
    Reason.SAME_ORGANISATION: "belongs to {}, which applies",
    Reason.DECLARED: "declared an interest in {}, which applies",
    Reason.EMAIL: "has an email address at {}, as somebody of an organisation that applies",
    Reason.FAMILY: "declared that somebody close to them has an interest in {}, which applies",
    Reason.NUMBER: "declared an interest in {}, with what may be the registration number of an "
    "organisation that applies",
    Reason.PART_OF: "has a part or an interest in {}, which by its name may belong together with "
    "an organisation that applies",
    Reason.SHARED_EMAIL: "has an email address at {}, as somebody who applies",
    Reason.NAMED: "has the same name as somebody in the application",
    Reason.NAMED_ORGANISATION: "has a part or an interest in {}, which the application names",
    Reason.NAMED_EMAIL: "has an email address at {}, as somebody whom the application names",
    Reason.PAST: "applied together with somebody of this application in the last five years",
    Reason.ASKED_NOT: "is among those whom the applicant asked us not to choose",
    Reason.DECIDED: "was kept apart from it by staff",
}


TO_THEM: Final = {
    Reason.FAMILY: "You declared that somebody close to you has an interest in {}, which applies.",
    Reason.NUMBER: "You declared an interest in {}, with what may be the registration number of an "
    "organisation that applies.",
    Reason.PART_OF: "You have a part or an interest in {}, which by its name may belong together "
    "with an organisation that applies.",
    Reason.SHARED_EMAIL: "You have an email address at {}, as somebody who applies.",
    Reason.NAMED: "Somebody in this application has your name.",
    Reason.NAMED_ORGANISATION: "You have a part or an interest in {}, which is named here.",
    Reason.NAMED_EMAIL: "You have an email address at {}, as somebody who is named here.",
    Reason.PAST: "You applied together with somebody of this application in the last five years.",
}
"""What the person themselves may be told where they may know who applies. What an applicant asked
of us, and what staff decided, is in none."""


@dataclass(frozen=True, order=True)
class Found:
    """One reason, with the organisation or domain that it rests on, if any. For staff alone."""

    reason: Reason
    about: str = ""

    @property
    def hard(self) -> bool:
        return self.reason in HARD

    @property
    def words(self) -> str:
        return WORDS[self.reason].format(self.about)


@dataclass(frozen=True)
class Tie:
    """Between one person and one application. `settled`: soft, and staff decided that the person
    may assess all the same."""

    hard: bool
    reasons: tuple[Found, ...]
    settled: bool = False

    @property
    def why(self) -> str:
        """For staff, after the person's name: “belongs to Bramble Care, which applies”."""
        return "; ".join(found.words for found in self.reasons)

    @property
    def to_them(self) -> list[str]:
        """What the person is asked about, in words that tell nothing of anybody else's wishes."""
        return [
            TO_THEM[found.reason].format(found.about)
            for found in self.reasons
            if found.reason in TO_THEM
        ]

    @property
    def open(self) -> bool:
        """Soft, and staff have still to decide."""
        return not self.hard and not self.settled


def tie(person: Assesses, application: Applied) -> Tie | None:
    """What is between them, or None. Reasons in the order of their kinds."""
    if not (found := set(_found(person, application))):
        return None
    order = list(Reason)
    reasons = sorted(found, key=lambda one: (order.index(one.reason), one.about))
    return Tie(any(one.hard for one in reasons), tuple(reasons))


def _found(person: Assesses, application: Applied) -> Iterator[Found]:
    if person.id in application.people:
        yield Found(Reason.PART)
    applies = set[str]()
    for body in person.bodies:
        if any(body.is_same_as(other) for other in application.bodies):
            applies |= body.keys
            yield Found(Reason.SAME_ORGANISATION, body.name)
    for interest in person.interests:
        if any(interest.body.is_same_as(other) for other in application.bodies):
            applies |= interest.body.keys
            close = interest.kind == InterestKind.FAMILY
            yield Found(Reason.FAMILY if close else Reason.DECLARED, interest.body.name)
        elif any(interest.body.may_be(other) for other in application.bodies):
            yield Found(Reason.NUMBER, interest.body.name)
    for body in person.all_bodies:
        if not body.keys & applies and any(body.may_be_part(one) for one in application.bodies):
            applies |= body.keys
            yield Found(Reason.PART_OF, body.name)
    if person.domain and person.domain in application.domains:
        own = person.domain in application.own_domains
        yield Found(Reason.EMAIL if own else Reason.SHARED_EMAIL, person.domain)
    elif person.domain and person.domain in application.named_domains:
        yield Found(Reason.NAMED_EMAIL, person.domain)
    if holds_words(application.named_text, person.key) or person.email in application.named_emails:
        yield Found(Reason.NAMED)
    for body in person.all_bodies:
        if not body.keys & applies and body.keys & application.named_keys:
            yield Found(Reason.NAMED_ORGANISATION, body.name)
    if person.past_people or person.past_bodies:
        others = application.people - {person.id}
        if _together(person.past_people, others, application) or _together(
            person.past_bodies, application.record_ids, application
        ):
            yield Found(Reason.PAST)
    if application.excluded and _asked_not(person, application.excluded):
        yield Found(Reason.ASKED_NOT)


def _together(past: Past, ids: Iterable[int], application: Applied) -> bool:
    if not past:
        return False
    known = [past[one] for one in ids if one in past]
    since = application.submitted_at and application.submitted_at - PAST
    return any(since is None or at >= since for at in known)


def _asked_not(person: Assesses, excluded: str) -> bool:
    keys = [person.key, *(key for body in person.all_bodies for key in body.keys if len(key) > 3)]
    return any(holds_words(excluded, key) for key in keys)


def ties(people: Iterable[Assesses], applications: Iterable[Applied]) -> dict[tuple[int, int], Tie]:
    """By (application id, person id), all that there is between these."""
    candidates = Candidates(people)
    return {
        (application.id, person.id): between
        for application in applications
        for person in candidates.of(application)
        if (between := tie(person, application)) is not None
    }


def decided(there: Tie | None, decision: str, about: Iterable[Found]) -> Tie | None:
    """With what staff decided about these reasons. Who was kept apart stays so, whatever is found
    by now; who may assess may, until there is another reason."""
    if decision == "apart":
        return Tie(True, (*(there.reasons if there else ()), Found(Reason.DECIDED)))
    if there is not None and not there.hard and set(there.reasons) <= set(about):
        return Tie(False, there.reasons, settled=True)
    return there


def as_data(reasons: Iterable[Found]) -> list[Any]:
    """As a row keeps them."""
    return [[found.reason.value, found.about] for found in reasons]


def from_data(reasons: Iterable[Any]) -> tuple[Found, ...]:
    return tuple(Found(Reason(reason), about) for reason, about in reasons)
