"""Taking challenges in, deciding what becomes of them, and counting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from award.accounts.rules.emails import as_address
from award.accounts.rules.strangers import OVER
from award.case_studies.rules.openly import leads_to_nobody
from award.case_studies.rules.openly import said as said_openly
from award.challenges.models import Challenge, ChallengePicture, ChallengeRound
from award.challenges.queries import picture, told
from award.challenges.rules.asked import (
    ANSWERED_WITHIN,
    MOST_KINDS,
    NOT_SAID,
    ORGANISATIONS,
    PLACES,
    SEVERAL,
    TOLD,
    WANTED,
    WORDS_KEPT,
)
from award.challenges.rules.picture import counted, steadied, steady
from award.foundation import arrival, audit, clock, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.links import digest_of, made_for
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.strangers import forget_letters
from award.foundation.text import tidy

_AT_ONCE = 200


@dataclass(frozen=True)
class ChallengeValues:
    """What somebody tells, as they typed and chose it."""

    kinds: Sequence[str]
    words: str
    may_publish: bool
    organisation: str = NOT_SAID
    setting: str = NOT_SAID
    problem: str = ""
    email: str = ""


@dataclass(frozen=True)
class Question:
    """What the email says that asks back."""

    words: str
    token: str
    until: datetime


@act("challenge.tell")
def tell(values: ChallengeValues, *, actor: Actor) -> Challenge:
    """Take a challenge in. Nobody reads it but those who decide what becomes of it."""
    kinds = [kind for kind in TOLD if kind in values.kinds]
    words = _text(values.words)
    if not kinds or len(kinds) > MOST_KINDS:
        raise Refused(f"Choose one to {MOST_KINDS} of these", field="kinds")
    if not words:
        raise Refused("Say what stands in the way", field="what")
    if values.organisation not in ORGANISATIONS or values.setting not in {*PLACES} - {SEVERAL}:
        raise Refused("Select one of the options", field="organisation")
    if values.problem and values.problem not in WANTED:
        raise Refused("Select one of the options", field="problem")
    email = as_address(values.email) if values.email else ""
    if email is None:
        raise Refused("Enter an email address, like name@example.org", field="email")
    made = Challenge(
        reference=new_reference("CHL"),
        kinds=kinds,
        organisation=values.organisation,
        setting=values.setting,
        problem=values.problem,
        words=words,
        may_publish=values.may_publish,
        email=email,
        told_at=clock.now(),
    )
    db.session.add(made)
    audit.record(actor, "challenge.tell", made, {"words": words})
    db.session.flush()
    return made


@act("challenge.decide")
def publish(challenge: Challenge, *, words: str, actor: Actor) -> None:
    """Anyone can read its words, or as much of them as says the same of nobody."""
    said = said_openly(words)
    if not said:
        raise Refused("Write what is published", field="letter")
    if challenge.forgotten_at is not None:
        raise Refused("Its words were let go long ago")
    if not challenge.may_publish:
        raise Refused("Whoever told it wants it counted and not published")
    leads_to_nobody(said, "letter", "")
    move = workflow.judge(challenge, "publish", actor=actor)
    challenge.published_words = said
    _decided(challenge, actor)
    workflow.make(move, changes={"published": said})


@act("challenge.decide")
def count(challenge: Challenge, *, actor: Actor) -> None:
    """It counts in the picture, and nobody reads its words."""
    move = workflow.judge(challenge, "count", actor=actor)
    _decided(challenge, actor)
    workflow.make(move)


@act("challenge.decide")
def decline(challenge: Challenge, *, reason: str, actor: Actor) -> None:
    """It is no challenge, say. It counts for nothing, and no email is sent."""
    said = _text(reason)
    if not said:
        raise Refused("Say why it is declined", field="letter")
    move = workflow.judge(challenge, "decline", actor=actor, reason=said)
    challenge.reason = said
    _decided(challenge, actor)
    workflow.make(move)


@act("challenge.decide")
def take_down(challenge: Challenge, *, reason: str, actor: Actor) -> None:
    """Its words are read no more; that it was told counts on."""
    said = _text(reason)
    if not said:
        raise Refused("Say why its words are taken down", field="letter")
    move = workflow.judge(challenge, "take_down", actor=actor, reason=said)
    challenge.published_words, challenge.reason = "", said
    _decided(challenge, actor)
    workflow.make(move)


@act("challenge.decide")
def ask(challenge: Challenge, *, question: str, actor: Actor) -> None:
    """Ask whoever told it, once, by the address that they left for that."""
    said = _text(question)
    if not said:
        raise Refused("Write what you ask", field="letter")
    if not challenge.email:
        raise Refused("They left no email address")
    if challenge.question:
        raise Refused("They were asked already")
    move = workflow.judge(challenge, "ask", actor=actor)
    token, now = made_for("challenge", "teller", challenge.reference), clock.now()
    challenge.question, challenge.asked_at = said, now
    challenge.token_digest = digest_of(token)
    workflow.make(
        move, changes={"question": said}, says=Question(said, token, now + ANSWERED_WITHIN)
    )


@act("challenge.answer")
def answer(challenge: Challenge, *, words: str, actor: Actor) -> None:
    """For whoever has the link, once."""
    said = _text(words)
    if not said:
        raise Refused("Write your answer", field="answer")
    if not told.can_be_answered(challenge, arrival.moment()):
        raise Refused(OVER, rule="challenge.answer")
    move = workflow.judge(challenge, "answer", actor=actor)
    challenge.answer = said
    workflow.make(move, changes={"answer": said})


@act("challenge.remind")
def remind(challenge: Challenge, *, actor: Actor) -> None:
    """Ask once more whoever hasn't answered for long, by the same link."""
    asked_at = there(challenge.asked_at, "when it was asked")
    token = made_for("challenge", "teller", challenge.reference)
    challenge.reminded_at, challenge.token_digest = clock.now(), digest_of(token)
    audit.record(actor, "challenge.remind", challenge)
    db.session.flush()
    says = Question(challenge.question, token, asked_at + ANSWERED_WITHIN)
    send_notice("challenge.reminded", challenge, actor, vars(says))


