"""Case studies in their states, through the services. Everything is committed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from award.accounts.models import User
from award.applications.models import Application
from award.case_studies.later import RunningQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries import finding, manage
from award.case_studies.rules import fields
from award.case_studies.services import agreement, editing, promotion, publication, running
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.edits import marks_of
from award.foundation.policy import ANONYMOUS, Role
from award.rounds.models import Round
from tests.accounts.letters import link_in, told
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, user

TEXT: dict[str, Any] = {
    "summary": "Sensors that listen at night so that staff come when they are needed.",
    "problem": "People wake up when staff look in on them every two hours.",
    "how_might_we": "How might we let people sleep?",
    "project": "Six homes tried microphones in bedrooms.",
    "how_ai_works": "A model on the device tells a cough from a call for help.",
    "impact": "People slept longer.",
    "evidence_level": "before_and_after",
    "lessons_and_limits": "It mistook the radio for a person.",
    "contact": "Care technology team, hello@brightwater.example",
    "stage": "beta_pilot",
    "settings": ["residential_home"],
    "problems": ["nights"],
}


def funded(
    round_: Round | None = None,
    lead: User | None = None,
    *,
    title: str = "Listening for falls at night",
    answers: dict[str, Any] | None = None,
    assessors: bool = False,
) -> Application:
    """An application that is awarded and whose decision is released."""
    round_ = round_ or rounds.closed_round(min_assessments=1)
    application = applications.submitted(round_, lead, answers, title=title)
    if assessors:
        assessment.assessed(application)
    return decisions.awarded(application)


def promoted(application: Application | None = None, *, staff: User | None = None) -> CaseStudy:
    """A draft with what was copied and nothing else."""
    application = application or funded()
    staff = staff or user("Stef Staff", roles=(Role.STAFF,))
    with transaction():
        return promotion.promote(application, actor=actor_of(staff))


def complete(
    application: Application | None = None, *, staff: User | None = None, **text: Any
) -> CaseStudy:
    """A draft that could be sent; `text` replaces fields of the example."""
    staff = staff or user("Stef Staff", roles=(Role.STAFF,))
    study = promoted(application, staff=staff)
    return edited(study, staff=staff, **{**TEXT, **text})


def edited(study: CaseStudy, *, staff: User | None = None, **text: Any) -> CaseStudy:
    staff = staff or user("Stef Staff", roles=(Role.STAFF,))
    with transaction():
        return editing.edit(study, text, base=marks_of(fields.edited(study)), actor=actor_of(staff))


def sent(
    application: Application | None = None, *, staff: User | None = None, **text: Any
) -> CaseStudy:
    """With the applicant."""
    staff = staff or user("Stef Staff", roles=(Role.STAFF,))
    return resent(complete(application, staff=staff, **text), staff=staff)


def resent(
    study: CaseStudy, *, staff: User | None = None, note: str = "Nobody asked."
) -> CaseStudy:
    """A complete draft, sent to its applicant; `note` is told where they have had it before."""
    staff = staff or user("Stef Staff", roles=(Role.STAFF,))
    study = again(study)
    with transaction():
        return editing.send_to_applicant(study, actor=actor_of(staff), note=note)


def agreed(study: CaseStudy) -> CaseStudy:
    """What was sent, agreed by the lead of its application."""
    study = again(study)
    assert study.application is not None
    lead = with_roles(study.application.lead)
    with transaction():
        return agreement.agree(study, name=lead.name, actor=actor_of(lead))


def changes_asked(study: CaseStudy, reason: str) -> CaseStudy:
    """What was sent, back in draft with what the lead wants changed."""
    study = again(study)
    assert study.application is not None
    lead = actor_of(with_roles(study.application.lead))
    with transaction():
        return agreement.ask_for_changes(study, reason=reason, actor=lead)


def made_public(study: CaseStudy, *, staff: User | None = None) -> CaseStudy:
    """What was agreed, published."""
    staff = staff or user("Pat Publisher", roles=(Role.PUBLISHER,))
    with transaction():
        publication.publish(
            study, review_by_on=clock.today() + timedelta(days=365), actor=actor_of(staff)
        )
    return study


def published(
    application: Application | None = None, *, staff: User | None = None, **text: Any
) -> CaseStudy:
    """The whole way: promoted, edited, sent, agreed and published."""
    return made_public(agreed(sent(application, staff=staff, **text)), staff=staff)


def again(study: CaseStudy) -> CaseStudy:
    """The case study as pages load it, with its application and lead."""
    anyone = user("Robin Reader", roles=(Role.AUDITOR,))
    found = manage.managed_study(actor_of(anyone), study.slug)
    assert found is not None
    return found


def again_by(path: str) -> CaseStudy:
    """The case study that an address of staff is about."""
    anyone = user("Robin Reader", roles=(Role.AUDITOR,))
    found = manage.managed_study(actor_of(anyone), path.split("/")[3])
    assert found is not None
    return found


def lead_of(study: CaseStudy) -> User:
    found = again(study)
    assert found.application is not None
    return found.application.lead


def with_roles(person: User) -> User:
    from award.accounts.queries.people import user_by_email

    found = user_by_email(person.email)
    assert found is not None
    return found


def found_by(asked: dict[str, list[str]]) -> finding.PublicPage:
    """What a visitor's list shows of what an address asks for."""
    return finding.public_list(ANONYMOUS, finding.COLLECTION.read(asked, ANONYMOUS))


def asked_running(study: CaseStudy, *, staff: User | None = None) -> tuple[RunningQuestion, str]:
    """Its team, asked whether it still runs; the question, and the path of the link."""
    staff = staff or user("Pat Publisher", roles=(Role.PUBLISHER,))
    with transaction():
        question = running.ask(again(study), actor=actor_of(staff))
    letter = told("case_study.running_asked")[-1]
    return question, link_in(letter, "/still-running/")
