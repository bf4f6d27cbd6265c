"""Case studies of projects that were shared by those who ran them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from award.applications.models import Application
from award.case_studies.models import CaseStudy
from award.foundation.policy import Actor
from award.foundation.scopes import scope, within
from award.sharing.models import Share


@within()
def called(slug: str) -> ColumnElement[bool]:
    """By its address, or by its application's reference: that was its address before it was first
    published, and stands in emails sent then."""
    shared = select(Share.id).where(Share.reference == slug.upper()).scalar_subquery()
    return or_(
        CaseStudy.slug == slug,
        Application.reference == slug.upper(),
        CaseStudy.share_id == shared,
    )


@scope
def shared_by(actor: Actor) -> ColumnElement[bool]:
    """SQL over CaseStudy: whoever shared its project is the actor, by their link or by the
    confirmed address of their account."""
    whose: list[ColumnElement[bool]] = [Share.reference.in_(sorted(actor.holds))]
    if actor.user_id is not None and actor.email:
        whose.append(Share.email == actor.email)
    return CaseStudy.share_id.in_(select(Share.id).where(or_(*whose), Share.forgotten_at.is_(None)))