@act("challenge.remind")
def lapse(challenge: Challenge, *, actor: Actor) -> None:
    """The link of one that nobody answers is over: its address goes, which was for nothing else,
    and it waits for those who decide, without an answer."""
    move = workflow.judge(challenge, "lapse", actor=actor)
    forget_letters(challenge, challenge.email)
    challenge.email = ""
    workflow.make(move)


def _decided(challenge: Challenge, actor: Actor) -> None:
    """The address was for asking back."""
    forget_letters(challenge, challenge.email)
    challenge.decided_at, challenge.decided_by_id = clock.now(), actor.user_id
    challenge.email = challenge.token_digest = ""


def _text(typed: str | None) -> str:
    return tidy(typed or "").replace("\x00", "").strip()


@act("challenge.forget")
def forget(*, actor: Actor) -> int:
    """Let go of what people wrote, a year after it was decided: what is published stays, as do the
    kinds that were chosen, which are counted. How many."""
    old = db.session.scalars(
        select(Challenge)
        .where(Challenge.decided_at < clock.now() - WORDS_KEPT, Challenge.forgotten_at.is_(None))
        .order_by(Challenge.id)
        .limit(_AT_ONCE)
    ).all()
    for each in old:
        each.forgotten_at = clock.now()
        each.words = each.question = each.answer = ""
        audit.record(actor, "challenge.forget", each)
    db.session.flush()
    return len(old)


@act("challenge.count")
def count_rounds(*, actor: Actor) -> int:
    """Count what applications named to rounds that have closed for everybody, each once; how many
    rounds."""
    found = picture.rounds_to_count()
    for round_ in found:
        namings = picture.barriers_named(round_)
        db.session.add(
            ChallengeRound(
                round_id=round_.id,
                counted_at=clock.now(),
                applications=len(namings),
                counts=counted(namings),
            )
        )
        audit.record(actor, "round.count_challenges", round_)
    db.session.flush()
    return len(found)


@act("challenge.count")
def draw(*, actor: Actor) -> bool:
    """Put what is known by now into the picture that everybody sees, as far as it moves by enough;
    whether anything did."""
    applications, people, counts, wanted = picture.known()
    before = db.session.get(ChallengePicture, 1)
    if before is None:
        if not counts["all"]:
            return False
        before = ChallengePicture(id=1, applications=0, people=0, counts={}, wanted={})
        db.session.add(before)
    after = (
        steady(before.applications, applications),
        steady(before.people, people),
        steadied(before.counts or None, counts),
        steadied(before.wanted or None, wanted),
    )
    if after == (before.applications, before.people, before.counts, before.wanted):
        return False
    before.applications, before.people, before.counts, before.wanted = after
    before.counted_at = clock.now()
    db.session.flush()
    return True
