"""Projects that people share, through the services."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from award.case_studies.models import CaseStudy
from award.case_studies.services import agreement
from award.case_studies.services.taking_on import take_on
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.policy import ANONYMOUS
from award.sharing import services
from award.sharing.models import Share
from award.sharing.queries import OWNER, token_of
from award.sharing.services import ShareValues
from tests.build import case_studies
from tests.build.accounts import actor_of, user

TEXTS: dict[str, Any] = {
    "problems": ["records"],
    "outcome": "mixed",
    "settings": ["residential_home"],
    "stage": "beta_pilot",
    "problem": "Staff spent an hour each night on paper.",
    "project": "Two homes tried a tool that hears when somebody calls.",
    "impact": "Fewer people waited.",
    "lessons": "It heard the television, too.",
    "evidence": "Staff told us.",
}


def begun(**values: Any) -> Share:
    """A committed one of a stranger, with nothing but who they are."""
    said = {
        "name": "Ola Stranger",
        "email": "ola@example.org",
        "organisation": "Hill House",
        "organisation_type": "social_care_provider",
        "title": "Hearing calls at night",
        **values,
    }
    with transaction():
        return services.begin(ShareValues(**said), actor=ANONYMOUS)


def shared(texts: dict[str, Any] | None = None, **values: Any) -> Share:
    """A committed one that was sent with the link of its address."""
    made = begun(**values)
    with transaction():
        services.save(made, {**TEXTS, **(texts or {})}, whose=OWNER, actor=ANONYMOUS)
        services.send(made, whose=OWNER, actor=ANONYMOUS)
    return made


def taken_on(**values: Any) -> CaseStudy:
    made = shared(**values)
    with transaction():
        study = take_on(made, actor=actor_of(user()))
    return db.session.get_one(CaseStudy, study.id)


def public_study() -> CaseStudy:
    """Agreed by whoever shared it, and published."""
    made = taken_on()
    case_studies.edited(made, **{**case_studies.TEXT, "title": "Hearing who calls"})
    case_studies.resent(made)
    found = case_studies.again(made)
    assert found.share is not None
    holder = replace(ANONYMOUS, holds=frozenset({found.share.reference}))
    with transaction():
        agreement.agree(found, name="Ola Stranger", actor=holder)
    return case_studies.made_public(case_studies.again(made))


def link(share: Share) -> str:
    return f"/share/{share.reference}/{token_of(share, OWNER)}"


def published(**values: Any) -> CaseStudy:
    """Taken on, edited, agreed by the link of its address, and public."""
    made = taken_on(**values)
    case_studies.edited(made, **case_studies.TEXT)
    case_studies.resent(made)
    study = case_studies.again(made)
    held = replace(ANONYMOUS, holds=frozenset({there(study.share, "it").reference}))
    with transaction():
        agreement.agree(study, name="Ola Stranger", actor=held)
    return case_studies.made_public(case_studies.again(made))
