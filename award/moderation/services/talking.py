"""Saying something in a panel's discussion, and changing it. Nothing that was said is lost."""

from __future__ import annotations

from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.applications.rules.states import ASSESSABLE
from award.foundation import audit, clock
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused, Ticks, there
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.text import tidy
from award.moderation.models import PanelRemark, PanelRemarkBefore
from award.moderation.queries.asked import assessors_who_read, chairs_who_read
from award.moderation.queries.talks import Talk, own_remark, remark_on, said_lately
from award.moderation.rules.talking import MOST_A_DAY, asked, strangers, unheard
from award.moderation.services.hiding import refuse_names

OVER = "This application has been decided, so its discussion is closed."


@act("discussion.take_part")
def say(
    talk: Talk, words: str, *, criterion_id: int | None = None, question_key: str = "",
    answers: int = 0, about_nobody: Ticks = (), actor: Actor,
) -> PanelRemark:  # fmt: skip
    """A remark about the application, a criterion or an answer, or one that `answers` another.
    Whoever it asks by @ is told that, by email, and none of its words."""
    said = _words(words)
    application = application_for_update(talk.application_id)
    if application.state not in ASSESSABLE:
        raise Refused(OVER, field="remark")
    person = there(actor.user_id, "the account")
    refuse_names(talk, said, "remark", about_nobody=about_nobody, actor=actor)
    _refuse_unheard(application, said, person, named=talk.names_all)
    if said_lately(application.id, person) >= MOST_A_DAY:
        raise Refused("That is enough for one day. Go on tomorrow", field="remark")
    above = remark_on(talk, answers) if answers else None
    if above is not None:  # of one thread, however deep
        criterion_id, question_key = above.criterion_id, above.question_key
    remark = PanelRemark(
        application_id=application.id,
        answers_id=(above.answers_id or above.id) if above else None,
        criterion_id=criterion_id,
        question_key="" if criterion_id else question_key,
        author_id=person,
        speaks_as=talk.speaks_as,
        alias=talk.alias,
        words=said,
    )
    db.session.add(remark)
    audit.record(actor, "application.discuss", application, {"words": said})
    db.session.flush()
    _tell(remark, actor)
    return remark


@act("discussion.take_part")
def change(talk: Talk, number: int, words: str, *, about_nobody: Ticks = (), actor: Actor) -> None:
    """One's own remark; what it said before is kept and shown."""
    said = _words(words)
    application = application_for_update(talk.application_id)
    if application.state not in ASSESSABLE:
        raise Refused(OVER, field="remark")
    remark = there(own_remark(talk, actor, number), "the remark")
    if remark.words == said:
        return
    refuse_names(talk, said, "remark", about_nobody=about_nobody, actor=actor)
    _refuse_unheard(application, said, remark.author_id, remark.words, named=talk.names_all)
    db.session.add(PanelRemarkBefore(remark_id=remark.id, words=remark.words, until=clock.now()))
    before, remark.words, remark.changed_at = remark.words, said, clock.now()
    audit.record(actor, "application.change_remark", application, {"words": [before, said]})
    db.session.flush()
    _tell(remark, actor)


def _words(words: str) -> str:
    said = tidy(words).replace("\x00", "").strip()
    if not said:
        raise Refused("Enter your remark", field="remark")
    return said


@part_of("discussion.take_part")
def _refuse_unheard(
    application: Application, words: str, asker: int, before: str = "", *, named: bool
) -> None:
    """A remark that asks somebody who isn't there, or can't read it, would be answered by nobody.
    What it asked `before` it was changed is told already. `named`: the asker knows names."""
    letters, chair = asked(words)
    letters_before, chair_before = asked(before)
    letters, chair = letters - letters_before, chair and not chair_before
    missed = [one for one in strangers(words) if one not in strangers(before)]
    if letters:
        heard = assessors_who_read(application, asker, letters)
        missed += [f"@Assessor {one}" for one in sorted(letters - {*heard})]
    if chair and not chairs_who_read(application, asker):
        missed.append("@chair")
    if missed:
        people = assessors_who_read(application, asker)
        fits = [f"@Assessor {k}{f' ({one.name})' if named else ''}" for k, one in people.items()]
        fits += ["@chair"] if chairs_who_read(application, asker) else []
        raise Refused(unheard(missed, fits), field="remark")


def _tell(remark: PanelRemark, actor: Actor) -> None:
    letters, chair = asked(remark.words)
    if letters:
        send_notice("discussion.asked_assessor", remark, actor)
    if chair:
        send_notice("discussion.asked_chair", remark, actor)
