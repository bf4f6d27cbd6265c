"""Finding an answer again by its digest, and the sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import String, case, cast, exists, select
from sqlalchemy.orm import aliased, joinedload

from award.accounts.models import Organisation
from award.accounts.rules.organisations import REGIONS, TYPES
from award.applications.models import Application, Eligibility
from award.applications.queries.applications import latest_submission
from award.applications.queries.scopes import led_applications
from award.applications.rules.seen import own_answers
from award.applications.rules.states import ASSESSABLE, DECIDED, READABLE, ApplicationState
from award.applications.together import HandOver
from award.foundation import clock
from award.foundation.audit.keys import keyring
from award.foundation.db import db
from award.foundation.digests import canonical_json
from award.foundation.many import among
from award.foundation.policy import Actor, can
from award.foundation.scopes import everything, published, within
from award.monitoring.models import Effort, EffortReport, EqualityAnswer, EqualityReport
from award.monitoring.rules.asked import ABOUT_YOU, NOT_SAID, SIZES, TITLES, Moment
from award.monitoring.rules.beside import parts_of
from award.monitoring.rules.costs import Cost, Said, cost_of
from award.monitoring.rules.sums import Table, table_of
from award.rounds.models import QuestionSetVersion, Round
from award.rounds.queries.question_sets import question_set
from award.rounds.queries.rounds import round_alone

_FUNDED = frozenset({ApplicationState.INVITED, ApplicationState.AWARDED})
_SHORTLISTED = frozenset({*_FUNDED, ApplicationState.RESERVED})
EQUALITY = "equality"
_LABELS: dict[str, dict[str, str]] = {
    **{name: choices for name, (_, choices) in ABOUT_YOU.items()},
    "org_type": TYPES,
    "size": SIZES,
    "region": {region: region for region in REGIONS},
}


def digests_of(what: str, application_id: int, person_id: int) -> list[str]:
    """Under what somebody's answer about an application may be found: the one to write under first,
    then those of keys that were in use before. Without a key it can't be made from the numbers."""
    ring, told = keyring(), canonical_json([what, application_id, person_id])
    names = [ring.current, *(name for name in ring.keys if name != ring.current)]
    return [f"{name}:{ring.digest(told, name)}" for name in names]


def own_application_of(actor: Actor, reference: str) -> Application | None:
    """One that the actor leads, with round and organisation."""
    return db.session.scalar(
        select(Application)
        .where(Application.reference == reference, led_applications(actor))
        .options(joinedload(Application.round), joinedload(Application.organisation))
    )


@within("application")
def equality_answer(application: Application) -> EqualityAnswer | None:
    """What its lead said of themselves; nobody else's."""
    found = digests_of(EQUALITY, application.id, application.lead_id)
    return db.session.scalar(select(EqualityAnswer).where(EqualityAnswer.digest.in_(found)))


@within("application")
def effort_of(application: Application, moment: Moment) -> Effort | None:
    """What its lead told at this moment."""
    found = digests_of(moment, application.id, application.lead_id)
    return db.session.scalar(select(Effort).where(Effort.digest.in_(found)))


@within("application")
def hardest_of(application: Application) -> list[tuple[str, str, str]]:
    """The questions that they were asked and answered in their own way, to choose one from: key,
    name and section."""
    questions = question_set(application.round.question_set_id)
    standing = latest_submission(application.id)
    answers = own_answers(standing.content) if standing else {}
    return [
        (question.key, question.short, section.title)
        for section in questions.sections
        if not section.declares
        for question in section.asked(answers, application.phase)
        if question.key in answers
    ]


