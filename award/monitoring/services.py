"""Keeping answers that nothing refers to, counting them once, and letting go of them then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, delete

from award.applications.models import Application
from award.foundation import audit, clock
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.digests import plain
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.many import among
from award.foundation.policy import Actor
from award.foundation.text import tidy
from award.monitoring import queries
from award.monitoring.models import Effort, EffortReport, EqualityAnswer, EqualityReport
from award.monitoring.rules.asked import ABOUT_YOU, NOT_SAID, SIZES, Again, Moment, moment_of
from award.rounds.models import Round

COUNTED = "The answers of this round were counted already, so there is nothing to add or change"


@act("application.about_you")
def save_about_you(application: Application, said: Mapping[str, str], *, actor: Actor) -> None:
    """Keep what the lead says of themselves in place of what they said before; refused once the
    round was counted. No event is recorded: that somebody answered is nobody's business either."""
    hold(Round, [application.round_id], beside=True)
    hold(Application, [application.id])
    if queries.report_of(application.round_id) is not None:
        raise Refused(COUNTED)
    known = {name: choices for name, (_, choices) in ABOUT_YOU.items()} | {"size": SIZES}
    values = {
        name: said.get(name, "") if said.get(name) in choices else NOT_SAID
        for name, choices in known.items()
    }
    found = queries.equality_answer(application)
    if found is None:
        digest = queries.digests_of(queries.EQUALITY, application.id, application.lead_id)[0]
        db.session.add(EqualityAnswer(digest=digest, **values))
    else:
        for name, value in values.items():
            setattr(found, name, value)
    db.session.flush()


@act("application.about_you")
def take_back(application: Application, *, actor: Actor) -> None:
    """Delete what they said of themselves. A report that was made before keeps its sums."""
    _forget(queries.digests_of(queries.EQUALITY, application.id, application.lead_id))


@dataclass(frozen=True)
class EffortValues:
    hours: int | None = None
    hardest: str = ""
    again: str = ""
    helped: str = ""
    size: str = ""


@act("application.tell_cost")
def tell_cost(application: Application, said: EffortValues, *, actor: Actor) -> Moment:
    """Keep what it cost them, once for each moment: after submitting, and after the decision."""
    moment = moment_of(application.state)
    hold(Round, [application.round_id], beside=True)
    hold(Application, [application.id])
    if moment in queries.costs_of(application.round_id):
        raise Refused(COUNTED)
    if queries.effort_of(application, moment) is not None:
        raise Refused("You have told us this already. Thank you")
    if said == EffortValues(size=said.size):
        raise Refused("Answer at least one of the questions, or leave this page", field="hours")
    home = application.organisation
    db.session.add(
        Effort(
            digest=queries.digests_of(moment, application.id, application.lead_id)[0],
            round_id=application.round_id,
            moment=moment,
            hours=said.hours,
            hardest=said.hardest,
            again=Again(said.again) if said.again else None,
            helped=tidy(said.helped).replace("\x00", "").strip(),
            org_type=home.org_type if home else "",
            size=said.size if said.size in SIZES else "",
        )
    )
    db.session.flush()
    return moment


@part_of("application.delete")
def forget_about(application: Application) -> None:
    """With a draft goes what its lead said beside it."""
    _forget(queries.every_digest([(application.id, application.lead_id)]))


@part_of("own_data.use")
def forget_person(user_id: int) -> None:
    """With an account goes all that its person said and that was not counted yet."""
    _forget(queries.every_digest(queries.answered_by(user_id)))


def _forget(digests: Iterable[str]) -> None:
    keys = list(digests)
    for model in (EqualityAnswer, Effort):
        _delete(model, among(model.digest, keys))


def _delete(model: type[EqualityAnswer] | type[Effort], which: ColumnElement[bool]) -> None:
    statement = delete(model).where(which)
    db.session.execute(statement.execution_options(synchronize_session=False))


@act("monitoring.count")
def count_who_applied(round_: Round, *, actor: Actor) -> EqualityReport:
    """Count who applied, once and for good, and delete what each said. Refused before every
    decision is released, since sums of two days would tell of whoever came or moved between."""
    hold(Round, [round_.id])
    if queries.report_of(round_.id) is not None:
        raise Refused("This round was counted already")
    if Moment.DECIDED not in queries.may_be_counted(round_):
        raise Refused("It can be counted once every decision of the round is released")
    tables = plain([asdict(table) for table in queries.tables_of(round_.id)])
    made = EqualityReport(round_id=round_.id, made_at=clock.now(), tables=tables)
    db.session.add(made)
    audit.record(actor, "round.count_who_applied", round_)
    _delete(EqualityAnswer, among(EqualityAnswer.digest, queries.equality_digests(round_.id)))
    db.session.flush()
    return made


@act("monitoring.count")
def count_cost(round_: Round, *, moment: Moment, actor: Actor) -> EffortReport:
    """Count what those who applied told at one of the moments, once, and delete what each told."""
    hold(Round, [round_.id])
    if moment in queries.costs_of(round_.id):
        raise Refused("This was counted already")
    if moment not in queries.may_be_counted(round_):
        raise Refused("It can’t be counted yet: people still submit, or wait for a decision")
    told = plain(asdict(queries.counted_cost(round_, moment)))
    made = EffortReport(round_id=round_.id, moment=moment, made_at=clock.now(), told=told)
    db.session.add(made)
    audit.record(actor, "round.count_cost", round_, {"moment": moment.value}, codes={"moment"})
    _delete(Effort, (Effort.round_id == round_.id) & (Effort.moment == moment))
    db.session.flush()
    return made