@within("application_ids")
def still_asked(application_ids: Sequence[int]) -> list[tuple[int, str, bool, bool]]:
    """Reference of each, and whether its lead is still asked what it cost them, and about
    themselves: neither once it was counted."""
    counted = exists().where(EffortReport.round_id == Application.round_id)
    decided = Application.state.in_(sorted(DECIDED))
    moment = case((decided, Moment.DECIDED.value), else_=Moment.SUBMITTED.value)
    cost = counted.where(cast(EffortReport.moment, String) == moment)
    about = exists().where(EqualityReport.round_id == Application.round_id)
    rows = db.session.execute(
        select(Application.id, Application.reference, ~cost, ~about).where(
            among(Application.id, application_ids)
        )
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


@published
def report_of(round_id: int) -> EqualityReport | None:
    return db.session.get(EqualityReport, round_id)


@published
def hardest_before(round_ids: Sequence[int]) -> dict[int, tuple[str, str, list[tuple[str, int]]]]:
    """Round -> reference and title of the last one that was counted with a version of the same
    questions, itself or another, and which of them were hardest there to how many."""
    counted, asks, there = aliased(Round), aliased(QuestionSetVersion), aliased(QuestionSetVersion)
    rows = db.session.execute(
        select(Round.id, counted.reference, counted.title, EffortReport.told)
        .join(asks, asks.id == Round.question_set_id)
        .join(there, there.key == asks.key)
        .join(counted, counted.question_set_id == there.id)
        .join(EffortReport, EffortReport.round_id == counted.id)
        .where(among(Round.id, round_ids), EffortReport.moment == Moment.SUBMITTED)
        .order_by(counted.closes_at, counted.id)
    )
    return {row[0]: (row[1], row[2], row[3]["hardest"]) for row in rows if row[3].get("hardest")}


def costs_of(round_id: int) -> dict[Moment, EffortReport]:
    """What was counted of a round; nothing can be told of anybody from it."""
    found = db.session.scalars(select(EffortReport).where(EffortReport.round_id == round_id))
    return {one.moment: one for one in found}


def round_to_report(actor: Actor, reference: str) -> Round | None:
    return round_alone(actor, reference) if can(actor, "monitoring.view") else None


@everything("whether a round is over, which everybody may know")
def all_decided(round_id: int) -> bool:
    """Does the round have applications, and does none wait for its decision?"""
    found = db.session.scalars(
        select(Application.state).where(Application.round_id == round_id).distinct()
    ).all()
    return any(state in READABLE for state in found) and not any(
        state in ASSESSABLE for state in found
    )


@everything("whether a round is over, which everybody may know")
def _somebody_has_longer(round_id: int) -> bool:
    """May a draft be sent still, after the round has closed for everybody else?"""
    longer = select(Application.id).where(
        Application.round_id == round_id,
        Application.state == ApplicationState.DRAFT,
        Application.extended_until > clock.now(),
    )
    return db.session.scalar(longer.limit(1)) is not None


def may_be_counted(round_: Round) -> set[Moment]:
    """Which moments are over for everybody: the first once the round has closed and nobody can
    submit, not with longer time of their own either; the second once every decision is released,
    too."""
    now = clock.now()
    if round_.closes_at > now or _somebody_has_longer(round_.id):
        return set()
    return {Moment.SUBMITTED} | ({Moment.DECIDED} if all_decided(round_.id) else set())


def _level(state: ApplicationState, sent: bool, eligible: bool) -> int:
    if state in _FUNDED:
        return 4
    if state in _SHORTLISTED:
        return 3
    if not sent:
        return 0
    return 2 if eligible else 1


@everything("which rounds are stages of one another, which everybody may know")
def _told_of_stages(round_id: int) -> list[EqualityReport]:
    """What was told of the stages before and after this one, however many."""
    pairs = db.session.execute(
        select(Round.id, Round.follows_id).where(Round.follows_id.is_not(None))
    ).all()
    found, grew = {round_id}, True
    while grew:
        linked = {one for pair in pairs if found & set(pair) for one in pair}
        grew = not linked <= found
        found |= linked
    reports = select(EqualityReport).where(among(EqualityReport.round_id, found - {round_id}))
    return list(db.session.scalars(reports))


@everything("sums of a round, in which nobody can be found")
def tables_of(round_id: int) -> list[Table]:
    """Who came how far, by each of what was asked and by organisation. Who leads by now counts."""
    told = [report.tables for report in _told_of_stages(round_id)]
    rows = db.session.execute(
        select(
            Application.id, Application.lead_id, Application.state, Application.submitted_at,
            Eligibility.outcome, Organisation.org_type, Organisation.region,
        )
        .outerjoin(Eligibility, Eligibility.application_id == Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.round_id == round_id)
    ).all()  # fmt: skip
    answers = {one.digest: one for one in db.session.scalars(select(EqualityAnswer))}
    levels = {name: {key: [0] * 5 for key in (*_LABELS[name], NOT_SAID)} for name in _LABELS}
    for row in rows:
        level = _level(row.state, row.submitted_at is not None, row.outcome == "yes")
        keys = digests_of(EQUALITY, row.id, row.lead_id)
        said = next((answers[key] for key in keys if key in answers), None)
        for name, groups in levels.items():
            value = _value(name, row, said)
            groups[value if value in groups else NOT_SAID][level] += 1
    return [
        table_of(
            TITLES[name],
            {**_LABELS[name], NOT_SAID: "Not said"},
            levels[name],
            [parts_of(tables, TITLES[name]) for tables in told],
        )
        for name in _LABELS
    ]


def _value(name: str, row: Any, said: EqualityAnswer | None) -> str | None:
    """Of the organisation what its record says, of the person what they said."""
    about = row if name in ("org_type", "region") else said
    return getattr(about, name, None)


@everything("sums of a round, in which nobody can be found")
def counted_cost(round_: Round, moment: Moment) -> Cost:
    rows = db.session.scalars(
        select(Effort).where(Effort.round_id == round_.id, Effort.moment == moment)
    )
    names = {one.key: one.short for one in question_set(round_.question_set_id)}
    return cost_of([said_in(one) for one in rows], names)


def said_in(one: Effort) -> Said:
    return Said(one.hours, one.hardest, one.again or "", one.helped, one.org_type, one.size)


@everything("which answers a round has, to let go of them")
def equality_digests(round_id: int) -> list[str]:
    """Under which whoever leads or led an application of the round may have said something."""
    led = select(Application.id, Application.lead_id).where(Application.round_id == round_id)
    before = (
        select(Application.id, HandOver.from_id)
        .join(HandOver, HandOver.application_id == Application.id)
        .where(Application.round_id == round_id)
    )
    return list(_digests(EQUALITY, [*db.session.execute(led), *db.session.execute(before)]))


@within("person_id")
def answered_by(person_id: int) -> list[tuple[int, int]]:
    """Application and person, for each that they lead or led."""
    led = select(Application.id).where(Application.lead_id == person_id)
    before = select(HandOver.application_id).where(HandOver.from_id == person_id)
    every = {*db.session.scalars(led), *db.session.scalars(before)}
    return [(number, person_id) for number in sorted(every)]


def _digests(what: str, pairs: Iterable[Any]) -> Iterator[str]:
    for application_id, person_id in pairs:
        yield from digests_of(what, application_id, person_id)


def every_digest(pairs: Iterable[tuple[int, int]]) -> list[str]:
    """Of all that those people could have said about those applications."""
    found = list(pairs)
    return [one for what in (EQUALITY, *Moment) for one in _digests(what, found)]


@within("person_id")
def said_by(person_id: int) -> tuple[list[EqualityAnswer], list[Effort]]:
    """What the person said of themselves and of what it cost, that was not counted yet."""
    keys = every_digest(answered_by(person_id))
    return (
        list(db.session.scalars(select(EqualityAnswer).where(EqualityAnswer.digest.in_(keys)))),
        list(db.session.scalars(select(Effort).where(Effort.digest.in_(keys)))),
    )
